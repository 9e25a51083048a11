"""Who stands where around a word: the syntactic slots of a verb or noun, language-independent (Universal Dependencies).

Slots hold word indices of the heads of noun phrases; coordination is left to whoever resolves them. Subjects that
the clause leaves out are found along conjuncts, control, relative clauses and participles.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kroniek.document import Document, Word

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X", "SYM"})
CLAUSAL = frozenset({"ccomp", "xcomp", "advcl", "acl", "csubj", "parataxis"})


@dataclass(slots=True)
class Slots:
    """The slots of one word. `obliques` maps a preposition (lower case) to heads; `complement` is a governed clause."""

    subject: list[int] = field(default_factory=list)
    passive_subject: list[int] = field(default_factory=list)
    object: list[int] = field(default_factory=list)
    indirect: list[int] = field(default_factory=list)
    agent: list[int] = field(default_factory=list)
    obliques: dict[str, list[int]] = field(default_factory=dict)
    complement: int = -1
    infinitive: bool = False
    passive: bool = False


class Syntax:
    """Slots of one document's words, worked out once each."""

    def __init__(self, document: Document, *, agent_words: frozenset[str]) -> None:
        self.document = document
        self.agent_words = agent_words
        self._slots: dict[int, Slots] = {}
        self._busy: set[int] = set()

    def slots(self, i: int) -> Slots:
        """The slots of word i. A cycle in the tree (a broken parse) ends in empty slots."""
        if i in self._slots:
            return self._slots[i]
        if i in self._busy:
            return Slots()
        self._busy.add(i)
        found = self._own(i)
        if self.is_verbal(i) and not (found.subject or found.passive_subject):
            self._inherit(i, found)
        self._busy.discard(i)
        self._slots[i] = found
        return found

    def is_verbal(self, i: int) -> bool:
        """A verb, or a word with verbal morphology (a participle tagged as adjective)."""
        word = self.document.words[i]
        return word.upos in ("VERB", "AUX") or "VerbForm=" in word.feats

    def preposition(self, i: int) -> str:
        """The case marker of word i ("against"; several words are joined by a space), or "" where it has none."""
        marks = [w.text.lower() for w in self.document.dependents(i, "case")]
        fixed = [
            w.text.lower() for c in self.document.dependents(i, "case") for w in self.document.dependents(c.i, "fixed")
        ]
        return " ".join([*marks[:1], *fixed]) if marks else ""

    def clause_head(self, i: int) -> int:
        """The verb (or root) of the clause in which word i stands; i itself if it is one."""
        words, seen = self.document.words, set()
        while words[i].head >= 0 and i not in seen:
            seen.add(i)
            base = words[i].deprel.partition(":")[0]
            if base in CLAUSAL or (base == "conj" and self.is_verbal(i)) or words[i].upos == "VERB":
                return i
            i = words[i].head
        return i

    def ancestors(self, i: int) -> list[int]:
        """Heads from word i upwards, i excluded."""
        words, found = self.document.words, []
        while words[i].head >= 0 and words[i].head not in found:
            i = words[i].head
            found.append(i)
        return found

    def antecedent(self, i: int) -> int:
        """The noun that a relative pronoun stands for; i itself where it is none."""
        word = self.document.words[i]
        if word.upos not in ("PRON", "ADV", "DET", "SCONJ") or "PronType=Rel" not in word.feats:
            return i
        for j in self.ancestors(i):
            if self.document.words[j].deprel.startswith("acl"):
                return self.document.words[j].head
        return i

    def _own(self, i: int) -> Slots:
        found = Slots()
        for child in self.document.dependents(i):
            self._place(child, found)
        word = self.document.words[i]
        if found.passive_subject and not any(True for _ in self.document.dependents(i, "aux", "cop")):
            found.subject, found.passive_subject, found.passive = found.passive_subject, [], False  # a slip of the parser
        if word.deprel.startswith("acl") and "VerbForm=Part" in word.feats and "Tense=Pres" not in word.feats:
            found.passive = found.passive or not (found.subject or found.object)
        if found.passive or not self.is_verbal(i):
            for mark in self.agent_words:
                found.agent.extend(found.obliques.pop(mark, []))
        return found

    def _place(self, child: Word, found: Slots) -> None:
        base, _, sub = child.deprel.partition(":")
        target = self.antecedent(child.i)
        if base in ("nsubj", "csubj"):
            (found.passive_subject if sub == "pass" else found.subject).append(target)
            found.passive = found.passive or sub == "pass"
        elif base == "obj":
            found.object.append(target)
        elif base == "iobj":
            found.indirect.append(target)
        elif base in ("obl", "nmod"):
            self._oblique(child, sub, target, found)
        elif base in ("ccomp", "xcomp") and found.complement < 0:
            found.complement = child.i
            found.infinitive = base == "xcomp" or "VerbForm=Inf" in child.feats
        elif child.deprel == "aux:pass":
            found.passive = True

    def _oblique(self, child: Word, sub: str, target: int, found: Slots) -> None:
        if sub == "agent":
            found.agent.append(target)
            return
        mark = self.preposition(child.i)
        if mark:
            found.obliques.setdefault(mark, []).append(target)

    def _inherit(self, i: int, found: Slots) -> None:
        """Fill a missing subject from the conjunct, the controlling verb, or the noun that the clause modifies."""
        word = self.document.words[i]
        base, sub = word.deprel.partition(":")[0], word.deprel.partition(":")[2]
        if word.head < 0:
            return
        if base == "conj":
            self._from_conjunct(word, found)
        elif base == "xcomp" or (base in ("advcl", "ccomp", "parataxis") and not self._finite(word)):
            self._from_governor(word, found)
        elif (base == "acl" and sub != "relcl") or base == "amod":
            participle = "VerbForm=Part" in word.feats and "Tense=Pres" not in word.feats
            (found.passive_subject if participle else found.subject).append(word.head)
            found.passive = found.passive or participle

    def _finite(self, word: Word) -> bool:
        auxiliaries = self.document.dependents(word.i, "aux", "cop")
        return "VerbForm=Fin" in word.feats or any("VerbForm=Fin" in a.feats for a in auxiliaries)

    def _from_conjunct(self, word: Word, found: Slots) -> None:
        if not self.is_verbal(word.head):
            return
        first = self.slots(word.head)
        own_auxiliary = any(True for _ in self.document.dependents(word.i, "aux"))
        if first.passive and not own_auxiliary and "VerbForm=Part" in word.feats:
            found.passive = True
            found.agent = found.agent or list(first.agent)
        shared = first.subject or first.passive_subject
        (found.passive_subject if found.passive else found.subject).extend(shared)

    def _from_governor(self, word: Word, found: Slots) -> None:
        governor = self.slots(word.head)
        shared = governor.subject or governor.passive_subject
        if word.deprel.startswith("xcomp"):
            shared = governor.object or governor.indirect or shared
        (found.passive_subject if found.passive else found.subject).extend(shared)

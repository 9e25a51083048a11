"""Did it happen? The status of a mention: happened, not, future or hypothetical (PLOVER's auxiliary modes).

Walks from the act's word up through the clauses that govern it; words and their effects stand in status.toml.
"""

from __future__ import annotations

from kroniek.coder.set_phrases import Hit, SetPhrases
from kroniek.coder.syntax import Syntax
from kroniek.document import Document, Word
from kroniek.knowledge.language import Auxiliary, Governor, Hearsay, StatusWords, Told
from kroniek.records import Status

WINDOW = 5  # words on either side of a governor in which the rest of a set phrase stands
CLIMB = frozenset({"xcomp", "ccomp", "acl", "obj", "obl", "nmod", "nsubj", "csubj", "conj", "advcl", "parataxis"})
CONTENT: dict[str, Status] = {"asked": "hypothetical", "threatened": "future", "denied": "hypothetical"}
SHORTEST_REST = 3  # letters of a compound after its first part
KINDS = {"NOUN": "noun", "PROPN": "noun", "PRON": "noun", "DET": "noun", "ADJ": "adjective"}
AS_STATUS: dict[str, Status] = {
    "wish": "hypothetical",
    "asked": "hypothetical",
    "happened": "happened",
    "not": "not",
    "future": "future",
    "hypothetical": "hypothetical",
}


class StatusReader:
    """Reads statuses in one document. `contents`: by the head of an act, what the clause it governs is told as."""

    def __init__(
        self,
        document: Document,
        syntax: Syntax,
        words: StatusWords,
        hearsay: tuple[Hearsay, ...],
        light: frozenset[str],
    ) -> None:
        self.document = document
        self.syntax = syntax
        self.words = words
        self.light = light
        self.contents: dict[int, str] = {}
        self._governors = _by_lemma(words.governor)
        self._phrases = _phrases(words.governor)
        self._auxiliaries: dict[str, list[Auxiliary]] = {}
        for auxiliary in words.auxiliary:
            for lemma in auxiliary.lemmas:
                self._auxiliaries.setdefault(lemma, []).append(auxiliary)
        self._hearsay = {form: h for h in hearsay if h.voice == "any" for form in h.forms}
        self._modifiers = {w: m.status for m in words.modifier for w in (*m.adverbs, *m.adjectives)}
        self._set = SetPhrases((p, m.status) for m in words.modifier for p in m.phrases)
        self._prefixes = {p: m.status for m in words.modifier for p in m.prefixes}
        self._no = frozenset((*words.negations, *words.determiners, *words.nobody))
        self._hits: dict[int, list[Hit[Told]]] = {}

    def of(self, head: int, words: tuple[int, ...] = ()) -> tuple[Status, str]:
        """The status of the act at word `head`, and the word that decided. `words`: all words of the act.

        An act that holds a negation of its own is a refusal that was uttered ("will not accept", "niets voelen voor").
        """
        own: tuple[Status, str] = ("happened", "") if self._refuses(words) else self._local(self.document.words[head], words)
        if own[0] == "not" and (asked := self._asked_not(head)):
            return ("hypothetical", asked)
        if own[0] == "not" and (imagined := self._none_imagined(head)):
            return ("hypothetical", imagined)
        if own[0] != "happened":
            return self._unless_imagined(head, own)
        if any_imagined := self._any_imagined(head):
            return ("hypothetical", any_imagined)
        child = self.document.words[head]
        for up in self.syntax.ancestors(head)[:5]:
            if child.deprel.partition(":")[0] not in CLIMB:
                break
            governor = self.document.words[up]
            above = self._governed(governor, child)
            if above[0] != "happened":
                return above
            if self._holds_its_own(child, governor):
                break
            child = governor
        return ("happened", "")

    def _asked_not(self, head: int) -> str:
        """ "warned them not to fire", "asked that nobody be hurt": the word that asks or threatens, where one governs it."""
        word = self.document.words[head]
        above = self.document.words[word.head] if word.head >= 0 else word
        return above.text.lower() if self.contents.get(above.i, "") in CONTENT and self._is_clause(word) else ""

    def _none_imagined(self, head: int) -> str:
        """ "would allow no raids": the auxiliary of the verb that takes the negated noun, where it tells what may come."""
        word = self.document.words[head]
        if self.syntax.is_verbal(head) or word.head < 0 or word.deprel.partition(":")[0] not in ("obj", "nsubj"):
            return ""
        return self._imagined_by(word.head)

    def _any_imagined(self, head: int) -> str:
        """ "A strike would be costly": a deed not spoken of before, of which only is said what would come of it."""
        word = self.document.words[head]
        if self.syntax.is_verbal(head) or word.head < 0 or word.deprel != "nsubj":
            return ""
        articles = [w for w in self.document.dependents(head, "det")]
        if not articles or any("Definite=Ind" not in w.feats for w in articles):
            return ""
        return self._imagined_by(word.head)

    def _imagined_by(self, verb: int) -> str:
        """The word by which a verb tells what may come; "" for one that does not."""
        status, rule = self._local(self.document.words[verb])
        return rule if status in ("future", "hypothetical") else ""

    def negates(self, rule: str) -> bool:
        """Is the word that decided a negation ("not", "geen")?"""
        return rule in self.words.negations or rule in self.words.determiners

    def _unless_imagined(self, head: int, own: tuple[Status, str]) -> tuple[Status, str]:
        """What is feared or foretold is not announced: "fears that they will attack"."""
        up, child = self.document.words[head].head, self.document.words[head]
        if own[0] == "future" and up >= 0 and self._is_clause(child):
            rule = self._rule(self.document.words[up], child)
            if rule is not None and AS_STATUS[rule.status] == "hypothetical":
                return ("hypothetical", self.document.words[up].text.lower())
        return own

    def _holds_its_own(self, child: Word, governor: Word) -> bool:
        """A noun deed keeps its status under a verb of another deed: "refused to condemn the attack" leaves the attack."""
        noun = child.deprel.partition(":")[0] in ("obj", "obl", "nmod", "nsubj") and not self.syntax.is_verbal(child.i)
        return noun and self.syntax.is_verbal(governor.i) and governor.lemma.lower() not in self.light

    def _refuses(self, words: tuple[int, ...]) -> bool:
        forms = [self.document.words[i].text.lower() for i in words]
        return len(forms) > 1 and not self._no.isdisjoint(forms)

    def _local(self, word: Word, own: tuple[int, ...] = ()) -> tuple[Status, str]:
        """Negation, auxiliaries, modifiers and conjunctions beside the word itself; not those of the phrase (`own`)."""
        negated = ""
        for child in self.document.dependents(word.i):
            if child.i in own and child.deprel == "aux":  # "het moeten ontgelden"
                continue
            low = child.text.lower()
            base = child.deprel.partition(":")[0]
            if (low in self.words.negations and not self._only(child)) or (
                base == "det" and low in self.words.determiners and word.upos != "VERB"
            ):
                negated = negated or low
            elif (base in ("mark", "advmod") and low in self.words.conditions and word.deprel.startswith("advcl")) or (
                base == "mark" and low in self.words.until and self._is_open(word.head)
            ):
                return ("hypothetical", low)
            elif base in ("case", "mark") and low in self.words.without:
                return ("not", low)
            elif base == "aux" and low in self.words.forced and self._told_plainly(word):
                continue
            elif (base == "aux" and (status := self._auxiliary(child))) or (
                base in ("advmod", "amod")
                and low in self._modifiers
                and (status := AS_STATUS[self._modifiers[low]]) != "happened"
            ):
                return (status, low)
            elif base in ("nsubj", "obj") and self._empty(child):
                negated = negated or low
        return ("not", negated) if negated else self._beside(word)

    def _told_plainly(self, word: Word) -> bool:
        """In a main or relative clause of the report itself: what somebody had to do there, he did ("moest aftreden")."""
        near = {w.text.lower() for c in self.document.dependents(word.i) for w in (c, *self.document.dependents(c.i, "case"))}
        plain = word.deprel in ("root", "conj", "acl:relcl") and near.isdisjoint(self.words.unforced)
        above = self.document.words[word.head] if word.deprel == "conj" and word.head >= 0 else word
        return plain and above.deprel in ("root", "acl:relcl", "conj")

    def _beside(self, word: Word) -> tuple[Status, str]:
        """A set phrase in the word's own clause ("naar verwachting"), or the first part of a compound ("proefaanval")."""
        sentence = self.document.sentences[word.sentence]
        if sentence.index not in self._hits:
            self._hits[sentence.index] = self._set.find([w.text.lower() for w in self.document.words_of(sentence)])
        for hit in self._hits[sentence.index]:
            at = sentence.first + hit.at
            clause = self.syntax.clause_head(at)
            if clause in (word.i, self.syntax.clause_head(word.i)) and (status := AS_STATUS[hit.value]) != "happened":
                return (status, self.document.words[at].text.lower())
        low = word.lemma.lower()
        for prefix, value in self._prefixes.items() if word.upos == "NOUN" else ():
            if low.startswith(prefix) and len(low) > len(prefix) + SHORTEST_REST:
                return (AS_STATUS[value], prefix)
        return ("happened", "")

    def _is_open(self, head: int) -> bool:
        """Is a clause told as what will or will not be ("will not go back until ...")?"""
        for child in self.document.dependents(head) if head >= 0 else ():
            if child.text.lower() in self.words.negations or (child.deprel == "aux" and self._auxiliary(child)):
                return True
        return False

    def _only(self, word: Word) -> bool:
        text = self.document.text[word.start : word.start + 40].lower()
        return any(text.startswith(phrase) for phrase in self.words.not_negations)

    def _empty(self, word: Word) -> bool:
        if word.text.lower() in self.words.nobody:
            return True
        return any(c.text.lower() in self.words.determiners for c in self.document.dependents(word.i, "det", "advmod"))

    def _auxiliary(self, word: Word) -> Status | None:
        low = word.text.lower()
        if low in self._hearsay and self._told_as_done(word, self._hearsay[low]):
            return None
        for auxiliary in self._auxiliaries.get(word.lemma.lower(), ()):
            if not auxiliary.forms or low in auxiliary.forms:
                status = AS_STATUS[auxiliary.status]
                return None if status == "happened" else status
        return None

    def _told_as_done(self, auxiliary: Word, hearsay: Hearsay) -> bool:
        """ "zou zijn gedood": beside the auxiliary of hearsay another one and a participle; no future, but a report."""
        verb = self.document.words[auxiliary.head] if auxiliary.head >= 0 else auxiliary
        others = [w for w in self.document.dependents(verb.i, "aux", "cop") if w.i != auxiliary.i]
        passive = any(w.deprel == "aux:pass" for w in others)
        return (
            "VerbForm=Part" in verb.feats
            and bool(others)
            and ("passive" if passive else "perfect") in hearsay.followed_by
        )

    def _governed(self, governor: Word, child: Word) -> tuple[Status, str]:
        """What a governing word does to its complement; its own status counts for the complement too."""
        told = self.contents.get(governor.i, "")
        if told in CONTENT and self._is_clause(child):
            return (CONTENT[told], governor.text.lower())
        rule = self._rule(governor, child)
        clause = child.deprel.partition(":")[0] in ("xcomp", "ccomp", "acl", "csubj")
        if rule is not None:
            status = AS_STATUS[rule.status]
            if status != "happened":
                return (status, governor.text.lower())
        if rule is not None or (clause and child.deprel.startswith("xcomp")):
            return self._local(governor)
        if child.deprel.startswith(("conj",)) and not any(
            True for _ in self.document.dependents(child.i, "nsubj", "aux")
        ):
            return self._local(governor)
        return ("happened", "")

    def _is_clause(self, child: Word) -> bool:
        """A governed clause; an adverbial one only where it is an infinitive ("called on them to leave")."""
        base = child.deprel.partition(":")[0]
        return base in ("ccomp", "xcomp", "csubj", "acl") or (base == "advcl" and "VerbForm=Inf" in child.feats)

    def _rule(self, governor: Word, child: Word) -> Governor | None:
        base = child.deprel.partition(":")[0]
        phrase = self._phrased(governor, child)
        kind = KINDS.get(governor.upos, "verb")
        for rule in [phrase] if phrase else self._governors.get((governor.lemma.lower(), kind), ()):
            if rule is phrase:
                return rule
            if rule.forms and governor.text.lower() not in rule.forms:
                continue
            if rule.reach == "clause" and base not in ("xcomp", "ccomp", "advcl", "acl"):
                continue
            if base in ("nsubj", "parataxis", "conj") or (base == "advcl" and not self._is_clause(child)):
                continue
            if (
                rule.links
                and self.syntax.preposition(child.i) not in rule.links
                and not self._marked(child, rule.links)
            ):
                continue
            return rule
        return None

    def _phrased(self, governor: Word, child: Word) -> Governor | None:
        """The rule of a set phrase at the governor, or at its copula ("van plan zijn", "be about to"), for a clause."""
        if not self._is_clause(child):
            return None
        heads = {governor.lemma.lower(), *(w.lemma.lower() for w in self.document.dependents(governor.i, "cop", "aux"))}
        first, last = max(0, governor.i - WINDOW), governor.i + WINDOW + 1
        near = {w.text.lower() for w in self.document.words[first:last] if w.sentence == governor.sentence}
        near |= {w.lemma.lower() for w in self.document.words[first:last] if w.sentence == governor.sentence}
        return next((rule for head, others, rule in self._phrases if head in heads and others <= near), None)

    def _marked(self, child: Word, links: tuple[str, ...]) -> bool:
        return any(c.text.lower() in links for c in self.document.dependents(child.i, "mark", "case"))


def _phrases(governors: tuple[Governor, ...]) -> list[tuple[str, frozenset[str], Governor]]:
    """Head, other words and rule of each set phrase; the longest first."""
    found = []
    for rule in governors:
        for phrase in rule.phrases:
            words = phrase.lower().split()
            head = next((w.rstrip("*") for w in words if w.endswith("*")), words[-1])
            found.append((head, frozenset(w for w in words if not w.endswith("*")), rule))
    return sorted(found, key=lambda f: -len(f[1]))


def _by_lemma(governors: tuple[Governor, ...]) -> dict[tuple[str, str], list[Governor]]:
    """By lemma and kind of word: "a call" asks for what follows, "to call" gives it a name."""
    table: dict[tuple[str, str], list[Governor]] = {}
    for rule in governors:
        for kind, words in (("verb", rule.verbs), ("noun", rule.nouns), ("adjective", (*rule.adjectives, *rule.verbs))):
            for word in words:
                table.setdefault((word.lower(), kind), []).append(rule)
    return table

"""Find acts: the places in a text where words of the lexicon name a deed, with one entry chosen for each.

A mention is not yet an event: several mentions may tell one deed (merge.py), and its status is judged elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kroniek.coder.lexicon import Kind, Lexicon, Pattern
from kroniek.coder.syntax import Slots, Syntax
from kroniek.document import Document, Word
from kroniek.knowledge.acts import Act, types

VERBAL = frozenset({"VERB", "AUX", "ADJ"})
REACH = 25  # words between a phrase's head and its other words
NAME_CLASSES = frozenset({"actor", "person", "force", "group", "territory", "site"})


@dataclass(frozen=True, slots=True)
class Mention:
    """An act named at word `head`. `words` are all its words, in text order; `sentence` the sentence's index."""

    head: int
    words: tuple[int, ...]
    act: Act
    kind: Kind
    sentence: int
    weight: float


@dataclass(frozen=True, slots=True)
class Classes:
    """What the conditions of entries ask about a filler: semantic classes by lemma, and those of names by `of_name`."""

    members: dict[str, frozenset[str]]
    of_name: Callable[[int], frozenset[str]]

    def holds(self, document: Document, i: int, wanted: str) -> bool:
        """Does word i meet one condition: "actor", "any", "=lemma" or the name of a class?"""
        forms = _forms(document.words[i])
        if wanted == "any":
            return True
        if wanted.startswith("="):
            return wanted[1:] in forms
        if wanted in NAME_CLASSES and wanted in self.of_name(i):
            return True
        members = self.members.get(wanted, frozenset())
        return any(form in members for form in forms) or _last_part_in(forms[0], members)

    def counted(self, document: Document, i: int) -> list[int]:
        """Word i and, where it only says how many ("hundreds of farmers"), what it counts."""
        word = document.words[i]
        if word.upos != "NUM" and word.lemma.lower() not in self.members.get("portion", frozenset()):
            return [i]
        return [i, *(w.i for w in document.dependents(i, "nmod") if w.upos in ("NOUN", "PROPN", "VERB"))]


def _forms(word: Word) -> tuple[str, ...]:
    """Lemma, form, and for a plural the form without its ending ("tanks", "boten", "raketten"): lemmas of rare plurals
    are often wrong."""
    low = word.text.lower()
    plural = "Number=Plur" in word.feats or "Number=Ptan" in word.feats  # "troops" has no singular
    if not plural or len(low) < 5:
        return (word.lemma.lower(), low)
    doubled = (low[:-3],) if len(low) > 6 and low[-3] == low[-4] else ()
    return (word.lemma.lower(), low, low[:-1], low[:-2], *doubled)


def _last_part_in(lemma: str, members: frozenset[str]) -> bool:
    return any(lemma[cut:] in members for cut in range(3, len(lemma) - 3))


class Finder:
    """Finds the mentions of one document."""

    def __init__(self, document: Document, syntax: Syntax, lexicon: Lexicon, classes: Classes) -> None:
        self.document = document
        self.syntax = syntax
        self.lexicon = lexicon
        self.classes = classes
        self._near: dict[int, tuple[list[int], frozenset[str]]] = {}
        self._clauses: dict[int, tuple[list[Word], frozenset[str]]] = {}

    def find(self) -> list[Mention]:
        """Mentions in text order; words taken by a longer or better match are not matched again."""
        found: list[Mention] = []
        for sentence in self.document.sentences:
            if sentence.kind != "pointer":
                candidates = [c for w in self.document.words_of(sentence) for c in self._at(w)]
                found.extend(_disjoint(candidates))
        return [m for m in sorted(found, key=lambda m: m.head) if m.act.type != "NONE"]

    def _at(self, word: Word) -> Iterator[Mention]:
        for pattern in self._patterns(word):
            words = self._words(word, pattern)
            if words is None:
                continue
            slots = self.syntax.slots(word.i)
            if self._conditions(word, slots, pattern, words):
                kind = "noun" if self._is_thing(word) else pattern.kind
                yield Mention(word.i, words, pattern.act, kind, word.sentence, _weight(pattern, words))

    def _patterns(self, word: Word) -> tuple[Pattern, ...]:
        """By lemma and by form: a participle that is an adjective in the lexicon has a verb's lemma ("appalled")."""
        form, lemma = word.text.lower(), word.lemma.lower()
        found = list(self.lexicon.at(lemma))
        if form == lemma:
            return tuple(found)
        parts = [w.text.lower() for w in self.document.dependents(word.i, "compound:prt")]
        found.extend(p for p in self.lexicon.at(form) if p not in found and (not parts or p.head == form))
        for part in parts:
            if lemma.startswith(part):  # the lemma of a strong form is often wrong ("wezen ... af")
                found.extend(p for p in self.lexicon.at(part + form) if p not in found)
                phrases = self.lexicon.at(lemma[len(part) :])  # "in ... gebracht" of "in staat van paraatheid brengen"
                found.extend(p for p in phrases if part in p.others and p not in found)
        return tuple(found)

    def _words(self, word: Word, pattern: Pattern) -> tuple[int, ...] | None:
        """The words that a pattern covers at this head, or None where it does not fit."""
        if pattern.order:  # "drones struck" is no drone strike
            return None if "VerbForm=Fin" in word.feats else self._in_order(word, pattern.order)
        if pattern.others:
            beside = self._right_before(word, pattern.others) if pattern.final else ()
            return beside or self._around(word, pattern.others)
        return (word.i,) if _fits(pattern.kind, word) or (pattern.kind == "verb" and self._is_thing(word)) else None

    def _is_thing(self, word: Word) -> bool:
        """An infinitive told as a thing done to somebody: "het innemen van Mosul"."""
        if "VerbForm=Inf" not in word.feats or not any(True for _ in self.document.dependents(word.i, "det")):
            return False
        return any(True for _ in self.document.dependents(word.i, "nmod"))

    def _in_order(self, word: Word, order: tuple[str, ...]) -> tuple[int, ...] | None:
        words = self.document.words
        for offset, want in enumerate(order):
            first = word.i - offset
            if not _is(word, want.lstrip("~")) and not word.lemma.lower().endswith(want.lstrip("~")):
                continue
            span = range(first, first + len(order))
            if (
                first >= 0
                and span.stop <= len(words)
                and all(_is(words[j], w.lstrip("~")) or j == word.i for j, w in zip(span, order, strict=True))
            ):
                return tuple(span)
        return None

    def _around(self, word: Word, others: tuple[str, ...]) -> tuple[int, ...] | None:
        """The other words, each in the head's neighbourhood in the tree (or beside it, where the tree is torn)."""
        if word.i not in self._near:
            around = self._neighbourhood(word)
            self._near[word.i] = around, _all_forms(self.document.words[j] for j in around)
        near, forms = self._near[word.i]
        if any(want not in forms and want[0] != "~" for want in others):
            return None
        taken = [word.i]
        for want in others:
            match = next((j for j in near if j not in taken and _is(self.document.words[j], want)), None)
            if match is None:
                return None
            taken.append(match)
        determiners = [self.document.words[j] for j in taken if self.document.words[j].deprel == "det" and "PronType=Neg" in self.document.words[j].feats]
        if any(d.head not in taken for d in determiners):  # "no soldiers were harmed, he said" is no "say no"
            return None
        if any(self._of_complement(j, word) or self._of_date(j) or self._of_subject(j, word) for j in taken):
            return None
        return tuple(sorted(taken))

    def _of_date(self, i: int) -> bool:
        """The preposition of a date ("called off the strike on Friday" is no "call on")?"""
        word = self.document.words[i]
        days = self.classes.members.get("calendar", frozenset())
        return word.deprel == "case" and word.head >= 0 and self.document.words[word.head].lemma.lower() in days

    def _right_before(self, word: Word, others: tuple[str, ...]) -> tuple[int, ...]:
        """The other words as written right before the head, wherever the tree hangs them ("waar zij om de tafel zaten")."""
        first = word.i - len(others)
        if len(others) < 2 or first < self.document.sentences[word.sentence].first:
            return ()
        words = self.document.words[first : word.i]
        return tuple(range(first, word.i + 1)) if all(_is(w, o) for w, o in zip(words, others, strict=True)) else ()

    def _of_subject(self, i: int, verb: Word) -> bool:
        """A preposition that hangs on the verb's subject ("a judge in Lima gave way to" is no "give in to")?"""
        words = self.document.words
        if words[i].deprel != "case" or words[i].head < 0 or i > verb.i:
            return False
        noun = words[words[i].head]
        above = words[noun.head] if noun.head >= 0 else noun
        return noun.deprel == "nmod" and above.upos != "NUM" and above.deprel in ("nsubj", "nsubj:pass") and above.head == verb.i

    def _of_complement(self, i: int, verb: Word) -> bool:
        """A preposition within what the verb calls something ("called it a reply for ..." is no "call for")?"""
        words = self.document.words
        if words[i].deprel != "case" or words[i].head < 0:
            return False
        above = words[words[words[i].head].head] if words[words[i].head].head >= 0 else verb
        named = above.deprel in ("xcomp", "appos") and above.upos == "NOUN"
        return words[words[i].head].deprel == "nmod" and named and verb.i in (above.head, words[above.head].head)

    def _neighbourhood(self, word: Word) -> list[int]:
        found: list[int] = []
        level = [word.i]
        for _ in range(3):
            level = [c for i in level for c in self.document.children[i] if self._belongs(word, i, c)]
            found.extend(level)
        if word.head >= 0 and not self.syntax.is_verbal(word.head):
            found.append(word.head)
        return [j for j in found if abs(j - word.i) <= REACH]

    def _belongs(self, word: Word, above: int, child: int) -> bool:
        """Does `child`, below `above`, belong to the phrase of `word`? Of verbs only those right below, and unjoined."""
        if not self.syntax.is_verbal(child):
            return True
        return above == word.i and not self.document.words[child].deprel.startswith("conj")

    def _conditions(self, word: Word, slots: Slots, pattern: Pattern, words: tuple[int, ...]) -> bool:
        """Do the fillers meet the entry's conditions? Where the object is a word of the phrase ("set fire to the flag"), the
        prepositional phrases are asked too; a particle read as a preposition ("shrugged off a deadline") brings the object."""
        act = pattern.act
        objects = slots.object or slots.passive_subject
        if not objects and "none" not in act.object:
            objects = [h for mark, heads in slots.obliques.items() if mark in pattern.others for h in heads]
        in_phrase = not set(objects).isdisjoint(words)
        if in_phrase or not self.syntax.is_verbal(word.i) or self._is_thing(word):
            objects = [*objects, *(h for heads in slots.obliques.values() for h in heads), *self._compound_parts(word)]
        subjects = slots.subject or slots.agent
        return (
            self._filler(objects, act.object, act.not_object)
            and self._filler(subjects, act.subject, act.not_subject)
            and self._needs(word, slots, act.needs)
            and (not act.clause or self._in_clause(word, act.clause))
            and not (act.unless and self._in_clause(word, act.unless))
        )

    def _compound_parts(self, word: Word) -> list[int]:
        return [w.i for w in self.document.dependents(word.i, "compound", "nmod", "amod")]

    def _filler(self, heads: list[int], wanted: tuple[str, ...], banned: tuple[str, ...]) -> bool:
        document, classes = self.document, self.classes
        heads = [i for h in heads for i in classes.counted(document, h)]
        if any(classes.holds(document, h, b) for h in heads for b in banned):
            return False
        if "none" in banned and not heads:
            return False
        if not wanted or ("none" in wanted and not heads):
            return True
        return any(classes.holds(document, h, w) for h in heads for w in wanted if w != "none")

    def _needs(self, word: Word, slots: Slots, needs: tuple[str, ...]) -> bool:
        return not needs or any(self._need(word, slots, need) for need in needs)

    def _need(self, word: Word, slots: Slots, need: str) -> bool:
        if need == "that":
            return slots.complement >= 0
        if need == "to" and slots.infinitive:
            return True
        if slots.agent and need in self.syntax.agent_words:
            return True
        if need in slots.obliques or any(mark.split(" ")[0] == need for mark in slots.obliques):
            return True
        # A prepositional phrase often hangs one noun too low ("suspects the minister of fraud").
        fillers = [*slots.object, *slots.passive_subject, *(h for heads in slots.obliques.values() for h in heads)]
        if any(need in self.syntax.slots(h).obliques for h in fillers):
            return True
        marks = [slots.complement] if slots.complement >= 0 else []
        marks += [c.i for c in self.document.dependents(word.i, "advcl", "acl", "advmod", "compound:prt")]
        return any(
            _is(self.document.words[m], need) or any(_is(c, need) for c in self.document.dependents(m, "mark", "case"))
            for m in marks
        )

    def _in_clause(self, word: Word, lemmas: tuple[str, ...]) -> bool:
        if word.i not in self._clauses:
            sentence = self.document.sentences[word.sentence]
            first, last = max(sentence.first, word.i - 20), min(sentence.last, word.i + 21)
            around = [w for w in self.document.words[first:last] if w.i != word.i and not _is_particle_of(w, word)]
            self._clauses[word.i] = around, _all_forms(around)
        near, forms = self._clauses[word.i]
        if not forms.isdisjoint(lemmas):
            return True
        return any(_is(w, lemma) for lemma in lemmas if lemma[0] == "~" for w in near)


def _all_forms(words: Iterable[Word]) -> frozenset[str]:
    return frozenset(form for w in words for form in (w.text.lower(), w.lemma.lower()))


def _is(word: Word, want: str) -> bool:
    if want.startswith("~"):  # the last part of a compound will do
        return word.lemma.lower().endswith(want[1:]) or word.text.lower().endswith(want[1:])
    return word.text.lower() == want or word.lemma.lower() == want


def _is_particle_of(word: Word, verb: Word) -> bool:
    return word.head == verb.i and word.deprel == "compound:prt"


def _fits(kind: Kind, word: Word) -> bool:
    if kind == "noun":
        gerund = word.upos in ("VERB", "X") and ("VerbForm=Ger" in word.feats or word.deprel in ("obj", "nsubj"))
        return word.upos in ("NOUN", "PROPN") or gerund
    if kind == "adjective":
        return word.upos in VERBAL
    return word.upos in ("VERB", "AUX") or (word.upos == "ADJ" and "VerbForm=" in word.feats)


def _weight(pattern: Pattern, words: tuple[int, ...]) -> float:
    """Longer matches first, then entries with more conditions, then whole words before parts of compounds."""
    act = pattern.act
    conditions = sum(map(bool, (act.subject, act.object, act.needs, act.clause))) + 0.2 * bool(act.unless)
    conditions += 0.3 * bool(act.mode)  # of two that fit alike, the one that says more
    return (
        4.0 * (len(words) + pattern.articles) + conditions - 0.5 * pattern.open_compound - 0.5 * act.dependent + 0.3 * (act.type == "NONE")
    )


def _disjoint(candidates: list[Mention]) -> list[Mention]:
    """The best mentions without shared words. Equal weights: the stronger type of the codebook's order."""
    strength = {name: t.strength for name, t in types().items()}
    ranked = sorted(candidates, key=lambda m: (-m.weight, strength.get(m.act.type, 0), m.head))
    taken: set[int] = set()
    chosen = []
    for mention in ranked:
        if taken.isdisjoint(mention.words):
            chosen.append(mention)
            taken.update(mention.words)
    return chosen

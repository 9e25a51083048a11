"""Acts done in what is quoted or reported: judging ("it was a disgrace", "they betrayed us"), and saying outright what
one demands, refuses, threatens or feels ("it is time to", "we will not bow", "our thoughts are with").

Each gives a mention at the judging word, with a frame without initiator: that is the speaker. One of each type in a
sentence; what one speaker says on, merge.py joins. Words stand in speech.toml.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from kroniek.coder.mentions import Mention
from kroniek.coder.sources import SourceReader
from kroniek.coder.syntax import Syntax
from kroniek.document import Document, Sentence, Word
from kroniek.knowledge.acts import Act
from kroniek.knowledge.language import Speech, StatusWords, Utterance

SAID = "said:"  # the entries of this file begin so
MANNERS = frozenset({"say", "claim", "write", "suspect", "confirm"})
TYPE_OF = {"negative": ("ACCUSE", "disapprove"), "positive": ("SUPPORT", None)}
UNREAL = frozenset({"future", "hypothetical", "asked", "wish"})
NO_VERB = ("NOUN", "ADJ", "PROPN")


class Values(NamedTuple):
    """Words by value ("negative", "positive"): of those who judge, of deeds done to somebody, and those that are mild."""

    words: dict[str, str]
    verbs: dict[str, str]
    mild: frozenset[str]


class Quoted:
    """Finds the acts done in what is quoted or reported in one document."""

    def __init__(
        self, document: Document, syntax: Syntax, sources: SourceReader, speech: Speech, status: StatusWords
    ) -> None:
        self.document = document
        self.syntax = syntax
        self.sources = sources
        self._values = _values(speech)
        self._virtues = frozenset(w.lower() for e in speech.evaluation if e.value == "positive" for w in e.nouns)
        self._acts = _acts(speech)
        self._patterns = _patterns(speech)
        self._negations = frozenset((*status.negations, *status.determiners, *status.nobody))
        self._conditions = frozenset(status.conditions)
        self._unreal = {(lemma, a.forms) for a in status.auxiliary if a.status in UNREAL for lemma in a.lemmas}

    def find(self, others: Sequence[Mention]) -> list[Mention]:
        """Mentions, none of a type that `others` give its sentence. What is announced or refused in so many words takes
        the place of others at the same words."""
        found: list[Mention] = []
        for sentence in self.document.sentences:
            beside = [m for m in others if m.sentence == sentence.index]
            longest_first = sorted(self._uttered(sentence), key=lambda u: -len(u[1]))
            for head, words, act, sure in (*longest_first, *self._judged(sentence)):
                rivals = [m for m in beside if not set(words).isdisjoint(m.words)]
                had = {m.act.type for m in beside if not (sure and m in rivals)}
                if act.type in had or (rivals and not sure) or not self._is_said(head):
                    continue
                beside = [m for m in beside if m not in rivals]
                found.append(Mention(head, words, act, "verb", sentence.index, 1.0))
                beside.append(found[-1])
        return found

    def _is_said(self, head: int) -> bool:
        """Does somebody known say it? The press judges in its own words only where it is quoted."""
        told = self.sources.of(head)
        press = any(a.sector == "JRN" for a in told.sources) and not self.sources.quoted(head)
        return bool(told.sources) and told.manner in MANNERS and not press

    def _judged(self, sentence: Sentence) -> Iterator[tuple[int, tuple[int, ...], Act, bool]]:
        for word in self.document.words_of(sentence):
            value = self._predicated(word) if word.upos in NO_VERB else self._done(word)
            if value:
                yield word.i, (word.i,), self._acts[value], False

    def _predicated(self, word: Word) -> str:
        """The value of a noun or adjective that is said of something ("is a disgrace"), or "": none of the speaker
        himself, none of what would be."""
        if not any(True for _ in self.document.dependents(word.i, "cop")) or self._is_unreal(word.i):
            return ""
        around = list(self.document.dependents(word.i, "amod"))
        pairs = (self._values.words.get(f"{w.text.lower()} {word.lemma.lower()}", "") for w in around)
        value = self._value(word) or next(filter(None, pairs), "")  # "a great man"
        judging = next((w for w in around if not value and self._value(w)), word)
        value = value or self._value(judging)
        if self._is_negated(word.i):
            value = "negative" if value == "positive" else ""
        subjects = self.syntax.slots(word.i).subject
        if judging.lemma.lower() in self._values.mild and any(self.document.words[i].lemma.lower() in self._virtues for i in subjects):
            value = "positive"  # "their courage is incredible"
        if not value or any(self._is_speaker(i) for i in (*subjects, *(w.i for w in self.document.dependents(word.i, "nmod:poss")))):
            return ""
        owned = value == "positive" or judging.lemma.lower() in self._values.mild
        slots = self.syntax.slots(word.i)
        owners = (*subjects, *slots.agent, *(i for mark in self._acts[value].target_with for i in slots.obliques.get(mark, ())))
        return "" if owned and not any(self._is_somebody(i) for i in owners) else value

    def _done(self, word: Word) -> str:
        """The value of what somebody else is said to have done ("betrayed us"), or ""."""
        value = self._values.verbs.get(word.lemma.lower(), "")
        if not value or word.upos != "VERB" or self._is_unreal(word.i) or self._is_negated(word.i):
            return ""
        slots = self.syntax.slots(word.i)
        if "VerbForm=Part" in word.feats and not any(True for _ in self.document.dependents(word.i, "aux")):
            return ""  # "felt betrayed"
        doers = slots.agent if slots.passive else slots.subject
        return value if any(self._is_another(i) for i in doers) else ""

    def _uttered(self, sentence: Sentence) -> Iterator[tuple[int, tuple[int, ...], Act, bool]]:
        words = self.document.words_of(sentence)
        for n, word in enumerate(words):
            form, lemma = word.text.lower(), word.lemma.lower()
            by_lemma = self._patterns.get(lemma, []) if lemma != form else []
            for want, at, utterance, act in (*self._patterns.get(form, []), *by_lemma):
                span = words[n : n + len(want)]
                if len(span) < len(want) or not all(_is(w, x) for w, x in zip(span, want, strict=True)):
                    continue
                if self._holds(span[at].i, utterance, frozenset(w.i for w in span)):
                    yield span[at].i, tuple(w.i for w in span), act, bool(utterance.auxiliaries or utterance.negated)

    def _holds(self, head: int, utterance: Utterance, own: frozenset[int]) -> bool:
        """Is it said so? `own`: the phrase's words, whose negations are part of it ("not to be excused")."""
        verb = head if self.syntax.is_verbal(head) else self.syntax.clause_head(head)
        if utterance.negated != any(self._is_negated(i, own) for i in {verb, head}):
            return False
        auxiliaries = {w.lemma.lower() for i in {verb, head} for w in self.document.dependents(i, "aux", "cop")}
        if utterance.auxiliaries and auxiliaries.isdisjoint(utterance.auxiliaries):
            return False
        if not (utterance.auxiliaries or utterance.negated) and self._is_unreal(verb):
            return False
        if self._is_conditional(verb):
            return False
        if not utterance.persons:
            return True
        return any(self._person(i) in utterance.persons for i in self.syntax.slots(verb).subject)

    def _person(self, i: int) -> str:
        feats = self.document.words[i].feats
        own = self._is_speaker(i)
        return "1" if own else "2" if "Person=2" in feats else "3"

    def _is_speaker(self, i: int) -> bool:
        """A word of the first person, or what is his ("our people")."""
        owners = (i, *(w.i for w in self.document.dependents(i, "nmod:poss", "det")))
        return any("Person=1" in self.document.words[j].feats for j in owners)

    def _is_another(self, i: int) -> bool:
        return not self._is_speaker(i) and bool(self.sources.actors.of(i))

    def _is_somebody(self, i: int) -> bool:
        """An actor, or what belongs to one."""
        return self._is_another(i) or bool(self.sources.actors.possessors(i))

    def _is_negated(self, i: int, own: frozenset[int] = frozenset()) -> bool:
        return any(
            (w.text.lower() in self._negations or w.lemma.lower() in self._negations) and w.i not in own
            for w in (
                *self.document.dependents(i, "advmod", "det", "obj", "nsubj", "advmod:neg"),
                *(d for s in self.document.dependents(i, "nsubj") for d in self.document.dependents(s.i, "det")),
            )
        )

    def _is_unreal(self, i: int) -> bool:
        """Told as what would, will, may or must be."""
        for aux in self.document.dependents(i, "aux", "cop"):
            if any(aux.lemma.lower() == lemma and (not forms or aux.text.lower() in forms) for lemma, forms in self._unreal):
                return True
        return self._is_conditional(i)

    def _is_conditional(self, i: int) -> bool:
        marks = [w.text.lower() for w in self.document.dependents(i, "mark")]
        clauses = [w for w in self.document.dependents(i, "advcl") if not self._is_comparison(w) and not self._as_if(w)]
        marks += [m.text.lower() for w in clauses for m in self.document.dependents(w.i, "mark")]
        return not self._conditions.isdisjoint(marks)

    def _as_if(self, word: Word) -> bool:
        """A clause with two conjunctions likens, it sets no condition: "treat us as if we were criminals"."""
        return len([True for _ in self.document.dependents(word.i, "mark")]) > 1

    def _is_comparison(self, word: Word) -> bool:
        """A bare noun that the parser took for a clause: "treat us like criminals", "als misdadigers"."""
        return word.upos in NO_VERB and not any(True for _ in self.document.dependents(word.i, "cop", "nsubj", "aux"))

    def _value(self, word: Word) -> str:
        found = self._values.words
        return found.get(word.lemma.lower()) or found.get(word.text.lower()) or ""


def _is(word: Word, want: str) -> bool:
    return want in (word.text.lower(), word.lemma.lower())


@cache
def _values(speech: Speech) -> Values:
    loose = {w for e in speech.evaluation for w in e.loose}
    words: dict[str, str] = {w.lower(): e.value for e in speech.evaluation for w in (*e.nouns, *e.adjectives) if w not in loose}
    verbs: dict[str, str] = {v: e.value for e in speech.evaluation for v in e.verbs}
    return Values(words, verbs, frozenset(w for e in speech.evaluation for w in e.mild))


@cache
def _acts(speech: Speech) -> dict[str, Act]:
    """By value the entry of judging in what is said."""
    return {
        e.value: Act(f"{SAID}{e.value}", TYPE_OF[e.value][0], "said-of", TYPE_OF[e.value][1], target_with=e.owner_with)
        for e in speech.evaluation
    }


@cache
def _patterns(speech: Speech) -> dict[str, list[tuple[list[str], int, Utterance, Act]]]:
    """By first word: the words of a phrase, the place of its head, and the entry that it makes."""
    found: dict[str, list[tuple[list[str], int, Utterance, Act]]] = {}
    for utterance in speech.utterance:
        name = f"{SAID}{utterance.type.lower()}"
        act = Act(name, utterance.type, utterance.frame, utterance.mode, target_with=utterance.target_with)
        for phrase in utterance.phrases:
            words = phrase.split()
            at = next(n for n, w in enumerate(words) if w.endswith("*"))
            words = [w.rstrip("*") for w in words]
            found.setdefault(words[0], []).append((words, at, utterance, act))
    return found

"""Pronouns: the word that "he", "them" or "its" points back to."""

from __future__ import annotations

from collections.abc import Callable, Collection

from kroniek.coder.resolve.actor_entities import Entity
from kroniek.document import Document, Word
from kroniek.knowledge.actors import Pronoun

FAR_BACK = 120  # words that a pronoun looks back
COUNTED_IN = ("nsubj", "nsubj:pass", "obj", "obl:agent")
SUBJECT = 30.0
TOPIC = 90.0  # a subject to "the six", of whom the text has told as a group
PLURAL = 25.0  # what a plural is worth to "they", which may stand for a body too


class BackReferences:
    """Finds what the pronouns of one document point back to."""

    def __init__(self, document: Document, kind: Callable[[int], str], entity: Callable[[int], Entity | None]) -> None:
        """`kind`: "person", "group", "body", "country" or "" for a word; `entity`: the named actor at a word."""
        self.document = document
        self.kind = kind
        self.entity = entity

    def antecedent(self, word: Word, pronoun: Pronoun, *, subject: float = SUBJECT) -> int | None:
        """The nearest earlier word that fits a pronoun: subjects before others, number and gender where known. A pronoun
        that is an object is not the subject of its own clause ("police fired at them"). `subject`: what a subject is
        worth, in words of distance."""
        barred = self._own_subject(word) if not pronoun.possessive and word.deprel not in ("nsubj", "nsubj:pass") else -1
        best: tuple[float, int] | None = None
        for j in range(word.i - 1, max(-1, word.i - FAR_BACK), -1):
            score = self._fits(j, word, pronoun, subject) if j != barred else None
            if score is not None and (best is None or score > best[0]):
                best = (score, j)
        return best[1] if best is not None else None

    def counted(self, number: Word) -> int | None:
        """The persons that "the six" are: of plurals before it those of that number, else the nearest."""
        nearest = None
        for j in range(number.i - 1, max(-1, number.i - FAR_BACK), -1):
            other = self.document.words[j]
            if other.upos not in ("NOUN", "PROPN") or "Number=Plur" not in other.feats or self.kind(j) != "group":
                continue
            if any(w.text.lower() == number.text.lower() for w in self.document.dependents(j, "nummod")):
                return j
            nearest = j if nearest is None else nearest
        return nearest

    def is_plural(self, word: Word) -> bool:
        """Does the verb of which a pronoun is the subject say that it stands for many ("ze sloegen")?"""
        if not word.deprel.startswith("nsubj"):
            return False
        verbs = (self.document.words[word.head], *self.document.dependents(word.head, "aux", "cop"))
        return any("VerbForm=Fin" in v.feats and "Number=Plur" in v.feats for v in verbs)

    def counts_persons(self, word: Word, quantities: Collection[str]) -> bool:
        """Is the word a bare number or noun of quantity where persons stand ("two were killed", "dozens were hurt")?"""
        if word.upos != "NUM" and not (word.upos == "NOUN" and word.lemma.lower() in quantities):
            return False
        if word.deprel not in COUNTED_IN or not word.text[0].isalnum():
            return False
        return not any(True for _ in self.document.dependents(word.i, "nmod", "compound", "flat", "obl", "conj"))

    def _own_subject(self, word: Word) -> int:
        """The subject of the verb that governs a pronoun; -1 where there is none. "Himself" may well be it."""
        if "Reflex=Yes" in word.feats:
            return -1
        i = word.head
        while i >= 0 and self.document.words[i].upos != "VERB":
            i = self.document.words[i].head
        return next((w.i for w in self.document.dependents(i, "nsubj") if i >= 0), -1)

    def _fits(self, j: int, word: Word, pronoun: Pronoun, worth: float) -> float | None:
        other = self.document.words[j]
        if other.upos not in ("NOUN", "PROPN") or other.deprel in ("flat", "compound", "amod", "flat:name"):
            return None
        kind = self.kind(j)
        if not kind or (pronoun.kind == "person" and kind not in ("person",)) or (pronoun.kind == "thing" and kind == "person"):
            return None
        plural = "Number=Plur" in other.feats or kind == "group"
        if (pronoun.number == "one" and plural) or (pronoun.number == "many" and kind == "person" and not plural):
            return None
        entity = self.entity(j)
        if entity is not None and pronoun.gender and entity.gender and entity.gender != pronoun.gender:
            return None
        subject = worth * other.deprel.startswith("nsubj")
        told = 4.0 * min(len(entity.mentions), 6) if entity is not None else 0.0
        many = PLURAL * (plural if pronoun.number == "many" else 0)
        return subject + told + many - (word.i - j) - 15.0 * (word.sentence - other.sentence)

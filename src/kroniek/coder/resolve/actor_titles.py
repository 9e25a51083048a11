"""Titles: the words before or behind a name that say what its bearer is ("prosecutor Jan Smit", ", mayor of Gent,")."""

from __future__ import annotations

from dataclasses import dataclass

from kroniek.coder.resolve.actor_names import Found
from kroniek.coder.resolve.actor_phrases import Phrases
from kroniek.document import Document
from kroniek.knowledge.actor_index import COMMON, ActorIndex, fold

BEFORE, BEHIND = 9, 12  # words looked at on either side of a name
SIDES = COMMON | {"adjective", "people", "body", "country"}


@dataclass(frozen=True, slots=True)
class Title:
    """Words `first` to `last` (exclusive): name with title. `inherits`: the sector is that of the body spoken for."""

    first: int
    last: int
    sector: str | None = None
    inherits: bool = False
    country: str | None = None
    lemmas: tuple[str, ...] = ()
    gender: str = ""
    rule: str = ""
    heads: tuple[int, ...] = ()


class Titles:
    """Finds the titles of names in one document."""

    def __init__(self, document: Document, index: ActorIndex, found_at: dict[int, Found], phrases: Phrases) -> None:
        self.document = document
        self.index = index
        self.found_at = found_at
        self.phrases = phrases
        reference = index.knowledge.reference
        self.joints = frozenset((*reference.possessives, *reference.spokesmen, *reference.definite, *reference.and_words))
        self.female, self.male = frozenset(reference.female), frozenset(reference.male)

    def of(self, first: int, last: int) -> Title:
        """The title of the name at words `first` to `last` (exclusive); the name alone where it has none."""
        before = self._before(first)
        behind = self._behind(last) if not before else []
        found = before or behind
        if not found:
            return Title(first, self._with_age(last))
        head = found[-1] if before else found[0]
        start = self._start(before[0].first) if before else first
        end = self._end(last) if behind else self._with_age(last)
        sector, inherits = head.entry.sector, head.entry.sector == "inherit"
        if self._former(start, end, head):
            sector, inherits = "ELI", False
        lemmas = tuple(fold(f.entry.key) for f in found)
        gender = "f" if self.female & set(lemmas) else "m" if self.male & set(lemmas) else ""
        country = self._country(start, end, first, last) or head.entry.country
        heads = tuple(f.last - 1 for f in found)
        return Title(start, end, None if inherits else sector, inherits, country, lemmas, gender, head.entry.key, heads)

    def _before(self, first: int) -> list[Found]:
        """Common nouns that stand unbroken before the name, in text order; the nearest decides."""
        found: list[Found] = []
        stop = max(self.phrases.sentence_start(first), first - BEFORE)
        i, pending = first - 1, 0
        while i >= stop:
            here, word = self.found_at.get(i), self.document.words[i]
            if here is not None and here.entry.kind in SIDES:
                if here.entry.kind in COMMON:
                    found.insert(0, here)
                    pending = 0
                i = here.first - 1
                continue
            joint = word.text.lower() in self.joints
            if not (word.upos in ("ADJ", "NOUN", "PROPN") or joint) or (pending > 3) or word.upos == "PUNCT":
                break
            pending += 1
            i -= 1
        return found if found and self._joined(found[-1].last, first) else []

    def _joined(self, end: int, first: int) -> bool:
        return all(self.document.words[i].upos in ("ADJ", "NOUN", "PROPN", "ADP", "DET", "CCONJ") for i in range(end, first))

    def _behind(self, last: int) -> list[Found]:
        """Common nouns of an apposition behind a comma (", the mayor of Gent,")."""
        words = self.document.words
        if last >= len(words) or words[last].text not in (",", "("):
            return []
        if last + 1 < len(words) and words[last + 1].upos not in ("DET", "ADJ", "NOUN", "NUM", "PROPN"):
            return []
        found = []
        for i in range(last + 1, min(self._end(last), len(words))):
            here = self.found_at.get(i)
            if here is not None and here.entry.kind in COMMON and here.first == i:
                found.append(here)
            if not found and i > last + 5:
                break
        return found

    def _end(self, last: int) -> int:
        words, stop = self.document.words, self.phrases.sentence_end(last - 1)
        for i in range(last + 1, min(stop, last + BEHIND)):
            if words[i].text in (",", ")", ";", ".", ":") or words[i].upos in ("VERB", "AUX"):
                return i
        return min(stop, last + BEHIND)

    def _with_age(self, last: int) -> int:
        words = self.document.words
        if last + 1 < len(words) and words[last].text == "," and words[last + 1].text.isdigit():
            return last + 2
        return last

    def _start(self, first: int) -> int:
        """Take in the adjectives and owners before the first noun of the title."""
        words, stop = self.document.words, self.phrases.sentence_start(first)
        while first > stop and words[first - 1].upos in ("ADJ", "PROPN") and first - stop > 0:
            first -= 1
        return first

    def _former(self, start: int, end: int, head: Found) -> bool:
        lows = [self.document.words[i].text.lower() for i in range(start, end)]
        return any(low in self.index.former or low.startswith(("ex-", "oud-")) for low in lows)

    def _country(self, start: int, end: int, first: int, last: int) -> str | None:
        for i in (*range(start, first), *range(last, end)):
            found = self.found_at.get(i)
            if found is not None and found.entry.kind in ("adjective", "country", "capital", "people"):
                return found.entry.country
        return None

"""In which country a report, or a sentence of it, is set: for actors of whom the text does not say whose they are."""

from __future__ import annotations

from collections import defaultdict
from typing import Protocol

from kroniek.coder.resolve.actor_names import Found
from kroniek.document import Document
from kroniek.knowledge.actor_index import ActorIndex, fold
from kroniek.knowledge.actors import ABOVE_STATES

# What a mention of a country adds: where somebody is counts more than whose somebody is.
LOCATIVE, NAME, ADJECTIVE, BODY = 3.0, 1.0, 0.7, 0.5
EARLY = 2.0  # factor of the headline and the first sentences
EARLY_SENTENCES = 2
HARDLY = 1.5  # weight of a country that is no more than mentioned


class PlacesLike(Protocol):
    """What is used of kroniek.coder.resolve.places.Places."""

    def country_of(self, word_index: int, /) -> str | None: ...


class Surroundings:
    """Countries of the words of one document."""

    def __init__(self, document: Document, index: ActorIndex, found_at: dict[int, Found], places: PlacesLike | None) -> None:
        self.document = document
        self.found_at = found_at
        self.places = places
        reference = index.knowledge.reference
        self.locative = frozenset(reference.locative)
        self.sides = tuple(f"{s}-" for s in reference.sides)
        self.backed = frozenset(fold(b) for b in reference.backed)
        self.main_country = self._main(getattr(places, "main_country", None))
        self._sentences: dict[int, str | None] = {}

    def _main(self, told: str | None) -> str | None:
        """The country of most weight; `told`, that of the places, unless the text hardly speaks of it and names another
        state at its beginning."""
        weights: defaultdict[str, float] = defaultdict(float)
        first: defaultdict[str, float] = defaultdict(float)
        for found in dict.fromkeys(self.found_at.values()):
            country = found.entry.country
            if country is None or country in ABOVE_STATES or found.entry.kind == "person":
                continue
            early = self.document.words[found.first].sentence <= EARLY_SENTENCES
            weights[country] += (EARLY if early else 1.0) * self._weight(found)
            first[country] += early and found.entry.kind in ("country", "people")
        if told is None:
            return max(weights, key=lambda c: weights[c], default=None)
        named = max(first, key=lambda c: first[c], default=told)
        return named if weights[told] <= HARDLY and first[named] else told

    def _weight(self, found: Found) -> float:
        if found.entry.kind in ("adjective", "people"):
            return ADJECTIVE
        if found.entry.kind == "body":
            return BODY
        return LOCATIVE if self.after_locative(found.first) else NAME

    def after_locative(self, i: int) -> bool:
        """Whether a preposition of place stands before word i ("in Iraq", "in the Iraqi capital Baghdad")."""
        start = self.document.sentences[self.document.words[i].sentence].first
        for j in range(i - 1, max(start, i - 5) - 1, -1):
            word = self.document.words[j]
            if word.upos == "ADP":
                return word.text.lower() in self.locative
            if word.upos not in ("DET", "ADJ", "NOUN", "PROPN"):
                return False
        return False

    def guess(self, i: int) -> tuple[str | None, str]:
        """(country, why) for an actor at word i: where its sentence is set, else what the report is about."""
        sentence = self.document.words[i].sentence
        if sentence not in self._sentences:
            self._sentences[sentence] = self._sentence_country(sentence)
        if self._sentences[sentence] is not None:
            return self._sentences[sentence], "place in the sentence (guess)"
        return self.main_country or self._of_persons(), "the report's main country (guess)"

    def _of_persons(self) -> str | None:
        """Where a report names no country: that of the persons it names."""
        found = [f.entry.country for f in self.found_at.values() if f.entry.kind == "person" and f.entry.country]
        return max(found, key=found.count) if found else None

    def _sentence_country(self, sentence: int) -> str | None:
        """The one country in which a sentence says that something is."""
        span = self.document.sentences[sentence]
        seen = set()
        for i in range(span.first, span.last):
            country = self.own_country(i)
            if country is not None and country not in ABOVE_STATES and self.after_locative(i) and not self._adjective(i):
                seen.add(country)
        return seen.pop() if len(seen) == 1 else None

    def _adjective(self, i: int) -> bool:
        found = self.found_at.get(i)
        return found is not None and found.entry.kind in ("adjective", "people", "body", "person")

    def own_country(self, i: int) -> str | None:
        """The country that word i itself names: a country, its people, capital or adjective, or a place in it."""
        found = self.found_at.get(i)
        if found is not None and found.entry.kind in ("country", "adjective", "people", "capital"):
            return None if self.sided(i) else found.entry.country
        if found is None and self.places is not None and self.document.words[i].text[:1].isupper():
            return self.places.country_of(i)
        return None

    def sided(self, i: int) -> bool:
        """Whether word i says on whose side one is ("pro-Iranian", "Iran-backed"), not whose one is."""
        words, text = self.document.words, self.document.words[i].text.lower()
        if text.startswith(self.sides) or any(fold(part) in self.backed for part in text.split("-")[1:]):
            return True
        if i and words[i - 1].text == "-" and i > 1 and words[i - 2].text.lower() + "-" in self.sides:
            return True
        for j in (i + 1, i + 2):
            if j < len(words) and fold(words[j].text.lstrip("-")) in self.backed:
                return j == i + 1 or words[i + 1].text == "-"
        return False

    def country_in(self, first: int, last: int) -> str | None:
        """The first country named by words `first` to `last` (exclusive)."""
        for i in range(first, min(last, len(self.document.words))):
            if (country := self.own_country(i)) is not None:
                return country
        return None

    def is_place(self, first: int, last: int) -> bool:
        """Whether the places' reader knows the words as a place, and they do not stand as a person does."""
        if self.places is None:
            return False
        return any(self.places.country_of(i) is not None for i in range(first, last)) and last - first <= 3

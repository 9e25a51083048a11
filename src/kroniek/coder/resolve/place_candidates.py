"""Which words may name a place: the longest known names among capitalised words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kroniek.coder.resolve.place_phrases import lookup
from kroniek.document import Document, Sentence, Word
from kroniek.knowledge.place_names import fold
from kroniek.knowledge.place_words import place_words
from kroniek.knowledge.places import Gazetteer, Reading

_SEPARATORS = frozenset('(),;:!?"“”„«»\n')


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words `first` to `last` (exclusive) that are a known name. `way`: a compass prefix ("Noord-Irak" gives "N");
    `written`: as the text spells it, where that is the whole name."""

    first: int
    last: int
    name: str
    readings: tuple[Reading, ...]
    way: str = ""
    written: str = ""


def candidates(document: Document, gazetteer: Gazetteer) -> list[Candidate]:
    """All names in text order, none overlapping. Pointers ("Lees ook") are left out."""
    found: list[Candidate] = []
    for sentence in document.sentences:
        if sentence.kind != "pointer":
            found.extend(_of_sentence(document, sentence, gazetteer))
    return found


def _of_sentence(document: Document, sentence: Sentence, gazetteer: Gazetteer) -> Iterator[Candidate]:
    i = sentence.first
    while i < sentence.last:
        word = document.words[i]
        candidate = None
        if word.text[0].isalpha() and (word.text[0].isupper() or _opens_name(document, i, sentence)):
            candidate = _longest(document, i, sentence, gazetteer) or _altered(document, i, gazetteer)
        if candidate is not None:
            yield candidate
            i = candidate.last
        else:
            i += 1


def _opens_name(document: Document, i: int, sentence: Sentence) -> bool:
    """A short lower-case word before a capital ("al-Hasakah", "de Westelijke Jordaanoever")."""
    if len(document.words[i].text) > 3:
        return any(c.isupper() for c in document.words[i].text)
    after = document.words[i + 1 : min(i + 3, sentence.last)]
    return any(w.text[0].isupper() for w in after)


def _longest(document: Document, i: int, sentence: Sentence, gazetteer: Gazetteer) -> Candidate | None:
    words = document.words
    start = words[i].start
    opening = fold(words[i].text)
    reach = gazetteer.reach(opening.split(" ")[0]) if opening else 0
    best = None
    for last in range(i + 1, sentence.last + 1) if reach else ():
        text = document.text[start : words[last - 1].end]
        if any(c in _SEPARATORS for c in words[last - 1].text) or "\n" in text:
            break
        name = fold(text)
        if name.count(" ") >= reach:
            break
        if _may_end(words[last - 1]) and gazetteer.known(name):
            best = last, name
    if best is None:
        return None
    readings = tuple(r for r in gazetteer.lookup(best[1]) if _fits_case(document, i, best[1], r))
    written = document.text[document.words[i].start : document.words[best[0] - 1].end]
    return Candidate(i, best[0], best[1], readings, written=written) if readings else None


def _fits_case(document: Document, i: int, name: str, reading: Reading) -> bool:
    """Short names of countries are abbreviations: "US" is one, "Us" is not."""
    return len(name) > 3 or reading.entry.kind != "country" or document.words[i].text.isupper()


def _may_end(word: Word) -> bool:
    return word.text[0].isupper() or word.text[0].isdigit() or any(c.isupper() for c in word.text)


def _altered(document: Document, i: int, gazetteer: Gazetteer) -> Candidate | None:
    """A name in another shape: with a compass prefix ("Noord-Irak") or a genitive's ending ("Iraks")."""
    word = document.words[i]
    known = lookup(document.language)
    low = word.text.lower()
    for prefix, way in known.prefixes.items():
        if low.startswith(prefix) and (readings := gazetteer.lookup(word.text[len(prefix) :])):
            return Candidate(i, i + 1, fold(word.text[len(prefix) :]), readings, way)
    ending = place_words(document.language).genitive_ending
    if ending and low.endswith(ending) and len(low) > 4:
        stem = word.text[: -len(ending)]
        readings = tuple(r for r in gazetteer.lookup(stem) if r.entry.kind == "country")
        if readings:
            return Candidate(i, i + 1, fold(stem), readings)
    return None

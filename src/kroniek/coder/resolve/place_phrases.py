"""What stands before a place's name: preposition, kind of place, compass word, country adjective.

"in the northern Iraqi city of Mosul" gives relation "in", kind "city", way "N", country IRQ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from kroniek.coder.resolve.place_nouns import noun_of
from kroniek.document import Document
from kroniek.knowledge.place_words import PlaceWords, place_words
from kroniek.knowledge.places import Gazetteer

LONGEST = 10  # words looked at before a name
_PASSED = frozenset({"DET", "ADJ", "NUM"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """`relation` as in PlaceMention; `weak`: its preposition also brings persons and topics; `first`: first word of
    the phrase without its preposition; `preposition`: its text; `kind`: a PlaceKind or "";
    `country`: of a country adjective; `definite`: True, False or None where there is no article."""

    relation: str = ""
    weak: bool = False
    first: int = 0
    preposition: str = ""
    kind: str = ""
    way: str = ""
    country: str | None = None
    definite: bool | None = None


@dataclass(frozen=True, slots=True)
class Lookup:
    """The words of places.toml, turned round for looking up."""

    relations: Mapping[str, str]
    longest: int
    weak: frozenset[str]
    kinds: Mapping[str, str]
    again: frozenset[str]
    ways: Mapping[str, str]
    way_nouns: Mapping[str, str]
    prefixes: Mapping[str, str]
    of: frozenset[str]
    owned: frozenset[str]
    and_: frozenset[str]
    definite: frozenset[str]
    indefinite: frozenset[str]


@cache
def lookup(language: str) -> Lookup:
    """The words of one language, by word."""
    words = place_words(language)
    relations = {p: r for r, phrases in _relations(words) for p in phrases}
    return Lookup(
        relations=relations,
        longest=max(len(p.split()) for p in relations),
        weak=frozenset(words.weak),
        kinds={w: k.name for k in words.kind for w in k.words},
        again=frozenset(w for k in words.kind if k.again for w in k.words),
        ways={a: d.way for d in words.direction for a in d.adjectives},
        way_nouns={n: d.way for d in words.direction for n in d.nouns},
        prefixes={p: d.way for d in words.direction for p in d.prefixes},
        of=frozenset(words.of),
        owned=frozenset(words.owned),
        and_=frozenset(words.and_),
        definite=frozenset(words.definite),
        indefinite=frozenset(words.indefinite),
    )


def _relations(words: PlaceWords) -> list[tuple[str, tuple[str, ...]]]:
    return [("of", words.of), ("from", words.from_), ("to", words.toward), ("in", words.inside), ("near", words.near)]


def phrase_before(document: Document, first: int, gazetteer: Gazetteer) -> Phrase:
    """Reads leftwards from word `first` (the name's first word) to the preposition, or to what is no part of it."""
    known = lookup(document.language)
    start = document.sentences[document.words[first].sentence].first
    found = Phrase(first=first)
    i = first - 1
    while i >= max(start, first - LONGEST):
        relation, length = _preposition(document, i, start, known)
        low = document.words[i].text.lower()
        if low in known.of and (length <= 1 or _is_part(document, i, start, known)):
            inner = _kind_of(document, i - 1, start, known, found)
            if inner is None:
                owned = i > start and document.words[i - 1].text.lower() in known.owned
                return replace(found, relation="of", preposition=low, weak=not owned)
            found, i = inner, i - 2
            continue
        if relation:
            text = " ".join(w.text.lower() for w in document.words[i - length + 1 : i + 1])
            return replace(found, relation=relation, preposition=text, weak=text in known.weak)
        passed = _pass(document, i, known, found, gazetteer)
        if passed is None:
            break
        found, i = passed, i - 1
    return found


def _is_part(document: Document, i: int, start: int, known: Lookup) -> bool:
    """"the east of X" is a part of X, "10 km east of X" is not: the article before "east" tells them apart."""
    return (
        i - 2 >= start
        and document.words[i - 1].text.lower() in known.way_nouns
        and document.words[i - 2].text.lower() in known.definite
    )


def _preposition(document: Document, i: int, start: int, known: Lookup) -> tuple[str, int]:
    """The relation of the longest set preposition that ends at word i, and its length; ("", 0) where none does."""
    for length in range(min(known.longest, i - start + 1), 0, -1):
        text = " ".join(w.text.lower() for w in document.words[i - length + 1 : i + 1])
        if text in known.relations:
            return known.relations[text], length
    return "", 0


def _kind_of(document: Document, i: int, start: int, known: Lookup, found: Phrase) -> Phrase | None:
    """The phrase with the noun before "of" taken in ("city of", "the north of"); None where that noun is another."""
    if i < start:
        return None
    low = document.words[i].text.lower()
    if low in known.kinds:
        return replace(found, kind=found.kind or known.kinds[low], first=i)
    if low in known.way_nouns:
        return replace(found, way=found.way or known.way_nouns[low], first=i)
    return None


def _pass(document: Document, i: int, known: Lookup, found: Phrase, gazetteer: Gazetteer) -> Phrase | None:
    """The phrase with word i taken in; None where the word is no part of it."""
    word = document.words[i]
    low = word.text.lower()
    if low in known.kinds:
        return replace(found, kind=found.kind or known.kinds[low], first=i)
    if low in known.ways:
        return replace(found, way=found.way or known.ways[low], first=i)
    if country := gazetteer.adjective(word.text):
        return replace(found, country=found.country or country, first=i)
    if low in known.definite or low in known.indefinite:
        return replace(found, definite=low in known.definite, first=i)
    if i == found.first - 1 and not found.kind and word.text.islower() and noun_of(document, word):
        return replace(found, first=i)  # "op vliegbasis X"
    if word.upos in _PASSED:
        return replace(found, first=i)
    if found.kind and word.upos in ("PROPN", "NOUN") and word.deprel.partition(":")[0] in ("compound", "amod", "flat"):
        return replace(found, first=i)  # "the Red Sea port town of"
    return None

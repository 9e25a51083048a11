"""A language's words around names of places (languages/*/places.toml); names that need care (places/names.tsv)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from kroniek.errors import KnowledgeError
from kroniek.knowledge import ROOT, language_folder, strict
from kroniek.knowledge.place_names import fold

Way = Literal["N", "S", "E", "W", "NE", "NW", "SE", "SW", "C"]
PlaceKind = Literal["capital", "city", "region", "district", "country", "sea"]


@dataclass(frozen=True, slots=True)
class Direction:
    """Words of one direction; "C" is the middle. `prefixes` stand before a name in one word ("Noord-Irak")."""

    way: Way
    adjectives: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KindWords:
    """Nouns that tell of which kind a place is ("province", "port"). `again`: with an article they can mean a place
    named before ("the city"); not so "the place", "the outskirts"."""

    name: PlaceKind
    words: tuple[str, ...]
    again: bool = True


@dataclass(frozen=True, slots=True)
class SiteWords:
    """Nouns for places inside a town or region. `compound_endings`: last parts of compounds; `airports`: which of
    `words` name an airport; `name_endings`: last words of a capitalised name ("Tahrir Square"); `generic`: no place
    by themselves, only beside a town."""

    words: tuple[str, ...]
    compound_endings: tuple[str, ...]
    airports: tuple[str, ...]
    name_endings: tuple[str, ...]
    generic: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonWords:
    """`titles`: words right before a person's name."""

    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BodyWords:
    """Words right after or before a place's name that make the two the name of a body ("Manchester United")."""

    after: tuple[str, ...]
    before: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StopWords:
    """`never`: folded names that are no place in a report of this language, though a place bears them."""

    never: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """places.toml. Prepositions (phrases too) by what they say of the place: `inside`, `near`, `toward`, `from`,
    `of`; `weak`: those that also bring persons and topics; `here`: adverbs for the last place named; `owned`: nouns before "of" that only towns have (mayor, siege);
    `genitive`: words after a name that make it a possessor; `genitive_ending`: letters that do ("Iraks")."""

    inside: tuple[str, ...]
    near: tuple[str, ...]
    toward: tuple[str, ...]
    from_: tuple[str, ...]
    of: tuple[str, ...]
    weak: tuple[str, ...]
    and_: tuple[str, ...]
    definite: tuple[str, ...]
    indefinite: tuple[str, ...]
    genitive: tuple[str, ...]
    here: tuple[str, ...]
    owned: tuple[str, ...]
    genitive_ending: str
    direction: tuple[Direction, ...]
    kind: tuple[KindWords, ...]
    sites: SiteWords
    persons: PersonWords
    bodies: BodyWords
    stop: StopWords


@dataclass(frozen=True, slots=True)
class CarefulName:
    """A line of names.tsv. `why` "word": also an ordinary word, "name": also a first name or surname.
    `language` is empty where it holds for all."""

    name: str
    why: Literal["word", "name"]
    language: str = ""


@cache
def place_words(language: str) -> PlaceWords:
    """places.toml of one language. Raises KnowledgeError."""
    return strict.single(language_folder(language) / "places.toml", PlaceWords)


@cache
def careful_names(language: str) -> Mapping[str, str]:
    """Folded names that are a place only in a locating phrase, each with why ("word" or "name")."""
    found: dict[str, str] = {}
    for line in strict.rows(ROOT / "places" / "names.tsv", CarefulName):
        if line.language in ("", language):
            if fold(line.name) in found and not line.language:
                raise KnowledgeError(f"names.tsv: {line.name!r} stands there twice; keep one line")
            found[fold(line.name)] = line.why
    return MappingProxyType(found)

"""The record of a place mention, and how one is made from an entry of the gazetteer and the words before its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kroniek.coder.resolve.place_phrases import Phrase
from kroniek.document import Document
from kroniek.knowledge.places import SITES, WIDE, Entry, Gazetteer
from kroniek.records import Place, Precision

Relation = Literal["in", "near", "to", "from", "of", "dateline", ""]


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """Words `first` to `last` (exclusive) that name a place; `head` is the word others hang it on.

    `locative`: it stands in a locating phrase ("in", "at", "near" X), is the dateline, or stands in apposition to
    one that does. `relation`: the kind of word that binds it; "" where it is a subject, an object or bare.
    """

    first: int
    last: int
    head: int
    place: Place
    locative: bool
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A mention with the entry it stands for, None for what the gazetteer does not hold (an embassy)."""

    mention: PlaceMention
    entry: Entry | None
    phrase: Phrase


def precision_of(entry: Entry) -> Precision:
    """How exact the entry's coordinates are, in the codebook's words."""
    if entry.kind in SITES:
        return "exact"
    if entry.kind == "country":
        return "country"
    return "region" if entry.kind in WIDE else "place"


def head_of(document: Document, first: int, last: int) -> int:
    """The word of the span whose own head lies outside it; the last one where several do."""
    outside = [i for i in range(first, last) if document.words[i].head not in range(first, last)]
    return outside[0] if len(outside) == 1 else last - 1


def place_of(
    document: Document,
    entry: Entry,
    span: tuple[int, int],
    phrase: Phrase,
    *,
    way: str,
    alternatives: tuple[str, ...],
    rule: str,
    gazetteer: Gazetteer,
) -> Place:
    """The Place of a name. A compass word moves a country's point ("northern Iraq"); "near" widens a town."""
    precision: Precision = precision_of(entry)
    lat, lon, name = entry.lat, entry.lon, entry.name
    if way and entry.kind == "country" and entry.country:
        lat, lon = gazetteer.part(entry.country, way) or (lat, lon)
        precision, name, rule = "region", f"{WAYS[way]} {entry.name}", rule + "+part"
    if phrase.relation == "near" and precision == "place":
        precision = "near"
    start, end = document.words[span[0]].start, document.words[span[1] - 1].end
    return Place(
        text=document.text[start:end],
        start=start,
        end=end,
        name=name,
        country=entry.country,
        geonameid=entry.geonameid,
        admin1=gazetteer.division(entry.country, entry.admin1),
        lat=lat,
        lon=lon,
        precision=precision,
        alternatives=alternatives,
        rule=rule,
    )


# English names of the parts, as in Place.name, which is English in every language.
WAYS = {
    "N": "Northern", "S": "Southern", "E": "Eastern", "W": "Western", "C": "Central",
    "NE": "Northeastern", "NW": "Northwestern", "SE": "Southeastern", "SW": "Southwestern",
}  # fmt: skip
LOCATIVE = frozenset({"in", "near", "dateline"})
# Countries and their likes are acted on, not located, by a weak preposition: "sanctions on Iran".
ACTED_ON = frozenset({"country", "region", "area"})


def is_locative(phrase: Phrase, entry: Entry) -> bool:
    """Whether the phrase locates. A weak preposition does so with towns and sites only."""
    if phrase.relation not in LOCATIVE:
        return False
    return not (phrase.weak and entry.kind in ACTED_ON)

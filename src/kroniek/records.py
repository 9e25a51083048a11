"""The records that go through Kroniek: plain, frozen values. Functions elsewhere do the work.

Offsets are characters of the report's text, end exclusive. Days are ISO 8601 (YYYY-MM-DD), inclusive at both ends.
Countries are ISO 3166 alpha-3, or one of the codebook's codes for what is no state (IGO UNO EUR NGO NGM ISM MNC).
A tuple that is empty means that the text does not say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Status = Literal["happened", "not", "future", "hypothetical"]
ClaimKind = Literal["killed", "injured", "detained", "crowd"]
Precision = Literal["exact", "place", "near", "region", "country"]


@dataclass(frozen=True, slots=True)
class Report:
    """One text as one outlet printed it. `published` is EDTF and may be vague ("2019-12") or None."""

    id: str
    text: str
    language: str
    published: str | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Words of the text, to the letter."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Actor:
    """Who. `text`, `start`, `end` quote the fullest mention in the report; `name` is the English name of a
    named person or body and None for "protesters"; `id` is Kroniek's own key in knowledge/actors.
    `sector` as in the codebook, None where unknown; `rule` is the entry or rule that decided."""

    text: str
    start: int
    end: int
    name: str | None = None
    id: str | None = None
    country: str | None = None
    sector: str | None = None
    wikidata: str | None = None
    alternatives: tuple[str, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where. `lat`, `lon` in degrees (WGS 84) or None; `precision` as in the codebook;
    `alternatives` are other readings of the name ("Tripoli (LBN)")."""

    text: str
    start: int
    end: int
    name: str
    country: str | None = None
    geonameid: int | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: Precision = "place"
    alternatives: tuple[str, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """A date or interval. `edtf` is EDTF (ISO 8601-2); `first` and `last` are its outer days, None where open.
    `precision`: day, night, week, month, season, year, interval, open."""

    text: str
    start: int
    end: int
    edtf: str
    first: str | None
    last: str | None
    precision: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure that somebody vouches for: persons, from `low` to `high` inclusive; None where open.
    `who` is the group counted, as in the text. Empty `according_to` means the report itself says so."""

    kind: ClaimKind
    low: int | None
    high: int | None
    who: str
    text: str
    start: int
    end: int
    according_to: tuple[Actor, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """This event answers, or is part of, event `event`; the words that say so, or None where it is implied."""

    kind: Literal["answers", "part_of"]
    event: str
    cue: Span | None
    rule: str


@dataclass(frozen=True, slots=True)
class Event:
    """One deed as one report tells it, all its mentions merged. Fields as in the codebook.

    `quad` 1 to 4 (verbal cooperation, material cooperation, verbal conflict, material conflict);
    `goldstein` -10 to +10; `occurrences` (low, high), how many deeds it stands for, high None where open;
    `grounds` maps each field to the rule or lexicon entry behind it; `confidence` 0 to 1."""

    id: str
    report: str
    language: str
    type: str
    mode: str | None
    context: tuple[str, ...]
    cameo: str | None
    quad: int
    goldstein: float | None
    status: Status
    trigger: tuple[Span, ...]
    evidence: tuple[Span, ...]
    initiators: tuple[Actor, ...] = ()
    targets: tuple[Actor, ...] = ()
    according_to: tuple[Actor, ...] = ()
    place: Place | None = None
    when: When | None = None
    occurrences: tuple[int, int | None] = (1, 1)
    killed: tuple[Claim, ...] = ()
    injured: tuple[Claim, ...] = ()
    detained: tuple[Claim, ...] = ()
    crowd: tuple[Claim, ...] = ()
    disputed: bool = False
    links: tuple[Link, ...] = ()
    grounds: dict[str, str] = field(default_factory=dict)
    confidence: float = 0.5
    coder: str = ""

    @property
    def answers(self) -> tuple[str, ...]:
        """Ids of the events that this one is said to answer."""
        return tuple(link.event for link in self.links if link.kind == "answers")

    @property
    def part_of(self) -> tuple[str, ...]:
        """Ids of the larger events of which this one is told as a part."""
        return tuple(link.event for link in self.links if link.kind == "part_of")

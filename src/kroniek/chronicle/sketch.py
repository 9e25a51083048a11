"""What sameness looks at: an event boiled down to a few values, kept beside it as a short JSON list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

PERSONS = "persons.tsv"
KINDS = ("killed", "injured", "detained", "crowd")


@dataclass(frozen=True, slots=True)
class Party:
    """An actor as far as sameness is concerned. `key`: id or name; for one without a name "country:sector", else its words.
    `named`: a person or body, not a country as such; `person`: a person of knowledge/actors/persons.tsv."""

    key: str
    name: str
    country: str
    sector: str
    named: bool
    wikidata: str = ""
    person: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A claim: `low` to `high` persons, None where open; `who` counted; `said_by` '' where the report itself says so."""

    kind: str
    low: int | None
    high: int | None
    who: str
    said_by: str


@dataclass(frozen=True, slots=True)
class Sketch:
    """An event for comparison. Days are ordinals (date.toordinal), inclusive; `dated` False: they are guessed from the
    day of publication. `no`, `origin`, `report`, `lineage` are numbers of the store; `uid` orders without them."""

    no: int
    origin: int
    uid: str
    report: int
    language: str
    type: str
    mode: str
    status: str
    first: int
    last: int
    dated: bool
    published: int
    country: str
    place: str
    geonameid: int | None
    lat: float | None
    lon: float | None
    precision: str
    initiators: tuple[Party, ...]
    targets: tuple[Party, ...]
    figures: tuple[Figure, ...]
    deeds: tuple[int, int | None]
    words: tuple[str, ...]
    goldstein: float | None
    quad: int
    confidence: float
    disputed: bool
    review: str = ""

    @property
    def days(self) -> int:
        """Length of the interval, 1 for a single day."""
        return self.last - self.first + 1

    def to_json(self) -> str:
        """A short JSON list, in the order of the fields."""
        return json.dumps([_flat(getattr(self, f)) for f in _FIELDS], ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Sketch:
        """Back from `to_json`."""
        values = json.loads(text)
        for at in (_INITIATORS, _TARGETS):
            values[at] = tuple(Party(*p) for p in values[at])
        values[_FIGURES] = tuple(Figure(*f) for f in values[_FIGURES])
        values[_DEEDS], values[_WORDS] = tuple(values[_DEEDS]), tuple(values[_WORDS])
        return cls(*values)


def _flat(value: Any) -> Any:
    """Parties and figures as lists of their fields (dataclasses.astuple copies deeply, which takes longer than all else)."""
    if isinstance(value, tuple):
        return [_flat(v) for v in value]
    names = getattr(value, "__slots__", None)
    return [getattr(value, name) for name in names] if names else value


_FIELDS = list(Sketch.__dataclass_fields__)
_INITIATORS, _TARGETS, _FIGURES = (_FIELDS.index(f) for f in ("initiators", "targets", "figures"))
_DEEDS, _WORDS = _FIELDS.index("deeds"), _FIELDS.index("words")


def sketch(
    body: Mapping[str, Any], *, no: int, origin: int, uid: str, report: int, published: int, undated_days: int
) -> Sketch:
    """The sketch of an event in the form of `kroniek schema event`. `published`: ordinal of the last day on which the
    report may have been published; an event without a date is placed in the `undated_days` up to it."""
    when, place = body["when"] or {}, body["place"] or {}
    first, last, dated = _days(when, published, undated_days)
    return Sketch(
        no=no,
        origin=origin,
        uid=uid,
        report=report,
        language=body["language"],
        type=body["type"],
        mode=body["mode"] or "",
        status=body["status"],
        first=first,
        last=last,
        dated=dated,
        published=published,
        country=place.get("country") or "",
        place=place.get("name") or "",
        geonameid=place.get("geonameid"),
        lat=place.get("lat"),
        lon=place.get("lon"),
        precision=place.get("precision") or "",
        initiators=tuple(party(a) for a in body["initiators"]),
        targets=tuple(party(a) for a in body["targets"]),
        figures=tuple(figure(kind, claim) for kind in KINDS for claim in body[kind]),
        deeds=(body["occurrences"][0], body["occurrences"][1]),
        words=tuple(sorted({t["text"].casefold() for t in body["trigger"]})),
        goldstein=body["goldstein"],
        quad=body["quad"],
        confidence=body["confidence"],
        disputed=bool(body["disputed"]),
    )


def party(actor: Mapping[str, Any]) -> Party:
    """An actor of an event as a Party."""
    name, country, sector = actor.get("name") or "", actor.get("country") or "", actor.get("sector") or ""
    id, words, wikidata = actor.get("id") or "", actor["text"], actor.get("wikidata") or ""
    if (name or id) and not id.startswith("country:"):
        person = str(actor.get("rule") or "").startswith(PERSONS)
        return Party(id or name, name or words, country, sector, True, wikidata, person)
    key = id or (f"{country}:{sector}" if country or sector else words.casefold())
    return Party(key, words, country, sector, False, wikidata)


def figure(kind: str, claim: Mapping[str, Any]) -> Figure:
    """A claim of an event as a Figure."""
    said = "; ".join(a.get("name") or a["text"] for a in claim["according_to"])
    return Figure(kind, claim["low"], claim["high"], claim["who"], said)


def _days(when: Mapping[str, Any], published: int, undated_days: int) -> tuple[int, int, bool]:
    """First and last day; open ends are closed at the day of publication, or stay one day long before it."""
    first, last = _ordinal(when.get("first")), _ordinal(when.get("last"))
    if first is None and last is None:
        return published - undated_days, published, False
    if first is None and last is not None:
        return last - 3650, last, True
    if first is not None and last is None:
        return first, max(first, published), True
    return first or 0, last or 0, True


def _ordinal(day: str | None) -> int | None:
    return date.fromisoformat(day).toordinal() if day else None

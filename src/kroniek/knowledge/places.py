"""The gazetteer: names of places and what they stand for (GeoNames, CC BY 4.0, and the tables of places/).

Compiled once to an SQLite file (places_compile.py). The index of names is held in memory as sorted numbers, some
twelve bytes a name; the places themselves are read when asked for.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kroniek.knowledge.place_names import fold, key
from kroniek.knowledge.places_compile import FOLDER, compile_places, digest

log = logging.getLogger("kroniek")

# Kinds whose coordinates are a place's own and not the middle of an area.
SITES = frozenset({"airport", "base", "camp", "crossing", "site"})
WIDE = frozenset({"region", "area", "sea"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the gazetteer. `kind`: see places_compile.Kind; `admin1`: GeoNames' code of its first-order
    division; `of`: the town that it belongs to; `population` also ranks what has none (own entries, countries)."""

    id: int
    name: str
    kind: str
    country: str | None
    admin1: str | None
    lat: float
    lon: float
    geonameid: int | None
    population: int
    of: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A name read as a place. `alternate`: the name is one of the lesser-known ones of that place."""

    entry: Entry
    alternate: bool


class Gazetteer:
    """Looks names up. Not for several threads at once; each process or thread opens its own."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        blobs: dict[str, bytes] = dict(self._db.execute("SELECT name, bytes FROM blob"))
        self._keys = array("Q", blobs["keys"])
        self._rows = array("I", blobs["rows"])
        self._alternate = blobs["alternate"]
        self._first_keys = array("Q", blobs["first_keys"])
        self._first_lengths = blobs["first_lengths"]
        self._entries: dict[int, Entry] = {}
        self._capitals: dict[str, str] = {}
        self._adjectives: dict[str, str] = {}
        self._countries: dict[str, int] = {}
        self._divisions: dict[tuple[str, str], str] = {}
        self._airports: dict[str, list[tuple[int, str]]] = {}
        self._read_small_tables()

    def _read_small_tables(self) -> None:
        """What is asked for often, or by something else than its row number."""
        wide = "SELECT id, kind, country, admin1, name, of FROM place WHERE kind IN ('country', 'region', 'airport')"
        for row, kind, country, admin1, name, of in self._db.execute(wide):
            if kind == "country":
                self._countries[country] = row
            elif kind == "region" and admin1:
                self._divisions[country, admin1] = name
            elif kind == "airport" and of:
                self._airports.setdefault(country, []).append((row, of))
        self._parts = {(c, w): (la, lo) for c, w, la, lo in self._db.execute("SELECT country, way, lat, lon FROM part")}
        for code, capital, adjectives in self._db.execute("SELECT code, capital, adjectives FROM country"):
            self._capitals[code] = capital
            self._adjectives.update((fold(a), code) for a in adjectives.split(";") if a)

    def reach(self, first_word: str) -> int:
        """The most words that a name beginning with this one has; 0 where no name begins so."""
        wanted = key(first_word)
        at = bisect_left(self._first_keys, wanted)
        return self._first_lengths[at] if at < len(self._first_keys) and self._first_keys[at] == wanted else 0

    def known(self, folded: str) -> bool:
        """Whether any place bears the folded name."""
        wanted = key(folded)
        at = bisect_left(self._keys, wanted)
        return at < len(self._keys) and self._keys[at] == wanted

    def lookup(self, name: str) -> tuple[Reading, ...]:
        """All places that bear the name, largest first."""
        found = [Reading(self.entry(row), bool(mark)) for row, mark in self._matches(key(fold(name)))]
        return tuple(sorted(found, key=lambda r: (r.alternate, -r.entry.population)))

    def _matches(self, wanted: int) -> Iterator[tuple[int, int]]:
        at = bisect_left(self._keys, wanted)
        while at < len(self._keys) and self._keys[at] == wanted:
            yield self._rows[at], self._alternate[at]
            at += 1

    def entry(self, row: int) -> Entry:
        """The place with that row number."""
        if row not in self._entries:
            self._entries[row] = Entry(*self._db.execute("SELECT * FROM place WHERE id = ?", (row,)).fetchone())
        return self._entries[row]

    def adjective(self, word: str) -> str | None:
        """The country of an adjective ("Iraqi", "Iraakse" gives IRQ), in any of the languages."""
        return self._adjectives.get(fold(word))

    def country(self, code: str) -> Entry | None:
        """The country with that code."""
        row = self._countries.get(code)
        return None if row is None else self.entry(row)

    def capital(self, code: str) -> Entry | None:
        """The country's seat of government."""
        for reading in self.lookup(self._capitals.get(code) or ""):
            if reading.entry.country == code and reading.entry.kind == "city":
                return reading.entry
        return None

    def part(self, code: str, way: str) -> tuple[float, float] | None:
        """Latitude and longitude of the middle of a country's N, E, S or W; NE, NW, SE, SW lie between two."""
        found = [self._parts[code, one] for one in way if (code, one) in self._parts]
        if len(found) == 2:
            return found[0][0], found[1][1]
        return found[0] if found else None

    def division(self, country: str | None, admin1: str | None) -> str | None:
        """The English name of a first-order division."""
        return self._divisions.get((country, admin1)) if country and admin1 else None

    def airport_of(self, town: Entry) -> Entry | None:
        """The airport that serves the town: by the town's name in airports.tsv, else none."""
        for row, of in self._airports.get(town.country or "", ()):
            if any(r.entry.id == town.id for r in self.lookup(of)):
                return self.entry(row)
        return None


@cache
def gazetteer() -> Gazetteer:
    """The compiled gazetteer; compiles it to the user's cache folder where the installed file is absent or old."""
    wanted = digest()
    for path in (Path(str(FOLDER / "places.sqlite")), cache_folder() / f"places-{wanted}.sqlite"):
        if path.is_file() and _digest_of(path) == wanted:
            return Gazetteer(path)
    log.warning("The gazetteer is not compiled yet or its tables have changed: compiling it once to %s", path)
    fresh = path.with_suffix(f".{os.getpid()}")
    compile_places(fresh)
    fresh.replace(path)  # at once, so that another process never reads half a file
    return Gazetteer(path)


def cache_folder() -> Path:
    """Where the gazetteer goes if the installed one cannot be used: $XDG_CACHE_HOME/kroniek or ~/.cache/kroniek."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kroniek"


def _digest_of(path: Path) -> str | None:
    try:
        with sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True) as db:
            row = db.execute("SELECT value FROM meta WHERE name = 'digest'").fetchone()
        db.close()
    except sqlite3.DatabaseError:
        return None
    return row[0] if row else None

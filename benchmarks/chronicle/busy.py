"""One very busy day: very many events of one type, one day and one pair of actors. What does an event cost at the end?

    python benchmarks/chronicle/busy.py --events 50000 --deeds 2000
    python benchmarks/chronicle/busy.py --events 20000 --deeds 1

The deeds lie in towns 70 km and more apart, or nowhere (`--placeless`); each is told by as many reports, one event each, in
chance order. Prints milliseconds an event for each tenth, and how many incidents came of it.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from build import SPAN, WORDS, _deed
from sqlalchemy import func, select

from kroniek.chronicle import Chronicle, Coded, schema
from kroniek.chronicle.adding import BATCH, add_batch
from kroniek.records import Report

DAY = date(2022, 3, 1)


def reports(events: int, deeds: int, *, placeless: bool) -> Iterator[Coded]:
    """One event a report."""
    chance = random.Random(5)
    towns = [_town(chance, n, placeless=placeless) for n in range(deeds)]
    order = [n % deeds for n in range(events)]
    chance.shuffle(order)
    for n, deed in enumerate(order):
        words = " ".join(chance.choice(WORDS) for _ in range(60))
        yield Coded(Report(f"r{n}", f"x {words} {n}.", "en", "2022-03-02", None, f"Outlet {n % 40}"), (towns[deed],), "bench")


def _town(chance: random.Random, n: int, *, placeless: bool) -> dict[str, Any]:
    lat, lon = -60 + n // 160 * 1.0, -170 + n % 160 * 2.0
    at = {**SPAN, "name": f"Town {n}", "country": "AGG", "geonameid": n + 1, "admin1": None, "lat": lat, "lon": lon,
          "precision": "place", "alternatives": [], "rule": "b"}  # fmt: skip
    party = {**SPAN, "country": "AGG", "sector": "REB", "wikidata": None, "alternatives": [], "rule": "b"}
    sides = {"initiators": [party | {"name": "One", "id": "one"}], "targets": [party | {"name": "Other", "id": "other"}]}
    return _deed(chance, DAY) | {"id": "e1", "type": "ASSAULT", "place": None if placeless else at, **sides}


def main(events: int, deeds: int, *, placeless: bool) -> None:
    """Add, and print."""
    with tempfile.TemporaryDirectory() as folder, Chronicle(Path(folder) / "c.db") as chronicle:
        batch: list[Coded] = []
        mark, counted, done = time.perf_counter(), 0, 0
        for item in reports(events, deeds, placeless=placeless):
            batch.append(item)
            if len(batch) == BATCH:
                add_batch(chronicle, batch)
                done += len(batch)
                batch = []
                if done - counted >= events / 10:
                    print(f"{done:>7,} events: {(time.perf_counter() - mark) / (done - counted) * 1000:.2f} ms an event", flush=True)
                    mark, counted = time.perf_counter(), done
        add_batch(chronicle, batch)
        with chronicle.reading() as connection:
            found = connection.execute(select(func.count()).where(schema.incidents.c.events > 0)).scalar_one()
            pairs = connection.execute(select(func.count()).select_from(schema.pairs)).scalar_one()
        print(f"{events:,} events of {deeds:,} deeds: {found:,} incidents, {pairs:,} pairs kept")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--events", type=int, default=50_000)
    options.add_argument("--deeds", type=int, default=2_000)
    options.add_argument("--placeless", action="store_true")
    given = options.parse_args()
    main(given.events, given.deeds, placeless=given.placeless)

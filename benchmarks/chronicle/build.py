"""A chronicle of chance events: how long an event takes to add at the beginning and at the end, and how long questions take.

    python benchmarks/chronicle/build.py --events 1000000 --chronicle /tmp/big.db
    python benchmarks/chronicle/build.py --ask --chronicle /tmp/big.db

The world: 60 countries with four parties and eight towns each; a hundred events a day, four to a report of some sixty
words, each deed told by two reports on average. The parser is not part of it: this measures the chronicle alone.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from kroniek.chronicle import Chronicle, Coded, queries
from kroniek.chronicle.adding import BATCH, add_batch
from kroniek.chronicle.queries import Filter
from kroniek.knowledge.acts import types
from kroniek.records import Report

COUNTRIES = [f"{a}{b}{b}" for a in "ABCDEF" for b in "GHIJKLMNOP"]
TYPES = ["ASSAULT", "ASSAULT", "ASSAULT", "PROTEST", "COERCE", "ACCUSE", "THREATEN", "MOBILIZE"]
WORDS = [a + b + c for a in ("ba", "do", "ki", "lu", "ne", "ra", "so", "te") for b in ("ber", "dan", "kel", "mor", "tis") for c in ("", "en", "s", "ig")]
START, A_DAY, A_REPORT = date(1995, 1, 1), 100, 4
SPAN = {"text": "x", "start": 0, "end": 1}


def world(events: int, seed: int = 1) -> Iterator[Coded]:
    """Reports with so many events in all, by day."""
    chance = random.Random(seed)
    deeds: list[dict[str, Any]] = []
    for n in range(events // A_REPORT):
        day = START + timedelta(days=n * A_REPORT // A_DAY)
        if n * A_REPORT % A_DAY == 0:
            deeds = [_deed(chance, day) for _ in range(A_DAY // 2)]
        words = " ".join(chance.choice(WORDS) for _ in range(60))
        report = Report(f"r{n}", f"x {words} {n}.", "en", (day + timedelta(days=1)).isoformat(), f"Report {n}", f"Outlet {n % 40}")
        told = tuple(chance.choice(deeds) | {"id": f"e{i}"} for i in range(1, A_REPORT + 1))
        yield Coded(report, told, "bench")


def _deed(chance: random.Random, day: date) -> dict[str, Any]:
    type, country = chance.choice(TYPES), chance.choice(COUNTRIES)
    one, other = chance.sample(range(4), 2)
    town = chance.randrange(8)
    number = chance.randrange(1, 40)
    at = COUNTRIES.index(country)
    lat, lon = -50 + at * 1.7 + town * 0.2, -170 + at * 5.5 + town * 0.3
    claim = {"kind": "killed", "low": number, "high": number, "who": "people", **SPAN, "according_to": [], "rule": "b"}
    return {
        "report": "r", "language": "en", "type": type, "mode": None, "context": [], "cameo": None, "quad": types()[type].quad,
        "goldstein": types()[type].score, "status": "happened", "trigger": [SPAN], "evidence": [SPAN],
        "initiators": [_party(country, one)], "targets": [_party(country, other)], "according_to": [],
        "place": {**SPAN, "name": f"Town {country} {town}", "country": country, "geonameid": at * 10 + town, "admin1": None,
                  "lat": lat, "lon": lon, "precision": "place", "alternatives": [], "rule": "b"},
        "when": {**SPAN, "edtf": day.isoformat(), "first": day.isoformat(), "last": day.isoformat(), "precision": "day", "rule": "b"},
        "occurrences": [1, 1], "killed": [claim] if chance.random() < 0.5 else [], "injured": [], "detained": [], "crowd": [],
        "disputed": False, "links": [], "answers": [], "part_of": [], "grounds": {}, "confidence": 0.7, "coder": "bench",
    }  # fmt: skip


def _party(country: str, n: int) -> dict[str, Any]:
    name = f"Party {country} {n}"
    return {**SPAN, "name": name, "id": f"{country}-{n}".lower(), "country": country, "sector": "REB", "wikidata": None,
            "alternatives": [], "rule": "b"}  # fmt: skip


def build(where: str, events: int) -> None:
    """Add, and print milliseconds an event for each tenth, and where 100,000 are reached."""
    done, batch, mark, began = 0, [], time.perf_counter(), time.perf_counter()
    step = max(events // 20, 1)
    counted = 0
    with Chronicle(where) as chronicle:
        for item in world(events):
            batch.append(item)
            if len(batch) == BATCH:
                add_batch(chronicle, batch)
                done += len(batch) * A_REPORT
                batch = []
                if done - counted >= step:
                    spent = time.perf_counter() - mark
                    print(f"{done:>9,} events: {spent / (done - counted) * 1000:.3f} ms an event", flush=True)
                    mark, counted = time.perf_counter(), done
        if batch:
            add_batch(chronicle, batch)
    took = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{events:,} events in {took:.0f} s, peak memory {peak:.0f} MB")
    if "://" not in where:
        print(f"file {Path(where).stat().st_size / 1e6:.0f} MB")


QUESTIONS = {
    "dyad and month": Filter(since="1999-03-01", until="1999-03-31", initiator="agg-1", target="agg-2"),
    "countries and month": Filter(since="1999-03-01", until="1999-03-31", initiator="AGG", target="AGG"),
    "place box and year": Filter(since="1999-01-01", until="1999-12-31", box=(-170.0, -50.0, -164.0, -47.0)),
    "place box": Filter(box=(-170.0, -50.0, -168.0, -49.0), limit=200),
    "text (one report)": Filter(words="2222"),
    "text (three words)": Filter(words="badanen kikels somorig", limit=200),
    "type, day and dead": Filter(since="1999-03-01", until="1999-03-07", types=("ASSAULT",), killed=10),
}


def ask(where: str) -> None:
    """Median of five runs of each question, in milliseconds."""
    with Chronicle(where, create=False) as chronicle:
        for name, wanted in QUESTIONS.items():
            times = []
            for _ in range(5):
                began = time.perf_counter()
                with chronicle.reading() as connection:
                    found = queries.incidents(connection, wanted)
                times.append(time.perf_counter() - began)
            print(f"{name:22} {sorted(times)[2] * 1000:7.1f} ms (first {times[0] * 1000:.0f}), {len(found)} incidents")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--events", type=int, default=100_000)
    options.add_argument("--chronicle", default="bench.db", help="path or PostgreSQL URL")
    options.add_argument("--ask", action="store_true", help="only ask the questions")
    given = options.parse_args()
    if not given.ask:
        build(given.chronicle, given.events)
    ask(given.chronicle)

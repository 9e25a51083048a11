"""The reader and the chronicle together, on the example reports: how many of the incidents written down by hand come out.

    python benchmarks/chronicle/examples.py

An event read belongs to the hand-coded event of its report and type whose trigger it shares. Over these, pairs of events
are counted: precision (pairs put together that belong together) and recall (pairs that belong together put together).
"""

from __future__ import annotations

import csv
import tempfile
from itertools import combinations
from pathlib import Path

from sqlalchemy import select

from kroniek import reading
from kroniek.chronicle import Chronicle, Coded, schema
from kroniek.chronicle.adding import add
from kroniek.chronicle.chain import chain
from kroniek.records import Event
from kroniek.reports.plain import read_text
from kroniek.version import CODER

ROOT = Path(__file__).parent.parent.parent
Key = tuple[str, str]


def hand_coded() -> list[dict[str, str]]:
    """Rows of cases/incidents/examples.tsv."""
    lines = (ROOT / "cases" / "incidents" / "examples.tsv").read_text().splitlines()
    return list(csv.DictReader([li for li in lines if not li.startswith("#")], delimiter="\t", quoting=csv.QUOTE_NONE))


def belongs(event: Event, text: str, rows: list[dict[str, str]]) -> str | None:
    """Name of the incident of the hand-coded event that this one tells, or None."""
    for row in rows:
        at = text.index(row["trigger"])
        if row["type"] == event.type and any(t.start < at + len(row["trigger"]) and at < t.end for t in event.trigger):
            return row["incident"]
    return None


def main() -> None:
    """Read, add, compare, print."""
    rows, items, truth = hand_coded(), [], {}
    for path in sorted((ROOT / "examples").glob("*.txt")):
        report = read_text(path.read_text(), path.stem)
        found = reading.coder().read(report)
        items.append(Coded(found.report, Coded.of(found.report, found.events).events, CODER))
        own = [r for r in rows if r["report"] == path.stem[:2]]
        truth |= {(report.id, e.id): name for e in found.events if (name := belongs(e, report.text, own))}
    home, days = incidents(items)
    together = {p for p in combinations(sorted(truth), 2) if home[p[0]] == home[p[1]]}
    belong = {p for p in combinations(sorted(truth), 2) if truth[p[0]] == truth[p[1]]}
    told = {(k[0][:2], name) for k, name in truth.items()}
    print(f"events found: {len(told)} of {len(rows)} coded by hand")
    print(f"pairs: precision {len(together & belong)}/{len(together)}, recall {len(together & belong)}/{len(belong)}")
    print(f"chain: {' → '.join(days)}")
    for a, b in sorted(together ^ belong):
        print("wrongly together" if (a, b) in together else "wrongly apart   ", *a, truth[a], "|", *b, truth[b])


def incidents(items: list[Coded]) -> tuple[dict[Key, int], list[str]]:
    """(report, event) → incident, as the chronicle has it; and the days of the longest sequence of answers."""
    E, R = schema.events.c, schema.reports.c
    with tempfile.TemporaryDirectory() as folder, Chronicle(Path(folder) / "c.db") as chronicle:
        add(chronicle, items)
        with chronicle.reading() as connection:
            query = select(R.id, E.local, E.incident).join_from(schema.events, schema.reports)
            home = {(id, local): incident for id, local, incident in connection.execute(query)}
            found = chain(connection)
            return home, [found.incidents[n]["day"] for n in found.sequence]


if __name__ == "__main__":
    main()

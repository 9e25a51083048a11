"""Speed and memory from raw text to events: 200 reports, one process, models loaded.

Usage: reading.py [--reports N] [--peer]. The reports are the example reports, over and over, half of them Dutch; each
copy gets other numbers so that no cache of whole sentences could help. With --peer the parse alone is timed in the same
run, and the ratio printed.
"""

from __future__ import annotations

import argparse
import re
import resource
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kroniek import Coder, Report
from kroniek.parse import Parser
from kroniek.reports.plain import read_text

EXAMPLES = Path(__file__).parent.parent / "examples"


def reports(count: int) -> Iterator[Report]:
    """`count` reports, the examples in turn, with other numbers in each round."""
    known = [read_text(path.read_text(encoding="utf-8"), path.stem) for path in sorted(EXAMPLES.glob("*.txt"))]
    for n in range(count):
        report, round_ = known[n % len(known)], n // len(known)
        text = re.sub(r"\b(\d\d)\b", lambda match, r=round_: str(10 + (int(match[1]) + 7 * r) % 90), report.text)
        yield replace(report, id=f"{report.id}-{round_}", text=text)


def main() -> None:
    """Print words a second and peak memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--peer", action="store_true", help="time the parse alone as well")
    options = parser.parse_args()
    coder = Coder()
    list(coder.read_many(list(reports(24))))
    todo = list(reports(options.reports))
    words = sum(len(r.text.split()) for r in todo)
    start = time.perf_counter()
    events = sum(len(reading.events) for reading in coder.read_many(todo))
    spent = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(todo)} reports, {words} words, {events} events: {spent:.2f} s, {words / spent:,.0f} words/s, peak {peak:,.0f} MB"
    )
    if options.peer:
        start = time.perf_counter()
        for language in ("nl", "en"):
            Parser.load(language).parse_many([r.text for r in todo if r.language == language])
        alone = time.perf_counter() - start
        print(
            f"parse alone: {alone:.2f} s, {words / alone:,.0f} words/s; the whole line takes {spent / alone:.2f} times that"
        )


if __name__ == "__main__":
    main()

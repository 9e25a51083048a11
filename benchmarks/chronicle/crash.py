"""kill -9 at chance moments while 10,000 reports are added: nothing committed may be lost, and the end must be the same.

    python benchmarks/chronicle/crash.py --reports 10000 --kills 10
    python benchmarks/chronicle/crash.py --chronicle postgresql://kroniek@/empty?host=/tmp/kroniek-postgres-0
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from build import world
from sqlalchemy import func, select

from kroniek.chronicle import Chronicle, schema
from kroniek.chronicle.adding import add
from kroniek.chronicle.audit import audit

WRITER = """
import sys
sys.path.insert(0, {here!r})
from build import world
from kroniek.chronicle import Chronicle
from kroniek.chronicle.adding import add_batch
with Chronicle({where!r}) as chronicle:
    items = list(world({events}))
    for at in range(0, len(items), 64):
        add_batch(chronicle, items[at:at + 64])
        print(at + len(items[at:at + 64]), flush=True)
"""


def kill_once(where: str, events: int, until: int, after: float) -> int:
    """Start the writer, kill it so many seconds after it told of `until` reports; gives the reports that it told of as kept."""
    code = WRITER.format(here=str(Path(__file__).parent), where=where, events=events)
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    told = 0
    while told < until and (line := process.stdout.readline()):
        told = int(line)
    time.sleep(after)
    os.kill(process.pid, signal.SIGKILL)
    rest = process.communicate()[0].split()
    return int(rest[-1]) if rest else told


def state(chronicle: Chronicle) -> tuple[int, set[frozenset[tuple[int, str]]]]:
    """Number of reports, and the incidents as sets of events."""
    E = schema.events.c
    with chronicle.reading() as connection:
        count = connection.execute(select(func.count()).select_from(schema.reports)).scalar_one()
        groups: dict[int, set[tuple[int, str]]] = {}
        for report, local, incident in connection.execute(select(E.report, E.local, E.incident)):
            groups.setdefault(incident, set()).add((report, local))
    return int(count), {frozenset(g) for g in groups.values()}


def main(reports: int, kills: int, where: str | None) -> None:
    """Kill, check, resume, compare with one undisturbed run."""
    chance, events = random.Random(3), reports * 4
    with tempfile.TemporaryDirectory() as folder:
        where = where or str(Path(folder) / "killed.db")
        for n in range(kills):
            told = kill_once(where, events, (n + 1) * reports // (kills + 2), chance.uniform(0.0, 0.2))
            with Chronicle(where) as chronicle:
                count, _ = state(chronicle)
                whole = audit(chronicle).damage == ()
                if chronicle.sqlite:
                    with chronicle.reading() as connection:
                        whole = whole and connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
                print(f"killed: {told} told as kept, {count} there, {'whole' if whole else 'DAMAGED'}", flush=True)
                assert (count >= told, whole) == (True, True)
                assert count % 64 in (0, reports % 64)
        with Chronicle(where) as chronicle:
            states = [a.state for a in add(chronicle, world(events))]
            killed = state(chronicle)
            print(f"resumed: {states.count('known')} known, {states.count('new')} new")
        with Chronicle(str(Path(folder) / "whole.db")) as chronicle:
            add(chronicle, world(events))
            assert state(chronicle) == killed
        print("the same as without a kill")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--reports", type=int, default=10_000)
    options.add_argument("--kills", type=int, default=10)
    options.add_argument("--chronicle", help="URL of an empty PostgreSQL database; a SQLite file when not given")
    given = options.parse_args()
    main(given.reports, given.kills, given.chronicle)

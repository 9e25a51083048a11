"""Who answers whom, 2 October 2000 to 8 February 2005: deaths by day, Israel and the Palestinians.

    python benchmarks/dynamics/retaliation.py ../shared/data/conflict/israel_palestine_deaths_by_day.csv

Published on such data (Jaeger and Paserman 2008): Israel reacts to Israeli deaths in a way that can be predicted, the
Palestinians do not react so in numbers. Printed: the test in both directions; false alarms on 200 placebos (provocations
shuffled within windows) and on 200 surrogates (both sides drawn anew, sharing only the slow baseline); the same test with
other windows. Data: B'Tselem; counts only.
"""

import argparse
import time
from pathlib import Path

from kroniek.dynamics.acts import read
from kroniek.dynamics.answers import answers
from kroniek.dynamics.false_alarms import false_alarms
from kroniek.dynamics.series import daily

COLUMNS = {"palestinians_killed_by_israeli_forces": ("ISR", "PSE"), "israelis_killed_by_palestinians": ("PSE", "ISR")}
DIRECTIONS = (("PSE>ISR", "ISR>PSE"), ("ISR>PSE", "PSE>ISR"))
SETTINGS = ((5, 28), (7, 28), (10, 28), (14, 28), (10, 21), (10, 42))


def main(path: Path, runs: int, seed: int) -> None:
    started = time.perf_counter()
    days = daily(read(path, dyads=COLUMNS), first="2000-10-02", last="2005-02-08")
    for provoking, answering in DIRECTIONS:
        x, y = days[provoking].to_numpy(), days[answering].to_numpy()
        found = answers(x, y, names=(provoking, answering), seed=seed)
        low, middle, high = found.share_placebo
        print(f"{answering} after {provoking}: {found.days} days, {found.provocation_days} provocations")
        print(f"  answered within {found.within} days {found.share:.1%}; placebos {middle:.1%} ({low:.1%} to {high:.1%})")
        print(f"  S = {found.statistic:.2f}, p = {found.p:.3f} ({found.placebos} placebos), found: {found.found}")
        for kind in ("placebo", "surrogate"):
            alarms = false_alarms(x, y, kind=kind, runs=runs, seed=seed)
            print(f"  false alarms on {runs} {kind}s at p <= {alarms.level}: {alarms.alarms} ({alarms.rate:.1%})")
        told = [f"{k}/{w} {answers(x, y, within=k, window=w, seed=seed).p:.3f}" for k, w in SETTINGS]
        print(f"  p by days within / window: {', '.join(told)}")
    print(f"{time.perf_counter() - started:.0f} s, seed {seed}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    main(given.file, given.runs, given.seed)

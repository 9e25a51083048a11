"""Early warning: deaths of at least 100 in one of the next three months, above the past twelve months' maximum.

    python benchmarks/dynamics/warning.py ../shared/data/conflict/ucdp_state_based_deaths_by_country_month.csv
    python benchmarks/dynamics/warning.py FILE --until 2011-12 --from 2012-01 --to 2016-09     other periods
    python benchmarks/dynamics/warning.py FILE --plot reliability.png

By country and month, issued from --from to --to (the last with three known months after it), everything learned from
counts up to --until. `--resample` gives limits of the differences, countries drawn anew 1,000 times (seed 0).
"""

import argparse
import time
from pathlib import Path

import numpy as np
from views import load

from kroniek.dynamics.warning import FEATURES, Target, redrawn, run_forward
from kroniek.dynamics.warning_scores import Evaluation, average_precision, evaluate, peers


def show(found: Evaluation) -> None:
    model = found.model
    print(f"trained to {model.until} on {model.cells:,} country-months with {model.events} events; issued {found.first} to {found.last}")
    print(f"{'model':22}{'average precision':>18}{'Brier':>10}{'Brier skill':>13}")
    rate = found.scores[0].events / found.scores[0].cells
    for s in found.scores:
        print(f"{s.model:22}{s.precision:18.3f}{s.brier:10.5f}{1 - s.brier / (rate * (1 - rate)):13.1%}")
    print(f"{found.scores[0].events} events in {found.scores[0].cells:,} country-months: {rate:.2%}\n\nchance        cells   said   came")
    for one in found.reliability:
        print(f"{one.low:.2f} to {one.high:.2f} {one.cells:6,} {one.chance:6.1%} {one.came:6.1%}")
    print("\nweights: " + ", ".join(f"{name} {w:+.2f}" for name, w in zip(FEATURES, model.weights, strict=True)))


def parts(data, found: Evaluation, origins: list[int]) -> None:
    """The two chances that go into the model, alone."""
    target, there = found.model.target, np.isfinite(found.outcome)
    rows = {
        "part: Hawkes alone": [run_forward(data, t, found.model.process, target) for t in origins],
        "part: redrawn alone": [redrawn(data, t, target) for t in origins],
    }
    for name, chances in rows.items():
        made, came = np.stack(chances)[there], found.outcome[there]
        print(f"{name:22}{average_precision(made, came):18.3f}{((made - came) ** 2).mean():10.5f}")


def resampled(data, found: Evaluation, until: int, origins: list[int]) -> None:
    """90 % limits of own minus peer, countries drawn with replacement."""
    rng = np.random.default_rng(0)
    others = peers(data, until, origins, found.model.target)
    draws = [rng.integers(0, len(data.units), len(data.units)) for _ in range(1000)]
    for name, (ranks, made) in others.items():
        gaps = []
        for units in draws:
            came = found.outcome[:, units].ravel()
            own, rank, chance = (values[:, units].ravel() for values in (found.chances, ranks, made))
            gaps.append((average_precision(own, came) - average_precision(rank, came), ((chance - came) ** 2 - (own - came) ** 2).mean()))
        low, high = np.quantile(np.array(gaps), [0.05, 0.95], axis=0)
        print(f"better than {name:20} precision {low[0]:+.3f} to {high[0]:+.3f}, Brier {low[1]:+.5f} to {high[1]:+.5f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--until", default="2016-12")
    parser.add_argument("--from", dest="first", default="2018-01")
    parser.add_argument("--to", default="2021-09")
    parser.add_argument("--total", action="store_true", help="of the three months' total, against past such totals")
    parser.add_argument("--resample", action="store_true")
    parser.add_argument("--plot", type=Path)
    given = parser.parse_args()
    started, data = time.perf_counter(), load(given.file)
    until, origins = data.at(given.until), list(range(data.at(given.first), data.at(given.to) + 1))
    found = evaluate(data, until, origins, target=Target(total=given.total))
    show(found)
    parts(data, found, origins)
    if given.resample:
        resampled(data, found, until, origins)
    if given.plot:
        from kroniek.dynamics.forecasts.pictures import reliability_picture

        reliability_picture(found, given.plot, f"Kroniek · {data.vintage}")
    print(f"# {time.perf_counter() - started:.1f} s; {data.vintage}; seeds are the periods' numbers")

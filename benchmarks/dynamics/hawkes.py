"""The Hawkes process: known branching found again; three Iraqi cities; speed.

    python benchmarks/dynamics/hawkes.py recover             simulated, branching .2, .4, .6 above a moving baseline
    python benchmarks/dynamics/hawkes.py recover --bandwidth 30    the same with a fixed bandwidth
    python benchmarks/dynamics/hawkes.py cities ../shared/data/conflict/iraq_attacks_three_cities.csv
    python benchmarks/dynamics/hawkes.py speed               10,000 and 100,000 events, one core

Published for Iraqi civilian deaths: branching .37 to .50 (Lewis and others 2012). The cities' data have clock times, heaped at
full hours; the hours of the day are taken out (`--clock` of `kroniek fit`), and several seeds show what the random moment
within a minute does.
"""

import argparse
import time
from pathlib import Path
from typing import Any

import numpy as np

from kroniek.dynamics.acts import read
from kroniek.dynamics.background import Background
from kroniek.dynamics.clock import daily_clock
from kroniek.dynamics.hawkes import Hawkes
from kroniek.dynamics.hawkes_fit import Fit, fit, sweep
from kroniek.dynamics.points import Points, points
from kroniek.dynamics.residuals import held_out, residuals
from kroniek.dynamics.simulate import sample
from kroniek.dynamics.tables import duration

DAYS = 1290.0
STEP = 0.25


def moving(kind: str, days: float, rate: float, seed: int) -> Background:
    """A baseline of mean `rate`: a wave of 250 days on a rise, a step up and half down again, or a wandering one (noise
    smoothed over 120 or 60 days), which moves by about e^±0.5 within that time."""
    at = np.arange(int(days / STEP)) * STEP
    if kind == "wave":
        shape = np.exp(0.6 * np.sin(2 * np.pi * at / 250) + at / days)
    elif kind == "steps":
        shape = np.where(at < 0.4 * days, 1.0, np.where(at < 0.7 * days, 3.0, 1.5))
    else:
        window = np.hanning(int(float(kind.split()[1]) / STEP))
        walk = np.convolve(np.random.default_rng(seed).normal(size=len(at)), window, "same")
        shape = np.exp(0.5 * walk / walk.std())
    return Background((rate * shape / shape.mean())[None], STEP, None)


def simulated(branching: float, lag: float, events: int, seed: int, kind: str = "wave", days: float = DAYS) -> Points:
    """About `events` points; `lag`: mean days from an act to those that it brings forth."""
    model = Hawkes(("a",), np.ones(1), np.full((1, 1, 1), branching), np.array([1 / lag]))
    return sample(model, moving(kind, days, events / days * (1 - branching), seed), days, seed=seed)


def recover(seed: int, bandwidth: float, runs: int = 10) -> None:
    print(f"branching found (bandwidth {bandwidth or 'chosen by likelihood'}), one kernel, 7,500 events in {DAYS:g} days, {runs} series each:")
    print("mean, standard deviation, how many within .05")
    print(f"{'mean lag':>9}  {'baseline':12}" + "".join(f"{f'true {n}':>22}" for n in (0.2, 0.4, 0.6)))
    for lag in (0.125, 0.5, 1.0):
        for kind in ("wave", "steps", "wander 120", "wander 60"):
            cells = []
            for branching in (0.2, 0.4, 0.6):
                made = [simulated(branching, lag, 7500, seed + s, kind) for s in range(runs)]
                found = np.array([fit(one, bandwidth=bandwidth, kernels=1, intervals=False).model.radius for one in made])
                near = int((np.abs(found - branching) <= 0.05).sum())
                cells.append(f"{found.mean():.3f} ± {found.std():.3f}, {near:2}")
            print(f"{duration(lag):>9}  {kind:12}" + "".join(f"{cell:>22}" for cell in cells))


def cities(path: Path, seeds: int) -> None:
    acts = read(path)
    for name, part in acts.groupby("place"):
        print(f"{name}: {len(part):,} attacks")
        for seed in range(seeds):
            raw = points(part, by=("place",), seed=seed)
            at = daily_clock(raw).moved(raw)
            found = fit(at)
            kernels = len(found.model.beta)
            check, held = residuals(found.model, at, found.background)[0], held_out(at, kernels=kernels)
            gain = held.hawkes - max(held.poisson, held.poisson_fitted)
            lives = ", ".join(map(duration, found.model.half_lives))
            print(
                f"  seed {seed}: bandwidth {found.background.bandwidth:g} d, branching {found.model.radius:.2f} ({found.low[0, 0]:.2f} to {found.high[0, 0]:.2f}), half-lives {lives}; "
                f"KS {check.distance:.4f}, p = {check.p:.3f}; held out {held.points:,}: {held.hawkes:.4f} against {max(held.poisson, held.poisson_fitted):.4f} ({gain:+.4f})"
            )
            if seed == 0:
                told = [f"{one.bandwidth or 'constant'} {one.radius:.2f}" for one in sweep(at, found.model)]
                print(f"  by bandwidth in days, same kernels: {', '.join(told)}")


def speed(seed: int) -> None:
    print("fit with intervals, above a baseline of 30 days, and with bandwidth and number of kernels chosen; seconds")
    for events in (10_000, 100_000):
        at = simulated(0.4, 0.25, events, seed)
        for title, options in (("30 days, 1 kernel", {"bandwidth": 30.0, "kernels": 1}), ("30 days, 2 kernels", {"bandwidth": 30.0, "kernels": 2}), ("all chosen", {})):
            timed(title, at, options)
    pair = Hawkes(("a", "b"), np.ones(2), np.array([[[0.3], [0.2]], [[0.1], [0.3]]]), np.array([4.0]))
    base = moving("wave", DAYS, 2.2, seed).grid
    at = sample(pair, Background(np.concatenate([base, base[:, ::-1]]), STEP, None), DAYS, seed=seed)
    found = timed("two kinds, 30 days, 2 kernels", at, {"bandwidth": 30.0, "kernels": 2})
    print(f"  branching {found.model.branching.round(2).tolist()}, true [[0.3, 0.2], [0.1, 0.3]]")


def timed(title: str, at: Points, options: dict[str, Any]) -> Fit:
    started = time.perf_counter()
    found = fit(at, **options)
    print(f"{len(at):>8,} events, {title:30} {time.perf_counter() - started:6.2f} s  branching {found.model.radius:.3f}, log L {found.log_likelihood:.1f}")
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=("recover", "cities", "speed"))
    parser.add_argument("file", type=Path, nargs="?")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bandwidth", type=float, default=0.0)
    given = parser.parse_args()
    if given.part == "recover":
        recover(given.seed, given.bandwidth)
    elif given.part == "cities":
        cities(given.file, 3)
    else:
        speed(given.seed)

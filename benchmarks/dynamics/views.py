"""VIEWS protocol: deaths by country and month, January to December of Y from the data to October of Y−1.

    python benchmarks/dynamics/views.py ../shared/data/conflict/ucdp_state_based_deaths_by_country_month.csv
    python benchmarks/dynamics/views.py FILE --learn           weights of the pool, on windows 2000 to 2017 only
    python benchmarks/dynamics/views.py FILE --windows 2022 2023   other windows (the file must reach so far)

Nothing after 2017-12 is learned from: analogues are taken from outcomes up to then, weights from windows up to 2017.
There is no chance in it: draws are quantiles. Columns of the file: country_id, month, deaths.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import pandas as pd

from kroniek.dynamics.backtest import backtest, summaries
from kroniek.dynamics.forecasts.combine import MODELS, Weights, learn, members, pooled
from kroniek.dynamics.forecasts.panel import Panel, panel
from kroniek.dynamics.scores import crps

HORIZONS = range(3, 15)
LEARNED_UNTIL = "2017-12"


def load(path: Path) -> Panel:
    wide = pd.read_csv(path).pivot(index="month", columns="country_id", values="deaths")
    return panel(wide, vintage=path.name)


def show(data: Panel, years: list[int]) -> None:
    started = time.perf_counter()
    origins = [data.at(f"{year - 1}-10") for year in years]
    rows = backtest(data, origins, HORIZONS, models=(*MODELS, "combined"), until=data.at(LEARNED_UNTIL))
    print(f"{'model':15}{'window':>8}{'CRPS':>9}{'log':>8}{'Brier25':>9}{'cover90':>9}{'top unit':>10}{'share':>7}{'CRPS rest':>11}{'log rest':>10}")
    for row in sorted(rows, key=lambda r: r.first):
        s = row.scores
        print(f"{row.model:15}{row.first[:4]:>8}{s.crps:9.3f}{s.log_crps:8.4f}{s.brier:9.4f}{s.coverage:9.1%}{s.top:>10}{s.top_share:7.0%}{s.crps_rest:11.3f}{s.log_crps_rest:10.4f}")
    print(f"\n{'mean':15}{'windows':>8}{'CRPS':>9}{'log':>8}{'Brier25':>9}{'cover90':>9}{'CRPS rest':>11}{'relative':>10}{'better':>8}")
    for s in summaries(rows):
        print(f"{s.model:15}{s.origins:8}{s.crps:9.3f}{s.log_crps:8.4f}{s.brier:9.4f}{s.coverage:9.1%}{s.crps_rest:11.3f}{s.relative:10.3f}{s.better:8}")
    print(f"{time.perf_counter() - started:.1f} s; {data.vintage}")


def learn_weights(data: Panel, years: range) -> Weights:
    """Least mean ratio of CRPS to conflictology's. The CRPS of a pool follows from the members' draws."""
    windows = []
    for year in years:
        origin = data.at(f"{year - 1}-10")
        at = origin + np.array(HORIZONS)
        base = np.nanmean(np.where(data.missing[at], np.nan, crps(MODELS["conflictology"](data, origin, HORIZONS), data.values[at])))
        windows.append((members(data, origin, HORIZONS), data.values[at], data.missing[at], base))

    def loss(weights: Weights) -> float:
        ratios = [np.nanmean(np.where(gone, np.nan, crps(pooled(draws, weights), seen))) / base for draws, seen, gone, base in windows]
        return float(np.mean(ratios))

    found = learn(loss)
    print(f"{found}: mean ratio {loss(found):.4f} on {years.start} to {years.stop - 1}")
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--windows", type=int, nargs="+", default=[2018, 2019, 2020, 2021])
    parser.add_argument("--learn", action="store_true")
    given = parser.parse_args()
    if given.learn:
        learn_weights(load(given.file), range(2000, 2018))
    else:
        show(load(given.file), given.windows)

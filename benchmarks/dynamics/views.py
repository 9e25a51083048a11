"""VIEWS protocol: deaths by country and month, January to December of Y from the data to October of Y−1.

    python benchmarks/dynamics/views.py ../shared/data/conflict/ucdp_state_based_deaths_by_country_month.csv
    python benchmarks/dynamics/views.py FILE --learn           options and shares of the pool, printed as TOML
    python benchmarks/dynamics/views.py FILE --windows 2022 2023   other windows (the file must reach so far)
    python benchmarks/dynamics/views.py FILE --plot calibration.png

`--learn` cuts the data after 2017-12 before anything else, and scores windows 2000 to 2017; its output is what stands in
src/kroniek/knowledge/dynamics/forecast.toml (`--check` compares). Without it, analogues and the Hawkes process are
learned from periods up to 2017-12 only; `--known` lets them learn from all that was known at each origin.
Draws are quantiles, the Hawkes process runs from seed 0. Columns of the file: country_id, month, deaths.
"""

import argparse
import hashlib
import sys
import time
from pathlib import Path

import pandas as pd

from kroniek.dynamics.backtest import Scored, backtest, summaries
from kroniek.dynamics.forecasts.combine import COMBINED, MODELS, default_pool
from kroniek.dynamics.forecasts.learn import as_toml, learn
from kroniek.dynamics.forecasts.panel import Panel, panel

HORIZONS = range(3, 15)
LEARNED_UNTIL = "2017-12"
WINDOWS = range(2000, 2018)


def load(path: Path) -> Panel:
    wide = pd.read_csv(path).pivot(index="month", columns="country_id", values="deaths")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return panel(wide, vintage=f"{path.name}, to {wide.index[-1]}, sha256 {digest}")


def run(data: Panel, years: list[int], *, known: bool) -> list[Scored]:
    origins = [data.at(f"{year - 1}-10") for year in years]
    return backtest(
        data, origins, HORIZONS, models=(*MODELS, COMBINED), until=None if known else data.at(LEARNED_UNTIL)
    )


def show(rows: list[Scored]) -> None:
    print(f"{'model':15}{'window':>8}{'CRPS':>9}{'log':>8}{'Brier25':>9}{'cover90':>9}{'top unit':>10}{'share':>7}{'CRPS rest':>11}{'log rest':>10}")
    for row in sorted(rows, key=lambda r: r.first):
        s = row.scores
        print(f"{row.model:15}{row.first[:4]:>8}{s.crps:9.3f}{s.log_crps:8.4f}{s.brier:9.4f}{s.coverage:9.1%}{s.top:>10}{s.top_share:7.0%}{s.crps_rest:11.3f}{s.log_crps_rest:10.4f}")
    print(f"\n{'mean':15}{'windows':>8}{'CRPS':>9}{'log':>8}{'Brier25':>9}{'cover90':>9}{'CRPS rest':>11}{'log rest':>10}{'relative':>10}{'better':>8}")
    for s in summaries(rows):
        print(f"{s.model:15}{s.origins:8}{s.crps:9.3f}{s.log_crps:8.4f}{s.brier:9.4f}{s.coverage:9.1%}{s.crps_rest:11.3f}{s.log_crps_rest:10.4f}{s.relative:10.3f}{s.better:8}")


def learned(data: Panel) -> str:
    before = data.cut(LEARNED_UNTIL)
    origins = [before.at(f"{year - 1}-10") for year in WINDOWS]
    pool = learn(before, origins, HORIZONS, windows=f"January to December {WINDOWS[0]} to {WINDOWS[-1]}")
    return as_toml(pool)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--windows", type=int, nargs="+", default=[2018, 2019, 2020, 2021])
    parser.add_argument("--learn", action="store_true")
    parser.add_argument("--check", action="store_true", help="exit 1 where the stored pool is not what --learn finds")
    parser.add_argument("--known", action="store_true")
    parser.add_argument("--plot", type=Path)
    given = parser.parse_args()
    started, data = time.perf_counter(), load(given.file)
    if given.learn or given.check:
        found = learned(data)
        print(found)
        if given.check and found != as_toml(default_pool()):
            sys.exit("the stored pool is another")
    else:
        rows = run(data, given.windows, known=given.known)
        show(rows)
        if given.plot:
            from kroniek.dynamics.forecasts.pictures import calibration_picture

            calibration_picture(rows, given.plot, f"Kroniek · {data.vintage}")
    print(f"# {time.perf_counter() - started:.1f} s; {data.vintage}")

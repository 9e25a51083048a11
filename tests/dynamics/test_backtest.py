"""Backtests: which outcomes are scored, the baselines always beside, and what the summary says."""

from __future__ import annotations

import pytest

pytest.importorskip("scoringrules", reason="the extra 'dynamics' is not installed")

from pathlib import Path

import numpy as np
import pandas as pd
from made_panels import made_panel

from kroniek.dynamics.backtest import backtest, last_origins, recently_active, summaries
from kroniek.dynamics.forecasts.panel import panel
from kroniek.errors import InputError

PANEL = made_panel()


def test_the_baselines_are_always_there_and_the_vintage_is_kept() -> None:
    steps = []
    rows = backtest(PANEL, [140, 150], [1, 2], models=["negbin"], done=lambda: steps.append(1))
    assert [row.model for row in rows] == ["conflictology", "faded", "negbin"] * 2
    assert len(steps) == 6
    assert {row.vintage for row in rows} == {"made up"}
    assert (rows[0].issued_on, rows[0].first, rows[0].last) == ("2011-09", "2011-10", "2011-11")


def test_a_level_that_stays_is_forecast_without_error() -> None:
    months = pd.period_range("2000-01", periods=40, freq="M").astype(str)
    still = panel(pd.DataFrame(np.full((40, 3), 7.0), index=months))
    for row in backtest(still, [20, 30], [1, 6], models=["faded"]):
        assert row.scores.crps == pytest.approx(0)
        assert row.scores.coverage == 1


def test_the_summary_compares_with_both_baselines() -> None:
    rows = backtest(PANEL, last_origins(PANEL, 4, [3], step=3), [3])
    conflictology, faded, combined = summaries(rows)
    assert (conflictology.relative, conflictology.better) == (pytest.approx(1), 0)
    assert faded.relative_faded == pytest.approx(1)
    assert combined.relative == pytest.approx(combined.relative_faded * faded.relative)
    assert combined.origins == 4
    assert sum(combined.pit) == pytest.approx(1)
    assert combined.crps == pytest.approx(np.mean([r.scores.crps for r in rows if r.model == "combined"]))


def test_the_last_origins_are_those_with_known_outcomes() -> None:
    assert last_origins(PANEL, 3, [1, 14], step=2) == [161, 163, 165]
    with pytest.raises(InputError, match="at least 182"):
        last_origins(PANEL, 3, [180])


def test_an_origin_without_outcomes_is_refused() -> None:
    with pytest.raises(InputError, match="after the last period"):
        backtest(PANEL, [175], [1, 14])


def test_recently_active_looks_back_twelve_periods() -> None:
    rows = np.zeros((30, 2))
    rows[10, 0], rows[9, 1] = 3, 3
    some = panel(pd.DataFrame(rows, index=pd.period_range("2000-01", periods=30, freq="M").astype(str)))
    assert list(recently_active(some, 21)) == [True, False]


DEATHS = Path(__file__).parents[3] / "shared" / "data" / "conflict" / "ucdp_state_based_deaths_by_country_month.csv"


@pytest.mark.skipif(not DEATHS.exists(), reason="the deaths by country and month are not here")
def test_the_combined_forecast_beats_conflictology_on_the_views_protocol() -> None:
    """Figures in BENCHMARKS.md; options and shares were learned on windows up to 2017."""
    wide = pd.read_csv(DEATHS).pivot(index="month", columns="country_id", values="deaths")
    data = panel(wide, vintage=DEATHS.name)
    origins = [data.at(f"{year - 1}-10") for year in (2018, 2019, 2020, 2021)]
    conflictology, _, combined = summaries(backtest(data, origins, range(3, 15), until=data.at("2017-12")))
    assert conflictology.crps == pytest.approx(30.225, abs=0.01)
    assert combined.better == 4
    assert combined.crps < 28.8
    assert combined.crps_rest < conflictology.crps_rest
    assert combined.log_crps < 0.150
    assert 0.85 < combined.coverage < 0.93

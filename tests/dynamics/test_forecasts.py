"""Forecasts: each model against what it says of itself; nothing of the future is used; the pool and its learning."""

from __future__ import annotations

import pytest

pytest.importorskip("scoringrules", reason="the extra 'dynamics' is not installed")

from dataclasses import replace

import numpy as np
import pandas as pd
from made_panels import made_panel

from kroniek.dynamics.forecasts import hawkes_counts
from kroniek.dynamics.forecasts.combine import (
    BASELINES,
    COMBINED,
    FITTED,
    MODELS,
    default_pool,
    forecast,
    members,
    pooled,
)
from kroniek.dynamics.forecasts.learn import OPTIONS, as_toml, learn, simplex
from kroniek.dynamics.forecasts.panel import Panel, panel, quantiles
from kroniek.dynamics.scores import crps
from kroniek.errors import InputError

PANEL = made_panel()
ORIGIN, HORIZONS = 150, (1, 3, 14)
EVERY = [*MODELS, COMBINED]


@pytest.mark.parametrize("model", EVERY)
def test_draws_are_counts_in_order_and_the_same_each_time(model: str) -> None:
    made = forecast(PANEL, ORIGIN, HORIZONS, model=model)
    assert made.draws.shape[0] == 3
    assert made.draws.shape[2] == 30
    assert (made.draws >= 0).all()
    assert (np.diff(made.draws, axis=1) >= 0).all()
    assert (made.draws == forecast(PANEL, ORIGIN, HORIZONS, model=model).draws).all()
    assert (made.issued_on, made.horizons, made.target, made.vintage) == ("2012-07", HORIZONS, "deaths", "made up")


@pytest.mark.parametrize("model", EVERY)
def test_a_forecast_uses_nothing_after_its_origin(model: str) -> None:
    later = PANEL.values.copy()
    later[ORIGIN + 1 :] = 1e6
    changed = forecast(replace(PANEL, values=later), ORIGIN, HORIZONS, model=model)
    assert (changed.draws == forecast(PANEL, ORIGIN, HORIZONS, model=model).draws).all()


@pytest.mark.parametrize("model", FITTED)
def test_nothing_is_learned_from_after_until(model: str) -> None:
    """Units of which only the later past is changed change no forecast of the others."""
    later = PANEL.values.copy()
    later[101 : ORIGIN + 1, 1:20] *= 50
    first = forecast(PANEL, ORIGIN, HORIZONS, model=model, until=100).draws[:, :, 20:]
    again = forecast(replace(PANEL, values=later), ORIGIN, HORIZONS, model=model, until=100).draws[:, :, 20:]
    assert np.allclose(first.mean(axis=1), again.mean(axis=1), rtol=0.35, atol=3)
    if model == "analogue":
        assert (first == again).all()


@pytest.mark.parametrize("model", EVERY)
def test_a_unit_that_was_always_quiet_is_expected_to_stay_so(model: str) -> None:
    assert forecast(PANEL, ORIGIN, HORIZONS, model=model).draws[:, :, 0].max() <= 1


def test_conflictology_is_the_last_twelve_periods() -> None:
    made = forecast(PANEL, ORIGIN, HORIZONS, model="conflictology")
    assert (made.draws[1] == np.sort(PANEL.values[ORIGIN - 11 : ORIGIN + 1], axis=0)).all()


def test_the_faded_baseline_forgets_by_halves() -> None:
    rows = np.zeros((40, 1))
    rows[-6:] = 100
    some = panel(pd.DataFrame(rows, index=[f"{2000 + n // 12}-{n % 12 + 1:02}" for n in range(40)]))
    made = forecast(some, 39, [1], model="faded")
    assert made.chance(100)[0, 0] == pytest.approx(0.5, abs=0.02)


def test_the_hawkes_process_is_recovered_from_its_own_runs() -> None:
    true = hawkes_counts.CountModel(0.5, 1.0, (0.3, 0.3, 0.1, 0.0), (0.5, 0.1, 0.0), 0)
    begin = panel(pd.DataFrame(np.full((3, 40), 5.0), index=["1980-01", "1980-02", "1980-03"]))
    run = hawkes_counts.simulate(true, begin, 2, 400, paths=1, seed=2)[:, 0]
    months = pd.period_range("1980-01", periods=400, freq="M").astype(str)
    found = hawkes_counts.fit(panel(pd.DataFrame(run, index=months)), 399)
    assert sum(found.branching) == pytest.approx(0.7, abs=0.06)
    level = 8.0
    assert np.exp(found.dispersion[0]) * level ** found.dispersion[1] == pytest.approx(np.exp(0.5) * level**0.1, rel=0.25)


def test_the_hawkes_process_cannot_explode() -> None:
    growing = np.exp(np.linspace(0, 12, 200))[:, None] * np.ones((1, 10))
    months = pd.period_range("1990-01", periods=200, freq="M").astype(str)
    assert sum(hawkes_counts.fit(panel(pd.DataFrame(growing.round(), index=months)), 199).branching) < 1


def test_a_short_panel_is_forecast_without_what_must_be_fitted() -> None:
    short = made_panel(periods=20, units=2)
    assert set(members(short, 19, [1, 2], pool=default_pool())) == {m.name for m in default_pool().member} - set(FITTED)
    assert forecast(short, 19, [1, 2]).draws.shape == (2, 200, 2)
    for model in FITTED:
        with pytest.raises(InputError, match="longer panel"):
            forecast(short, 19, [1], model=model)


def test_the_pool_of_one_is_itself_and_of_two_lies_between() -> None:
    low, high = np.full((1, 200, 1), 2.0), np.full((1, 200, 1), 8.0)
    assert (pooled({"a": low}, {"a": 1.0}) == low).all()
    both = pooled({"a": low, "b": high}, {"a": 0.25, "b": 0.75})
    assert (both == 8).mean() == pytest.approx(0.75)


def test_the_shares_that_learning_finds_are_the_best_on_a_grid() -> None:
    """The quadratic form that is minimised is the CRPS of the pooled draws."""
    origins = [100, 120, 140]
    found = learn(PANEL, origins, HORIZONS, windows="made up")
    assert [m.name for m in found.member] == list(OPTIONS)
    assert sum(found.shares().values()) == pytest.approx(1)
    assert found.until == PANEL.periods[-1]

    def loss(shares: dict[str, float]) -> float:
        total = []
        for o in origins:
            seen, base = PANEL.values[[o + h for h in HORIZONS]], forecast(PANEL, o, HORIZONS, model=BASELINES[0]).draws
            draws = pooled({n: d for n, d in by_origin[o].items() if shares[n] > 0}, shares)
            for change in (lambda x: x, np.log1p):
                total.append(crps(change(draws), change(seen)).mean() / crps(change(base), change(seen)).mean())
        return float(np.mean(total))

    even = replace(found, member=tuple(replace(m, share=0.25) for m in found.member))
    by_origin = {o: members(PANEL, o, HORIZONS, pool=even) for o in origins}
    best = loss(found.shares())
    for name in OPTIONS:
        assert best <= loss({n: float(n == name) for n in OPTIONS}) + 0.002
    assert best <= loss(even.shares()) + 0.002


def test_shares_add_up_when_rounded() -> None:
    shares = simplex(np.array([1.0, 1.0, 1.0]), np.eye(3) * -0.1 + 0.2)
    assert sum(shares) == pytest.approx(1)
    assert min(shares) >= 0


def test_the_stored_pool_is_whole_and_learned_on_nothing_after_2017() -> None:
    pool = default_pool()
    assert sum(pool.shares().values()) == pytest.approx(1)
    assert {m.name for m in pool.member} == set(OPTIONS)
    assert pool.until <= "2017-12"
    assert 'until = "2017-12"' in as_toml(pool)


def test_quantiles_of_a_weighted_sample() -> None:
    values = np.array([[5.0, 1.0], [1.0, 3.0]])
    found = quantiles(values, np.array([0.25, 0.75]), 8)
    assert list(found[:, 0]) == [1.0] * 6 + [5.0] * 2
    assert list(found[:, 1]) == [1.0] * 2 + [3.0] * 6


@pytest.mark.parametrize(
    ("periods", "step", "after"),
    [
        (("2021-11", "2021-12"), "month", "2022-02"),
        (("2021-12-30", "2021-12-31"), "day", "2022-01-02"),
        (("2021-12-20", "2021-12-27"), "week", "2022-01-10"),
        (("2020-01-01", "2021-01-01"), "year", "2023-01-01"),
        (("2021-07-01", "2021-10-01"), "quarter", "2022-04-01"),
    ],
)
def test_periods_that_are_still_to_come_have_a_name(periods: tuple[str, ...], step: str, after: str) -> None:
    some = panel(pd.DataFrame(np.ones((2, 1)), index=list(periods)))
    assert (some.step(), some.label(3), some.label(0)) == (step, after, periods[0])


def test_a_forecast_as_a_frame_has_one_row_a_draw() -> None:
    frame = forecast(PANEL, ORIGIN, [1, 2], model="conflictology").frame()
    assert list(frame.columns) == ["issued_on", "horizon", "unit", "target", "model", "draw", "value", "vintage"]
    assert len(frame) == 2 * 12 * 30
    some = frame[(frame["unit"] == "u5") & (frame["horizon"] == 2)]["value"]
    assert list(some) == sorted(PANEL.values[ORIGIN - 11 : ORIGIN + 1, 5])


def test_a_cut_panel_ends_where_it_is_cut() -> None:
    cut = PANEL.cut("2005-06")
    assert (cut.periods[-1], cut.values.shape) == ("2005-06", (66, 30))


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (pd.DataFrame({"a": [1, -2]}, index=["2020-01", "2020-02"]), "not below 0"),
        (pd.DataFrame({"a": [1, np.inf]}, index=["2020-01", "2020-02"]), "finite"),
        (pd.DataFrame({"a": ["x", "y"]}, index=["2020-01", "2020-02"]), "one column of counts a unit"),
        (pd.DataFrame({"a": [1, 2]}, index=["2020-02", "2020-01"]), "ascend"),
        (pd.DataFrame({"a": [1, 2]}, index=["2020-01", "2020-01"]), "ascend"),
        (pd.DataFrame(), "no period or no unit"),
    ],
)
def test_a_frame_that_is_no_panel_is_refused(frame: pd.DataFrame, words: str) -> None:
    with pytest.raises(InputError, match=words):
        panel(frame)


@pytest.mark.parametrize(
    ("model", "origin", "horizons", "words"),
    [
        ("conflictologi", 20, [1], "did you mean 'conflictology'"),
        (COMBINED, 0, [1], "at least 2 known periods"),
        (COMBINED, 500, [1], "at least 2 known periods"),
        (COMBINED, 20, [], "at least one"),
        (COMBINED, 20, [0], "1 is the period after"),
    ],
)
def test_what_cannot_be_forecast_is_refused(model: str, origin: int, horizons: list[int], words: str) -> None:
    with pytest.raises(InputError, match=words):
        forecast(PANEL, origin, horizons, model=model)


def test_uneven_periods_have_no_step() -> None:
    some: Panel = panel(pd.DataFrame(np.ones((3, 1)), index=["2020-01-01", "2020-01-02", "2020-03-09"]))
    with pytest.raises(InputError, match="equal days"):
        some.step()

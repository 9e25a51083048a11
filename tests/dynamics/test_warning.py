"""Early warning: the target by hand, nothing of the future learned, chances that are honest, scores by hand."""

from __future__ import annotations

import pytest

pytest.importorskip("scoringrules", reason="the extra 'dynamics' is not installed")

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from made_panels import made_panel
from scipy.stats import norm
from typer.testing import CliRunner

from kroniek.cli import app
from kroniek.dynamics.forecasts.panel import Panel, panel
from kroniek.dynamics.warning import (
    FEATURES,
    NOISE,
    Model,
    Target,
    bar,
    levels,
    logistic,
    outcomes,
    redrawn,
    train,
    warn,
)
from kroniek.dynamics.warning_scores import OWN, PEERS, average_precision, evaluate, isotonic, reliability
from kroniek.errors import InputError

TARGET = Target(at_least=20, ahead=3, past=12)
PANEL = made_panel(periods=220, units=60)
UNTIL = 150


@cache
def model() -> Model:
    return train(PANEL, UNTIL, target=TARGET)


def of(*counts: float) -> Panel:
    months = pd.period_range("2000-01", periods=len(counts), freq="M").astype(str)
    return panel(pd.DataFrame({"a": counts}, index=months))


@pytest.mark.parametrize(
    ("counts", "came"),
    [
        ([0, 0, 0, 0, 150, 0], [0, 1, 1]),
        ([0, 0, 0, 0, 99, 0], [0, 0, 0]),
        ([0, 0, 0, 0, 100, 0], [0, 1, 1]),
        ([150, 0, 0, 0, 150, 0], [0, 0, 0]),
        ([150, 0, 0, 0, 151, 0], [0, 1, 1]),
        ([0, 110, 120, 0, 0, 0], [1, 1, 0]),
    ],
)
def test_the_target_is_a_level_and_a_maximum_within_three_periods(counts: list[float], came: list[float]) -> None:
    found = outcomes(of(*counts), Target())[:, 0]
    assert list(found[:3]) == came
    assert np.isnan(found[3:]).all()


def test_a_maximum_is_forgotten_after_the_past_is_over() -> None:
    counts = [500, *[0] * 11, 200, 0, 0]
    found = outcomes(of(*counts), Target())[:, 0]
    assert (found[10], found[11]) == (0, 0)
    assert outcomes(of(500, *[0] * 12, 200, 0, 0), Target())[12, 0] == 1


def test_where_a_count_is_missing_the_outcome_is_not_known() -> None:
    assert np.isnan(outcomes(of(0, 0, float("nan"), 0, 0, 0), Target())[0, 0])


def test_nothing_after_until_is_learned_from() -> None:
    later = PANEL.values.copy()
    later[UNTIL + 1 :] = 777
    again = train(replace(PANEL, values=later), UNTIL, target=TARGET)
    assert again.weights == pytest.approx(model().weights, rel=1e-6)
    assert (again.process, again.events, again.until) == (model().process, model().events, PANEL.periods[UNTIL])


def test_a_warning_uses_nothing_after_its_origin() -> None:
    later = PANEL.values.copy()
    later[181:] = 777
    first, again = warn(PANEL, 180, model()), warn(replace(PANEL, values=later), 180, model())
    assert np.allclose(first.chance, again.chance, rtol=1e-9)


def test_reasons_add_up_to_the_chance() -> None:
    found = warn(PANEL, 180, model())
    assert found.because.shape == (len(FEATURES), 60)
    logit = np.log(found.chance / (1 - found.chance))
    assert np.allclose(model().intercept + found.because.sum(axis=0), logit)
    assert ((found.chance > 0) & (found.chance < 1)).all()
    assert (found.bar >= 20).all()


def test_of_the_quiet_unit_there_is_hardly_a_warning() -> None:
    chance = warn(PANEL, 180, model()).chance
    assert chance[0] < 0.02 < np.median(chance)


def test_warnings_are_honest_and_better_than_their_peers_on_made_up_wars() -> None:
    found = evaluate(PANEL, UNTIL, list(range(152, 216)), target=TARGET)
    assert [s.model for s in found.scores] == [OWN, *PEERS]
    own, *others = found.scores
    assert own.brier < min(s.brier for s in others) * 1.02
    assert own.precision > others[1].precision
    said = sum(one.chance * one.cells for one in found.reliability)
    assert said == pytest.approx(own.events, rel=0.4)
    assert (found.first, found.last, found.vintage) == (PANEL.periods[152], PANEL.periods[215], "made up")


def test_the_bar_is_above_the_past_and_at_the_level() -> None:
    some = of(0, 300, 40, 0, 7)
    assert bar(some, 4, Target())[0] == 301
    assert bar(some, 4, Target(past=3))[0] == 100


def test_redrawing_the_past_reaches_a_level_that_was_common_and_never_from_nothing() -> None:
    busy, quiet = of(*[100.0] * 40), of(*[0.0] * 40)
    above = 1 - norm.cdf(np.log(101 / 100) / NOISE)
    assert redrawn(busy, 39, Target(ahead=1))[0] == pytest.approx(above)
    assert redrawn(busy, 39, Target(ahead=3))[0] == pytest.approx(1 - (1 - above) ** 3)
    assert redrawn(quiet, 39, Target())[0] == 0


@pytest.mark.parametrize(
    ("counts", "came"),
    [
        ([0, 0, 0, 40, 40, 20], [0, 0, 1]),
        ([0, 0, 0, 40, 40, 19], [0, 0, 0]),
        ([150, 0, 0, 50, 50, 50], [0, 0, 0]),
        ([150, 0, 0, 50, 50, 51], [0, 0, 1]),
    ],
)
def test_the_target_of_totals(counts: list[float], came: list[float]) -> None:
    assert list(outcomes(of(*counts), Target(total=True))[:3, 0]) == came


def test_totals_end_at_their_period() -> None:
    some = of(1, 2, 4, 8, 16)
    assert list(levels(some, 4, Target(total=True), 4)[:, 0]) == [3, 7, 14, 28]
    assert list(levels(some, 4, Target(total=True), 12)[:, 0]) == [1, 3, 7, 14, 28]
    assert list(levels(some, 4, Target(), 2)[:, 0]) == [8, 16]


def test_warnings_of_totals_are_learned_alike() -> None:
    found = evaluate(PANEL, UNTIL, list(range(160, 216)), target=replace(TARGET, at_least=50, total=True))
    own, *others = found.scores
    assert own.brier < min(s.brier for s in others) * 1.05


@pytest.mark.parametrize(
    ("chance", "came", "precision"),
    [
        ([0.9, 0.8, 0.1], [1, 1, 0], 1.0),
        ([0.9, 0.8, 0.1], [0, 1, 0], 0.5),
        ([0.9, 0.8, 0.7], [1, 0, 1], (1 + 2 / 3) / 2),
        ([0.5, 0.5, 0.5, 0.5], [1, 0, 0, 0], 0.25),
        ([0.5, 0.5, 0.1], [0, 1, 1], 0.5 * 0.5 + 0.5 * 2 / 3),
    ],
)
def test_average_precision_by_hand(chance: list[float], came: list[float], precision: float) -> None:
    assert average_precision(np.array(chance), np.array(came, float)) == pytest.approx(precision)


def test_average_precision_of_nothing_is_unknown() -> None:
    assert np.isnan(average_precision(np.array([0.2, 0.1]), np.zeros(2)))


def test_isotonic_chances_never_fall_and_keep_the_mean() -> None:
    rng = np.random.default_rng(0)
    known = rng.integers(0, 30, 2000).astype(float)
    came = (rng.random(2000) < known / 60).astype(float)
    found = isotonic(known, came, known)
    order = np.argsort(known)
    assert (np.diff(found[order]) >= -1e-12).all()
    assert found.mean() == pytest.approx(came.mean())


def test_the_ridge_draws_weights_to_nought() -> None:
    rng = np.random.default_rng(0)
    cells = rng.normal(size=(3000, 2))
    came = (rng.random(3000) < 1 / (1 + np.exp(1 - 2 * cells[:, 0]))).astype(float)
    free, tight = (logistic(cells, came, ridge=ridge) for ridge in (0.0, 1.0))
    assert free == pytest.approx([-1, 2, 0], abs=0.2)
    assert abs(tight[1]) < 0.3 * free[1]


def test_reliability_sets_what_was_said_beside_what_came() -> None:
    found = reliability(np.array([0.05, 0.05, 0.6, 1.0]), np.array([0.0, 1.0, 1.0, 1.0]))
    assert [(one.cells, one.came) for one in found] == [(2, 0.5), (2, 1.0)]


def test_too_few_events_teach_nothing() -> None:
    with pytest.raises(InputError, match="at least 20"):
        train(PANEL, UNTIL, target=Target(at_least=10_000))


def test_origins_before_the_end_of_learning_are_refused() -> None:
    for origins in ([140], [219], []):
        with pytest.raises(InputError, match="known periods after them"):
            evaluate(PANEL, UNTIL, origins, target=TARGET)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The made-up panel as a table of acts, one row a unit and month."""
    rows = [(m, u, v) for m, row in zip(PANEL.periods, PANEL.values, strict=True) for u, v in zip(PANEL.units, row, strict=True)]
    path = tmp_path_factory.mktemp("warning") / "deaths.csv"
    pd.DataFrame(rows, columns=["month", "country", "deaths"]).to_csv(path, index=False)
    return str(path)


def run(*arguments: str) -> Any:
    return CliRunner(env={"COLUMNS": "200", "KRONIEK_CHRONICLE": ""}).invoke(app, ["warning", *arguments])


def test_the_command_prints_chances_reasons_and_how_good_they_were(table: str, tmp_path: Path) -> None:
    drawn = tmp_path / "reliability.png"
    done = run(table, "--at-least", "20", "--most", "5", "--check", "40", "--plot", str(drawn))
    assert done.exit_code == 0, done.output
    for words in ("speaks for it most", "average precision", "last value", "Was the chance honest?", "learned to 2018-04"):
        assert words in done.output
    assert drawn.stat().st_size > 10_000


def test_the_command_as_json_and_csv_holds_every_active_unit(table: str) -> None:
    found = json.loads(run(table, "--at-least", "20", "--check", "0", "--format", "json").stdout)
    active = {unit for unit, counts in zip(PANEL.units, PANEL.values.T, strict=True) if counts.any()}
    assert {one["unit"] for one in found["warnings"]} >= active
    assert found["past"] is None
    assert found["vintage"].startswith("deaths.csv")
    lines = run(table, "--at-least", "20", "--check", "0", "--format", "csv").stdout.splitlines()
    assert lines[0].split(",")[:4] == ["issued_on", "unit", "chance", "to_reach"]
    assert len(lines) == len(found["warnings"]) + 1


def test_the_command_says_when_there_is_too_little_to_learn_from(table: str) -> None:
    done = run(table, "--at-least", "100000")
    assert isinstance(done.exception, InputError)
    assert "at least 20 are wanted" in str(done.exception)

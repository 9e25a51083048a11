"""Scores against closed forms and against draws of which it is known how good they are."""

from __future__ import annotations

import pytest

pytest.importorskip("scoringrules", reason="the extra 'dynamics' is not installed")

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom, norm

from kroniek.dynamics.scores import crps, pit, score

NUMBERS = st.floats(-50, 50)


def in_shape(draws: list[float]) -> np.ndarray:
    return np.array(draws, dtype=float)[None, :, None]


@given(NUMBERS, st.floats(0.1, 20), NUMBERS)
@settings(max_examples=60, deadline=None)
def test_crps_of_a_normal_is_the_closed_form(mean: float, sigma: float, seen: float) -> None:
    draws = norm.ppf((np.arange(4000) + 0.5) / 4000, mean, sigma)
    z = (seen - mean) / sigma
    exact = sigma * (z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / np.sqrt(np.pi))
    assert crps(in_shape(list(draws)), np.array([[seen]]))[0, 0] == pytest.approx(exact, abs=0.003 * sigma)


@given(st.lists(st.integers(0, 500), min_size=1, max_size=30), st.integers(0, 500))
@settings(max_examples=100, deadline=None)
def test_crps_is_the_energy_form_in_any_order(draws: list[int], seen: int) -> None:
    x = np.array(draws, dtype=float)
    energy = np.abs(x - seen).mean() - np.abs(x[:, None] - x).mean() / 2
    assert crps(in_shape(draws), np.array([[float(seen)]]))[0, 0] == pytest.approx(energy, abs=1e-6)
    assert crps(in_shape(draws[::-1]), np.array([[float(seen)]]))[0, 0] == pytest.approx(energy, abs=1e-6)


def test_crps_of_one_draw_is_the_absolute_error() -> None:
    assert crps(in_shape([7]), np.array([[3.0]]))[0, 0] == pytest.approx(4)


def calibrated(cells: int = 3000) -> tuple[np.ndarray, np.ndarray]:
    """Draws (1, 200, cells) of negative binomials and outcomes from the same."""
    rng = np.random.default_rng(3)
    size, chance = rng.uniform(0.5, 5, cells), rng.uniform(0.02, 0.3, cells)
    levels = (np.arange(200) + 0.5) / 200
    return nbinom.ppf(levels[:, None], size, chance)[None], rng.negative_binomial(size, chance)[None].astype(float)


def test_pit_is_flat_on_calibrated_draws() -> None:
    bins = pit(*calibrated())
    assert sum(bins) == pytest.approx(1)
    assert max(abs(b - 0.1) for b in bins) < 0.02


def test_pit_tells_a_forecast_that_is_too_sure_from_one_that_is_too_low() -> None:
    draws, seen = calibrated()
    middle = np.median(draws, axis=1, keepdims=True)
    sure = pit(middle + 0.3 * (draws - middle), seen)
    assert sure[0] + sure[-1] > 0.4
    low = pit(draws * 0.5, seen)
    assert low[-1] > 0.2 > low[0]


def test_coverage_of_calibrated_draws_is_near_its_name() -> None:
    draws, seen = calibrated()
    cells = seen.shape[1]
    found = score(draws, seen, np.zeros((1, cells), bool), np.ones(cells, bool), tuple(map(str, range(cells))))
    assert found.coverage == pytest.approx(0.92, abs=0.025)
    assert found.active == found.cells == cells


def test_scores_by_hand_with_and_without_the_top_unit() -> None:
    draws = np.array([[[0.0, 10.0, 30.0], [2.0, 10.0, 10.0]]])
    seen = np.array([[1.0, 110.0, 5.0]])
    found = score(draws, seen, np.zeros((1, 3), bool), np.array([True, True, False]), ("a", "b", "c"))
    by_cell = [1 - 0.5, 100.0, 15 - 5.0]
    assert found.crps == pytest.approx(np.mean(by_cell))
    assert (found.top, found.top_share) == ("b", pytest.approx(100 / 110.5))
    assert found.crps_rest == pytest.approx((0.5 + 10) / 2)
    assert found.brier == pytest.approx((0 + 1 + 0.25) / 3)
    assert found.coverage == pytest.approx(0.5)
    assert found.log_crps > found.log_crps_rest > 0


def test_missing_cells_count_nowhere() -> None:
    draws, seen = np.zeros((2, 3, 2)), np.array([[0.0, 900.0], [0.0, 4.0]])
    missing = np.array([[False, True], [False, False]])
    found = score(draws, seen, missing, np.array([True, True]), ("a", "b"))
    assert (found.cells, found.crps) == (3, pytest.approx(4 / 3))
    assert found.coverage == pytest.approx(2 / 3)


def test_without_active_units_coverage_says_nothing() -> None:
    found = score(np.zeros((1, 2, 1)), np.zeros((1, 1)), np.zeros((1, 1), bool), np.array([False]), ("a",))
    assert np.isnan(found.coverage)
    assert found.active == 0

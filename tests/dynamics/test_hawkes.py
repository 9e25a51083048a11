"""The Hawkes process: likelihood and gradient against their definitions, and known branching found again."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("scipy", reason="the extra 'dynamics' is not installed")

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import check_grad

from kroniek.dynamics.background import Background, hollow_kernel, slow, trailing
from kroniek.dynamics.clock import daily_clock
from kroniek.dynamics.hawkes import Hawkes, gradient, log_likelihood, weights
from kroniek.dynamics.hawkes_fit import fit, fit_trailing, sweep
from kroniek.dynamics.points import Points
from kroniek.dynamics.recurrence import recurrence
from kroniek.dynamics.residuals import held_out, residuals
from kroniek.dynamics.simulate import sample
from kroniek.errors import InputError

ALPHA = np.array([[[0.2, 0.1], [0.1, 0.0]], [[0.3, 0.0], [0.0, 0.1]]])
MODEL = Hawkes(("A>B", "B>A"), np.array([1.0, 0.5]), ALPHA, np.array([5.0, 0.2]), 0.3)


def made(n: int = 40, seed: int = 0) -> Points:
    rng = np.random.default_rng(seed)
    return Points(np.sort(rng.random(n) * 30), rng.integers(0, 2, n), rng.poisson(2, n).astype(float), MODEL.names, 30.0)


def constant(points: Points) -> Background:
    return Background(np.array([[0.8] * 300, [0.4] * 300]), 0.1, None)


def naive(model: Hawkes, points: Points, background: Background, since: float) -> float:
    """The log-likelihood as it is defined, pair by pair."""
    g, total = weights(points, model.power), 0.0
    for k, (t, i) in enumerate(zip(points.times, points.kinds, strict=True)):
        if t >= since:
            rate = model.level[i] * background.grid[i, 0]
            for past in range(k):
                rate += g[past] * (model.alpha[i, points.kinds[past]] * model.beta * np.exp(-model.beta * (t - points.times[past]))).sum()
            total += np.log(rate)
        sent = model.alpha[:, i].sum(axis=0)
        total -= g[k] * (sent * (np.exp(-model.beta * max(since - t, 0)) - np.exp(-model.beta * (points.end - t)))).sum()
    return float(total - (model.level * background.grid[:, 0]).sum() * (points.end - since))


@pytest.mark.parametrize("since", [0.0, 10.0])
def test_likelihood_is_that_of_the_definition(since: float) -> None:
    points = made()
    assert log_likelihood(MODEL, points, constant(points), since=since) == pytest.approx(naive(MODEL, points, constant(points), since))


@pytest.mark.parametrize("since", [0.0, 10.0])
def test_gradient_is_that_of_the_likelihood(since: float) -> None:
    points = made()
    background = constant(points)
    shape, mass = background.at(points), background.mass(since, points.end)

    def model(v: Any) -> Hawkes:
        return Hawkes(MODEL.names, v[:2], v[2:10].reshape(2, 2, 2), np.exp(v[10:12]), float(v[12]))

    def value(v: Any) -> float:
        return gradient(model(v), points, shape, mass, since)[0]

    def slope(v: Any) -> Any:
        level, alpha, beta, power = gradient(model(v), points, shape, mass, since)[1]
        return np.concatenate([level, alpha.ravel(), beta, [power]])

    start = np.concatenate([MODEL.level, ALPHA.ravel() + 0.05, np.log(MODEL.beta), [MODEL.power]])
    assert check_grad(value, slope, start) < 1e-3 * np.abs(slope(start)).max()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(-5, 5)), min_size=1, max_size=70))
def test_recurrence_is_the_loop(rows: list[tuple[float, float]]) -> None:
    memory, inputs = (np.array(column) for column in zip(*rows, strict=True))
    h, expected = 0.0, []
    for a, b in rows:
        h = a * h + b if expected else b
        expected.append(h)
    assert recurrence(memory, inputs) == pytest.approx(np.array(expected), abs=1e-9)


@pytest.mark.parametrize("branching", [0.2, 0.4, 0.6])
def test_known_branching_is_found_above_a_moving_baseline(branching: float) -> None:
    days, step = 700.0, 0.5
    at = np.arange(int(days / step)) * step
    baseline = Background(10 * (1 - branching) * (1 + 0.7 * np.sin(2 * np.pi * at / 240))[None], step, None)
    truth = Hawkes(("a",), np.ones(1), np.full((1, 1, 1), branching), np.array([4.0]))
    found = [fit(sample(truth, baseline, days, seed=s), kernels=1, bandwidth=30, intervals=s == 0) for s in range(2)]
    assert np.mean([one.model.radius for one in found]) == pytest.approx(branching, abs=0.05)
    assert found[0].low[0, 0] < found[0].model.radius < found[0].high[0, 0]


def test_residuals_tell_the_true_model_from_a_wrong_one() -> None:
    flat = Background(np.full((1, 400), 3.0), 1.0, None)
    truth = Hawkes(("a",), np.ones(1), np.full((1, 1, 1), 0.5), np.array([8.0]))
    points = sample(truth, flat, 400, seed=3)
    assert residuals(truth, points, flat)[0].p > 0.01
    poisson = Hawkes(("a",), np.array([2.0]), np.zeros((1, 1, 1)), np.array([8.0]))
    assert residuals(poisson, points, flat)[0].p < 1e-6
    held = held_out(points)
    assert held.hawkes > max(held.poisson, held.poisson_fitted)


def test_sweep_marks_and_trailing() -> None:
    points = sample(Hawkes(("a", "b"), np.ones(2), 0.5 * ALPHA, MODEL.beta), Background(np.full((2, 300), 1.5), 1.0, None), 300, seed=2)
    one = fit(points, kernels=2, marked=True)
    steps: list[int] = []
    swept = sweep(points, one.model, bandwidths=(30.0, None), done=lambda: steps.append(1))
    assert len(swept) == len(steps) == 2
    assert swept[1].bandwidth is None
    assert one.model.beta[0] > one.model.beta[1]
    assert 0 < fit_trailing(points).model.radius < 1


def test_few_points_are_told() -> None:
    points = Points(np.array([1.0, 2.0]), np.zeros(2, int), np.zeros(2), ("a",), 10.0)
    with pytest.raises(InputError, match="at least 3"):
        fit(points)
    few = Points(np.arange(1.0, 30.0), np.zeros(29, int), np.zeros(29), ("a",), 40.0)
    assert any("guesses" in reason for reason in fit(few, kernels=1).cannot)


def test_backgrounds_keep_the_mass() -> None:
    points = made(200)
    for bandwidth in (5.0, None):
        assert slow(points, bandwidth, hole=0.5).mass(0, 30) == pytest.approx(np.bincount(points.kinds), rel=1e-6)
    kernel = hollow_kernel(10, 2, 0.1)
    assert kernel.sum() == pytest.approx(1)
    assert kernel[len(kernel) // 2] == 0
    assert trailing(points, 7).grid.min() > 0


def test_the_clock_keeps_days() -> None:
    rng = np.random.default_rng(0)
    times = np.sort(rng.integers(0, 60, 800) + rng.beta(8, 3, 800))
    points = Points(times, np.zeros(800, int), np.zeros(800), ("a",), 60.0)
    clock = daily_clock(points)
    moved = clock.moved(points)
    assert np.floor(moved.times).tolist() == np.floor(times).tolist()
    assert np.histogram(moved.times % 1, 4)[0].std() < np.histogram(times % 1, 4)[0].std() / 3
    assert clock.gain(points) > 0

"""Simulation agrees with what is known of the process in closed form."""

from __future__ import annotations

import pytest

pytest.importorskip("scipy", reason="the extra 'dynamics' is not installed")

import numpy as np

from kroniek.dynamics.background import Background
from kroniek.dynamics.hawkes import Hawkes
from kroniek.dynamics.points import Points
from kroniek.dynamics.simulate import descent, family, forward, sample
from kroniek.errors import InputError

ALPHA = np.array([[[0.2, 0.1], [0.1, 0.0]], [[0.3, 0.0], [0.0, 0.1]]])
MODEL = Hawkes(("A>B", "B>A"), np.ones(2), ALPHA, np.array([5.0, 0.5]))
PAST = Points(np.array([9.0, 9.5]), np.array([0, 1]), np.array([1.0, 0.0]), MODEL.names, 10.0)
BASE = np.array([1.0, 0.5])


def test_forward_reaches_the_stationary_rate() -> None:
    made = forward(MODEL, PAST, BASE, days=60, runs=400, seed=1)
    rate = made.counts(np.array([30.0, 60.0])).mean(axis=0)[0] / 30
    assert rate == pytest.approx(np.linalg.solve(np.eye(2) - MODEL.branching, BASE), rel=0.05)
    assert made.times.max() < 60
    assert set(np.unique(made.marks[made.kinds == 0])) == {1.0}


def test_a_family_has_the_size_of_the_geometric_series() -> None:
    made = family(MODEL, PAST, 0, days=200, runs=4000, seed=1)
    size = made.counts(np.array([0.0, 200.0])).mean(axis=0)[0]
    assert size == pytest.approx(np.linalg.inv(np.eye(2) - MODEL.branching)[:, 0] - [1, 0], abs=0.05)


def test_sample_has_the_mean_of_the_process() -> None:
    background = Background(np.tile(BASE[:, None], (1, 400)), 1.0, None)
    counts = np.mean([np.bincount(sample(MODEL, background, 400, seed=s).kinds) for s in range(15)], axis=0)
    assert counts / 400 == pytest.approx(np.linalg.solve(np.eye(2) - MODEL.branching, BASE), rel=0.06)


def test_descent_is_a_chance_and_sums_to_the_excited_acts() -> None:
    background = Background(np.tile(BASE[:, None], (1, 100)), 1.0, None)
    points = sample(MODEL, background, 100, seed=4)
    chances = np.array([descent(MODEL, points, background, k) for k in range(len(points))])
    assert ((chances >= 0) & (chances <= 1 + 1e-9)).all()
    assert (np.triu(np.ones_like(chances)) >= (chances > 0)).all()
    assert np.diag(chances) == pytest.approx(1)


def test_one_run_follows_its_seed() -> None:
    one, same, other = (forward(MODEL, PAST, BASE, days=5, runs=20, seed=s) for s in (1, 1, 2))
    assert one.times.tolist() == same.times.tolist() != other.times.tolist()


def test_explosion_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kroniek.dynamics.simulate.MOST", 2000)
    wild = Hawkes(MODEL.names, MODEL.level, 6 * ALPHA, MODEL.beta)
    with pytest.raises(InputError, match="branching ratio"):
        forward(wild, PAST, BASE, days=60, runs=50)
    with pytest.raises(InputError, match="branching ratio"):
        family(wild, PAST, 0, days=60, runs=50)


def test_nothing_happens_without_rate() -> None:
    silent = Hawkes(MODEL.names, MODEL.level, 0 * ALPHA, MODEL.beta)
    assert len(forward(silent, PAST, 0 * BASE, days=10, runs=20).times) == 0
    assert len(family(silent, PAST, 0, days=10, runs=20).times) == 0

"""The test for answers finds answers that are there, and stays silent where both sides only share a slow baseline."""

from __future__ import annotations

import pytest

pytest.importorskip("scipy", reason="the extra 'dynamics' is not installed")

import numpy as np

from kroniek.dynamics.answers import answers, local_resample, shuffle
from kroniek.dynamics.baseline import smooth, trailing
from kroniek.dynamics.false_alarms import both, false_alarms
from kroniek.errors import InputError

DAYS = 900


def series(seed: int, *, answer: float = 0.0, delay: int = 3) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[valid-type]
    """Two counts above one slow wave; the second answers the first with mean `answer` after `delay` days."""
    rng = np.random.default_rng(seed)
    level = 0.5 * np.exp(np.sin(np.arange(DAYS) / 70))
    x = rng.poisson(level).astype(float)
    extra = np.concatenate([np.zeros(delay), x[:-delay]])
    return x, rng.poisson(0.7 * level + answer * extra).astype(float)


def test_an_answer_is_found() -> None:
    x, y = series(1, answer=0.8)
    found = answers(x, y, placebos=199, seed=1)
    assert found.found
    assert found.p <= 0.01
    assert found.extra[2] > found.extra_high[2]
    assert found.extra[1] < found.extra[2]


def test_a_shared_baseline_is_no_answer() -> None:
    x, y = series(2)
    assert answers(x, y, placebos=199, seed=1).found is False
    quiet = both(x, y, runs=20, seed=1)
    assert quiet.alarms <= 1


def test_false_alarms_count_runs() -> None:
    x, y = series(3)
    steps: list[int] = []
    one = false_alarms(x, y, runs=5, placebos=39, done=lambda: steps.append(1))
    assert (one.runs, len(steps), len(one.p_values)) == (5, 5, 5)
    assert one.rate == one.alarms / 5


def test_few_acts_give_no_verdict() -> None:
    x, y = np.zeros(120), np.zeros(120)
    x[[10, 50]], y[[12, 52]] = 1, 1
    found = answers(x, y, placebos=99)
    assert found.found is None
    assert any("no pattern of answers" in reason for reason in found.cannot)


def test_the_same_seed_gives_the_same() -> None:
    x, y = series(4)
    assert answers(x, y, placebos=49, seed=5) == answers(x, y, placebos=49, seed=5)


@pytest.mark.parametrize(("within", "window"), [(0, 28), (28, 28)])
def test_bounds(within: int, window: int) -> None:
    with pytest.raises(InputError):
        answers(np.ones(100), np.ones(100), within=within, window=window)


def test_shuffles_keep_the_windows() -> None:
    values = np.arange(100.0)
    moved = shuffle(values, 10, 3, np.random.default_rng(0))
    assert np.sort(moved, axis=0).tolist() == np.repeat(values[:, None], 3, axis=1).tolist()
    assert np.abs(moved - values[:, None]).max() < 10
    near = local_resample(values, 4, 50, np.random.default_rng(0))
    assert np.abs(near - values[:, None]).max() < 25


def test_baselines() -> None:
    assert smooth(np.full(50, 3.0), 9) == pytest.approx(np.full(50, 3.0))
    assert trailing(np.array([4.0, 2.0, 6.0, 8.0]), 2).tolist() == [4, 4, 3, 4]

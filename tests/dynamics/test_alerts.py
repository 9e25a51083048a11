"""The alert rule on made-up series: when it speaks, when it is silent, and how it is judged."""

from __future__ import annotations

from itertools import pairwise

import pytest

pytest.importorskip("scipy", reason="the extra 'dynamics' is not installed")

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kroniek.dynamics.alerts import Steps, alerts, episodes, escalates, together, trailing_sum, verdict
from kroniek.dynamics.escalation import escalation

STEPS = Steps(window=1, unseen=12, long=36, quiet=6, ahead=3, floor=25.0)


def series(**told: float) -> np.ndarray:
    """60 months of 1, and what is told: m40=100."""
    values = np.ones(60)
    for month, value in told.items():
        values[int(month[1:])] = value
    return values


def test_an_unseen_level_gives_one_alert() -> None:
    found = alerts(series(m40=30, m41=80, m45=90), STEPS)
    assert [(one.at, one.degree, one.level) for one in found] == [(40, "high", 30.0)]
    assert found[0].since == 40


@pytest.mark.parametrize(
    ("told", "at"),
    [
        ({"m40": 24.0}, []),
        ({"m5": 100.0}, []),
        ({"m20": 40.0, "m28": 30.0}, [20]),
        ({"m20": 40.0, "m33": 30.0}, [20, 33]),
        ({"m20": 40.0, "m26": 50.0}, [20, 26]),
    ],
)
def test_silence(told: dict[str, float], at: list[int]) -> None:
    assert [one.at for one in alerts(series(**told), STEPS)] == at


def test_medium_where_three_years_saw_it() -> None:
    found = alerts(series(m15=60, m40=30), STEPS)
    assert [one.degree for one in found] == ["medium", "medium"]


def test_right_and_wrong() -> None:
    right = series(m40=30, m41=40, m42=50, m43=60)
    wrong = series(m40=30)
    assert [one.right for one in alerts(right, STEPS)] == [True]
    assert [one.right for one in alerts(wrong, STEPS)] == [False]
    assert [one.right for one in alerts(series(m58=30), STEPS)] == [None]
    late = verdict(wrong, alerts(wrong, STEPS), STEPS)
    assert (late.hits, late.misses, late.right, late.false_alarms) == (0, 0, 0, 1)
    good = verdict(right, alerts(right, STEPS), STEPS)
    assert (good.hits, good.misses, good.right, good.false_alarms) == (1, 0, 1, 0)
    missed = verdict(right, [], STEPS)
    assert (missed.hits, missed.misses) == (0, 1)
    both = together([late, good])
    assert (both.hits, both.false_alarms, both.chance) == (1, 1, pytest.approx((late.chance + good.chance) / 2))


def test_the_future_changes_no_alert() -> None:
    values = np.random.default_rng(1).gamma(0.3, 40, 120)
    whole = [(one.at, one.degree) for one in alerts(values, STEPS)]
    assert [(one.at, one.degree) for one in alerts(values[:80], STEPS)] == [a for a in whole if a[0] < 80]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(0, 200), min_size=1, max_size=120))
def test_alerts_keep_their_rule(values: list[float]) -> None:
    at, level = np.array(values), trailing_sum(np.array(values), STEPS.window)
    found = alerts(at, STEPS)
    for one in found:
        assert level[one.at] >= STEPS.floor
        assert level[one.at] > level[one.at - STEPS.unseen : one.at].max()
    assert all(b.at - a.at >= STEPS.quiet for a, b in pairwise(found))
    judged = verdict(at, found, STEPS)
    assert judged.right + judged.false_alarms + judged.undecided == len(found)
    assert judged.hits + judged.misses == len(episodes(escalates(at, STEPS), STEPS.window))


def test_the_rule_in_days_and_months() -> None:
    rule = escalation().alert
    assert Steps.of(rule, "day", 25.0) == Steps(30, 365, 1095, 182, 90, 25.0)
    assert Steps.of(rule, "month", 25.0) == Steps(1, 12, 36, 6, 3, 25.0)

"""Roll-ups: nothing is lost or doubled under any rule of booking."""

from __future__ import annotations

import pytest

pytest.importorskip("pandas", reason="the extra 'dynamics' is not installed")

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from kroniek.dynamics.acts import from_table
from kroniek.dynamics.series import ALLOCATIONS, PERIODS, daily, roll_up
from kroniek.errors import InputError

ACTS = pd.DataFrame(
    {"first": ["2022-08-24", "2022-08-30"], "last": ["2022-10-15", "2022-08-30"], "initiator": ["A", "B"], "target": ["B", "A"], "deaths": [530, 4]}
)


@pytest.mark.parametrize(
    ("rule", "august", "october"), [("end", 0, 530), ("start", 530, 0), ("spread", 530 * 8 / 53, 530 * 15 / 53)]
)
def test_the_rule_decides_the_month(rule: str, august: float, october: float) -> None:
    rolled = roll_up(from_table(ACTS), allocation=rule)  # type: ignore[arg-type]
    wide = rolled.wide()["A>B"]
    assert wide.loc["2022-08-01"] == pytest.approx(august)
    assert wide.loc["2022-10-01"] == pytest.approx(october)
    assert rolled.touched_acts == 0.5
    assert rolled.touched_deaths == pytest.approx(530 / 534)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 200), st.integers(0, 50)), min_size=1, max_size=12),
    st.sampled_from(ALLOCATIONS),
    st.sampled_from(sorted(PERIODS)),
)
def test_sums_are_kept(rows: list[tuple[int, int, int]], rule: str, period: str) -> None:
    start = pd.Timestamp("2019-01-01")
    table = pd.DataFrame(
        {
            "first": [f"{start + pd.Timedelta(days=a):%F}" for a, _, _ in rows],
            "last": [f"{start + pd.Timedelta(days=a + n):%F}" for a, n, _ in rows],
            "initiator": "A", "target": "B", "deaths": [d for _, _, d in rows],
        }
    )  # fmt: skip
    frame = roll_up(from_table(table), allocation=rule, period=period).frame  # type: ignore[arg-type]
    assert frame["deaths_best"].sum() == pytest.approx(sum(d for _, _, d in rows))
    assert frame["acts"].sum() == pytest.approx(len(rows))
    assert not frame["period"].duplicated().any()


def test_empty_days_are_there() -> None:
    days = daily(from_table(ACTS), first="2022-08-01", last="2022-12-31")
    assert len(days) == 153
    assert days["B>A"].sum() == 4


@pytest.mark.parametrize(
    ("options", "said"), [({"by": ("actor",)}, "no key"), ({"period": "decade"}, "no period"), ({"allocation": "middle"}, "no allocation rule"), ({"first": "2030-01-01", "last": "2031-01-01"}, "no acts between")]
)
def test_what_is_wrong_is_told(options: dict[str, object], said: str) -> None:
    with pytest.raises(InputError, match=said):
        roll_up(from_table(ACTS), **options)  # type: ignore[arg-type]

"""The index compares a dyad with its own past only, says what it rests on, and what it cannot say."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("scipy", reason="the extra 'dynamics' is not installed")

import numpy as np
import pandas as pd

from kroniek.dynamics.acts import complete
from kroniek.dynamics.index import Index, index
from kroniek.errors import InputError


def acts(*, days: int = 800, extra: list[dict[str, Any]] | None = None) -> pd.DataFrame:
    """A shoots at B every tenth day, B accuses A every thirtieth; and what is told besides."""
    start = pd.Timestamp("2018-01-01")
    rows = [
        {"first": f"{start + pd.Timedelta(days=d):%F}", "initiator": "A", "target": "B", "type": "ASSAULT", "mode": "firearms", "deaths_best": 1.0}
        for d in range(0, days, 10)
    ]
    rows += [{"first": f"{start + pd.Timedelta(days=d):%F}", "initiator": "B", "target": "A", "type": "ACCUSE"} for d in range(5, days, 30)]
    return complete(pd.DataFrame(rows + (extra or [])))


def one(table: pd.DataFrame, unit: str = "A>B", **options: Any) -> Index:
    return next(o for o in index(table, **options) if o.unit == unit)


def strike(day: str, **more: Any) -> dict[str, Any]:
    return {"first": day, "initiator": "A", "target": "B", "type": "ASSAULT", "mode": "aerial", "deaths_best": 40.0, **more}


def test_a_usual_month_stands_in_the_middle() -> None:
    assert one(acts()).index == pytest.approx(50, abs=15)


def test_a_strike_stands_above_its_past() -> None:
    found = one(acts(extra=[strike("2020-03-05")]))
    assert found.index is not None
    assert found.index > 99
    assert found.never
    assert {f.rung for f in found.first_times} == {"heavy", "25 dead"}
    assert found.deaths == pytest.approx(43, abs=1)


def test_words_have_a_line_of_their_own() -> None:
    quiet, loud = acts(), acts(extra=[{"first": f"2020-03-{d:02d}", "initiator": "A", "target": "B", "type": "THREATEN"} for d in range(1, 9)])
    assert one(loud).index == one(quiet, last=one(loud).day).index
    assert one(loud).verbal == 8
    assert one(loud).verbal_index == pytest.approx(100, abs=1)
    assert one(quiet).verbal_index is None


def test_another_dyad_changes_nothing() -> None:
    alone = one(acts(extra=[{"first": "2020-03-10", "initiator": "C", "target": "D", "type": "AID"}]))
    beside = one(acts(extra=[strike("2020-03-10", initiator="C", target="D")]))
    assert alone.index == beside.index


def test_the_future_changes_no_history() -> None:
    whole = acts(extra=[strike("2020-03-05")])
    early, late = one(whole, last="2020-01-31"), one(whole)
    n = len(early.days)
    assert early.levels.tolist() == late.levels[:n].tolist()
    np.testing.assert_array_equal(early.history, late.history[:n])


def test_the_last_day_of_the_history_is_the_index() -> None:
    found = one(acts(extra=[strike("2020-03-05")]))
    assert found.index == found.history[-1]
    assert len(one(acts(), series=False).levels) == 0


def test_a_short_record_gives_no_index() -> None:
    found = one(acts(days=200))
    assert found.index is None
    assert any("no index can be given" in reason for reason in found.cannot)
    assert one(acts(days=200), "B>A").cannot[1].startswith("at most 0 acts")


def test_news_behind_it() -> None:
    found = one(acts(extra=[strike("2020-03-05", reports=7)]))
    assert found.reports == found.single + 7


def test_monthly_tables_step_by_month() -> None:
    months = pd.period_range("2015-01", "2019-12", freq="M")
    table = complete(pd.DataFrame({"first": months.astype(str), "country": "X", "deaths_best": [3.0] * 59 + [500.0]}))
    found = one(table, "X", by=("country",))
    assert len(found.days) == 60
    assert [(found.days[a.at], a.degree) for a in found.alerts] == [("2019-12-01", "high")]


@pytest.mark.parametrize(
    ("options", "said"),
    [({"units": ["A>C"]}, "did you mean 'A>B'"), ({"measure": "fear"}, "gravity or deaths"), ({"first": "2030-01-01", "last": "2031-01-01"}, "no act with known")],
)
def test_what_is_wrong_is_told(options: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        index(acts(), **options)

"""Counts and deaths per directed dyad, place and period, with the rule by which acts over several periods are booked.

How deaths over several months are booked changes a series more than any model does, so the rule is never silent:
`allocation` is "end" (all in the period in which the act ended, as UCDP does), "start", or "spread" (evenly over the
days), and every result says what share of acts and deaths it touched.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kroniek.errors import InputError
from kroniek.knowledge.strict import nearest

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

Allocation = Literal["end", "start", "spread"]
ALLOCATIONS = ("end", "start", "spread")
PERIODS = {"day": "D", "week": "W-SUN", "month": "M", "year": "Y"}
KEYS = ("initiator", "target", "initiator_country", "target_country", "country", "place", "type", "mode")
VALUES = ("acts", "deaths_low", "deaths_best", "deaths_high")


@dataclass(frozen=True, slots=True)
class Series:
    """A roll-up. `frame`: one row a key and period, zeros filled in, `period` its first day; values are acts (deeds)
    and deaths. `touched_acts`, `touched_deaths`: shares (0 to 1) that lie in acts that reach over several periods."""

    frame: pd.DataFrame
    by: tuple[str, ...]
    period: str
    allocation: str
    touched_acts: float
    touched_deaths: float
    first: str
    last: str

    def wide(self, value: str = "deaths_best") -> pd.DataFrame:
        """One row a period, one column a key ("USA>IRN")."""
        keyed = self.frame.assign(key=self.frame[list(self.by)].agg(">".join, axis=1))
        return keyed.pivot(index="period", columns="key", values=value)


def roll_up(
    acts: pd.DataFrame, *, by: tuple[str, ...] = ("initiator", "target"), period: str = "month",
    allocation: Allocation = "end", first: str | None = None, last: str | None = None,
) -> Series:  # fmt: skip
    """Acts and deaths by key and period from `first` to `last` (ISO days, inclusive; by default the acts' own range).

    Acts without a figure of deaths add 0 deaths. Raises InputError for an unknown key, period or allocation rule.
    """
    _check(by, period, allocation)
    if acts.empty:
        raise InputError("no acts: there is nothing to count")
    span = acts.attrs.get("range", (None, None))
    first = first or span[0] or f"{acts['first'].min():%Y-%m-%d}"
    last = last or span[1] or f"{acts['last'].max():%Y-%m-%d}"
    acts = acts[(acts["last"] >= first) & (acts["first"].dt.normalize() <= last)]
    if acts.empty:
        raise InputError(f"no acts between {first} and {last}")
    parts = _booked(acts, PERIODS[period], allocation)
    frame = _filled(parts, by, PERIODS[period], first, last)
    several = acts["first"].dt.to_period(PERIODS[period]) != acts["last"].dt.to_period(PERIODS[period])
    return Series(
        frame, by, period, allocation, _share(acts["deeds"], several), _share(acts["deaths_best"], several), first, last
    )


def daily(
    acts: pd.DataFrame, *, value: str = "deaths_best", first: str | None = None, last: str | None = None
) -> pd.DataFrame:
    """One row a day, one column a directed dyad ("ISR>PSE"); acts over several days are spread."""
    return roll_up(acts, period="day", allocation="spread", first=first, last=last).wide(value)


def _check(by: tuple[str, ...], period: str, allocation: str) -> None:
    for key in by:
        if key not in KEYS:
            raise InputError(f"no key {key!r}{nearest(key, KEYS)}; keys are {', '.join(KEYS)}")
    if period not in PERIODS:
        raise InputError(f"no period {period!r}{nearest(period, PERIODS)}; periods are {', '.join(PERIODS)}")
    if allocation not in ALLOCATIONS:
        raise InputError(
            f"no allocation rule {allocation!r}{nearest(allocation, ALLOCATIONS)}; rules are end, start, spread"
        )


def _booked(acts: pd.DataFrame, unit: str, allocation: str) -> pd.DataFrame:
    """The acts with the period they are booked in; under "spread" one row a period that an act touches."""
    import numpy as np

    first, last = acts["first"].dt.to_period(unit), acts["last"].dt.to_period(unit)
    share: np.ndarray = np.ones(len(acts))
    if allocation == "spread":
        acts, booked, share = _spread(acts, unit)
    else:
        booked = last if allocation == "end" else first
    deaths = {v: acts[v].fillna(0).to_numpy() * share for v in VALUES[1:]}
    return acts[list(KEYS)].assign(period=booked.to_numpy(), acts=acts["deeds"].to_numpy() * share, **deaths)


def _spread(acts: pd.DataFrame, unit: str) -> tuple[pd.DataFrame, pd.Series, np.ndarray]:
    """Each act once a period, with the share of its days that lie there."""
    import numpy as np

    first, last = acts["first"].dt.normalize(), acts["last"]
    start = first.dt.to_period(unit)
    codes = start.array.asi8, last.dt.to_period(unit).array.asi8
    times = codes[1] - codes[0] + 1
    rows = np.repeat(np.arange(len(acts)), times)
    step = np.arange(len(rows)) - np.repeat(np.cumsum(times) - times, times)
    booked = start.iloc[rows] + step
    begin, end = booked.dt.start_time.dt.normalize().to_numpy(), booked.dt.end_time.dt.normalize().to_numpy()
    a, b = first.to_numpy()[rows], last.to_numpy()[rows]
    day = np.timedelta64(1, "D")
    inside = (np.minimum(b, end) - np.maximum(a, begin)) / day + 1
    return acts.iloc[rows], booked, inside / ((b - a) / day + 1)


def _filled(parts: pd.DataFrame, by: tuple[str, ...], unit: str, first: str, last: str) -> pd.DataFrame:
    """Sums by key and period with zeros where nothing happened."""
    import pandas as pd

    grid = pd.period_range(first, last, freq=unit)
    sums = parts.groupby([*by, "period"])[list(VALUES)].sum()
    keys = parts[list(by)].drop_duplicates().sort_values(list(by))
    full = keys.merge(pd.DataFrame({"period": grid}), how="cross")
    frame = full.merge(sums.reset_index(), on=[*by, "period"], how="left").fillna(dict.fromkeys(VALUES, 0.0))
    frame["period"] = frame["period"].dt.start_time
    return frame


def _share(values: pd.Series, chosen: pd.Series) -> float:
    total = float(values.sum())
    return float(values[chosen].sum()) / total if total else 0.0

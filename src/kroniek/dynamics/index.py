"""The escalation index: how today compares with this dyad's own past.

Level     Σ gravity of the material conflict of the last `window` days (kroniek.dynamics.escalation), first times added.
Index     share (0 to 100) of this dyad's own past windows whose level was lower, ties counted half; windows that overlap
          the last one are no past. Calm days are part of the past, from the first day of the record on.
Beside it the counts it is made of: acts, deaths, independent reports behind them and acts with one report only; verbal
conflict with an index of its own; cooperation in deeds; rungs reached for the first time on record. A dyad's index says
nothing about another dyad, and nothing about news that nobody printed.

Source: rank against own history as in Goldstein and Freeman (1990), Three-Way Street, is common; gravity instead of
Goldstein sums for the reasons in docs/methods.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kroniek.dynamics import alerts as rules
from kroniek.dynamics.alerts import STEP_DAYS, Alert, Steps, Verdict, trailing_sum
from kroniek.dynamics.escalation import MATERIAL, VERBAL, Escalation, escalation, gravity, quads, reached
from kroniek.errors import InputError
from kroniek.knowledge.strict import nearest

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FEWEST = 20
MEASURES = ("gravity", "deaths")
COLUMNS = ("gravity", "deaths", "acts", "verbal", "cooperation", "reports", "single")


@dataclass(frozen=True, slots=True)
class FirstTime:
    """A rung reached for the first time on record."""

    rung: str
    gloss: str
    day: str
    act: str


@dataclass(frozen=True, slots=True)
class Index:
    """One dyad on the last day. Counts are of the last window; `index` and `verbal_index` are None where the past is shorter
    than a year. `unseen_days`: since when the level was not higher (`never`: on no day of the record). `days`, `level`,
    `history`, `verbal_level`: the record by step, its index on each (NaN in the first year). `cannot`: in words."""

    unit: str
    day: str
    window: int
    index: float | None
    level: float
    unseen_days: int
    never: bool
    acts: float
    deaths: float
    reports: float
    single: float
    verbal: float
    verbal_index: float | None
    cooperation: float
    first_times: tuple[FirstTime, ...]
    past_days: int
    acts_on_record: float
    measure: str
    alerts: tuple[Alert, ...]
    verdict: Verdict
    days: tuple[str, ...]
    levels: Floats
    history: Floats
    verbal_levels: Floats
    cannot: tuple[str, ...]


def index(
    acts: pd.DataFrame, *, by: tuple[str, ...] = ("initiator", "target"), period: str | None = None, measure: str | None = None,
    floor: float | None = None, first: str | None = None, last: str | None = None, units: list[str] | None = None,
    series: bool = True, known: Escalation | None = None,
) -> list[Index]:  # fmt: skip
    """The index of each key ("USA>IRN") whose sides are known, the highest first.

    `period`: steps of a day, week or month; by default a day, or a month where acts last that long. `measure`: what alerts
    look at, gravity or deaths; by default deaths where any are told. `floor`: of the alert rule. `units`: only these. `series`: without it `levels`, `history` and
    `verbal_levels` stay empty, which thousands of dyads want.
    """
    import pandas as pd

    known, (begin, end) = known or escalation(), _span(acts, first, last)
    acts = acts[(acts["first"] >= begin) & (acts["last"] <= end) & (acts[list(by)] != "").all(axis=1)]
    if acts.empty:
        raise InputError(f"index: no act with known {' and '.join(by)} between {begin:%Y-%m-%d} and {end:%Y-%m-%d}")
    period, measure = period or _pace(acts), measure or ("deaths" if acts["deaths_best"].fillna(0).sum() else "gravity")
    if measure not in MEASURES or period not in STEP_DAYS:
        raise InputError(f"index: measure {measure!r} of period {period!r}; gravity or deaths, and day, week or month are wanted")
    steps = Steps.of(known.alert, period, floor if floor is not None else getattr(known.alert, f"floor_{measure}"))
    at = pd.period_range(begin, end, freq={"day": "D", "week": "W-SUN", "month": "M", "year": "Y"}[period])
    told = _told(acts, by, at, known)
    chosen = _chosen(told, units)
    clock = _Clock(tuple(f"{p.start_time:%Y-%m-%d}" for p in at), f"{at[-1].end_time:%Y-%m-%d}", STEP_DAYS[period], steps)
    found = [_one(str(unit), part, clock, measure, known, series=series) for unit, part in told.groupby("unit") if unit in chosen]
    return sorted(found, key=lambda one: (-(one.index if one.index is not None else -1), -one.level, one.unit))


@dataclass(frozen=True, slots=True)
class _Clock:
    """The steps that all dyads share: their first days, the last day, their length in days, and the rule in steps."""

    days: tuple[str, ...]
    end: str
    step_days: float
    steps: Steps


def _chosen(told: pd.DataFrame, units: list[str] | None) -> set[str]:
    present = set(told["unit"])
    for unit in units or []:
        if unit not in present:
            raise InputError(f"index: no act of {unit!r}{nearest(unit, present)}")
    return set(units) if units else present


def _told(acts: pd.DataFrame, by: tuple[str, ...], at: pd.PeriodIndex, known: Escalation) -> pd.DataFrame:
    """What each act adds, and the step in which it ended, when it was known."""
    quad, grave = quads(acts, known), gravity(acts, known)
    material, deeds = quad == MATERIAL, acts["deeds"].to_numpy(dtype=float)
    step = acts["last"].dt.to_period(at.freqstr)
    made = acts[["id", "first", "last"]].assign(
        unit=acts[list(by)].agg(">".join, axis=1),
        step=at.get_indexer(step),
        gravity=grave, deaths=acts["deaths_best"].fillna(0) * material, acts=deeds * material, verbal=deeds * (quad == VERBAL),
        cooperation=deeds * (quad < VERBAL), reports=acts["reports"] * material, single=(acts["reports"] <= 1) * material,
    )  # fmt: skip
    made["rungs"] = list(reached(acts, known))
    return made.sort_values("last", kind="stable")


def _one(unit: str, part: pd.DataFrame, clock: _Clock, measure: str, known: Escalation, *, series: bool) -> Index:
    import numpy as np

    steps, length = clock.steps, len(clock.days)
    firsts = _first_times(part, known)
    sums = {c: _summed(part["step"], part[c], length) for c in COLUMNS}
    for step, _ in firsts:
        sums["gravity"][step] += known.first_time
    levels, verbal = trailing_sum(sums["gravity"], steps.window), trailing_sum(sums["verbal"], steps.window)
    given = rules.alerts(sums[measure], steps)
    now = {c: float(sums[c][-steps.window :].sum()) for c in COLUMNS}
    higher = np.flatnonzero(levels[:-1] > levels[-1])
    unseen = length - 1 - int(higher[-1]) if len(higher) else length - 1
    recent = tuple(one for step, one in firsts if step >= length - steps.window)
    total, past, none = float(part["acts"].sum()), max(length - steps.window, 0), np.zeros(0)
    return Index(
        unit, clock.end, round(steps.window * clock.step_days), _rank(levels, length - 1, steps), float(levels[-1]),
        round(unseen * clock.step_days), not len(higher) and levels[-1] > 0, now["acts"], now["deaths"], now["reports"],
        now["single"], now["verbal"], _rank(verbal, length - 1, steps) if sums["verbal"].any() else None, now["cooperation"], recent,
        round(past * clock.step_days), total, measure, tuple(given), rules.verdict(sums[measure], given, steps), clock.days,
        levels if series else none, _history(levels, steps) if series else none, verbal if series else none,
        _cannot(total, past, clock),
    )  # fmt: skip


def _summed(steps: pd.Series, values: pd.Series, length: int) -> Floats:
    import numpy as np

    return np.bincount(steps, values.to_numpy(dtype=float), length).astype(float)


def _first_times(part: pd.DataFrame, known: Escalation) -> list[tuple[int, FirstTime]]:
    """Step and rung, for each rung that the dyad ever reached."""
    import numpy as np

    rungs = np.stack(part["rungs"].to_list())
    found = []
    for nth, rung in enumerate(known.rung):
        on = np.flatnonzero(rungs[:, nth])
        if len(on):
            act = part.iloc[int(on[0])]
            found.append((int(act["step"]), FirstTime(rung.name, rung.gloss, f"{act['first']:%Y-%m-%d}", str(act["id"]))))
    return sorted(found, key=lambda one: one[0])


def _rank(levels: Floats, at: int, steps: Steps) -> float | None:
    """The share (0 to 100) of levels at least a window before `at` that were lower, ties half; None with too short a past."""
    past = levels[: max(at - steps.window + 1, 0)]
    if len(past) < steps.unseen:
        return None
    return float(100 * ((past < levels[at]).sum() + (past <= levels[at]).sum()) / 2 / len(past))


def _history(levels: Floats, steps: Steps) -> Floats:
    """The index at each step, NaN where there was none."""
    import bisect

    import numpy as np

    ranks, past = np.full(len(levels), np.nan), list[float]()
    for at, level in enumerate(levels):
        if at >= steps.window:
            bisect.insort(past, levels[at - steps.window])
        if len(past) >= steps.unseen:
            ranks[at] = 100 * (bisect.bisect_left(past, level) + bisect.bisect_right(past, level)) / 2 / len(past)
    return ranks


def few(acts: float) -> str:
    """What so few acts mean."""
    return f"at most {acts:g} acts of conflict on record, fewer than {FEWEST}: one report more or less changes everything"


def _cannot(total: float, past: int, clock: _Clock) -> tuple[str, ...]:
    said = []
    if past < clock.steps.unseen:
        said.append(
            f"{round(past * clock.step_days)} days of past before the last window, fewer than a year: "
            "no index can be given, and “first time” means only “first in this record”"
        )
    if total < FEWEST:
        said.append(few(total))
    return tuple(said)


def _pace(acts: pd.DataFrame) -> str:
    """Steps of a day, or of a month where most acts are told by the month."""
    days = (acts["last"] - acts["first"].dt.normalize()).dt.days.median()
    return "month" if days >= 27 else "day"


def _span(acts: pd.DataFrame, first: str | None, last: str | None) -> tuple[pd.Timestamp, pd.Timestamp]:
    import pandas as pd

    if acts.empty:
        raise InputError("index: no acts")
    told = acts.attrs.get("range", (None, None))
    begin = first or told[0] or f"{acts['first'].min():%Y-%m-%d}"
    end = last or told[1] or f"{acts['last'].max():%Y-%m-%d}"
    return pd.Timestamp(begin), pd.Timestamp(end)

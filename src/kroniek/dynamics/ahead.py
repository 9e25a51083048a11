"""Looking ahead from a table of acts: the panel that forecasts start from, the Hawkes process as a forecast, and skill.

The Hawkes forecast is thinning from the process fitted above the trailing rate (kroniek.dynamics.simulate), counted by
period; the baseline of each draw drifts as it did before (`drifts`). It is for series with many acts: the busiest kinds, at most `KINDS`, each with at least `FEWEST` acts in the last
`MEMORY` days; the other units are left to the other models.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kroniek.dynamics.forecasts.panel import DRAWS, Forecast, Panel, panel
from kroniek.dynamics.series import PERIODS, Allocation, roll_up
from kroniek.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from kroniek.dynamics.hawkes_fit import Fit
    from kroniek.dynamics.points import Points

    Floats = NDArray[np.float64]

HAWKES = "hawkes-points"
KINDS, FEWEST, MEMORY = 4, 50, 1096
WINDOW = 30.0


def panel_of(
    acts: pd.DataFrame, *, by: tuple[str, ...], period: str, value: str = "deaths_best", allocation: Allocation = "end",
    first: str | None = None, last: str | None = None, vintage: str = "",
) -> Panel:  # fmt: skip
    """Counts by key and period. A last period that has not ended by the last day known is left out."""
    import pandas as pd

    rolled = roll_up(acts, by=by, period=period, allocation=allocation, first=first, last=last)
    wide = rolled.wide(value)
    if pd.Period(wide.index[-1], freq=PERIODS[period]).end_time.normalize() > pd.Timestamp(rolled.last):
        wide = wide.iloc[:-1]
    if len(wide) < 3:
        raise InputError(f"forecast: {len(wide)} whole periods of a {period}; at least 3 are wanted. A shorter --period may do")
    return panel(wide, target=value, vintage=vintage)


def period_starts(data: Panel, origin: int, horizons: Sequence[int], period: str) -> list[pd.Timestamp]:
    """First days of the periods forecast, and the day after the last."""
    import pandas as pd

    start = pd.Period(data.periods[origin], freq=PERIODS[period])
    return [(start + h).start_time for h in (*horizons, horizons[-1] + 1)]


def hawkes_forecast(
    acts: pd.DataFrame, data: Panel, origin: int, horizons: Sequence[int], *, by: tuple[str, ...], period: str, seed: int = 0
) -> Forecast | None:
    """Draws by the Hawkes process for the units that are busy enough; None where there is none.

    `horizons` are consecutive. Only acts before the first period after the origin are used. Each unit has a process of its
    own: what others excite in it would be a floor under one that has fallen silent.
    """
    import numpy as np
    import pandas as pd

    from kroniek.dynamics.simulate import forward

    starts = period_starts(data, origin, range(1, horizons[-1] + 1), period)
    edges = np.array([(start - starts[0]) / pd.Timedelta(days=1) for start in starts])
    past = recent(acts, starts[0], by, seed=seed)
    units = tuple(name for name in past.names if name in data.units) if past else ()
    if past is None or not units:
        return None
    draws = []
    for unit in units:
        own = past.alone(unit)
        fitted = fitted_ahead(own)
        base = base_rate(fitted) * drifts(own, edges[-1], DRAWS, seed)[:, None]
        counts = forward(fitted.model, own, base, days=edges[-1], runs=DRAWS, seed=seed).counts(edges, marks=data.target != "acts")
        draws.append(np.sort(counts[:, [h - 1 for h in horizons], 0], axis=0).T)
    return Forecast(HAWKES, origin, data.periods[origin], tuple(horizons), data.target, units, np.stack(draws, axis=2), data.vintage)


def drifts(past: Points, days: float, number: int, seed: int = 0) -> Floats:
    """How the slow baseline moved before, `days` ahead: ratios of the rate over `WINDOW` days to that over the `WINDOW` days
    before, drawn from the past; the square root for horizons of a day, the whole ratio from `WINDOW` days on."""
    import numpy as np

    counts = np.histogram(past.times, np.arange(past.end, 0, -WINDOW)[::-1])[0] if past.end > 2 * WINDOW else np.ones(2)
    ratios = (counts[1:] + 1) / (counts[:-1] + 1)
    both = np.concatenate([ratios, 1 / ratios])
    drawn: Floats = np.random.default_rng([seed, 3]).choice(both, number) ** min(1.0, max(0.5, days / WINDOW))
    return drawn


def recent(acts: pd.DataFrame, end: pd.Timestamp, by: tuple[str, ...], *, seed: int = 0) -> Points | None:
    """The points of the busiest kinds in the `MEMORY` days before `end` (exclusive); None where all are too quiet."""
    import pandas as pd

    from kroniek.dynamics.points import points

    keys = acts[list(by)].agg(">".join, axis=1)
    inside = (acts["last"] < end) & (acts["first"] >= end - pd.Timedelta(days=MEMORY))
    counts = keys[inside].value_counts().head(KINDS)
    busy = counts.index[counts >= FEWEST]
    if not len(busy):
        return None
    made = points(acts[inside & keys.isin(busy)], by=by, seed=seed)
    return made.until((end - pd.Timestamp(made.origin)) / pd.Timedelta(days=1))


def fitted_ahead(past: Points, *, kernels: int = 2) -> Fit:
    """The process above the trailing rate: nothing later than each moment is used."""
    from kroniek.dynamics.hawkes_fit import fit_trailing

    return fit_trailing(past, window=WINDOW, kernels=kernels)


def base_rate(fitted: Fit) -> Floats:
    """Acts a day of each kind that are nobody's offspring, as the trailing rate stands at the end."""
    rate: Floats = fitted.model.level * fitted.background.grid[:, -1]
    return rate


def forecast_rows(made: Sequence[Forecast], starts: Sequence[pd.Timestamp], at_least: float) -> pd.DataFrame:
    """One row a model, unit and period: mean, five quantiles, and the chance of `at_least`."""
    import pandas as pd

    levels = (0.05, 0.25, 0.5, 0.75, 0.95)
    rows = []
    for one in made:
        points = [one.quantile(level) for level in levels]
        mean, chance = one.draws.mean(axis=1), one.chance(at_least)
        for h, horizon in enumerate(one.horizons):
            for u, unit in enumerate(one.units):
                found = {f"q{round(100 * level):02d}": float(q[h, u]) for level, q in zip(levels, points, strict=True)}
                about = {"model": one.model, "unit": unit, "target": one.target, "issued_on": one.issued_on, "horizon": horizon}
                rows.append(about | {"period": f"{starts[h]:%Y-%m-%d}", "mean": float(mean[h, u]), **found, "chance": float(chance[h, u])})
    return pd.DataFrame(rows)


def origins(data: Panel, horizons: Sequence[int], number: int, *, every: int = 1) -> list[int]:
    """The last `number` origins, `every` periods apart, whose horizons are all known; each with at least 12 periods before it."""
    last = len(data.periods) - 1 - max(horizons)
    found = [at for at in range(last, 10, -every)][:number]
    if not found:
        raise InputError(
            f"{len(data.periods)} periods are too few to try forecasts of {max(horizons)} periods on the past; "
            f"at least {12 + max(horizons)} are wanted"
        )
    return found[::-1]

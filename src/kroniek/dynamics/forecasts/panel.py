"""A panel: the same count for many units (countries, dyads) over equal periods, and forecasts of it as draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kroniek.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DRAWS = 200


STEPS = {"day": (1, 1), "week": (7, 7), "month": (28, 31), "quarter": (90, 92), "year": (365, 366)}
MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Panel:
    """`values`: (periods, units), 0 where missing; `missing`: the same shape, True where the unit was not observed;
    `periods`: first days, ascending; `vintage`: which data and when, kept with every score."""

    values: Floats
    missing: NDArray[np.bool_]
    periods: tuple[str, ...]
    units: tuple[str, ...]
    target: str = "deaths"
    vintage: str = ""

    def at(self, period: str) -> int:
        """The index of a period ("2017-10" finds the month); InputError where it is not there."""
        for index, first in enumerate(self.periods):
            if first.startswith(period):
                return index
        raise InputError(f"no period {period!r}; the data reach from {self.periods[0]} to {self.periods[-1]}")

    def cut(self, period: str) -> Panel:
        """The panel up to and with a period: what comes later is not there, so nothing can be learned from it."""
        end = self.at(period) + 1
        return replace(self, values=self.values[:end], missing=self.missing[:end], periods=self.periods[:end])

    def only(self, units: NDArray[np.intp]) -> Panel:
        """The panel of some units, by index."""
        names = tuple(self.units[unit] for unit in units)
        return replace(self, values=self.values[:, units], missing=self.missing[:, units], units=names)

    def step(self) -> str:
        """What a period is: day, week, month, quarter or year. InputError where they are not of equal length."""
        import pandas as pd

        days = pd.DatetimeIndex(self.periods).to_series().diff().dt.days.dropna()
        for name, (low, high) in STEPS.items():
            if len(days) and days.between(low, high).all():
                return name
        raise InputError(f"periods of {days.min():g} to {days.max():g} days: equal days, weeks, months or years are wanted")

    def label(self, index: int) -> str:
        """The first day of a period, also of one after the last."""
        import pandas as pd

        if index < len(self.periods):
            return self.periods[index]
        ahead, last = index - len(self.periods) + 1, pd.Timestamp(self.periods[-1])
        months = MONTHS.get(self.step(), 0)
        first = last + pd.DateOffset(months=months * ahead) if months else last + pd.Timedelta(days=STEPS[self.step()][0] * ahead)
        return f"{first:%Y-%m-%d}"[: len(self.periods[-1])]


@dataclass(frozen=True, slots=True)
class Forecast:
    """Draws of `target`, (horizons, draws, units), equally likely and ascending. `origin`, `issued_on`: the last period
    that was known, its index and first day; `horizons`: periods after it, 1 is the next one."""

    model: str
    origin: int
    issued_on: str
    horizons: tuple[int, ...]
    target: str
    units: tuple[str, ...]
    draws: Floats
    vintage: str = ""

    def quantile(self, level: float) -> Floats:
        """(horizons, units)."""
        import numpy as np

        found: Floats = np.quantile(self.draws, level, axis=1)
        return found

    def chance(self, at_least: float) -> Floats:
        """Probability that the count reaches a level: (horizons, units)."""
        reached: Floats = (self.draws >= at_least).mean(axis=1)
        return reached

    def frame(self) -> pd.DataFrame:
        """One row a draw: issued_on, horizon, unit, target, model, draw (from 1), value, vintage."""
        import numpy as np
        import pandas as pd

        horizons, draws, units = (index.ravel() for index in np.indices(self.draws.shape))
        return pd.DataFrame({
            "issued_on": self.issued_on, "horizon": np.array(self.horizons)[horizons], "unit": np.array(self.units)[units],
            "target": self.target, "model": self.model, "draw": draws + 1, "value": self.draws.ravel(), "vintage": self.vintage,
        })  # fmt: skip


def panel(wide: pd.DataFrame, *, target: str = "deaths", vintage: str = "") -> Panel:
    """A panel from a frame with one row a period, ascending, and one column a unit; NaN is missing.

    Raises InputError where a count is negative or no number, or periods do not ascend.
    """
    import numpy as np

    try:
        values = wide.to_numpy(dtype=float)
    except (TypeError, ValueError) as error:
        raise InputError(f"panel: {error}; one column of counts a unit is wanted") from None
    if not values.size:
        raise InputError("panel: no period or no unit; there is nothing to forecast from")
    if np.isinf(values).any() or (values < 0).any():
        raise InputError(f"panel: smallest count {np.nanmin(values):g}, largest {np.nanmax(values):g}; counts are finite and not below 0")
    periods = tuple(str(p)[:10] for p in wide.index)
    if list(periods) != sorted(set(periods)):
        raise InputError("panel: periods must ascend, each once; sort the frame and add up what is double")
    return Panel(np.nan_to_num(values), np.isnan(values), periods, tuple(map(str, wide.columns)), target, vintage)


def quantiles(values: Floats, weights: Floats, number: int = DRAWS) -> Floats:
    """`number` equally likely draws of a weighted sample, column by column: its quantiles at (i − ½)/number.

    `values`: (sample, columns); `weights`: (sample,) or (sample, columns), not all 0.
    """
    import numpy as np

    order = np.argsort(values, axis=0)
    ranked = np.take_along_axis(values, order, axis=0)
    weights = weights[:, None] if weights.ndim == 1 else weights
    mass = np.cumsum(np.take_along_axis(np.broadcast_to(weights, values.shape), order, axis=0), axis=0)
    levels = (np.arange(number) + 0.5) / number
    out = np.empty((number, values.shape[1]))
    for column in range(values.shape[1]):
        at = np.searchsorted(mass[:, column], levels * mass[-1, column])
        out[:, column] = ranked[np.minimum(at, len(ranked) - 1), column]
    return out


def repeated(draws: Floats, horizons: Sequence[int]) -> Floats:
    """The same draws for every horizon."""
    import numpy as np

    return np.repeat(draws[None], len(horizons), axis=0)


def known(panel: Panel, origin: int, most: int) -> Floats:
    """The last `most` periods up to and with the origin; InputError where there are fewer than two."""
    if origin < 1 or origin >= len(panel.periods):
        raise InputError(f"forecast from period {origin + 1} of {len(panel.periods)}: at least 2 known periods are wanted")
    return panel.values[max(0, origin - most + 1) : origin + 1]

"""Acts as points in time: what point-process models are fitted to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kroniek.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

DAY = 86_400.0


def words(key: str) -> str:
    """A kind or unit as people read it: "USA>" becomes "USA → ?"."""
    return " → ".join(part or "?" for part in key.split(">"))


@dataclass(frozen=True, slots=True)
class Points:
    """Acts as points. `times`: days since `origin`, ascending, no two alike; `kinds`: index into `names`;
    `marks`: severity, 0 or more (deaths, by default); `end`: end of observation in days. The start is 0."""

    times: Floats
    kinds: Ints
    marks: Floats
    names: tuple[str, ...]
    end: float
    origin: str = ""

    def __len__(self) -> int:
        return len(self.times)

    def of(self, kind: int) -> Floats:
        """The times of one kind."""
        own: Floats = self.times[self.kinds == kind]
        return own

    def alone(self, name: str) -> Points:
        """The points of one kind only."""
        import numpy as np

        keep = self.kinds == self.names.index(name)
        return Points(self.times[keep], np.zeros(int(keep.sum()), int), self.marks[keep], (name,), self.end, self.origin)

    def until(self, end: float) -> Points:
        """The points before `end`."""
        keep = self.times < end
        return Points(self.times[keep], self.kinds[keep], self.marks[keep], self.names, end, self.origin)


def points(
    acts: pd.DataFrame, *, by: tuple[str, ...] = ("initiator", "target"), rounded: str = "auto", seed: int = 0
) -> Points:
    """Points from acts, one kind a key ("USA>IRN"). An act of which only the day or days are known gets a random moment
    within them; a clock time gets one within its minute, or, with `rounded="heaped"`, within the 5, 15, 30 or 60
    minutes to which its reporter seems to have rounded it. Different seeds show how much that choice matters.
    """
    return placed(acts, by=by, rounded=rounded, seed=seed)[0]


def placed(
    acts: pd.DataFrame, *, by: tuple[str, ...] = ("initiator", "target"), rounded: str = "auto", seed: int = 0
) -> tuple[Points, tuple[str, ...]]:
    """The points as `points` makes them, and the id of the act behind each."""
    import numpy as np

    if acts.empty:
        raise InputError("no acts: nothing can be fitted")
    rng = np.random.default_rng(seed)
    keys = acts[list(by)].agg(">".join, axis=1)
    names, kinds = np.unique(keys, return_inverse=True)
    origin = acts["first"].min().normalize()
    start = (acts["first"] - origin).dt.total_seconds().to_numpy() / DAY
    width = _width(acts, rounded)
    times = np.abs(start + width * (rng.random(len(acts)) - _share_before(acts)))
    order = np.argsort(times)
    end = max(float((acts["last"].max() - origin).total_seconds() / DAY + 1), float(times.max()))
    marks = acts["deaths_best"].fillna(0).to_numpy(dtype=float)
    made = Points(times[order], kinds[order], marks[order], tuple(map(str, names)), end, f"{origin:%Y-%m-%d}")
    return made, tuple(acts["id"].iloc[order])


def _clock_known(acts: pd.DataFrame) -> NDArray[np.bool_]:
    known: NDArray[np.bool_] = (acts["first"] != acts["first"].dt.normalize()).to_numpy()
    return known


def _share_before(acts: pd.DataFrame) -> Floats:
    """A rounded clock time may be early as well as late; a day only has a beginning."""
    import numpy as np

    return np.where(_clock_known(acts), 0.5, 0.0)


def _width(acts: pd.DataFrame, rounded: str) -> Floats:
    """Within how many days the true moment may lie."""
    import numpy as np

    days = (acts["last"] - acts["first"].dt.normalize()).dt.days.to_numpy() + 1.0
    minutes = np.ones(len(acts))
    if rounded == "heaped":
        at = acts["first"].dt.minute.to_numpy()
        for unit in (5, 15, 30, 60):
            minutes[at % unit == 0] = unit
    return np.where(_clock_known(acts), minutes / 1440, days)

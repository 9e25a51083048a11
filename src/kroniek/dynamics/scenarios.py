"""What the fitted model says of the coming days, and of one act taken away. Each result carries the warning with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kroniek.dynamics.points import words
from kroniek.dynamics.simulate import WARNING, Futures, descent, family, forward
from kroniek.errors import InputError
from kroniek.knowledge.strict import nearest

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

BANDWIDTHS = (15.0, 30.0, 60.0, 90.0)
FEWEST = 30
Range = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Onward:
    """The coming `days` after `start`, by kind. Ranges are the 5 %, 50 % and 95 % points over the runs; `before`: acts in as
    many days before; `fan`: the ranges of all acts up to each day, (days, 3)."""

    start: str
    days: int
    runs: int
    names: tuple[str, ...]
    acts: tuple[Range, ...]
    deaths: tuple[Range, ...]
    before: tuple[int, ...]
    fan: Floats
    past: Floats
    warning: str
    cannot: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Removed:
    """One act taken away, by kind of what followed within `days`. `expected`: acts that the model lets such an act bring
    forth, before anything is known of what came (mean, 5 %, 95 %). `followed`: acts that did come. `descended`: how many of
    these are its family, on average, given all that happened; `deaths`: the dead in these. `sweep`: bandwidth of the slow
    baseline and the sum of `descended` under it."""

    act: str
    day: str
    days: int
    runs: int
    names: tuple[str, ...]
    expected: tuple[Range, ...]
    followed: tuple[int, ...]
    descended: tuple[float, ...]
    deaths: tuple[float, ...]
    sweep: tuple[tuple[float, float], ...]
    warning: str
    cannot: tuple[str, ...]


def onward(
    acts: pd.DataFrame, *, by: tuple[str, ...], days: int, runs: int = 500, seed: int = 0, done: Callable[[], None] = lambda: None
) -> Onward:
    """The fitted process run on from the day after the last act, at the level of the last 30 days.

    The acts that are nobody's offspring are what the branching leaves of that level, (I − N) r, at least 0.
    """
    import numpy as np

    from kroniek.dynamics.ahead import fitted_ahead
    from kroniek.dynamics.points import points

    past = points(acts, by=by, seed=seed)
    _enough(past.names, past.kinds)
    fitted = fitted_ahead(past)
    rate = fitted.background.grid[:, -1]
    base = rate - fitted.model.branching @ rate
    cannot = tuple(f"{words(n)}: fewer acts of late than the others' acts should excite; its range is too high" for n, b in zip(past.names, base, strict=True) if b < 0)
    made = forward(fitted.model, past, np.maximum(base, 0.0), days=days, runs=runs, seed=seed, done=done)
    whole = np.array([0.0, days])
    total = made.counts(np.arange(days + 1.0)).sum(axis=2).cumsum(axis=1)
    since = past.times >= past.end - days
    before = np.bincount(past.kinds[since], minlength=len(past.names))
    daily = np.bincount((past.times[since] - (past.end - days)).astype(int), minlength=days)[:days].cumsum()
    return Onward(
        _day(past.origin, past.end), days, runs, past.names, _ranges(made.counts(whole)[:, 0]),
        _ranges(made.counts(whole, marks=True)[:, 0]), tuple(map(int, before)), np.quantile(total, [0.05, 0.5, 0.95], axis=0).T,
        daily.astype(float), WARNING, (*cannot, *fitted.cannot),
    )  # fmt: skip


def removed(
    acts: pd.DataFrame, id: str, *, by: tuple[str, ...], days: int, runs: int = 500, bandwidth: float = 30.0, seed: int = 0
) -> Removed:
    """What one act brought forth, as the process above the slow baseline tells it. Raises InputError for an unknown id."""
    import numpy as np

    from kroniek.dynamics.hawkes_fit import fit
    from kroniek.dynamics.points import placed

    at, ids = placed(acts, by=by, seed=seed)
    if id not in ids:
        raise InputError(f"simulate: no act {id!r} among the {len(ids)} of the kinds chosen{nearest(id, ids)}; --most raises their number")
    _enough(at.names, at.kinds)
    index = ids.index(id)
    fits = {b: fit(at, bandwidth=b, kernels=2, intervals=False) for b in dict.fromkeys((bandwidth, *BANDWIDTHS))}
    after = (at.times > at.times[index]) & (at.times <= at.times[index] + days)
    chances = {b: np.where(after, descent(one.model, at, one.background, index), 0.0) for b, one in fits.items()}
    made, kinds = family(fits[bandwidth].model, at, index, days=days, runs=runs, seed=seed), np.eye(len(at.names))[at.kinds]
    cannot = fits[bandwidth].cannot
    if at.times[index] + days > at.end:
        cannot = (*cannot, f"only {at.end - at.times[index]:.0f} days are known after the act, fewer than {days}")
    return Removed(
        id, _day(at.origin, at.times[index]), days, runs, at.names, _means(made), tuple(map(int, after @ kinds)),
        tuple(map(float, chances[bandwidth] @ kinds)), tuple(map(float, (chances[bandwidth] * at.marks) @ kinds)),
        tuple((b, float(chance.sum())) for b, chance in chances.items()), WARNING, cannot,
    )  # fmt: skip


def rows(found: Onward | Removed) -> pd.DataFrame:
    """One row a kind."""
    import pandas as pd

    if isinstance(found, Onward):
        ends = ("q05", "q50", "q95")
        ranges = {f"{what}_{end}": [r[i] for r in getattr(found, what)] for what in ("acts", "deaths") for i, end in enumerate(ends)}
        return pd.DataFrame({"kind": found.names, "start": found.start, "days": found.days, **ranges, "before": found.before})
    expected = {f"expected_{end}": [r[i] for r in found.expected] for i, end in enumerate(("mean", "q05", "q95"))}
    told = {"followed": found.followed, "descended": found.descended, "deaths": found.deaths}
    return pd.DataFrame({"kind": found.names, "act": found.act, "day": found.day, "days": found.days, **expected, **told})


def _enough(names: tuple[str, ...], kinds: NDArray[np.int64]) -> None:
    import numpy as np

    counts = np.bincount(kinds, minlength=len(names))
    if counts.sum() < FEWEST:
        raise InputError(f"simulate: {counts.sum()} acts; with fewer than {FEWEST} there is nothing to fit a model to")


def _ranges(counts: Floats) -> tuple[Range, ...]:
    import numpy as np

    return tuple((float(a), float(b), float(c)) for a, b, c in np.quantile(counts, [0.05, 0.5, 0.95], axis=0).T)


def _means(made: Futures) -> tuple[Range, ...]:
    import numpy as np

    counts = made.counts(np.array([0.0, made.days]))[:, 0]
    low, high = np.quantile(counts, [0.05, 0.95], axis=0)
    return tuple((float(m), float(a), float(b)) for m, a, b in zip(counts.mean(axis=0), low, high, strict=True))


def _day(origin: str, days: float) -> str:
    import pandas as pd

    return f"{pd.Timestamp(origin) + pd.Timedelta(days=days):%Y-%m-%d}"

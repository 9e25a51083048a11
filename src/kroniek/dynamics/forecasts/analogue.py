"""Analogues: what came after the most similar pasts, of any unit, scaled to the present level.

Each unit and period is described by six features (`FEATURES`): faded means of three paces, periods since the last
count above zero, share of the past twelve that were above zero. The `neighbours` nearest pasts whose futures were
known give the draws: y = y' (level + c) / (level' + c), weighted by nearness. The pool of all units learns onsets and
the width of the future, which no single unit's past shows.
Source: Lorenz (1969), Journal of the Atmospheric Sciences 26, 636 (analogues); Delle Monache and others (2013), Monthly
Weather Review 141, 3498 (analogue ensembles).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kroniek.dynamics.forecasts.panel import DRAWS, Panel, quantiles
from kroniek.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

NEIGHBOURS = 200
OFFSET = 2.0
BURN_IN = 24
SILENT = 110
LONGEST = 120


def analogue(
    panel: Panel, origin: int, horizons: Sequence[int], *, neighbours: int = NEIGHBOURS, until: int | None = None
) -> Floats:
    """Draws (horizons, draws, units). `until`: no outcome after this period is used (default: the origin).

    A unit that has been silent for 110 periods and more is forecast as silent. Raises InputError where the pool is
    smaller than twice `neighbours`.
    """
    import numpy as np

    values, missing = panel.values[: origin + 1], panel.missing[: origin + 1]
    last = min(origin, until if until is not None else origin) - max(horizons)
    described, level, since = features(values)
    when, who = np.nonzero(~missing[BURN_IN : last + 1]) if last >= BURN_IN else (np.empty(0, int), np.empty(0, int))
    when = when + BURN_IN
    if len(when) < 2 * neighbours:
        raise InputError(f"analogue: {len(when)} pasts with known futures, fewer than {2 * neighbours}; a longer panel is wanted")
    pool = described[:, when, who]
    draws = np.zeros((len(horizons), DRAWS, values.shape[1]))
    for unit in np.flatnonzero(since[origin] < SILENT):
        nearest, weight = _nearest(pool, described[:, origin, unit], neighbours)
        scale = (level[origin, unit] + OFFSET) / (level[when[nearest], who[nearest]] + OFFSET)
        futures = np.stack([values[when[nearest] + h, who[nearest]] * scale for h in horizons], axis=1)
        draws[:, :, unit] = quantiles(futures, weight).T
    return draws


def features(values: Floats) -> tuple[Floats, Floats, Floats]:
    """Features (six, periods, units), level and periods since the last count above zero (both (periods, units)).

    All are known at their period: they look back only.
    """
    import numpy as np

    paces = {half_life: faded_mean(values, half_life) for half_life in (0.7, 3, 12, 60)}
    since = np.full(values.shape[1], LONGEST / 2)
    sinces = np.empty_like(values)
    for t, row in enumerate(values):
        since = np.where(row > 0, 0.0, np.minimum(since + 1, LONGEST))
        sinces[t] = since
    active = np.cumsum(np.vstack([np.zeros((12, values.shape[1])), values > 0]), axis=0)
    share = (active[12:] - active[:-12]) / np.minimum(np.arange(1, len(values) + 1), 12)[:, None]
    described = np.stack([
        np.log1p(paces[3]), np.log1p(paces[12]), 0.5 * np.log1p(paces[60]), np.log1p(sinces) / 3, share,
        0.3 * np.log1p(paces[0.7]),
    ])  # fmt: skip
    return described, paces[3], sinces


def faded_mean(values: Floats, half_life: float) -> Floats:
    """The mean of all periods up to each, weights halving every `half_life` periods."""
    import numpy as np

    keep, total, weight = 0.5 ** (1 / half_life), np.zeros(values.shape[1]), 0.0
    means = np.empty_like(values)
    for t, row in enumerate(values):
        total, weight = keep * total + row, keep * weight + 1
        means[t] = total / weight
    return means


def _nearest(pool: Floats, described: Floats, neighbours: int) -> tuple[NDArray[np.int64], Floats]:
    import numpy as np

    distance = ((pool - described[:, None]) ** 2).sum(axis=0)
    nearest = np.argpartition(distance, neighbours)[:neighbours]
    chosen = distance[nearest]
    return nearest, 1 - 0.9 * chosen / (chosen.max() + 1e-9)

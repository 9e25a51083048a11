"""Scores of forecasts given as draws: CRPS, log-CRPS, Brier, PIT, coverage; always with and without the top unit.

CRPS is that of the empirical distribution of the draws. Sources: Gneiting and Raftery (2007), JASA 102, 359;
Brier (1950), Monthly Weather Review 78, 1; Czado, Gneiting and Held (2009), Biometrics 65, 1254 (PIT of counts);
Hegre and others (2025) for the choice of CRPS on log(1 + y) beside the raw one. Computed by `scoringrules`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

BRIER_AT = 25.0
PIT_BINS = 10


@dataclass(frozen=True, slots=True)
class Scores:
    """Means over all cells (horizons × units). `top`: the unit with the largest share of the summed CRPS, and that share;
    `crps_rest`, `log_crps_rest`: without it. `coverage`: of the 90 % interval over recently active units (a count above
    zero in the last twelve known periods), in as many `active` units. `pit`: shares of ten bins, flat is calibrated."""

    crps: float
    log_crps: float
    brier: float
    coverage: float
    active: int
    cells: int
    top: str
    top_share: float
    crps_rest: float
    log_crps_rest: float
    pit: tuple[float, ...]


def crps(draws: Floats, observed: Floats) -> Floats:
    """CRPS by cell: draws (horizons, draws, units), observed (horizons, units)."""
    import numpy as np
    import scoringrules  # type: ignore[import-untyped]

    found: Floats = np.asarray(scoringrules.crps_ensemble(observed, np.sort(draws, axis=1), m_axis=1, sorted_ensemble=True))
    return found


def score(draws: Floats, observed: Floats, missing: NDArray[np.bool_], active: NDArray[np.bool_], units: tuple[str, ...]) -> Scores:
    """All scores of one forecast. `missing` cells count nowhere; `active`: (units,)."""
    import numpy as np

    raw = np.where(missing, np.nan, crps(draws, observed))
    log = np.where(missing, np.nan, crps(np.log1p(draws), np.log1p(observed)))
    totals = np.nansum(raw, axis=0)
    top = int(totals.argmax())
    rest = np.arange(len(units)) != top
    low, high = np.quantile(draws, 0.05, axis=1), np.quantile(draws, 0.95, axis=1)
    inside = np.where(missing, np.nan, (observed >= low) & (observed <= high))[:, active]
    chance = (draws >= BRIER_AT).mean(axis=1)
    brier = np.where(missing, np.nan, (chance - (observed >= BRIER_AT)) ** 2)
    return Scores(
        _mean(raw), _mean(log), _mean(brier), _mean(inside), int(active.sum()), int((~missing).sum()), units[top],
        float(totals[top] / max(totals.sum(), 1e-12)), _mean(raw[:, rest]), _mean(log[:, rest]),
        pit(draws[:, :, active], observed[:, active], missing[:, active]),
    )  # fmt: skip


def pit(draws: Floats, observed: Floats, missing: NDArray[np.bool_] | None = None) -> tuple[float, ...]:
    """Non-randomised PIT of counts: share of probability in each of ten bins (Czado and others 2009).

    A count outside all draws falls between the last draw and the end: into the first or last bin.
    """
    import numpy as np

    there = np.ones(observed.shape, dtype=bool) if missing is None else ~missing
    if not there.any():
        return (float("nan"),) * PIT_BINS
    below = np.minimum((draws < observed[:, None, :]).mean(axis=1)[there], 1 - 1e-9)
    upto = (draws <= observed[:, None, :]).mean(axis=1)[there]
    edges = np.linspace(0, 1, PIT_BINS + 1)
    spread = np.maximum(upto - below, 1e-9)
    reached = np.clip((edges[:, None] - below) / spread, 0, 1).mean(axis=1)
    return tuple(float(v) for v in np.diff(reached))


def _mean(values: Floats) -> float:
    import numpy as np

    return float(np.nanmean(values)) if np.isfinite(values).any() else float("nan")

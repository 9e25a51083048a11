"""Weighted resampling: past periods are draws whose weight halves every `half_life` periods, spread by log-noise.

    P(y = x_s e^{σ z}) ∝ 2^{−(t − s)/half_life},  s = t − memory + 1 … t,  z standard normal (eight quantiles)

A zero stays zero, so that the chance of peace is that of the faded past. Without noise it is the second baseline.
Sources: Taylor (2007), International Journal of Forecasting 23, 401 (exponentially weighted empirical distributions);
noise as a smoothed bootstrap: Silverman and Young (1987), Biometrika 74, 469.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kroniek.dynamics.forecasts.panel import Panel, known, quantiles, repeated

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NOISES = 8


def weighted(
    panel: Panel, origin: int, horizons: Sequence[int], *, half_life: float = 4.0, memory: int = 36, noise: float = 0.4
) -> NDArray[np.float64]:
    """Draws (horizons, draws, units). `half_life`, `memory` in periods; `noise`: σ of log y."""
    import numpy as np
    from scipy.stats import norm

    past = known(panel, origin, memory)
    weight = 0.5 ** (np.arange(len(past))[::-1] / half_life)
    steps = norm.ppf((np.arange(NOISES) + 0.5) / NOISES) if noise else np.zeros(1)
    values = (past[None] * np.exp(noise * steps)[:, None, None]).reshape(-1, past.shape[1])
    return repeated(quantiles(values, np.tile(weight, len(steps))), horizons)


def faded(panel: Panel, origin: int, horizons: Sequence[int], *, half_life: float = 6.0) -> NDArray[np.float64]:
    """The exponentially weighted form of conflictology, without noise: the second baseline."""
    return weighted(panel, origin, horizons, half_life=half_life, noise=0.0)

"""A negative binomial by unit: mean faded, dispersion from the unit's own past, shrunk towards a common one.

    y ~ NB(mean m, size k),  Var y = m + m²/k;  k = ½ k_unit + ½ k_common,  k_unit = m² / (v − m), 0.05 to 20

m, v: mean and variance of the last `memory` periods with weights that halve every `half_life` periods. A unit whose
past is all zero stays zero. Source: Lawless (1987), Canadian Journal of Statistics 15, 209; Clark and Perry (1989),
Biometrics 45, 309 (moment estimator of k).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kroniek.dynamics.forecasts.panel import DRAWS, Panel, known, repeated

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def negbin(
    panel: Panel, origin: int, horizons: Sequence[int], *, half_life: float = 4.0, memory: int = 36, common: float = 0.6
) -> NDArray[np.float64]:
    """Draws (horizons, draws, units)."""
    import numpy as np
    from scipy.stats import nbinom

    past = known(panel, origin, memory)
    weight = 0.5 ** (np.arange(len(past))[::-1] / half_life)
    weight = weight / weight.sum()
    mean = weight @ past
    variance = weight @ (past - mean) ** 2
    own = np.clip(mean**2 / np.maximum(variance - mean, 1e-6), 0.05, 20)
    size = 0.5 * own + 0.5 * common
    levels = (np.arange(DRAWS) + 0.5) / DRAWS
    draws = nbinom.ppf(levels[:, None], size, size / (size + np.maximum(mean, 1e-9)))
    return repeated(np.where(mean > 0, draws, 0.0), horizons)

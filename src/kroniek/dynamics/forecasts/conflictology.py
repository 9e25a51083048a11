"""Conflictology: the last twelve observed periods are twelve equally likely draws, for every horizon.

Source: Hegre and others (2025), Journal of Peace Research, "The 2023/24 VIEWS prediction challenge"; the benchmark
"conflictology" of that challenge, which on the true future came before every team.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kroniek.dynamics.forecasts.panel import Panel, known, repeated

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PERIODS = 12


def conflictology(panel: Panel, origin: int, horizons: Sequence[int], *, periods: int = PERIODS) -> NDArray[np.float64]:
    """Draws (horizons, periods, units) from the `periods` up to and with the origin."""
    import numpy as np

    return repeated(np.sort(known(panel, origin, periods), axis=0), horizons)

"""The daily clock: acts keep hours, and a model that does not know the night takes it for calm.

Times are moved onto a clock that runs as fast as acts usually come at that hour, so that on it every hour sees as many
acts as any other; a day stays a day. λ(t) = v(hour) λ'(τ(t)), and the log-likelihood gains Σ log v.
The profile is smoothed over the circle of 24 hours (Gaussian, standard deviation half an hour).
Source: Brown and others (2002), Neural Computation 14, 325, for time changes; Mardia and Jupp (2000), Directional
Statistics, for smoothing on a circle.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kroniek.dynamics.points import Points

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

CELLS = 96
SD_HOURS = 0.5


@dataclass(frozen=True, slots=True)
class Clock:
    """`speed`: of the clock by quarter of an hour from midnight, mean 1."""

    speed: Floats

    def moved(self, points: Points) -> Points:
        """The points on the clock; whole days stay where they are."""
        import numpy as np

        edges = np.concatenate([[0.0], np.cumsum(self.speed)]) / len(self.speed)
        day = np.floor(points.times)
        times = day + np.interp(points.times - day, np.arange(len(edges)) / len(self.speed), edges)
        return replace(points, times=times)

    def gain(self, points: Points) -> float:
        """Σ log v over the points: what knowing the hours adds to any log-likelihood."""
        import numpy as np

        cell = np.minimum((np.mod(points.times, 1.0) * len(self.speed)).astype(int), len(self.speed) - 1)
        return float(np.log(self.speed[cell]).sum())


def daily_clock(points: Points) -> Clock:
    """The clock of the points' own hours."""
    import numpy as np

    cell = np.minimum((np.mod(points.times, 1.0) * CELLS).astype(int), CELLS - 1)
    counts = np.bincount(cell, minlength=CELLS).astype(float) + 0.5
    hours = np.minimum(np.arange(CELLS), CELLS - np.arange(CELLS)) * 24 / CELLS
    kernel = np.exp(-0.5 * (hours / SD_HOURS) ** 2)
    smooth = np.fft.irfft(np.fft.rfft(counts) * np.fft.rfft(kernel), CELLS)
    return Clock(smooth / smooth.mean())

"""The slow baseline of a point process, made so that it does not swallow the excitation that is to be measured.

s(t) = Σ K(t − t_k), with K a fourth-order Gaussian kernel (a + b u²) φ(u) with a hole of ± `hole` days in the middle,
a and b such that ∫K = 1 and ∫u²K = 0. Fourth order, because a plain kernel flattens the peaks and the flattened part
would pass for excitation; a hole, because an act's own cluster would otherwise lift the baseline beneath it and hide
excitation. With both, the branching ratio hardly depends on the bandwidth as long as the baseline moves slower than the
excitation fades (see docs/methods.md, and benchmarks/dynamics/hawkes.py for the check).

Sources: Silverman (1986), Density Estimation, 3.6 (higher-order kernels); Lewis, Mohler, Brantingham and Bertozzi
(2012), Security Journal 25, 244 (smoothed background for Iraq). The hole is ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kroniek.dynamics.points import Points

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

SD = 0.75
FLOOR = 0.02
CELLS = 100


@dataclass(frozen=True, slots=True)
class Background:
    """Baseline shapes, one a kind, in points a day. `grid`: (kinds, cells), cells of `step` days from 0 on."""

    grid: Floats
    step: float
    bandwidth: float | None

    def at(self, points: Points) -> Floats:
        """The shape of each point's own kind at its time."""
        import numpy as np

        cells = self.grid.shape[1]
        position = np.clip(points.times / self.step - 0.5, 0, cells - 1)
        left = np.minimum(position.astype(int), cells - 1)
        right = np.minimum(left + 1, cells - 1)
        part = position - left
        values: Floats = self.grid[points.kinds, left] * (1 - part) + self.grid[points.kinds, right] * part
        return values

    def mass(self, since: float, until: float) -> Floats:
        """∫ of each kind's shape from `since` to `until`."""
        import numpy as np

        sums = np.concatenate([np.zeros((len(self.grid), 1)), np.cumsum(self.grid, axis=1)], axis=1) * self.step
        edges = np.arange(self.grid.shape[1] + 1) * self.step
        return np.array([np.interp(until, edges, row) - np.interp(since, edges, row) for row in sums])


def slow(points: Points, bandwidth: float | None, *, hole: float = 0.0) -> Background:
    """The two-sided baseline of each kind; None is a constant. Scaled so that each shape's mass is its points' number."""
    import numpy as np

    if bandwidth is None:
        return Background(_counts(points, points.end)[:, :1] / points.end, points.end, None)
    step = min(bandwidth, points.end) / CELLS
    counts = _counts(points, step)
    kernel = hollow_kernel(SD * bandwidth, hole, step)
    shapes = np.stack([_smoothed(row, kernel) for row in counts]) / step
    number = counts.sum(axis=1)
    shapes = np.maximum(shapes, (FLOOR * number / points.end)[:, None])
    return Background(shapes * (number / (shapes.sum(axis=1) * step))[:, None], step, bandwidth)


def trailing(points: Points, window: float, *, step: float = 1 / 24) -> Background:
    """The rate over the `window` days before each moment, by kind: usable where the future must not be known.

    Half a point is added to the window, so that the rate is never zero.
    """
    import numpy as np

    edges = np.arange(int(np.ceil(points.end / step))) * step + step / 2
    rows = []
    for kind in range(len(points.names)):
        times = points.of(kind)
        count = np.searchsorted(times, edges, "left") - np.searchsorted(times, edges - window, "left")
        rows.append((count + 0.5) / np.minimum(window, np.maximum(edges, step)))
    return Background(np.stack(rows), step, window)


def hollow_kernel(sd: float, hole: float, step: float) -> Floats:
    """Weights of the fourth-order kernel with a hole, on a grid of `step`, out to four standard deviations."""
    import numpy as np

    reach = max(int(np.ceil(4 * sd / step)), 1)
    at = np.arange(-reach, reach + 1) * step
    bell = np.exp(-0.5 * (at / sd) ** 2)
    bell[np.abs(at) < min(max(hole, step / 2), sd)] = 0.0
    square = (at / sd) ** 2
    m0, m2, m4 = bell.sum(), (bell * square).sum(), (bell * square**2).sum()
    a, b = m4 / (m0 * m4 - m2**2), -m2 / (m0 * m4 - m2**2)
    weights: Floats = (a + b * square) * bell
    return weights


def _counts(points: Points, step: float) -> Floats:
    import numpy as np

    cells = max(int(np.ceil(points.end / step - 1e-9)), 1)
    cell = np.minimum((points.times / step).astype(int), cells - 1)
    return np.stack([np.bincount(cell[points.kinds == k], minlength=cells) for k in range(len(points.names))]).astype(
        float
    )


def _smoothed(counts: Floats, kernel: Floats) -> Floats:
    """Kernel sums, divided by the kernel's mass inside the observed time."""
    import numpy as np
    from scipy.signal import fftconvolve

    reach = len(kernel) // 2
    inside = slice(reach, reach + len(counts))
    mass = fftconvolve(np.ones(len(counts)), kernel, mode="full")[inside]
    sums: Floats = fftconvolve(counts, kernel, mode="full")[inside] / np.maximum(mass, 0.3)
    return sums

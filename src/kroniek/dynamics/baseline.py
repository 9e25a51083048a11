"""The slow baseline: how the level of a series drifts, against which anything fast has to stand out.

Kernel smoothing with correction at the ends: b(t) = Σ K(s − t) z(s) / Σ K(s − t), with K Gaussian. `bandwidth` is in
days and is the kernel's full width: its standard deviation is half of it, so that "30 days" means about ±15 days.
Method: Silverman (1986), Density Estimation, ch. 2; Diggle (1985), Applied Statistics 34, 138 (edge correction).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def smooth(values: Floats, bandwidth: float) -> Floats:
    """The two-sided slow baseline of equally spaced values (along the first axis); `bandwidth` in steps."""
    return _filtered(values, gaussian(bandwidth))


def trailing(values: Floats, window: int) -> Floats:
    """The mean of the `window` values before each one, exclusive of itself; the first is the first value itself.

    One-sided: it may be used in forecasts and held-out likelihoods.
    """
    import numpy as np

    sums = np.concatenate([[0.0], np.cumsum(values)])
    at = np.arange(len(values))
    start = np.maximum(at - window, 0)
    means: Floats = (sums[at] - sums[start]) / np.maximum(at - start, 1)
    means[:1] = values[:1]
    return means


def gaussian(bandwidth: float) -> Floats:
    """Kernel weights out to three standard deviations, middle included; sum 1."""
    import numpy as np

    sd = max(bandwidth / 2, 1e-9)
    reach = max(int(np.ceil(3 * sd)), 1)
    bell = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sd) ** 2)
    weights: Floats = bell / bell.sum()
    return weights


def _filtered(values: Floats, kernel: Floats) -> Floats:
    import numpy as np
    from scipy.signal import fftconvolve

    shape = (-1,) + (1,) * (values.ndim - 1)
    weights = kernel.reshape(shape)
    mass = fftconvolve(np.ones(len(values)), kernel, mode="full")
    sums = fftconvolve(values, np.broadcast_to(weights, (len(kernel), *values.shape[1:])), mode="full", axes=0)
    reach = len(kernel) // 2
    inside = slice(reach, reach + len(values))
    smoothed: Floats = sums[inside] / mass[inside].reshape(shape)
    return smoothed

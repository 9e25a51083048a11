"""Does the fitted model describe the acts? Time rescaling, and held-out likelihood against a Poisson process.

Time rescaling: with the compensator Λ(t) = ∫ λ, the steps Λ(t_k) − Λ(t_{k−1}) of a true model are exponential with
mean 1. Kolmogorov-Smirnov compares them with that; the correlation of neighbouring steps should be 0.
Held out: the model above the trailing rate is fitted to the first part and scored on the rest, point by point given
all points before; so is the Poisson process with that trailing rate alone.
Sources: Ogata (1988), JASA 83, 9; Brown, Barbieri, Ventura, Kass and Frank (2002), Neural Computation 14, 325.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kroniek.dynamics.background import Background, trailing
from kroniek.dynamics.hawkes import Hawkes, log_likelihood, weights
from kroniek.dynamics.hawkes_fit import fit_trailing
from kroniek.dynamics.points import Points
from kroniek.dynamics.recurrence import recurrence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Residuals:
    """Of one kind: rescaled steps, their KS distance from the exponential, p-value, and lag-1 rank correlation."""

    name: str
    steps: Floats
    distance: float
    p: float
    correlation: float


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Log-likelihood per held-out point, in nats: the Hawkes process, the Poisson process with the trailing rate, and
    the same with its level fitted. `share`: of the time that was held out."""

    hawkes: float
    poisson: float
    poisson_fitted: float
    points: int
    share: float


def residuals(model: Hawkes, points: Points, background: Background) -> list[Residuals]:
    """Rescaled steps by kind. A kind with fewer than 5 points gives NaN."""
    import numpy as np
    from scipy.stats import kstest, spearmanr

    compensators = compensator(model, points, background)
    found = []
    for kind, name in enumerate(points.names):
        steps = np.diff(compensators[kind, points.kinds == kind])
        if len(steps) < 4:
            found.append(Residuals(name, steps, float("nan"), float("nan"), float("nan")))
            continue
        test = kstest(steps, "expon")
        correlation = float(spearmanr(steps[1:], steps[:-1]).statistic)
        found.append(Residuals(name, steps, float(test.statistic), float(test.pvalue), correlation))
    return found


def compensator(model: Hawkes, points: Points, background: Background) -> Floats:
    """Λ of each kind at each point: (kinds, points)."""
    import numpy as np

    edges = np.arange(background.grid.shape[1] + 1) * background.step
    sums = (
        np.concatenate([np.zeros((len(points.names), 1)), np.cumsum(background.grid, axis=1)], axis=1) * background.step
    )
    base = np.stack([np.interp(points.times, edges, row) for row in sums]) * model.level[:, None]
    gaps = np.diff(points.times, prepend=points.times[:1])
    memory = np.exp(-model.beta[None, :, None] * gaps)
    kind = np.eye(len(points.names))[points.kinds].T[:, None, :] * weights(points, model.power)
    before = np.concatenate([np.zeros_like(kind[..., :1]), kind[..., :-1]], axis=-1)
    alive = recurrence(memory, memory * before)
    spent = np.cumsum(before, axis=-1) - alive
    total: Floats = base + np.einsum("ijm,jmk->ik", model.alpha, spent)
    return total


def held_out(
    points: Points, *, share: float = 0.3, window: float = 30.0, kernels: int = 1, marked: bool = False
) -> HeldOut:
    """Scores on the last `share` of the time, fitted on what comes before."""
    import numpy as np

    cut = points.end * (1 - share)
    train = points.until(cut)
    fitted = fit_trailing(train, window=window, kernels=kernels, marked=marked)
    background = trailing(points, window)
    tested = points.times >= cut
    number = int(tested.sum())
    silent = Hawkes(points.names, np.ones(len(points.names)), fitted.model.alpha * 0, fitted.model.beta)
    level = np.bincount(train.kinds[train.times >= window], minlength=len(points.names))
    scaled = Hawkes(points.names, level / fitted.background.mass(window, cut), silent.alpha, silent.beta)
    scores = [log_likelihood(m, points, background, since=cut) / max(number, 1) for m in (fitted.model, silent, scaled)]
    return HeldOut(scores[0], scores[1], scores[2], number, share)

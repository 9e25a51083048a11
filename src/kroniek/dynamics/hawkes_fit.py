"""Fitting the Hawkes process: maximum likelihood with exact gradients (L-BFGS-B), baseline and hole in turn.

The baseline's hole is as wide as an act's family lasts on average, at least a thirtieth of the bandwidth (so that slow
excitation is not hidden before it is found); fit and baseline are repeated until they agree, at most four times.
The bandwidth, where none is given, is the likeliest of `CHOICE`: since an act does not stand in its own baseline, the
likelihood is that of a leave-out prediction. Only bandwidths at least `SLOWER` times as long as a family lasts are
admitted: faster ones would take the excitation for baseline. Intervals are from the observed information (numerical
differences of the exact gradient), given the baseline; what the baseline does to the result is shown by the sweep over
bandwidths, never left out.
Sources: Ogata (1978), Annals of the Institute of Statistical Mathematics 30, 243 (asymptotics); Byrd, Lu, Nocedal and
Zhu (1995), SIAM Journal on Scientific Computing 16, 1190 (L-BFGS-B); Schwarz (1978), Annals of Statistics 6, 461 (BIC).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kroniek.dynamics.background import Background, slow, trailing
from kroniek.dynamics.hawkes import Hawkes, gradient, log_likelihood
from kroniek.dynamics.points import Points
from kroniek.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

CHOICE = (10.0, 15.0, 20.0, 30.0, 45.0, 60.0, 90.0)
USUAL = 30.0
SLOWER = 8.0
BANDWIDTHS: tuple[float | None, ...] = (15.0, 30.0, 60.0, 90.0, None)
FEWEST = 100
ROUNDS = 4
SETTLED = 0.1
LOWEST_BETA, HIGHEST_BETA = 1 / 200, 1000.0
STARTS = {1: (1.0,), 2: (10.0, 0.3), 3: (200.0, 10.0, 0.3)}


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted model. `low`, `high`: 95 % limits of the branching matrix, given the baseline. `hole` in days."""

    model: Hawkes
    background: Background
    log_likelihood: float
    bic: float
    points: int
    hole: float
    low: Floats
    high: Floats
    cannot: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Swept:
    """Branching under one bandwidth (None: a constant baseline)."""

    bandwidth: float | None
    branching: Floats
    radius: float
    half_lives: Floats
    log_likelihood: float


def fit(
    points: Points, *, bandwidth: float | None = 0.0, kernels: int = 0, marked: bool = False, hole: float | None = None,
    start: Hawkes | None = None, intervals: bool = True,
) -> Fit:  # fmt: skip
    """The Hawkes process fitted to points above a slow baseline of `bandwidth` days (None: constant; 0: the likeliest).

    `kernels`: 1 to 3 exponentials; 0 takes as many as the BIC asks for. `marked`: deaths add weight.
    `hole`: fixes the baseline's hole in days. Raises InputError where a kind has fewer than 3 points.
    """
    _check(points)
    if kernels == 0:
        usual = USUAL if bandwidth == 0 else bandwidth
        tried = [fit(points, bandwidth=usual, kernels=k, marked=marked, hole=hole, intervals=False) for k in STARTS]
        start = min(tried, key=lambda one: one.bic).model
        kernels = len(start.beta)
    if bandwidth == 0:
        bandwidth, start = _likeliest(points, kernels, marked, hole, start)
    model = start if start is not None and len(start.beta) == kernels else guess(points, kernels, marked)
    least = (bandwidth or 0.0) / 30
    width = hole if hole is not None else max(model.family_lag(), least)
    for _ in range(ROUNDS):
        background = slow(points, bandwidth, hole=width)
        model, found = maximise(model, points, background, marked=marked)
        wanted = max(model.family_lag(), least) if hole is None else width
        if bandwidth is None or abs(wanted - width) <= SETTLED * wanted:
            break
        width = wanted
    low, high = limits(model, points, background) if intervals else (model.branching, model.branching)
    return Fit(
        model, background, found, _bic(model, points, found), len(points), width, low, high, _cannot(points, width)
    )


def _likeliest(
    points: Points, kernels: int, marked: bool, hole: float | None, start: Hawkes | None
) -> tuple[float, Hawkes | None]:
    """The admitted bandwidth with the highest likelihood, and its model; the usual one where none is admitted."""
    tried = [fit(points, bandwidth=b, kernels=kernels, marked=marked, hole=hole, start=start, intervals=False) for b in CHOICE]
    admitted = [(one.log_likelihood, b, one.model) for b, one in zip(CHOICE, tried, strict=True) if b >= SLOWER * one.model.family_lag()]
    if not admitted:
        return USUAL, start
    _, bandwidth, model = max(admitted, key=lambda row: row[0])
    return bandwidth, model


def fit_trailing(points: Points, *, window: float = 30.0, kernels: int = 1, marked: bool = False) -> Fit:
    """The same above the trailing rate of the last `window` days, for forecasts and held-out scores.

    The first window is history only: its points excite, but are not scored.
    """
    background = trailing(points, window)
    model, found = maximise(guess(points, kernels, marked), points, background, marked=marked, since=window)
    n = model.branching
    return Fit(model, background, found, _bic(model, points, found), len(points), 0.0, n, n, _cannot(points, 0.0))


def sweep(
    points: Points, start: Hawkes, *, bandwidths: Sequence[float | None] = BANDWIDTHS, marked: bool = False,
    done: Callable[[], None] = lambda: None,
) -> list[Swept]:  # fmt: skip
    """The fit repeated for other bandwidths. `done` is called after each."""
    rows = []
    for bandwidth in bandwidths:
        fitted = fit(points, bandwidth=bandwidth, kernels=len(start.beta), marked=marked, start=start, intervals=False)
        model = fitted.model
        rows.append(Swept(bandwidth, model.branching, model.radius, model.half_lives, fitted.log_likelihood))
        done()
    return rows


def maximise(
    start: Hawkes, points: Points, background: Background, *, marked: bool = False, since: float = 0.0
) -> tuple[Hawkes, float]:
    """The likeliest model over one baseline, and its log-likelihood."""
    import numpy as np
    from scipy.optimize import minimize

    shape, mass, n = background.at(points), background.mass(since, points.end), max(len(points), 1)

    def cost(vector: Floats) -> tuple[float, Floats]:
        model = _unpack(vector, start)
        total, slopes = gradient(model, points, shape, mass, since)
        flat = np.concatenate([slopes[0], slopes[1].ravel(), slopes[2], [slopes[3] if marked else 0.0]])
        return -total / n, -flat / n

    d, m = len(start.names), len(start.beta)
    bounds = (
        [(1e-4, 10.0)] * d
        + [(0.0, 5.0)] * (d * d * m)
        + [(np.log(LOWEST_BETA), np.log(HIGHEST_BETA))] * m
        + [(-1.0, 2.0)]
    )
    found = minimize(
        cost, _pack(start), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 300, "ftol": 1e-10}
    )
    model = _unpack(found.x, start)
    return _ordered(model), log_likelihood(model, points, background, since=since)


def limits(model: Hawkes, points: Points, background: Background) -> tuple[Floats, Floats]:
    """95 % limits of the branching matrix from the observed information, cut at 0."""
    import numpy as np

    d, m = len(model.names), len(model.beta)
    covariance = _covariance(model, points, background)
    block = covariance[d : d + d * d * m, d : d + d * d * m].reshape(d, d, m, d, d, m)
    variance = np.einsum("ijmijn->ij", block)
    reach = 1.96 * np.sqrt(np.maximum(variance, 0.0))
    return np.maximum(model.branching - reach, 0.0), model.branching + reach


def guess(points: Points, kernels: int, marked: bool = False) -> Hawkes:
    """Where the search begins: half of all acts excited, within a day (hours and days for two kernels, minutes too for three)."""
    import numpy as np

    d = len(points.names)
    beta = np.array(STARTS[kernels])
    level, alpha = np.full(d, 0.5), np.full((d, d, kernels), 0.1 / (d * kernels))
    alpha[np.arange(d), np.arange(d)] = 0.4 / kernels
    return Hawkes(points.names, level, alpha, beta, 0.2 if marked else 0.0)


def _covariance(model: Hawkes, points: Points, background: Background) -> Floats:
    """Inverse of the observed information; rows of parameters at their bound are zero."""
    import numpy as np

    shape, mass = background.at(points), background.mass(0.0, points.end)
    centre = _pack(model)
    free = np.concatenate([centre[:-1] > 1e-6, [False]])
    free[len(model.names) + model.alpha.size : -1] = True

    def slope(vector: Floats) -> Floats:
        found = gradient(_unpack(vector, model), points, shape, mass, 0.0)[1]
        return np.concatenate([found[0], found[1].ravel(), found[2], [0.0]])

    rows = []
    for at in np.flatnonzero(free):
        step = np.zeros_like(centre)
        step[at] = 1e-4 * max(abs(centre[at]), 0.1)
        rows.append((slope(centre + step) - slope(centre - step))[free] / (2 * step[at]))
    information = -np.array(rows)
    full = np.zeros((len(centre), len(centre)))
    full[np.ix_(free, free)] = np.linalg.pinv((information + information.T) / 2)
    return full


def _pack(model: Hawkes) -> Floats:
    import numpy as np

    return np.concatenate([model.level, model.alpha.ravel(), np.log(model.beta), [model.power]])


def _unpack(vector: Floats, like: Hawkes) -> Hawkes:
    import numpy as np

    d, m = len(like.names), len(like.beta)
    alpha = vector[d : d + d * d * m].reshape(d, d, m)
    return Hawkes(like.names, vector[:d], alpha, np.exp(vector[d + d * d * m : -1]), float(vector[-1]))


def _ordered(model: Hawkes) -> Hawkes:
    """Decays from fast to slow."""
    import numpy as np

    order = np.argsort(-model.beta)
    return Hawkes(model.names, model.level, model.alpha[:, :, order], model.beta[order], model.power)


def _bic(model: Hawkes, points: Points, found: float) -> float:
    import numpy as np

    return float(-2 * found + np.log(max(len(points), 1)) * (model.level.size + model.alpha.size + model.beta.size))


def _check(points: Points) -> None:
    import numpy as np

    for kind, number in enumerate(np.bincount(points.kinds, minlength=len(points.names))):
        if number < 3:
            raise InputError(
                f"fit: {number} acts of kind {points.names[kind]!r}; at least 3 are wanted. Leave it out or join it"
            )


def _cannot(points: Points, hole: float) -> tuple[str, ...]:
    import numpy as np

    said = []
    for kind, number in enumerate(np.bincount(points.kinds, minlength=len(points.names))):
        if number < FEWEST:
            said.append(
                f"{number} acts of {points.names[kind]}, fewer than {FEWEST}: branching and half-life are guesses"
            )
    if hole > 10:
        said.append(
            f"effects last {hole:.0f} days on average, near the pace of the baseline: the two cannot be told apart"
        )
    return tuple(said)

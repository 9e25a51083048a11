"""A Hawkes process in equal periods: each count raises the next ones, at four paces, the slowest being the baseline.

    y_t | past ~ NB(mean λ_t, size k_t),  Var y = λ + λ²/k
    λ_t = ω + ν A_{t−1} + Σ_p α_p E_{p,t−1},  Σ_p α_p < 1;   log k_t = c₀ + c₁ log λ_t + c₂ A_{t−1}

E_p: mean of the unit's own past, weights halving every p periods (`PACES`); A: the same of "was the count above zero?"
(`ACTIVE`). α_p: deaths that one death brings forth; ω, ν: those out of nothing, and out of a fight that is on. All are
common to the units, and fitted on every unit from its first count above zero on: first the mean, by the likelihood of
a negative binomial of size 3, lest the largest wars decide alone; then the dispersion, by maximum likelihood. The
forecast runs the fitted process forward.

Sources: Hawkes (1971), Biometrika 58, 83; in discrete time Ferland, Latour and Oraichi (2006), Journal of Time Series
Analysis 27, 923; with negative binomial counts Zhu (2011), the same 32, 54; estimating the mean first: Wooldridge
(1999), Journal of Econometrics 93, 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kroniek.dynamics.forecasts.panel import DRAWS, Panel
from kroniek.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PACES = (0.7, 3.0, 12.0, 60.0)
ACTIVE = 9.0
BURN_IN = 24
FEWEST = 500
SIZE = 3.0
SIZES = (1e-3, 1e3)
LARGEST = 1e6


@dataclass(frozen=True, slots=True)
class CountModel:
    """A fitted process. `branching`: α, one a pace of `PACES`; `onset`: ω; `ongoing`: ν; `dispersion`: c₀, c₁, c₂;
    `cells`: unit-periods it was fitted on."""

    onset: float
    ongoing: float
    branching: tuple[float, ...]
    dispersion: tuple[float, float, float]
    cells: int


def hawkes(
    panel: Panel, origin: int, horizons: Sequence[int], *, until: int | None = None, seed: int = 0
) -> Floats:  # fmt: skip
    """Draws (horizons, draws, units), ascending. `until`: the process is fitted on nothing after this period.

    A unit that never had a count above zero stays at zero. Raises InputError where the panel is too small to fit.
    """
    import numpy as np

    model = fit(panel, min(origin, origin if until is None else until))
    paths = simulate(model, panel, origin, max(horizons), paths=DRAWS, seed=seed)
    return np.sort(paths[[h - 1 for h in horizons]], axis=1)


def fit(panel: Panel, until: int) -> CountModel:
    """The process fitted on all counts up to and with period `until`."""
    import numpy as np

    values, missing = panel.values[: until + 1], panel.missing[: until + 1]
    begun = np.cumsum(values > 0, axis=0) > 0
    when, who = np.nonzero(begun[BURN_IN:-1] & ~missing[BURN_IN + 1 :])
    if len(when) < FEWEST:
        raise InputError(f"hawkes: {len(when)} periods of units that were ever active, fewer than {FEWEST}; a longer panel is wanted")
    state, seen = states(values)[when + BURN_IN, :, who], values[when + BURN_IN + 1, who]
    mean = _fit_mean(state, seen)
    dispersion = _fit_dispersion(_intensity(mean, state), state[:, -1], seen)
    return CountModel(float(mean[0]), float(mean[1]), tuple(float(a) for a in mean[2:]), dispersion, len(seen))


def states(values: Floats) -> Floats:
    """What the process remembers at the end of each period: (periods, paces + 1, units); the last is A."""
    import numpy as np

    kept = _kept()[:, :, 0]
    total = np.zeros((len(kept), values.shape[1]))
    found = np.empty((len(values), *total.shape))
    for t, row in enumerate(values):
        total = kept * total + _added(row)
        found[t] = total / _weights(kept, t + 1)
    return found


def simulate(model: CountModel, panel: Panel, origin: int, periods: int, *, paths: int = DRAWS, seed: int = 0) -> Floats:
    """The process run forward from `origin`: (periods, paths, units), each path one possible future."""
    import numpy as np

    rng = np.random.default_rng(seed)
    known = panel.values[: origin + 1]
    kept, never = _kept(), ~(known > 0).any(axis=0)
    state = np.repeat(states(known)[-1][:, None], paths, axis=1)
    mean = np.array([model.onset, model.ongoing, *model.branching])
    found = np.zeros((periods, paths, known.shape[1]))
    for step in range(periods):
        level = mean[0] + mean[1] * state[-1] + np.tensordot(mean[2:], state[:-1], 1)
        size = _sizes(model.dispersion, level, state[-1])
        drawn = rng.poisson(np.minimum(rng.gamma(size) * level / size, LARGEST))
        found[step] = np.where(never, 0.0, drawn)
        length = origin + 1 + step
        state = (kept * state * _weights(kept, length) + _added(found[step])) / _weights(kept, length + 1)
    return found


def _kept() -> Floats:
    """The share of each memory that is left a period later: (paces + 1, 1, 1)."""
    import numpy as np

    kept: Floats = 0.5 ** (1 / np.array([*PACES, ACTIVE]))[:, None, None]
    return kept


def _added(counts: Floats) -> Floats:
    """What one period's counts add to each memory."""
    import numpy as np

    return np.stack([*([counts] * len(PACES)), (counts > 0).astype(float)])


def _weights(kept: Floats, length: int) -> Floats:
    """Sum of the weights of a past of `length` periods."""
    total: Floats = (1 - kept**length) / (1 - kept)
    return total


def _intensity(mean: Floats, state: Floats) -> Floats:
    """λ by cell; `state`: (cells, paces + 1)."""
    level: Floats = mean[0] + mean[1] * state[:, -1] + state[:, :-1] @ mean[2:]
    return level


def _sizes(dispersion: tuple[float, float, float], level: Floats, active: Floats) -> Floats:
    import numpy as np

    first, by_level, by_active = dispersion
    return np.clip(np.exp(first + by_active * active) * level**by_level, *SIZES)


def _fit_mean(state: Floats, seen: Floats) -> Floats:
    """ω, ν and α; α through its log-ratios to 1 − Σα, so that the process can never explode."""
    import numpy as np
    from scipy.optimize import minimize

    def named(theta: Floats) -> Floats:
        ratio = np.exp(theta[2:])
        return np.concatenate([np.exp(theta[:2]), ratio / (1 + ratio.sum())])

    def loss(theta: Floats) -> tuple[float, Floats]:
        mean = named(theta)
        level = _intensity(mean, state)
        slope = (seen + SIZE) / (level + SIZE) - seen / level
        share = slope @ state[:, :-1] / len(seen)
        branching = mean[2:]
        gradient = [slope.mean() * mean[0], slope @ state[:, -1] / len(seen) * mean[1], *(branching * (share - share @ branching))]
        return float(np.mean((seen + SIZE) * np.log(level + SIZE) - seen * np.log(level))), np.array(gradient)

    start = np.array([np.log(0.1), np.log(1.0), *([0.0] * len(PACES))])
    bounds = [(-12.0, 5.0)] * 2 + [(-12.0, 8.0)] * len(PACES)
    return named(minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x)


def _fit_dispersion(level: Floats, active: Floats, seen: Floats) -> tuple[float, float, float]:
    import numpy as np
    from scipy.optimize import minimize
    from scipy.special import gammaln

    def loss(theta: Floats) -> float:
        size = _sizes((theta[0], theta[1], theta[2]), level, active)
        return float(-np.mean(gammaln(seen + size) - gammaln(size) + size * np.log(size / (size + level)) + seen * np.log(level / (size + level))))

    found = minimize(loss, np.array([-3.0, 0.2, 3.0]), method="L-BFGS-B", bounds=[(-9, 4), (-1, 1), (-2, 8)]).x
    return float(found[0]), float(found[1]), float(found[2])

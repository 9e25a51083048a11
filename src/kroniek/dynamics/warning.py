"""Early warning: the chance that a unit soon reaches a level that it has not seen for a year.

    target_t = max(y_{t+1} … y_{t+ahead}) ≥ at_least  and  > max(y_{t−past+1} … y_t)
    or, of totals z_t = y_{t−ahead+1} + … + y_t,  z_{t+ahead} ≥ at_least  and  > max(z_{t−past+1} … z_t)
    logit chance = b + Σ_f w_f (x_f − mean_f) / sd_f,  w by ridge-penalised maximum likelihood

Six features (`FEATURES`), all known at t. Two are chances themselves: the Hawkes process run forward (forecasts.
hawkes_counts), and the faded past drawn again with noise (as forecasts.weighted). The logistic regression weighs them
with the level, its spread and the bar that is to be passed, and makes the chances honest. Which feature says how much
is part of the result. Sources: Hegre and others (2019), Journal of Peace Research 56, 155 (early warning by chances);
le Cessie and van Houwelingen (1992), Applied Statistics 41, 191 (ridge logistic regression).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kroniek.dynamics.forecasts import hawkes_counts
from kroniek.dynamics.forecasts.panel import Panel
from kroniek.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FEATURES = {
    "last": "log(1 + count of the last period)",
    "year": "log(1 + mean of the past periods)",
    "bar": "log(1 + level that must be passed)",
    "spread": "standard deviation of log(1 + count) over the past periods",
    "hawkes": "logit of the chance by the Hawkes process run forward",
    "redrawn": "logit of the chance by drawing the faded past again, with noise",
}
BURN_IN = 18
PATHS = 500
RIDGE = 0.01
FEWEST = 20
HALF_LIFE, MEMORY, NOISE = 4.0, 36, 0.6
FLOOR = 0.002


@dataclass(frozen=True, slots=True)
class Target:
    """What is warned of: a count of `at_least` in one of the next `ahead` periods that is also above every count of the
    `past` periods up to now. `total`: the same of the count of all `ahead` periods together."""

    at_least: float = 100.0
    ahead: int = 3
    past: int = 12
    total: bool = False

    def words(self) -> str:
        """The target in words."""
        if self.total:
            return f"Together {self.at_least:g} or more in the next {self.ahead} periods, above every such total of the {self.past} before"
        return f"A count of {self.at_least:g} or more within {self.ahead} periods, above all of the {self.past} before"


@dataclass(frozen=True, slots=True)
class Model:
    """A fitted warning model. `weights`: for features in standard deviations, in the order of `FEATURES`; `until`: the
    last period whose counts were used; `cells`, `events`: unit-periods learned from, and in how many the target came."""

    target: Target
    process: hawkes_counts.CountModel
    means: tuple[float, ...]
    spreads: tuple[float, ...]
    weights: tuple[float, ...]
    intercept: float
    until: str
    cells: int
    events: int


@dataclass(frozen=True, slots=True)
class Warned:
    """Chances by unit, 0 to 1, as known at `issued_on`; `bar`: the level to be passed; `because`: contributions to the
    logit, (features, units), against the average unit-period of the past."""

    issued_on: str
    units: tuple[str, ...]
    chance: Floats
    bar: Floats
    because: Floats
    target: Target
    vintage: str


def train(panel: Panel, until: int, *, target: Target | None = None, done: Callable[[], None] = lambda: None) -> Model:
    """The model from counts up to and with period `until`: no later outcome is used. `done` is called for each period.

    Raises InputError where the target came fewer than 20 times, or the panel is too small for the Hawkes process.
    """
    import numpy as np

    target = target or Target()
    known = panel.cut(panel.periods[until])
    process = hawkes_counts.fit(known, until)
    outcome = outcomes(known, target)[BURN_IN : until - target.ahead + 1]
    there = np.isfinite(outcome)
    events = int(np.nansum(outcome))
    if events < FEWEST:
        raise InputError(f"warning: the target came {events} times up to {known.periods[-1]}; at least {FEWEST} are wanted to learn from")
    described = np.stack([_described(known, t, process, target, done) for t in range(BURN_IN, until - target.ahead + 1)], axis=1)
    cells = described[:, there].T
    means, spreads = cells.mean(axis=0), cells.std(axis=0) + 1e-9
    fitted = logistic((cells - means) / spreads, outcome[there], ridge=RIDGE)
    return Model(target, process, _tuple(means), _tuple(spreads), _tuple(fitted[1:]), float(fitted[0]), known.periods[-1], len(cells), events)


def warn(panel: Panel, origin: int, model: Model) -> Warned:
    """Chances for every unit from what is known up to and with period `origin`."""
    import numpy as np

    described = features(panel, origin, model.process, model.target)
    scaled = (described - np.array(model.means)[:, None]) / np.array(model.spreads)[:, None]
    because = scaled * np.array(model.weights)[:, None]
    chance = 1 / (1 + np.exp(-(model.intercept + because.sum(axis=0))))
    return Warned(panel.periods[origin], panel.units, chance, bar(panel, origin, model.target), because, model.target, panel.vintage)


def outcomes(panel: Panel, target: Target) -> Floats:
    """Whether the target came after each period: 1, 0, or NaN where that is not known yet; (periods, units)."""
    import numpy as np

    found = np.full(panel.values.shape, np.nan)
    for t in range(len(panel.periods) - target.ahead):
        ahead = slice(t + 1, t + 1 + target.ahead)
        came = panel.values[ahead].sum(axis=0) if target.total else panel.values[ahead].max(axis=0)
        met = (came >= target.at_least) & (came > highest(panel, t, target))
        found[t] = np.where(panel.missing[ahead].any(axis=0), np.nan, met)
    return found


def levels(panel: Panel, origin: int, target: Target, number: int) -> Floats:
    """The last `number` counts up to and with the origin, or of `total` targets the totals that end there; (periods, units)."""
    import numpy as np

    first = max(0, origin - number + 1)
    if not target.total:
        return panel.values[first : origin + 1]
    before = max(0, first - target.ahead + 1)
    sums = np.cumsum(np.vstack([np.zeros(len(panel.units)), panel.values[before : origin + 1]]), axis=0)
    ends = np.arange(first, origin + 1) - before + 1
    totals: Floats = sums[ends] - sums[np.maximum(ends - target.ahead, 0)]
    return totals


def highest(panel: Panel, origin: int, target: Target) -> Floats:
    """The largest count (or total) of the past periods up to and with the origin, by unit."""
    found: Floats = levels(panel, origin, target, target.past).max(axis=0)
    return found


def bar(panel: Panel, origin: int, target: Target) -> Floats:
    """The least count that would meet the target, by unit (counts are whole)."""
    import numpy as np

    return np.maximum(highest(panel, origin, target) + 1, target.at_least)


def features(panel: Panel, origin: int, process: hawkes_counts.CountModel, target: Target) -> Floats:
    """(features, units) in the order of `FEATURES`, from counts up to and with the origin."""
    import numpy as np

    past = levels(panel, origin, target, target.past)
    return np.stack([
        np.log1p(past[-1]), np.log1p(past.mean(axis=0)), np.log1p(bar(panel, origin, target)), np.log1p(past).std(axis=0),
        _logit(run_forward(panel, origin, process, target)), _logit(redrawn(panel, origin, target)),
    ])  # fmt: skip


def run_forward(panel: Panel, origin: int, process: hawkes_counts.CountModel, target: Target) -> Floats:
    """Share of runs of the Hawkes process that meet the target; the seed is the origin."""
    import numpy as np

    found = np.zeros(len(panel.units))
    live = np.flatnonzero((panel.values[: origin + 1] > 0).any(axis=0))
    if live.size:
        paths = hawkes_counts.simulate(process, panel.only(live), origin, target.ahead, paths=PATHS, seed=origin)
        reached = paths.sum(axis=0) if target.total else paths.max(axis=0)
        found[live] = (reached >= bar(panel, origin, target)[live]).mean(axis=0)
    return found


def redrawn(panel: Panel, origin: int, target: Target) -> Floats:
    """Chance that one of `ahead` draws from the faded past (of a total: one draw from past totals), each with log-normal
    noise, meets the target."""
    import numpy as np
    from scipy.stats import norm

    past = levels(panel, origin, target, MEMORY)
    weight = 0.5 ** (np.arange(len(past))[::-1] / HALF_LIFE)
    above = norm.sf((np.log(bar(panel, origin, target)) - np.log(np.maximum(past, 1e-9))) / NOISE)
    one: Floats = weight @ np.where(past > 0, above, 0.0) / weight.sum()
    return 1 - (1 - one) ** (1 if target.total else target.ahead)


def logistic(features: Floats, outcome: Floats, *, ridge: float) -> Floats:
    """Intercept and weights that maximise the mean log-likelihood less ½ ridge Σ w²; `features`: (cells, features)."""
    import numpy as np
    from scipy.optimize import minimize
    from scipy.special import expit

    design = np.column_stack([np.ones(len(features)), features])
    penalty = np.array([0.0, *([ridge] * features.shape[1])])

    def loss(w: Floats) -> tuple[float, Floats]:
        z = design @ w
        gradient = design.T @ (expit(z) - outcome) / len(outcome) + penalty * w
        return float(np.mean(np.logaddexp(0, z) - outcome * z) + penalty @ w**2 / 2), gradient

    found: Floats = minimize(loss, np.zeros(design.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 1000}).x
    return found


def _described(panel: Panel, origin: int, process: hawkes_counts.CountModel, target: Target, done: Callable[[], None]) -> Floats:
    done()
    return features(panel, origin, process, target)


def _logit(chance: Floats) -> Floats:
    import numpy as np

    return np.log((chance + FLOOR) / (1 - chance + FLOOR))


def _tuple(values: Floats) -> tuple[float, ...]:
    return tuple(float(v) for v in values)

"""Models pooled by their past scores: the linear pool, its weights learned on rolling origins.

    F = Σ w_m F_m;  w minimises the mean over past windows of CRPS / CRPS of conflictology

The ratio, not the score itself, because one country in one year would otherwise decide all weights. Sources: Stone
(1961), Annals of Mathematical Statistics 32, 1339 (linear pool); Gneiting and Ranjan (2013), Electronic Journal of
Statistics 7, 1747; Thorey and others (2017), QJRMS 143, 521 (weights by CRPS).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from kroniek.dynamics.forecasts.analogue import analogue
from kroniek.dynamics.forecasts.conflictology import conflictology
from kroniek.dynamics.forecasts.negbin import negbin
from kroniek.dynamics.forecasts.panel import Forecast, Panel, quantiles
from kroniek.dynamics.forecasts.weighted import faded, weighted
from kroniek.errors import InputError
from kroniek.knowledge import ROOT, strict
from kroniek.knowledge.strict import nearest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

BASELINES = ("conflictology", "faded")
MEMBERS = ("weighted", "analogue", "negbin")
COMBINED = "combined"
MODELS: dict[str, Callable[..., Floats]] = {
    "conflictology": conflictology, "faded": faded, "weighted": weighted, "analogue": analogue, "negbin": negbin,
}  # fmt: skip
STEP = 0.05


@dataclass(frozen=True, slots=True)
class Weights:
    """Shares of the pool, 0 to 1, sum 1 (knowledge/dynamics/forecast.toml)."""

    weighted: float
    analogue: float
    negbin: float

    def of(self, model: str) -> float:
        """The share of one model."""
        return float(getattr(self, model))


def default_weights() -> Weights:
    """The weights as learned; the file says on what."""
    return strict.single(ROOT / "dynamics" / "forecast.toml", Weights)


def forecast(
    panel: Panel, origin: int, horizons: Sequence[int], *, model: str = COMBINED, weights: Weights | None = None,
    until: int | None = None,
) -> Forecast:  # fmt: skip
    """A forecast by one model, or by the pool. `until`: nothing later is learned from (see analogue).

    In a panel too short for analogues the pool does without them.
    """
    if model == COMBINED:
        draws = pooled(members(panel, origin, horizons, until=until), weights or default_weights())
    elif model in MODELS:
        draws = MODELS[model](panel, origin, horizons, **({"until": until} if model == "analogue" else {}))
    else:
        raise InputError(f"no model {model!r}{nearest(model, [*MODELS, COMBINED])}")
    return Forecast(model, panel.periods[origin], tuple(horizons), panel.target, panel.units, draws, panel.vintage)


def members(panel: Panel, origin: int, horizons: Sequence[int], *, until: int | None = None) -> dict[str, Floats]:
    """The draws of each member that these data can feed."""
    found = {name: MODELS[name](panel, origin, horizons) for name in MEMBERS if name != "analogue"}
    try:
        found["analogue"] = analogue(panel, origin, horizons, until=until)
    except InputError:
        return found
    return found


def pooled(draws: Mapping[str, Floats], weights: Weights) -> Floats:
    """The linear pool of the members at hand, as equally likely draws (horizons, draws, units)."""
    import numpy as np

    used = [(d, weights.of(name)) for name, d in draws.items() if weights.of(name) > 0]
    share = np.concatenate([np.full(d.shape[1], w / d.shape[1]) for d, w in used])
    joined = np.concatenate([d for d, _ in used], axis=1)
    return np.stack([quantiles(rows, share) for rows in joined])


def learn(losses: Callable[[Weights], float]) -> Weights:
    """The weights, on a grid of steps of 0.05, with the smallest loss."""
    steps = round(1 / STEP)
    grid = [(a, b) for a, b in product(range(steps + 1), repeat=2) if a + b <= steps]
    candidates = [Weights(a * STEP, b * STEP, round(1 - (a + b) * STEP, 10)) for a, b in grid]
    return min(candidates, key=losses)

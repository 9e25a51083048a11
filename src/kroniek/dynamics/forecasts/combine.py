"""The models by name, and their linear pool with weights learned from past scores (see learn).

    F = Σ_m w_m F_m

Options of each model and its share stand in knowledge/dynamics/forecast.toml, with what they were learned on.
Sources: Stone (1961), Annals of Mathematical Statistics 32, 1339 (linear pool); Gneiting and Ranjan (2013), Electronic
Journal of Statistics 7, 1747.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kroniek.dynamics.forecasts.analogue import analogue
from kroniek.dynamics.forecasts.conflictology import conflictology
from kroniek.dynamics.forecasts.hawkes_counts import hawkes
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
COMBINED = "combined"
MODELS: dict[str, Callable[..., Floats]] = {
    "conflictology": conflictology, "faded": faded, "weighted": weighted, "analogue": analogue, "hawkes": hawkes,
    "negbin": negbin,
}  # fmt: skip
FITTED = ("analogue", "hawkes")


@dataclass(frozen=True, slots=True)
class Member:
    """A model in the pool: its share, 0 to 1, and its options; what is None is not the model's."""

    name: str
    share: float
    half_life: float | None = None
    noise: float | None = None
    common: float | None = None
    neighbours: int | None = None

    def options(self) -> dict[str, float]:
        """The model's options by name."""
        fields = dataclasses.asdict(self)
        return {name: value for name, value in fields.items() if name not in ("name", "share") and value is not None}


@dataclass(frozen=True, slots=True)
class Pool:
    """The pool as learned. `windows`: on what; `until`: the last period of data that learning could see."""

    windows: str
    until: str
    member: tuple[Member, ...]

    def shares(self) -> dict[str, float]:
        """Shares by model."""
        return {one.name: one.share for one in self.member}


@cache
def default_pool() -> Pool:
    """The pool as learned; the file says on what."""
    return strict.single(ROOT / "dynamics" / "forecast.toml", Pool)


def forecast(
    panel: Panel, origin: int, horizons: Sequence[int], *, model: str = COMBINED, pool: Pool | None = None,
    until: int | None = None,
) -> Forecast:  # fmt: skip
    """A forecast by one model, or by the pool, from what is known up to and with period `origin`.

    `until`: what models learn from all units (analogues, the Hawkes process) is taken from periods up to this one.
    In a panel too short for these the pool does without them. Raises InputError for an unknown model, no horizon, or a
    horizon below 1.
    """
    pool = pool or default_pool()
    if not horizons or min(horizons) < 1:
        raise InputError(f"horizons {list(horizons)}: at least one is wanted, and 1 is the period after the origin")
    if model == COMBINED:
        draws = pooled(members(panel, origin, horizons, pool=pool, until=until), pool.shares())
    elif model in MODELS:
        draws = run(model, panel, origin, horizons, pool=pool, until=until)
    else:
        raise InputError(f"no model {model!r}{nearest(model, [*MODELS, COMBINED])}")
    return Forecast(model, origin, panel.periods[origin], tuple(horizons), panel.target, panel.units, draws, panel.vintage)


def run(
    name: str, panel: Panel, origin: int, horizons: Sequence[int], *, pool: Pool, until: int | None = None
) -> Floats:  # fmt: skip
    """The draws of one model with the options that the pool gives it: (horizons, draws, units)."""
    options: dict[str, float | None] = {}
    for one in pool.member:
        if one.name == name:
            options |= one.options()
    if name in FITTED:
        options["until"] = until
    return MODELS[name](panel, origin, horizons, **options)


def members(
    panel: Panel, origin: int, horizons: Sequence[int], *, pool: Pool, until: int | None = None
) -> dict[str, Floats]:  # fmt: skip
    """The draws of each member that has a share and that these data can feed."""
    found = {}
    for one in pool.member:
        if one.share > 0:
            try:
                found[one.name] = run(one.name, panel, origin, horizons, pool=pool, until=until)
            except InputError:
                if one.name not in FITTED:
                    raise
    return found


def pooled(draws: Mapping[str, Floats], shares: Mapping[str, float]) -> Floats:
    """The linear pool of the members at hand, as equally likely draws (horizons, draws, units)."""
    import numpy as np

    mass = np.concatenate([np.full(d.shape[1], shares[name] / d.shape[1]) for name, d in draws.items()])
    joined = np.concatenate(list(draws.values()), axis=1)
    return np.stack([quantiles(rows, mass) for rows in joined])

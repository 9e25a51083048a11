"""Rolling-origin backtests: forecasts issued again and again in the past, each knowing only what was known then.

Source: Tashman (2000), International Journal of Forecasting 16, 437.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kroniek.dynamics.forecasts.combine import BASELINES, COMBINED, Weights, forecast
from kroniek.dynamics.forecasts.panel import Forecast, Panel
from kroniek.dynamics.scores import Scores, score
from kroniek.errors import InputError

RECENT = 12


@dataclass(frozen=True, slots=True)
class Scored:
    """One model at one origin. `issued_on`: last known period; `vintage`: the data it was scored on."""

    model: str
    issued_on: str
    first: str
    last: str
    vintage: str
    scores: Scores


@dataclass(frozen=True, slots=True)
class Summary:
    """A model over all origins: means, and CRPS relative to conflictology (below 1 is better; geometric mean) with the
    number of origins at which it was better."""

    model: str
    origins: int
    crps: float
    log_crps: float
    brier: float
    coverage: float
    crps_rest: float
    relative: float
    better: int


def backtest(
    panel: Panel, origins: Sequence[int], horizons: Sequence[int], *, models: Sequence[str] = (*BASELINES, COMBINED),
    weights: Weights | None = None, until: int | None = None, done: Callable[[], None] = lambda: None,
) -> list[Scored]:  # fmt: skip
    """Every model at every origin; the two baselines are always among them. `done` is called after each forecast."""
    rows = []
    for origin in origins:
        if origin + max(horizons) >= len(panel.periods):
            raise InputError(f"backtest: {panel.periods[origin]} plus {max(horizons)} periods is after the last period")
        for model in dict.fromkeys((*BASELINES, *models)):
            made = forecast(panel, origin, horizons, model=model, weights=weights, until=until)
            rows.append(scored(panel, origin, made))
            done()
    return rows


def scored(panel: Panel, origin: int, made: Forecast) -> Scored:
    """A forecast against what came."""
    import numpy as np

    at = origin + np.array(made.horizons)
    active = (panel.values[max(0, origin - RECENT + 1) : origin + 1] > 0).any(axis=0)
    found = score(made.draws, panel.values[at], panel.missing[at], active, panel.units)
    return Scored(made.model, made.issued_on, panel.periods[at[0]], panel.periods[at[-1]], panel.vintage, found)


def summaries(rows: Sequence[Scored]) -> list[Summary]:
    """Means by model, in the order in which the models first come."""
    import numpy as np

    base = {row.issued_on: row.scores.crps for row in rows if row.model == BASELINES[0]}
    found = []
    for model in dict.fromkeys(row.model for row in rows):
        own = [row for row in rows if row.model == model]
        ratio = np.array([max(row.scores.crps, 1e-12) / max(base[row.issued_on], 1e-12) for row in own])
        means = [float(np.nanmean([getattr(row.scores, k) for row in own])) for k in ("crps", "log_crps", "brier", "coverage", "crps_rest")]
        found.append(Summary(model, len(own), *means, float(np.exp(np.log(ratio).mean())), int((ratio < 1).sum())))
    return found

"""Rolling-origin backtests: forecasts issued again and again in the past, each knowing only what was known then.

Source: Tashman (2000), International Journal of Forecasting 16, 437.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kroniek.dynamics.forecasts.combine import BASELINES, COMBINED, Pool, forecast
from kroniek.dynamics.forecasts.panel import Forecast, Panel
from kroniek.dynamics.scores import Scores, score
from kroniek.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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
    """A model over all origins: means; CRPS relative to each baseline (below 1 is better; geometric mean over origins);
    at how many origins it was better than conflictology; `pit`: shares of ten bins, flat is calibrated. `crps_rest`,
    `log_crps_rest`: without the top unit of each origin."""

    model: str
    origins: int
    crps: float
    log_crps: float
    brier: float
    coverage: float
    crps_rest: float
    log_crps_rest: float
    relative: float
    relative_faded: float
    better: int
    pit: tuple[float, ...]


def backtest(
    panel: Panel, origins: Sequence[int], horizons: Sequence[int], *, models: Sequence[str] = (COMBINED,),
    pool: Pool | None = None, until: int | None = None, done: Callable[[], None] = lambda: None,
) -> list[Scored]:  # fmt: skip
    """Every model at every origin; the two baselines are always among them. `done` is called after each forecast.

    `until`: see forecasts.combine.forecast. Raises InputError where an origin's outcomes are not in the panel.
    """
    rows = []
    for origin in origins:
        if origin + max(horizons) >= len(panel.periods):
            raise InputError(f"backtest: {panel.periods[origin]} plus {max(horizons)} periods is after the last period")
        for model in dict.fromkeys((*BASELINES, *models)):
            made = forecast(panel, origin, horizons, model=model, pool=pool, until=until)
            rows.append(scored(panel, made))
            done()
    return rows


def scored(panel: Panel, made: Forecast) -> Scored:
    """A forecast against what came, by the panel that holds it."""
    import numpy as np

    at = made.origin + np.array(made.horizons)
    found = score(made.draws, panel.values[at], panel.missing[at], recently_active(panel, made.origin), panel.units)
    return Scored(made.model, made.issued_on, panel.periods[at[0]], panel.periods[at[-1]], panel.vintage, found)


def recently_active(panel: Panel, origin: int) -> NDArray[np.bool_]:
    """Units with a count above zero in the last twelve known periods."""
    import numpy as np

    found: NDArray[np.bool_] = np.greater(panel.values[max(0, origin - RECENT + 1) : origin + 1].max(axis=0), 0)
    return found


def last_origins(panel: Panel, number: int, horizons: Sequence[int], *, step: int = 1) -> list[int]:
    """The last `number` origins whose outcomes are known, ascending, `step` periods apart; InputError where there are none."""
    last = len(panel.periods) - 1 - max(horizons)
    found = [origin for origin in range(last, 0, -step)][:number]
    if not found:
        raise InputError(f"backtest: {len(panel.periods)} periods; at least {max(horizons) + 2} are wanted for horizon {max(horizons)}")
    return found[::-1]


def summaries(rows: Sequence[Scored]) -> list[Summary]:
    """Means by model, in the order in which the models first come."""
    return [_summary(model, rows) for model in dict.fromkeys(row.model for row in rows)]


def _summary(model: str, rows: Sequence[Scored]) -> Summary:
    import numpy as np

    own = [row.scores for row in rows if row.model == model]

    def mean(name: str) -> float:
        values = np.array([getattr(scores, name) for scores in own])
        return float(np.nanmean(values)) if np.isfinite(values).any() else float("nan")

    first, second = (np.array(_ratios(model, base, rows)) for base in BASELINES)
    return Summary(
        model, len(own), mean("crps"), mean("log_crps"), mean("brier"), mean("coverage"), mean("crps_rest"),
        mean("log_crps_rest"), float(np.exp(np.log(first).mean())), float(np.exp(np.log(second).mean())),
        int((first < 1).sum()), tuple(float(v) for v in np.mean([scores.pit for scores in own], axis=0)),
    )  # fmt: skip


def _ratios(model: str, base: str, rows: Sequence[Scored]) -> list[float]:
    """CRPS of a model over that of a baseline, by origin."""
    below = {row.issued_on: row.scores.crps for row in rows if row.model == base}
    return [max(row.scores.crps, 1e-12) / max(below[row.issued_on], 1e-12) for row in rows if row.model == model]

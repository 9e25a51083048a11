"""How good warnings were, beside three peers: average precision, Brier score, reliability.

Peers, all trained on the same periods: the last count, the mean of the past periods (each made a chance by isotonic
regression; ranked by the count itself), and a logistic regression on five features of the past. Average precision is
Σ (recall_k − recall_{k−1}) precision_k over the distinct chances, so that ties count together.
Sources: Brier (1950), Monthly Weather Review 78, 1; Davis and Goadrich (2006), ICML (precision and recall);
Barlow and others (1972), Statistical Inference under Order Restrictions (isotonic regression).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from kroniek.dynamics.forecasts.panel import Panel
from kroniek.dynamics.warning import BURN_IN, Model, Target, levels, logistic, outcomes, train, warn
from kroniek.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PEERS = ("last value", "mean of the past", "logistic regression")
OWN = "warning"
BINS = (0.0, 0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 1.0)
SILENT = 60


@dataclass(frozen=True, slots=True)
class Score:
    """A model over all scored unit-periods: `precision` is average precision, `brier` the mean squared error of the
    chances. `events`: unit-periods in which the target came, of `cells`."""

    model: str
    precision: float
    brier: float
    events: int
    cells: int


@dataclass(frozen=True, slots=True)
class Reliable:
    """One bin of chances: those from `low` (inclusive) to `high`, their mean, and the share in which the target came."""

    low: float
    high: float
    cells: int
    chance: float
    came: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores of the warnings and peers, own first, with what each ranks by; `chances`, `outcome`, each of `ranks`:
    (origins, units), NaN where not known."""

    scores: tuple[Score, ...]
    reliability: tuple[Reliable, ...]
    model: Model
    first: str
    last: str
    chances: Floats
    ranks: tuple[Floats, ...]
    outcome: Floats
    vintage: str


def evaluate(
    panel: Panel, until: int, origins: Sequence[int], *, target: Target | None = None, done: Callable[[], None] = lambda: None
) -> Evaluation:  # fmt: skip
    """Warnings and peers, trained on counts up to `until`, issued at each of `origins`, against what came.

    Raises InputError where an origin lies before `until` or has no outcome yet.
    """
    import numpy as np

    target = target or Target()
    if not origins or min(origins) < until or max(origins) + target.ahead >= len(panel.periods):
        raise InputError(f"warning: origins from {panel.periods[until]} on with {target.ahead} known periods after them are wanted")
    model = train(panel, until, target=target, done=done)
    chances = np.stack([warn(panel, origin, model).chance for origin in origins])
    came = outcomes(panel, target)[list(origins)]
    there = np.isfinite(came)
    found = {OWN: (chances, chances), **peers(panel, until, origins, target)}
    first, last = panel.periods[origins[0]], panel.periods[origins[-1]]
    scores = tuple(_score(name, ranks[there], made[there], came[there]) for name, (ranks, made) in found.items())
    known = reliability(chances[there], came[there])
    return Evaluation(scores, known, model, first, last, chances, tuple(ranks for ranks, _ in found.values()), came, panel.vintage)


def peers(panel: Panel, until: int, origins: Sequence[int], target: Target) -> dict[str, tuple[Floats, Floats]]:
    """For each peer what it ranks by and its chances, both (origins, units)."""
    import numpy as np

    learned = range(BURN_IN, until - target.ahead + 1)
    came = outcomes(panel.cut(panel.periods[until]), target)[list(learned)]
    there = np.isfinite(came)
    before, now = (np.stack([handful(panel, t, target) for t in some]) for some in (learned, origins))
    found = {}
    for name, column in zip(PEERS, (0, 2), strict=False):
        ranks = now[:, column]
        found[name] = (ranks, isotonic(before[:, column][there], came[there], ranks))
    cells = before.transpose(0, 2, 1)[there]
    means, spreads = cells.mean(axis=0), cells.std(axis=0) + 1e-9
    fitted = logistic((cells - means) / spreads, came[there], ridge=1e-4)
    z = fitted[0] + ((now.transpose(0, 2, 1) - means) / spreads) @ fitted[1:]
    chance = 1 / (1 + np.exp(-z))
    return found | {PEERS[2]: (chance, chance)}


def handful(panel: Panel, origin: int, target: Target) -> Floats:
    """The peers' features, (5, units): log(1 + last count, mean of three, mean and maximum of the past), and log(1 +
    periods since the last count above zero, 60 at most)."""
    import numpy as np

    past = levels(panel, origin, target, target.past)
    recent = panel.values[max(0, origin - SILENT + 1) : origin + 1][::-1] > 0
    since = np.where(recent.any(axis=0), recent.argmax(axis=0), SILENT)
    top = past.max(axis=0)
    found: Floats = np.log1p(np.stack([past[-1], past[-3:].mean(axis=0), past.mean(axis=0), top, since.astype(float)]))
    return found


def isotonic(known: Floats, came: Floats, asked: Floats) -> Floats:
    """Chances that never fall with the value, learned from `known` and `came`, for the values `asked`."""
    import numpy as np
    from scipy.optimize import isotonic_regression

    values, index, counts = np.unique(known, return_inverse=True, return_counts=True)
    rates = np.bincount(index, came) / counts
    return np.interp(asked, values, isotonic_regression(rates, weights=counts).x)


def average_precision(chance: Floats, came: Floats) -> float:
    """Average precision; NaN where nothing came. 1 is perfect, the share of events what chance alone gives."""
    import numpy as np

    order = np.argsort(-chance, kind="stable")
    last = np.append(np.diff(chance[order]) != 0, True)
    hits, named = np.cumsum(came[order])[last], np.flatnonzero(last) + 1
    total = came.sum()
    return float((np.diff(hits, prepend=0) * hits / named).sum() / total) if total else float("nan")


def reliability(chance: Floats, came: Floats) -> tuple[Reliable, ...]:
    """Chances beside shares that came, in the bins of `BINS`; empty bins are left out."""
    found = []
    for low, high in pairwise(BINS):
        inside = (chance >= low) & ((chance < high) | (high == 1))
        if inside.any():
            found.append(Reliable(low, high, int(inside.sum()), float(chance[inside].mean()), float(came[inside].mean())))
    return tuple(found)


def _score(name: str, ranks: Floats, chance: Floats, came: Floats) -> Score:
    return Score(name, average_precision(ranks, came), float(((chance - came) ** 2).mean()), int(came.sum()), len(came))

"""Learning the pool: options of each model, then shares, by the scores of rolling origins.

The CRPS of a linear pool is a quadratic function of the shares, so the best shares are found exactly:

    CRPS(Σ w_m F_m, y) = Σ_m w_m E|X_m − y| − ½ Σ_m Σ_n w_m w_n E|X_m − X_n|,  w ≥ 0, Σ w = 1

The loss is the mean over origins of ½ CRPS + ½ CRPS of log(1 + y), each as a ratio to conflictology's: a ratio, because
one country in one year would otherwise decide alone; the log, because small conflicts would otherwise not count.
Sources: Gneiting and Raftery (2007), JASA 102, 359 (the energy form); Thorey and others (2017), QJRMS 143, 521.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

from kroniek.dynamics.forecasts.combine import BASELINES, Member, Pool, run
from kroniek.dynamics.forecasts.panel import Panel

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

OPTIONS: Mapping[str, Mapping[str, tuple[float, ...]]] = {
    "weighted": {"half_life": (2.0, 3.0, 4.0, 6.0, 8.0), "noise": (0.2, 0.4, 0.6)},
    "analogue": {"neighbours": (100, 200, 400)},
    "hawkes": {},
    "negbin": {"half_life": (2.0, 4.0, 8.0), "common": (0.3, 0.6)},
}
STEP = 0.01


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came after an origin: counts, and where they are known, both (horizons, units)."""

    origin: int
    seen: Floats
    there: NDArray[np.bool_]


def learn(panel: Panel, origins: Sequence[int], horizons: Sequence[int], *, windows: str, done: Callable[[], None] = lambda: None) -> Pool:
    """The pool with the least loss at these origins. Cut the panel first: all that it holds may be learned from.

    Each model's options are chosen by its own loss, then the shares together. `done` is called after each trial.
    """
    at = [Outcome(origin, *_seen(panel, origin, horizons)) for origin in origins]

    def draws(member: Member) -> list[Floats]:
        return [run(member.name, panel, origin, horizons, pool=Pool("", "", (member,))) for origin in origins]

    scale = [_crps(*_expectations([made], one)) for made, one in zip(draws(Member(BASELINES[0], 0.0)), at, strict=True)]
    best: dict[str, tuple[float, Member, list[Floats]]] = {}
    for member in _trials():
        made = draws(member)
        loss = float(_crps(*_ratios([made], at, scale)))
        if member.name not in best or loss < best[member.name][0]:
            best[member.name] = (loss, member, made)
        done()
    shares = simplex(*_ratios([made for _, _, made in best.values()], at, scale))
    found = tuple(replace(member, share=share) for (_, member, _), share in zip(best.values(), shares, strict=True))
    return Pool(windows, panel.periods[-1], found)


def _trials() -> list[Member]:
    """Every model with every choice of its options."""
    return [
        Member(name, 0.0, **dict(zip(grid, values, strict=True)))  # type: ignore[arg-type]
        for name, grid in OPTIONS.items() for values in product(*grid.values())
    ]  # fmt: skip


def simplex(distance: Floats, between: Floats) -> tuple[float, ...]:
    """Shares that minimise w·distance − ½ w·between·w, rounded to 0.01 with sum 1."""
    import numpy as np
    from scipy.optimize import LinearConstraint, minimize

    def loss(w: Floats) -> tuple[float, Floats]:
        return float(w @ distance - w @ between @ w / 2), distance - between @ w

    number = len(distance)
    whole = LinearConstraint(np.ones((1, number)), 1, 1)
    start = np.full(number, 1 / number)
    fitted = minimize(loss, start, jac=True, bounds=[(0, 1)] * number, constraints=whole, method="SLSQP")
    steps = np.floor(fitted.x / STEP + 1e-6)
    short = round(1 / STEP) - int(steps.sum())
    steps[np.argsort(steps - fitted.x / STEP)[:short]] += 1
    return tuple(round(float(s) * STEP, 2) for s in steps)


def _ratios(models: Sequence[Sequence[Floats]], at: Sequence[Outcome], scale: Sequence[Floats]) -> tuple[Floats, Floats]:
    """Both expectations of models (draws by origin) as ratios to the baseline's score, meaned over origins and scales."""
    import numpy as np

    pairs = [_expectations([made[n] for made in models], one) for n, one in enumerate(at)]
    distance = np.mean([d / s[:, None] for (d, _), s in zip(pairs, scale, strict=True)], axis=(0, 1))
    between = np.mean([b / s[:, None, None] for (_, b), s in zip(pairs, scale, strict=True)], axis=(0, 1))
    return distance, between


def _crps(distance: Floats, between: Floats) -> Floats:
    """CRPS of a single model from its expectations."""
    found: Floats = distance[..., 0] - between[..., 0, 0] / 2
    return found


def _seen(panel: Panel, origin: int, horizons: Sequence[int]) -> tuple[Floats, NDArray[np.bool_]]:
    import numpy as np

    at = origin + np.array(horizons)
    return panel.values[at], ~panel.missing[at]


def _expectations(draws: Sequence[Floats], outcome: Outcome) -> tuple[Floats, Floats]:
    """E|X_m − y| as (scales, models), E|X_m − X_n| as (scales, models, models), means over cells; scales: raw, log."""
    import numpy as np

    number, seen, there = len(draws), outcome.seen, outcome.there
    distance, between = np.zeros((2, number)), np.zeros((2, number, number))
    for scale in range(2):
        changed, truth = ([np.log1p(d) for d in draws], np.log1p(seen)) if scale else (list(draws), seen)
        for m, one in enumerate(changed):
            distance[scale, m] = np.abs(one - truth[:, None]).mean(axis=1)[there].mean()
            for n in range(m, number):
                cells = np.stack([_apart(a, b) for a, b in zip(one, changed[n], strict=True)])
                between[scale, m, n] = between[scale, n, m] = cells[there].mean()
    return distance, between


def _apart(one: Floats, other: Floats) -> Floats:
    """E|X − X'| by column of two samples: ∫ F (1 − G) + G (1 − F)."""
    import numpy as np

    found = np.zeros(one.shape[1])
    live = np.flatnonzero((one.max(axis=0) > 0) | (other.max(axis=0) > 0))
    if not live.size:
        return found
    values = np.concatenate([one[:, live], other[:, live]])
    order = np.argsort(values, axis=0, kind="stable")
    first = np.concatenate([np.full(len(one), 1 / len(one)), np.zeros(len(other))])
    second = np.concatenate([np.zeros(len(one)), np.full(len(other), 1 / len(other))])
    f, g = np.cumsum(first[order], axis=0)[:-1], np.cumsum(second[order], axis=0)[:-1]
    steps = np.diff(np.take_along_axis(values, order, axis=0), axis=0)
    found[live] = ((f * (1 - g) + g * (1 - f)) * steps).sum(axis=0)
    return found


def as_toml(pool: Pool) -> str:
    """The pool as it stands in knowledge/dynamics/forecast.toml."""
    lines = [f'windows = "{pool.windows}"', f'until = "{pool.until}"']
    for one in pool.member:
        lines += ["", "[[member]]", f'name = "{one.name}"', f"share = {one.share}"]
        lines += [f"{name} = {value}" for name, value in one.options().items()]
    return "\n".join(lines) + "\n"

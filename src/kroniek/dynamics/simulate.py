"""Running the fitted Hawkes process: forward from today, or asking what one act set off. The model answers, not the world.

forward    Ogata's thinning from the given past: between acts the intensity only falls, so that its value after the last
           act bounds it; a proposed moment is kept with probability λ(t)/bound. The slow baseline is held where it ends.
family     The acts that one act brings forth, directly or through others, until a horizon: Poisson offspring with
           exponential delays, generation by generation. The process is linear: it is the superposition of the families
           of its acts and the baseline, so that "with the act" minus "without it" is exactly its family.
descent    The same given what did happen: the chance that each later act belongs to the family of one act,
           P(k) = Σ_{l<k} α g(x_l) β e^{−β(t_k − t_l)} P(l) / λ(t_k), P(the act itself) = 1.
sample     A whole series from the model above a moving baseline, by families; for tests and benchmarks.

Sources: Ogata (1981), IEEE Transactions on Information Theory 27, 23 (thinning); Hawkes and Oakes (1974), Journal of
Applied Probability 11, 493 (families); Zhuang, Ogata and Vere-Jones (2002), JASA 97, 369 (descent).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kroniek.dynamics.background import Background
from kroniek.dynamics.hawkes import Hawkes, intensity, weights
from kroniek.dynamics.points import Points
from kroniek.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.random import Generator
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

WARNING = "the model answers here, not the world: it knows only how often acts followed acts in these data"
MOST = 2_000_000


@dataclass(frozen=True, slots=True)
class Futures:
    """Simulated acts of all runs together. `run`: 0 to runs − 1; `times`: days after the start, within `days`."""

    run: Ints
    times: Floats
    kinds: Ints
    marks: Floats
    names: tuple[str, ...]
    runs: int
    days: float

    def counts(self, edges: Floats, *, marks: bool = False) -> Floats:
        """Acts (or the sum of their marks) by run, interval between `edges` (days, ascending) and kind."""
        import numpy as np

        shape = (self.runs, len(edges) - 1, len(self.names))
        cell = np.searchsorted(edges, self.times, "right") - 1
        inside = (cell >= 0) & (cell < shape[1])
        flat = np.ravel_multi_index((self.run[inside], cell[inside], self.kinds[inside]), shape)
        weight = self.marks[inside] if marks else None
        return np.bincount(flat, weight, int(np.prod(shape))).reshape(shape).astype(float)


def forward(
    model: Hawkes, past: Points, base: Floats, *, days: float, runs: int = 500, seed: int = 0, done: Callable[[], None] = lambda: None
) -> Futures:  # fmt: skip
    """Futures after `past.end`. `base`: acts a day of each kind that are nobody's offspring, (kinds,) or (runs, kinds), held
    constant.

    Raises InputError where the model explodes (more than 2,000,000 acts). `done` is called after each hundredth.
    """
    import numpy as np

    rng = np.random.default_rng(seed)
    base = np.broadcast_to(base, (runs, len(model.names)))
    state = np.broadcast_to(_alive(model, past), (runs, *model.alpha.shape[1:])).copy()
    mark_pool, scale = _pools(past), _scale(past, model.power)
    now, going, parts, made, told = np.zeros(runs), np.arange(runs), [], 0, 0
    while going.size:
        rate = base[going].sum(axis=1) + _rates(model, state[going]).sum(axis=1)
        wait = rng.exponential(1 / np.maximum(rate, 1e-12))
        now[going] += wait
        state[going] *= np.exp(-model.beta * wait[:, None, None])
        within = now[going] < days
        going, bound = going[within], rate[within]
        share = base[going] + _rates(model, state[going])
        kept = rng.random(len(going)) * bound < share.sum(axis=1)
        chosen, share = going[kept], share[kept]
        kind = (rng.random((len(chosen), 1)) * share.sum(axis=1, keepdims=True) > np.cumsum(share, axis=1)).sum(axis=1)
        kind = np.minimum(kind, len(model.names) - 1)
        mark = _drawn(mark_pool, kind, rng)
        state[chosen, kind] += ((1 + mark) ** model.power / scale)[:, None]
        parts.append((chosen, now[chosen], kind, mark))
        made += len(chosen)
        if made > MOST:
            raise InputError(f"simulate: more than {MOST:,} acts; branching ratio {model.radius:.2f}. Fewer runs or days are wanted")
        reached = int(100 * min(now.min() / days, 1.0))
        for _ in range(reached - told):
            done()
        told = max(told, reached)
    return _futures(parts, past.names, runs, days)


def family(model: Hawkes, past: Points, index: int, *, days: float, runs: int = 500, seed: int = 0) -> Futures:
    """What the act `past[index]` brings forth within `days` of it; times are counted from it, itself not included."""
    import numpy as np

    rng = np.random.default_rng(seed)
    run = np.arange(runs)
    kinds, marks = np.full(runs, past.kinds[index]), np.full(runs, past.marks[index])
    parts = list(_generations(model, past, (run, np.zeros(runs), kinds, marks), days, rng))[1:]
    return _futures(parts, past.names, runs, days)


def descent(model: Hawkes, points: Points, background: Background, index: int) -> Floats:
    """The chance that each point belongs to the family of one: 0 before it, 1 at it."""
    import numpy as np

    rate, g = intensity(model, points, background), weights(points, model.power)
    chance = np.zeros(len(points))
    chance[index] = 1.0
    alive = np.zeros(model.alpha.shape[1:])
    for k in range(index, len(points)):
        if k > index:
            alive *= np.exp(-model.beta * (points.times[k] - points.times[k - 1]))
            chance[k] = float((model.alpha[points.kinds[k]] * model.beta * alive).sum() / rate[k])
        alive[points.kinds[k]] += g[k] * chance[k]
    return chance


def sample(model: Hawkes, background: Background, days: float, *, seed: int = 0) -> Points:
    """Points of the model over `days`; all marks are 0. Baseline acts follow `background`, the rest are families."""
    import numpy as np

    rng = np.random.default_rng(seed)
    empty = Points(np.zeros(0), np.zeros(0, int), np.zeros(0), model.names, days)
    number = rng.poisson(background.grid * background.step * model.level[:, None])
    kinds, cells = (np.repeat(index, number.ravel()) for index in np.indices(number.shape).reshape(2, -1))
    times = (cells + rng.random(len(cells))) * background.step
    start = np.zeros(len(times), int), times, kinds, np.zeros(len(times))
    made = _futures(list(_generations(model, empty, start, days, rng)), model.names, 1, days)
    order = np.argsort(made.times)
    return Points(made.times[order], made.kinds[order], made.marks[order], model.names, days)


def _generations(
    model: Hawkes, past: Points, parents: tuple[Ints, Floats, Ints, Floats], days: float, rng: Generator
) -> Iterator[tuple[Ints, Floats, Ints, Floats]]:
    """The parents, their offspring, and so on until none is left within `days`: (run, times, kinds, marks) each."""
    import numpy as np

    pools, scale, made = _pools(past), _scale(past, model.power), 0
    while len(parents[0]):
        yield parents
        made += len(parents[0])
        if made > MOST:
            raise InputError(f"simulate: more than {MOST:,} acts; branching ratio {model.radius:.2f}. Fewer runs or days are wanted")
        run, times, kinds, marks = parents
        expected = model.alpha[:, kinds] * ((1 + marks) ** model.power / scale)[:, None]
        number = rng.poisson(expected)
        answering, parent, decay = (np.repeat(index, number.ravel()) for index in np.indices(number.shape).reshape(3, -1))
        moments = times[parent] + rng.exponential(1 / model.beta[decay])
        within = moments < days
        parent, kind = parent[within], answering[within]
        parents = run[parent], moments[within], kind, _drawn(pools, kind, rng)


def _alive(model: Hawkes, past: Points) -> Floats:
    """Σ g e^{−β (end − t)} of the past, by provoking kind and decay."""
    import numpy as np

    faded = weights(past, model.power)[:, None] * np.exp(-model.beta * (past.end - past.times)[:, None])
    kind = np.eye(len(model.names))[past.kinds]
    alive: Floats = kind.T @ faded
    return alive


def _rates(model: Hawkes, state: Floats) -> Floats:
    """The excited part of λ: (runs, kinds)."""
    import numpy as np

    rates: Floats = np.einsum("ijm,rjm->ri", model.alpha * model.beta, state)
    return rates


def _pools(past: Points) -> list[Floats]:
    """The marks of each kind's past, from which those of simulated acts are drawn."""
    import numpy as np

    return [marks if len(marks := past.marks[past.kinds == k]) else np.zeros(1) for k in range(len(past.names))]


def _scale(past: Points, power: float) -> float:
    """Mean of (1 + x)^δ over the past, by which g is divided."""
    return float(((1 + past.marks) ** power).mean()) if len(past) else 1.0


def _drawn(pools: list[Floats], kinds: Ints, rng: Generator) -> Floats:
    import numpy as np

    marks = np.zeros(len(kinds))
    for kind, pool in enumerate(pools):
        own = kinds == kind
        marks[own] = rng.choice(pool, int(own.sum()))
    return marks


def _futures(parts: list[tuple[Ints, Floats, Ints, Floats]], names: tuple[str, ...], runs: int, days: float) -> Futures:
    import numpy as np

    if not parts:
        return Futures(np.zeros(0, int), np.zeros(0), np.zeros(0, int), np.zeros(0), names, runs, days)
    run, times, kinds, marks = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Futures(run, times, kinds, marks, names, runs, days)

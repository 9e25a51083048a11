"""How often the test for answers cries wolf on data like these, in which by construction nobody answers.

placebo     the provocations shuffled within windows, the responses as they are
surrogate   both series drawn anew, each day from the days around it: they share only the slow baseline
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kroniek.dynamics.answers import answers, local_resample, shuffle

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Kind = Literal["placebo", "surrogate"]


@dataclass(frozen=True, slots=True)
class FalseAlarms:
    """`alarms` of `runs` tests found an answer; `p_values` of all of them."""

    kind: Kind
    runs: int
    alarms: int
    level: float
    p_values: tuple[float, ...]

    @property
    def rate(self) -> float:
        """Share of false alarms, 0 to 1."""
        return self.alarms / self.runs if self.runs else float("nan")


def false_alarms(
    provocations: Floats, responses: Floats, *, kind: Kind = "placebo", runs: int = 200, within: int = 10, window: int = 28,
    placebos: int = 299, level: float = 0.01, seed: int = 0, done: Callable[[], None] = lambda: None,
) -> FalseAlarms:  # fmt: skip
    """The test run on `runs` data sets without answers. `done` is called after each."""
    import numpy as np

    rng = np.random.default_rng([seed, 7])
    found = []
    for run in range(runs):
        x = (shuffle if kind == "placebo" else local_resample)(provocations, window, 1, rng)[:, 0]
        y = responses if kind == "placebo" else local_resample(responses, window, 1, rng)[:, 0]
        found.append(answers(x, y, within=within, window=window, placebos=placebos, level=level, seed=seed + run + 1).p)
        done()
    return FalseAlarms(kind, runs, sum(p <= level for p in found), level, tuple(found))


def both(
    provocations: Floats, responses: Floats, *, runs: int = 200, within: int = 10, window: int = 28, level: float = 0.01,
    seed: int = 0, done: Callable[[], None] = lambda: None,
) -> FalseAlarms:  # fmt: skip
    """The worse of the two kinds."""
    kinds: tuple[Kind, ...] = ("placebo", "surrogate")
    found = [
        false_alarms(provocations, responses, kind=k, runs=runs, within=within, window=window, level=level, seed=seed, done=done)
        for k in kinds
    ]
    return max(found, key=lambda one: one.alarms)

"""Who answers whom: does A act more after B's acts than the slow baseline and A's own rhythm would have it?

Two daily series: provocations x (B's acts against A) and responses y (A's acts against B), as counts or deaths.

Share answered    days with x > 0 that are followed by a day with y > 0 within k days, beside the same share for
                  placebos: x shuffled within windows of the slow baseline, y left as it is.
Test              With f(z) = log(1 + z): residuals r of f(y) on its own k lags and its baseline; X(t) = f(x) summed over
                  the k days before t, less its own baseline and projected off the same regressors;
                      S = Σ r X / sqrt(Σ r² X²).
                  Residuals remove what y does by itself, so that bursts in both series do not pass for answers. The
                  baselines are one and half a window wide: what both series share at the pace of the window is gone
                  before the test begins. The p-value is the rank of S among placebos (one-sided: more answers than chance),
                  with window offsets drawn anew for each. "Found" means p ≤ level, by default .01: a test that is to cry wolf at most 5
                  times in 100 on any data must aim lower than that.

Sources: Jaeger and Paserman (2008), American Economic Review 98, 1591 (reaction functions of daily deaths);
Haushofer, Biletzki and Kanwisher (2010), PNAS 107, 17927; Amarasingham, Harrison, Hatsopoulos and Geman (2012), Journal
of Neurophysiology 107, 517 (shuffles within windows as conditional inference given a slow baseline);
Davidson and Flachaire (2008), Journal of Econometrics 146, 162 (studentised statistics under resampling).

What it cannot do: tell an answer from a common cause faster than the window; order acts within one day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kroniek.dynamics.baseline import smooth
from kroniek.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.random import Generator
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FEWEST = 20
BATCH = 200


@dataclass(frozen=True, slots=True)
class Answers:
    """Result of one directed test. Shares are 0 to 1 of provocation days; bands are the placebos' 5 % and 95 % points.

    `lags`: 1 to k. `first_answer[j]`: share of provocations first answered `lags[j]` days later. `extra[j]`: response
    (in units of f, about the relative size of 1 + y) beyond expectation, added up to that lag, per provocation of unit size.
    `cannot`: what these data cannot show, in words; `found` is None where there are too few acts to say anything.
    """

    provocation: str
    response: str
    days: int
    provocation_days: int
    response_days: int
    within: int
    window: int
    share: float
    share_placebo: tuple[float, float, float]
    lags: tuple[int, ...]
    first_answer: tuple[float, ...]
    first_answer_placebo: tuple[float, ...]
    extra: tuple[float, ...]
    extra_low: tuple[float, ...]
    extra_high: tuple[float, ...]
    statistic: float
    p: float
    level: float
    placebos: int
    seed: int
    found: bool | None
    cannot: tuple[str, ...]


def answers(
    provocations: Floats, responses: Floats, *, names: tuple[str, str] = ("B>A", "A>B"), within: int = 10, window: int = 28,
    placebos: int = 999, level: float = 0.01, seed: int = 0,
) -> Answers:  # fmt: skip
    """Test whether the responses answer the provocations. Both are daily values of equal length, first day first.

    `within`: days after a provocation in which a response may answer it; the same day is not counted, as nobody knows
    which came first. `window`: days within which the shuffle keeps the slow baseline.
    """
    import numpy as np

    _check(provocations, responses, within, window)
    rng = np.random.default_rng(seed)
    x, y = np.log1p(provocations), np.log1p(responses)
    design = _Design.of(y, within, window)
    statistic, extra = design.statistic(x[:, None])[0], design.extra(x[:, None])[:, 0]
    null = [_placebo(design, x, responses > 0, n, window, rng) for n in _batches(placebos)]
    scores, lagged, shares, firsts = (np.concatenate(parts, axis=-1) for parts in zip(*null, strict=True))
    p = float((1 + (scores >= statistic).sum()) / (placebos + 1))
    share, first = _answered((x > 0)[:, None], responses > 0, within)
    cannot = _cannot(provocations, responses, float(np.median(shares)), window)
    few = min((provocations > 0).sum(), (responses > 0).sum()) < FEWEST
    return Answers(
        names[0], names[1], len(x), int((x > 0).sum()), int((y > 0).sum()), within, window, float(share[0]),
        _three(shares), tuple(range(1, within + 1)), _floats(first[:, 0]), _floats(firsts.mean(axis=1)), _floats(extra),
        _floats(np.quantile(lagged, 0.05, axis=1)), _floats(np.quantile(lagged, 0.95, axis=1)),
        float(statistic), p, level, placebos, seed, None if few else p <= level, cannot,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Design:
    """What stays the same over placebos: residuals of the response and the space that provocations are projected off."""

    residuals: Floats
    basis: Floats
    within: int
    window: int

    @classmethod
    def of(cls, y: Floats, within: int, window: int) -> _Design:
        import numpy as np

        lags = [np.concatenate([np.zeros(j), y[:-j]]) for j in range(1, within + 1)]
        columns = np.column_stack([np.ones(len(y)), smooth(y, window), smooth(y, window / 2), *lags])
        basis = np.linalg.svd(columns, full_matrices=False)[0]
        return cls(y - basis @ (basis.T @ y), basis, within, window)

    def statistic(self, x: Floats) -> Floats:
        """S for each column of x (days, series)."""
        import numpy as np

        before = _before(x, self.within)
        before = before - smooth(before, self.window / 2)
        before = before - self.basis @ (self.basis.T @ before)
        spread = np.sqrt((self.residuals**2) @ before**2)
        return (self.residuals @ before) / np.where(spread > 0, spread, np.inf)

    def extra(self, x: Floats) -> Floats:
        """Residuals after a provocation, per unit of f(x), added up to each lag: (lags, series)."""
        import numpy as np

        total = np.maximum(x.sum(axis=0), 1e-12)
        n = len(x)
        return np.cumsum([self.residuals[j:] @ x[: n - j] / total for j in range(1, self.within + 1)], axis=0)


def _placebo(
    design: _Design, x: Floats, acted: NDArray[np.bool_], size: int, window: int, rng: Generator
) -> tuple[Floats, Floats, Floats, Floats]:
    shuffled = shuffle(x, window, size, rng)
    share, first = _answered(shuffled > 0, acted, design.within)
    return design.statistic(shuffled), design.extra(shuffled), share, first


def stated(acts: pd.DataFrame) -> list[str]:
    """Answers that the reports themselves state, one line each: no test, but somebody's word."""
    by_id = acts.drop_duplicates("id").set_index("id")
    lines = []
    for _, act in acts[acts["answers"] != ""].iterrows():
        for other in str(act["answers"]).split():
            if other in by_id.index:
                past = by_id.loc[other]
                lag = (act["first"].normalize() - past["first"].normalize()).days
                lines.append(f"said by a report: {_named(act)} answers {_named(past)}, {lag} days later ({act['id']})")
    return lines


def _named(act: Any) -> str:
    return f"{act['type']} {act['initiator'] or '?'}>{act['target'] or '?'} {act['first']:%Y-%m-%d}"


def shuffle(values: Floats, window: int, size: int, rng: Generator) -> Floats:
    """`size` columns, each with the values shuffled within windows whose grid starts at a random offset."""
    import numpy as np

    n = len(values)
    block = (np.arange(n)[:, None] + rng.integers(window, size=size)) // window
    order = np.argsort(block + rng.random((n, size)), axis=0)
    return values[order]


def local_resample(values: Floats, window: int, size: int, rng: Generator) -> Floats:
    """`size` surrogate columns that share only the slow baseline: each day takes the value of a day drawn from a
    Gaussian of width `window` around it (reflected at the ends)."""
    import numpy as np

    n = len(values)
    at = np.arange(n)[:, None] + np.rint(rng.normal(0, window / 2, size=(n, size))).astype(int)
    at = np.abs(at) % (2 * n - 2) if n > 1 else np.zeros_like(at)
    drawn: Floats = values[np.where(at >= n, 2 * n - 2 - at, at)]
    return drawn


def _before(x: Floats, within: int) -> Floats:
    """Sum over the `within` days before each day, that day excluded."""
    import numpy as np

    sums = np.concatenate([np.zeros((1, x.shape[1])), np.cumsum(x, axis=0)])
    at = np.arange(len(x))
    return np.asarray(sums[at] - sums[np.maximum(at - within, 0)], dtype=float)


def _answered(provoked: NDArray[np.bool_], acted: NDArray[np.bool_], within: int) -> tuple[Floats, Floats]:
    """Share of provocation days answered (series,), and share first answered at each lag (lags, series).

    Provocations of the last `within` days are left out: their time to be answered is cut short.
    """
    import numpy as np

    n = len(acted)
    wait = np.full(n, within + 1)
    for lag in range(within, 0, -1):
        wait[: n - lag][acted[lag:]] = lag
    usable = provoked[: n - within]
    total = np.maximum(usable.sum(axis=0), 1)
    first = np.stack([(wait[: n - within] == lag) @ usable.astype(float) / total for lag in range(1, within + 1)])
    return first.sum(axis=0), first


def _cannot(x: Floats, y: Floats, placebo_share: float, window: int) -> tuple[str, ...]:
    """What these data cannot show."""
    said = []
    for who, series in (("provocations", x), ("responses", y)):
        if (acts := int((series > 0).sum())) < FEWEST:
            said.append(
                f"only {acts} days with {who}, fewer than {FEWEST}: no pattern of answers can be told from chance"
            )
    if len(x) < 4 * window:
        said.append(f"{len(x)} days are too short for a slow baseline of {window} days: drift may pass for answers")
    if placebo_share > 0.9:
        said.append(
            "nearly every day is followed by a response anyway: read the size of responses, not the share answered"
        )
    return tuple(said)


def _check(x: Floats, y: Floats, within: int, window: int) -> None:
    if len(x) != len(y) or len(x) <= within + 1:
        raise InputError(
            f"answers: series of {len(x)} and {len(y)} days; two of equal length, longer than {within + 1}, are wanted"
        )
    if within < 1 or window <= within:
        raise InputError(f"answers: within {within}, window {window}; 1 ≤ within < window is wanted")


def _batches(total: int) -> list[int]:
    return [BATCH] * (total // BATCH) + ([total % BATCH] if total % BATCH else [])


def _three(values: Floats) -> tuple[float, float, float]:
    import numpy as np

    low, middle, high = np.quantile(values, [0.05, 0.5, 0.95])
    return float(low), float(middle), float(high)


def _floats(values: Floats) -> tuple[float, ...]:
    return tuple(float(v) for v in values)

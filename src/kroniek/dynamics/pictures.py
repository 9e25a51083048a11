"""One function a picture: results in, file out, all in the house style of kroniek.dynamics.plots."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kroniek.dynamics import plots
from kroniek.dynamics.answers import Answers
from kroniek.dynamics.hawkes_fit import Fit, Swept
from kroniek.dynamics.points import words
from kroniek.dynamics.residuals import Residuals
from kroniek.dynamics.series import Series

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes

MOST = 6


def series_picture(series: Series, value: str, path: Path, source: str) -> None:
    """Small multiples: one panel a key, the busiest first, all on one scale."""
    import numpy as np

    wide = series.wide(value)
    keys = list(wide.sum().sort_values(ascending=False).index[:MOST])
    left = wide.shape[1] - len(keys)
    subtitle = (
        f"{value.replace('_', ' ')} by {series.period}; acts over several periods booked by rule “{series.allocation}” "
        f"({series.touched_deaths:.0%} of deaths)" + (f". {left} smaller series not shown" if left else "")
    )
    rows = len(keys)
    with plots.sheet(path, "Who did what to whom", subtitle, source, rows=rows, size=(7.2, 1.5 + 1.15 * rows),
                     sharex=True, sharey=True, squeeze=False) as (_, axes):  # fmt: skip
        width = np.median(np.diff(wide.index)) if len(wide) > 1 else np.timedelta64(1, "D")
        for axis, key, color in zip(axes[:, 0], keys, plots.SERIES, strict=False):
            axis.bar(wide.index, wide[key], width=width * 0.9, color=color, linewidth=0, align="edge")
            plots.name(axis, words(key), color=color)
            axis.locator_params(axis="y", nbins=3)
        plots.dates(axes[-1, 0])


def answers_picture(results: Sequence[Answers], path: Path, source: str) -> None:
    """For each direction, what follows a provocation day by day, against the placebos' band."""
    subtitle = (
        "Acts beyond what the slow baseline and the actor's own rhythm explain, added up over the days after a\n"
        "provocation. Grey: 90 % of placebos, with provocations shuffled within the slow baseline"
    )
    with plots.sheet(path, "Does one side answer the other?", subtitle, source, rows=1, columns=len(results),
                     size=(max(3.7 * len(results), 5.2), 3.9), sharey=True, squeeze=False) as (_, axes):  # fmt: skip
        for axis, result in zip(axes[0], results, strict=True):
            _lags(axis, result)
        low, high = axes[0, 0].get_ylim()
        axes[0, 0].set_ylim(low, high + 0.12 * (high - low))


def _lags(axis: Axes, result: Answers) -> None:
    color = {True: plots.RED, False: plots.INK, None: plots.FAINT}[result.found]
    style = (0, (2, 2)) if result.found is None else "solid"
    axis.fill_between(result.lags, result.extra_low, result.extra_high, color=plots.HAIR, linewidth=0)
    axis.axhline(0, color=plots.INK, linewidth=0.6)
    axis.plot(result.lags, result.extra, color=color, marker="o", markersize=4, linestyle=style)
    plots.name(
        axis, f"{words(result.response)} after {words(result.provocation)}", color=color
    )
    verdict = {True: "answers beyond chance", False: "no answer beyond chance", None: "too few acts: the line means nothing"}[
        result.found
    ]
    axis.text(
        0.02, 0.97, verdict if result.found is None else f"{verdict} ({p_value(result.p)})", transform=axis.transAxes, va="top", color=color, fontsize=8
    )
    axis.set_xlabel("days after")
    axis.set_xticks(result.lags[:: max(1, len(result.lags) // 7)])


def fit_picture(fit: Fit, swept: Sequence[Swept], found: Sequence[Residuals], path: Path, source: str) -> None:
    """Branching by bandwidth, and the rescaled steps against the exponential."""
    subtitle = (
        "Left: how many further acts one act brings forth, by the bandwidth of the slow baseline. "
        "Right: time between acts,\nrescaled by the model; on the diagonal, the model describes the acts"
    )
    with plots.sheet(path, "Is the exchange feeding itself?", subtitle, source, columns=2, size=(7.6, 4.1)) as (
        _,
        axes,
    ):
        _sweep(axes[0], fit, swept)
        _rescaled(axes[1], found)


def _sweep(axis: Axes, fit: Fit, swept: Sequence[Swept]) -> None:
    at = range(len(swept))
    axis.axhline(1, color=plots.INK, linewidth=0.8, linestyle=(0, (2, 2)))
    axis.text(-0.35, 1.015, "above 1 it would never die out", fontsize=7.5, color=plots.FAINT)
    axis.plot(at, [s.radius for s in swept], color=plots.RED, marker="o", markersize=4)
    for x, one in zip(at, swept, strict=True):
        axis.annotate(
            f"{one.radius:.2f}", (x, one.radius), xytext=(0, 6 if one.radius < 0.88 else -14), textcoords="offset points", ha="center", fontsize=8
        )
    axis.set_xticks(list(at), ["constant" if s.bandwidth is None else f"{s.bandwidth:g} d" for s in swept])
    axis.set_xlim(-0.4, len(swept) - 0.6)
    axis.set_ylim(0, max(1.12, *(s.radius + 0.1 for s in swept)))
    plots.name(axis, "Branching ratio by baseline")


def _rescaled(axis: Axes, found: Sequence[Residuals]) -> None:
    import numpy as np

    axis.plot([0, 1], [0, 1], color=plots.INK, linewidth=0.6)
    for one, color in zip(found[:MOST], plots.SERIES, strict=False):
        u: np.ndarray = 1 - np.exp(-np.sort(one.steps))
        axis.plot(u, (np.arange(len(u)) + 0.5) / max(len(u), 1), color=color, linewidth=1.3)
    tests = {f"{words(one.name)}: KS {p_value(one.p)}": color for one, color in zip(found[:MOST], plots.SERIES, strict=False)}
    plots.key(axis, tests, top=0.35)
    axis.set_xticks([0, 0.5, 1])
    plots.name(axis, "Rescaled time, model and acts")


def p_value(p: float) -> str:
    """A p-value as printed."""
    return "p < .001" if p < 0.001 else f"p = {p:.3f}".replace("0.", ".")

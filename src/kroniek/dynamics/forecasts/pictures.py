"""Pictures of how good forecasts and warnings were, in the house style: calibration by model, reliability of chances."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kroniek.dynamics import plots
from kroniek.dynamics.backtest import Scored, summaries
from kroniek.dynamics.scores import PIT_BINS
from kroniek.dynamics.warning_scores import Evaluation

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

SHOWN = ("conflictology", "faded", "combined")
STEADY = 0.05


def calibration_picture(rows: Sequence[Scored], path: Path, source: str) -> None:
    """One panel a model: where the outcomes fell in its forecasts (PIT), and the coverage of its 90 % range."""
    found = [one for one in summaries(rows) if one.model in SHOWN] or summaries(rows)[: len(SHOWN)]
    subtitle = (
        f"Where outcomes fell in the forecasts of recently active units, {rows[0].first[:7]} to {rows[-1].last[:7]}: each bar a tenth of the\n"
        "forecast's probability. All bars at the line: honest. High at the ends: ranges too narrow"
    )
    with plots.sheet(path, "Were the ranges right?", subtitle, source, columns=len(found), size=(7.2, 3.5), sharey=True,
                     squeeze=False) as (_, axes):  # fmt: skip
        for axis, one in zip(axes[0], found, strict=True):
            best = one.model == found[-1].model
            axis.bar([(n + 0.5) / PIT_BINS for n in range(PIT_BINS)], [share * PIT_BINS for share in one.pit],
                     width=0.9 / PIT_BINS, color=plots.RED if best else plots.INK, alpha=0.85, linewidth=0)  # fmt: skip
            axis.axhline(1, color=plots.INK, linewidth=0.7, linestyle=(0, (2, 2)))
            axis.set_xticks([0, 0.5, 1])
            axis.text(0.5, 0.98, f"90 % range held {one.coverage:.0%}\nCRPS {one.crps:.2f}", ha="center", va="top", fontsize=8,
                      color=plots.FAINT, transform=axis.transAxes, backgroundcolor=plots.PAPER)  # fmt: skip
            plots.name(axis, one.model, color=plots.RED if best else plots.INK)
        axes[0, 0].set_ylim(0, 1.3 * PIT_BINS * max(max(one.pit) for one in found))


def reliability_picture(found: Evaluation, path: Path, source: str) -> None:
    """Left: what was said beside what came. Right: precision by recall, of the warnings and of each peer."""
    subtitle = (
        f"{found.model.target.words()};\nissued {found.first[:7]} to {found.last[:7]}, learned to {found.model.until[:7]}. {found.scores[0].events} events in {found.scores[0].cells:,} cases"
    )
    with plots.sheet(path, "Were the warnings right?", subtitle, source, columns=2, size=(7.2, 4.1)) as (_, axes):
        _reliability(axes[0], found)
        _precision(axes[1], found)


def _reliability(axis: Axes, found: Evaluation) -> None:
    from matplotlib.ticker import PercentFormatter

    top = max(max(one.chance, one.came) for one in found.reliability) * 1.15
    axis.plot([0, top], [0, top], color=plots.INK, linewidth=0.7, linestyle=(0, (2, 2)))
    axis.plot([one.chance for one in found.reliability], [one.came for one in found.reliability], color=plots.RED, marker="o", markersize=4)
    for one in found.reliability[2:]:
        axis.annotate(f"{one.cells}", (one.chance, one.came), xytext=(6, -9), textcoords="offset points", fontsize=7, color=plots.FAINT)
    axis.set_xlabel("chance that was said (number: cases)")
    for side in (axis.xaxis, axis.yaxis):
        side.set_major_formatter(PercentFormatter(1, decimals=0))
    plots.name(axis, "Share that came true")


def _precision(axis: Axes, found: Evaluation) -> None:
    import numpy as np
    from matplotlib.ticker import PercentFormatter

    there = np.isfinite(found.outcome)
    came = found.outcome[there]
    axis.text(0.99, 0.96, "average precision", color=plots.FAINT, ha="right", va="center", fontsize=7.5, transform=axis.transAxes)
    top = 0.0
    for n, (score, ranks) in enumerate(zip(found.scores, found.ranks, strict=True)):
        recall, precision = curve(ranks[there], came)
        color = plots.SERIES[n]
        shown = recall >= STEADY
        axis.plot(recall[shown], precision[shown], color=color, linewidth=1.8 if n == 0 else 1.1)
        axis.text(0.99, 0.89 - 0.075 * n, f"{score.model}  {score.precision:.3f}", color=color, ha="right", va="center",
                  fontsize=8, transform=axis.transAxes)  # fmt: skip
        top = max(top, float(precision[shown].max()))
    axis.set_xlabel("share of events that were warned of")
    axis.set_xlim(0, 1)
    axis.set_ylim(0, 1.8 * top)
    axis.set_yticks(np.arange(0, 1.1 * top, 0.1 if top < 0.6 else 0.2))
    for side in (axis.xaxis, axis.yaxis):
        side.set_major_formatter(PercentFormatter(1, decimals=0))
    plots.name(axis, "Share of warnings that came true")


def curve(chance: NDArray[np.float64], came: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Recall and precision at each of the distinct chances, from the highest down."""
    import numpy as np

    order = np.argsort(-chance, kind="stable")
    last = np.append(np.diff(chance[order]) != 0, True)
    hits, named = np.cumsum(came[order])[last], np.flatnonzero(last) + 1
    return hits / max(came.sum(), 1), hits / named

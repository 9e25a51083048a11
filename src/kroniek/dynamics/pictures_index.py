"""The escalation index drawn: each dyad's level over time, alerts and first times marked, words below the line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kroniek.dynamics import plots
from kroniek.dynamics.index import Index
from kroniek.dynamics.points import words

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def index_picture(found: Sequence[Index], path: Path, source: str) -> None:
    """One panel a dyad: level of material conflict upwards, verbal acts downwards; red dots are alerts."""
    subtitle = (
        f"Gravity of material conflict over {found[0].window} days, each dyad on its own scale; below the line in grey, verbal acts\n"
        "(their number). Filled red dots: alerts that an escalation followed; hollow: none did, or not known yet"
    )
    with plots.sheet(path, "Today against its own past", subtitle, source, rows=len(found), size=(7.2, 1.6 + 1.35 * len(found)),
                     sharex=True, squeeze=False) as (_, axes):  # fmt: skip
        for axis, one in zip(axes[:, 0], found, strict=True):
            _panel(axis, one)
        plots.dates(axes[-1, 0])


def _panel(axis: Axes, one: Index) -> None:
    import numpy as np

    at = np.array(one.days, dtype="datetime64[D]")
    top = max(float(one.levels.max()), 1.0)
    deep = 0.25 * top / max(float(one.verbal_levels.max()), 1.0)
    axis.fill_between(at, one.levels, color=plots.INK, alpha=0.85, linewidth=0, step="post")
    axis.fill_between(at, -deep * one.verbal_levels, color=plots.FAINT, alpha=0.45, linewidth=0, step="post")
    axis.axhline(0, color=plots.INK, linewidth=0.6)
    for alert in one.alerts:
        face = plots.RED if alert.right else plots.PAPER
        axis.plot(at[alert.at], one.levels[alert.at], marker="o", markersize=5, color=plots.RED, markerfacecolor=face, linestyle="none")
    axis.spines["bottom"].set_visible(False)
    axis.set_ylim(-0.3 * top, 1.1 * top)
    axis.set_yticks([0, float(f"{top:.1g}")])
    rank = "no index: too short a past" if one.index is None else f"index {one.index:.0f}"
    plots.name(axis, f"{words(one.unit)}   {rank}")

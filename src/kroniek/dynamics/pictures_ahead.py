"""Pictures of forecast, backtest and simulate, in the house style."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kroniek.dynamics import plots
from kroniek.dynamics.backtest import Scored
from kroniek.dynamics.forecasts.panel import Forecast, Panel
from kroniek.dynamics.points import words
from kroniek.dynamics.scenarios import Onward, Removed

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

SHOWN = 24


def forecast_picture(
    data: Panel, made: Sequence[Forecast], starts: Sequence[pd.Timestamp], units: Sequence[str], path: Path, source: str
) -> None:
    """One panel a unit: the past as bars, the last model's fan, the first baseline's range beside it as a line."""
    base, model = made[0], made[-1]
    shown = [u for u in units if u in model.units]
    subtitle = (
        f"{data.target.replace('_', ' ')}; issued on {model.issued_on}. Red: model “{model.model}”, its median, 50 % and 90 % range.\n"
        f"Blue line: 90 % range of the rule “{base.model}”, which is hard to beat"
    )
    with plots.sheet(path, "What is to be expected", subtitle, source, rows=len(shown), size=(7.2, 1.7 + 1.3 * len(shown)),
                     sharex=True, squeeze=False) as (_, axes):  # fmt: skip
        for axis, unit in zip(axes[:, 0], shown, strict=True):
            _fan(axis, data, base, model, unit, starts)
        plots.dates(axes[-1, 0])


def _fan(axis: Axes, data: Panel, base: Forecast, model: Forecast, unit: str, starts: Sequence[pd.Timestamp]) -> None:
    import numpy as np

    past = np.array(data.periods[-SHOWN:], dtype="datetime64[D]")
    edges = np.array([start.to_datetime64() for start in starts], dtype="datetime64[D]")
    width = np.median(np.diff(np.append(past, edges[0])))
    axis.bar(past, data.values[-SHOWN:, data.units.index(unit)], width=0.86 * width, color=plots.INK, align="edge", linewidth=0)
    at, own = model.units.index(unit), base.units.index(unit)
    for low, high, strength in ((0.05, 0.95, 0.25), (0.25, 0.75, 0.5)):
        height = model.quantile(high)[:, at] - model.quantile(low)[:, at]
        axis.bar(edges[:-1], height, bottom=model.quantile(low)[:, at], width=0.86 * width, color=plots.RED, alpha=strength, align="edge", linewidth=0)
    middle = edges[:-1] + 0.43 * width
    axis.plot(middle, model.quantile(0.5)[:, at], color=plots.RED, marker="_", markersize=9, markeredgewidth=2, linestyle="none")
    axis.vlines(middle, base.quantile(0.05)[:, own], base.quantile(0.95)[:, own], color=plots.BLUE, linewidth=1.4)
    axis.set_ylim(bottom=0)
    axis.locator_params(axis="y", nbins=3)
    plots.name(axis, words(unit))


def backtest_picture(rows: Sequence[Scored], path: Path, source: str) -> None:
    """Left: CRPS relative to conflictology at each origin. Right: is the range right? The PIT of each model."""
    import numpy as np

    names = list(dict.fromkeys(row.model for row in rows))
    base = {row.issued_on: row.scores.crps for row in rows if row.model == names[0]}
    subtitle = (
        f"Left: CRPS relative to the rule “{names[0]}” at each origin; below 1 is better. Right: where the outcomes fell in the\n"
        "forecasts; flat is right, a heap at the ends means ranges that are too narrow"
    )
    with plots.sheet(path, "How good such forecasts were", subtitle, source, columns=2, size=(7.6, 4.1)) as (_, axes):
        axes[0].axhline(1, color=plots.INK, linewidth=0.8)
        for name, color in zip(names[1:], plots.SERIES, strict=False):
            own = [row for row in rows if row.model == name]
            at = np.array([row.issued_on for row in own], dtype="datetime64[D]")
            ratio = np.array([row.scores.crps / max(base[row.issued_on], 1e-12) for row in own])
            axes[0].plot(at, ratio, color=color, marker="o", markersize=2.5, linewidth=1.2)
            pit = np.nanmean([row.scores.pit for row in own], axis=0)
            axes[1].step(np.arange(11) / 10, np.append(pit, pit[-1:]) * 10, where="post", color=color)
        axes[1].axhline(1, color=plots.INK, linewidth=0.8)
        axes[1].set_ylim(bottom=0)
        axes[1].set_xticks([0, 0.5, 1])
        low, high = axes[0].get_ylim()
        axes[0].set_ylim(low, high + 0.12 * (len(names) - 1) * (high - low))
        plots.key(axes[0], dict(zip(names[1:], plots.SERIES, strict=False)))
        plots.name(axes[0], "Relative to the rule")
        plots.name(axes[1], "Calibration")
        plots.dates(axes[0])


def scenario_picture(found: Onward | Removed, path: Path, source: str) -> None:
    """The coming days as a fan, or what followed one act."""
    if isinstance(found, Onward):
        _onward(found, path, source)
    else:
        _removed(found, path, source)


def _onward(found: Onward, path: Path, source: str) -> None:
    import numpy as np

    start = np.datetime64(found.start)
    before = start - np.arange(found.days)[::-1]
    after = start + np.arange(1, found.days + 1)
    subtitle = f"All acts, added up from {found.days} days before to {found.days} days after. Red: median and 90 % of {found.runs} runs.\nThe model answers, not the world"
    with plots.sheet(path, "If things run on as they do", subtitle, source, size=(7.2, 4.0)) as (_, axis):
        level = found.past[-1] if len(found.past) else 0.0
        axis.plot(before, found.past, color=plots.INK)
        axis.fill_between(after, level + found.fan[:, 0], level + found.fan[:, 2], color=plots.RED, alpha=0.22, linewidth=0)
        axis.plot(after, level + found.fan[:, 1], color=plots.RED)
        axis.set_ylim(bottom=0)
        plots.dates(axis)


def _removed(found: Removed, path: Path, source: str) -> None:
    subtitle = (
        f"Acts in the {found.days} days after {found.act} ({found.day}). Grey: all that followed. Red: those that the model counts to\n"
        "its family. The model answers, not the world"
    )
    at = range(len(found.names))
    with plots.sheet(path, "What one act set off", subtitle, source, size=(7.2, 2.2 + 0.55 * len(found.names))) as (_, axis):
        axis.grid(False)
        axis.barh(list(at), found.followed, color=plots.HAIR, height=0.6)
        axis.barh(list(at), found.descended, color=plots.RED, height=0.6)
        for y, followed, descended in zip(at, found.followed, found.descended, strict=True):
            plots.label(axis, followed, y, f"{descended:.1f} of {followed}", plots.INK)
        axis.set_yticks(list(at), [words(name) for name in found.names])
        axis.set_xlim(0, max(*found.followed, 1) * 1.15)
        axis.invert_yaxis()

"""The house style of Kroniek's plots: ink on warm paper, one red that means "look here", words instead of legends.

Every plot says above it what is to be seen, and below it what it was made from. Sizes are inches at 160 dpi.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PAPER, INK, FAINT, HAIR = "#fcfaf5", "#1f2326", "#6d7378", "#d9d5cb"
RED, BLUE, OCHRE, GREEN = "#b5251d", "#2b5c8a", "#c08a2d", "#4f7a53"
SERIES = (RED, BLUE, OCHRE, GREEN, "#7a5a86", "#3d8f8c", "#8c6d53", "#55606b")
SERIF = ["STIXGeneral", "DejaVu Serif"]
RC: Any = {
    "figure.facecolor": PAPER, "axes.facecolor": PAPER, "savefig.facecolor": PAPER, "savefig.dpi": 160,
    "font.family": "sans-serif", "font.sans-serif": ["DejaVu Sans"], "font.size": 8.5, "text.color": INK,
    "axes.edgecolor": INK, "axes.linewidth": 0.6, "axes.labelcolor": FAINT, "axes.labelsize": 8,
    "axes.spines.top": False, "axes.spines.right": False, "axes.spines.left": False, "axes.axisbelow": True,
    "axes.grid": True, "axes.grid.axis": "y", "grid.color": HAIR, "grid.linewidth": 0.6,
    "xtick.color": FAINT, "ytick.color": FAINT, "xtick.labelsize": 8, "ytick.labelsize": 8,
    "xtick.major.size": 3, "ytick.major.size": 0, "xtick.major.width": 0.6, "lines.linewidth": 1.6,
    "lines.solid_capstyle": "round", "legend.frameon": False, "axes.xmargin": 0.01,
}  # fmt: skip


@contextmanager
def sheet(
    path: Path, title: str, subtitle: str, source: str, *, rows: int = 1, columns: int = 1, size: tuple[float, float] = (7.2, 4.2),
    **options: Any,
) -> Iterator[tuple[Figure, Any]]:  # fmt: skip
    """A figure in house style, saved to `path` (PNG, SVG or PDF by its ending) when the block ends."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt
    from matplotlib.lines import Line2D

    with mpl.rc_context(RC):
        figure, axes = plt.subplots(rows, columns, figsize=size, **options)
        yield figure, axes
        height = size[1]
        lines = subtitle.count("\n") + 1
        top = 1 - (0.86 + 0.17 * lines) / height
        figure.subplots_adjust(left=0.09, right=0.97, bottom=0.62 / height, top=top, hspace=0.45, wspace=0.22)
        figure.add_artist(Line2D([0.03, 0.12], [1 - 0.09 / height] * 2, color=RED, linewidth=3))
        figure.text(0.03, 1 - 0.2 / height, title, family=SERIF, size=14.5, weight="bold", va="top")
        figure.text(0.03, 1 - 0.48 / height, subtitle, color=FAINT, size=8.5, va="top", linespacing=1.35)
        figure.text(0.03, 0.12 / height, source, color=FAINT, size=6.8, va="bottom")
        figure.savefig(path)
        plt.close(figure)


def name(axes: Axes, text: str, *, color: str = INK) -> None:
    """A panel's own heading, small, at its upper left."""
    axes.set_title(text, loc="left", fontsize=9, color=color, weight="bold", pad=6)


def label(axes: Axes, x: Any, y: float, text: str, color: str, **options: Any) -> None:
    """A word beside a line, in the line's colour."""
    axes.annotate(
        text, (x, y), xytext=(5, 0), textcoords="offset points", color=color, fontsize=8, va="center", **options
    )


def key(axes: Axes, colors: Mapping[str, str], *, top: float = 1.0) -> None:
    """Words in their colours, one under another, right-aligned, from `top` (share of the height) downwards."""
    for row, (text, color) in enumerate(colors.items()):
        axes.annotate(
            text, (1, top), xycoords="axes fraction", xytext=(-2, -3 - 11 * row), textcoords="offset points", color=color,
            fontsize=8, ha="right", va="top", weight="bold",
        )  # fmt: skip


def dates(axes: Axes) -> None:
    """Few, short dates along the x axis."""
    import matplotlib.dates

    mdates: Any = matplotlib.dates

    locator = mdates.AutoDateLocator(minticks=3, maxticks=8)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator, show_offset=False))

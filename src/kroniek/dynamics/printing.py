"""Where the commands of the dynamics print: results on standard output, progress and remarks on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from kroniek.dynamics.options import Format

if TYPE_CHECKING:
    import pandas as pd


def show(renderable: RenderableType) -> None:
    """A table for people."""
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 150
    Console(highlight=False, width=width).print(renderable)


def remark(text: str) -> None:
    """A remark beside the result."""
    Console(stderr=True, highlight=False).print(text)


def emit(result: Any, frame: pd.DataFrame | None, format: Format) -> None:
    """A result as JSON, or its frame as CSV."""
    from kroniek.dynamics.plain import to_json

    if format is Format.csv and frame is not None:
        frame.to_csv(sys.stdout, index=False)
    else:
        print(to_json(result))


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[], None]]:
    """A progress bar on standard error where it is a terminal; gives the function to call after each step."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True, highlight=False)
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)

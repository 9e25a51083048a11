"""Options that several commands share, and how answers are printed."""

from __future__ import annotations

import json
import os
import sys
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.console import Console

from kroniek.chronicle.commands import checks

app = typer.Typer(help="Keep a chronicle: many reports, one confrontation.", no_args_is_help=True, add_completion=False)
errors = Console(stderr=True, highlight=False, soft_wrap=True)
PARTIAL = 1
HERE = "chronicle.db"


class Format(StrEnum):
    """How answers are printed."""

    table = "table"
    json = "json"


Where = Annotated[
    str, typer.Option("--chronicle", "-c", envvar="KRONIEK_CHRONICLE", help="File of the chronicle, or a URL of PostgreSQL.")
]
Shown = Annotated[Format, typer.Option("--format", help="table for people, json for programs.")]
Since = Annotated[str | None, typer.Option(callback=checks.since, help="From this day on, YYYY-MM-DD; or a month or year.")]
Until = Annotated[str | None, typer.Option(callback=checks.until, help="Up to and with this day, month or year.")]
Types = Annotated[list[str] | None, typer.Option("--type", callback=checks.types, help="PLOVER type, ASSAULT for instance; may be repeated.")]
Modes = Annotated[list[str] | None, typer.Option("--mode", callback=checks.modes, help="PLOVER mode; may be repeated.")]
Country = Annotated[str | None, typer.Option(callback=checks.country, help="Country of the place: English name or ISO 3166 code.")]
OneActor = Annotated[str | None, typer.Option("--actor", help="In either role: key, country code, or part of the name.")]
Initiator = Annotated[str | None, typer.Option(help="Who did it: key, country code, or part of the name.")]
Target = Annotated[str | None, typer.Option(help="To whom: key, country code, or part of the name.")]
Box = Annotated[str | None, typer.Option(help="Place within WEST,SOUTH,EAST,NORTH, in degrees.")]
Words = Annotated[str | None, typer.Option("--text", help="Words that a report of it holds.")]
Killed = Annotated[int | None, typer.Option("--killed", help="At least so many killed, by the best estimate.")]
Review = Annotated[str | None, typer.Option(help="accepted, edited or unsure.")]
Minimum = Annotated[float, typer.Option("--min-confidence", min=0.0, max=1.0)]
Limit = Annotated[int, typer.Option(help="At most so many.")]
Who = Annotated[str, typer.Option("--who", envvar="KRONIEK_WHO", help="Who decides; the login name when not given.")]
Why = Annotated[str, typer.Option("--why", help="The reason; kept for good.")]
Ids = Annotated[list[str], typer.Argument(help="Ids of events (e...) or incidents (i...), or their first signs.")]


def show(values: Any, table: Any, format: Format) -> None:
    """Print values as JSON, or as the table."""
    if format is Format.json:
        print(json.dumps(values, ensure_ascii=False, indent=1, default=str))
    else:
        put(table)


def put(renderable: Any) -> None:
    """Print for people: as wide as the terminal, 140 columns in a pipe."""
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 140
    Console(highlight=False, width=width).print(renderable)

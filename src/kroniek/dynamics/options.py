"""Options that several commands of the dynamics share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How a result is printed."""

    table = "table"
    json = "json"
    csv = "csv"


class Allocation(StrEnum):
    """In which period an act over several periods is booked."""

    end = "end"
    start = "start"
    spread = "spread"


class Actors(StrEnum):
    """Whether an actor goes by its country, where that is known, or by its name."""

    country = "country"
    name = "name"


Acts = Annotated[
    Path | None,
    typer.Argument(
        help="Table of acts (CSV, TSV, Parquet: UCDP GED, ACLED, an export, your own), events (JSON Lines) or a chronicle.",
        show_default=False,
    ),
]
Where = Annotated[
    str | None, typer.Option("--chronicle", "-c", envvar="KRONIEK_CHRONICLE", help="The chronicle, where no table is given: file or URL.")
]  # fmt: skip
Wide = Annotated[
    list[str] | None,
    typer.Option("--dyad", help="The table has a column of deaths a dyad: COLUMN=INITIATOR>TARGET. Repeatable."),
]
By = Annotated[str, typer.Option(help="What makes a series: initiator, target, country, place, type, joined by commas.")]
Named = Annotated[Actors, typer.Option("--actors", help="Actors go by their country where it is known, or by name.")]
From = Annotated[str | None, typer.Option("--from", help="First day, 2000-10-02.")]
To = Annotated[str | None, typer.Option("--to", help="Last day, inclusive.")]
Only = Annotated[list[str] | None, typer.Option("--only", help="Keep rows where COLUMN=VALUE. Repeatable.")]
Period = Annotated[str, typer.Option(help="day, week, month or year.")]
Booked = Annotated[Allocation, typer.Option("--allocation", help="Where an act over several periods is booked.")]
Value = Annotated[str, typer.Option(help="What is counted: acts, deaths_low, deaths_best or deaths_high.")]
Seed = Annotated[int, typer.Option(help="Seed of all chance; the same seed gives the same result.")]
Out = Annotated[Format, typer.Option("--format", help="table, json or csv.")]
Plot = Annotated[Path | None, typer.Option(help="Draw it too, into a .png, .svg or .pdf file.")]

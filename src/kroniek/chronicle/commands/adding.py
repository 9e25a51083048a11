"""add, watch, import, export, backup: what goes into a chronicle and out of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from kroniek.chronicle import Chronicle
from kroniek.chronicle.commands.options import HERE, PARTIAL, Country, OneActor, Since, Types, Until, Where, app, errors
from kroniek.chronicle.queries import Filter

TOLD = ("new", "version", "coded again", "known", "withdrawn", "events", "not read")


@app.command()
def add(
    reports: Annotated[list[str], typer.Argument(help="Files, folders or addresses.")],
    chronicle: Where = HERE,
    published: Annotated[str | None, typer.Option(help="Date of publication, EDTF, for reports that give none.")] = None,
    language: Annotated[str | None, typer.Option(help="nl or en; found from the text when not given.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Read again what is known; corrections hold.")] = False,
    private: Annotated[bool, typer.Option("--private", help="Fetch from addresses of this machine and network too.")] = False,
) -> None:
    """Read reports into the chronicle: text, HTML, PDF, Word, JSON Lines, CSV, feeds, agency files, WARC."""
    from kroniek.chronicle.intake import Options, take_in
    from kroniek.reports.ingest import read_all

    with Chronicle(chronicle) as opened:
        _told(take_in(opened, read_all(reports, private=private), Options(language, published, again)), chronicle)


@app.command()
def watch(
    feeds: Annotated[Path, typer.Argument(help="feeds.toml: [[feed]] tables with url, outlet, language, pages.")],
    chronicle: Where = HERE,
    every: Annotated[int, typer.Option(help="Visit again after so many minutes; 0: once.")] = 0,
    private: Annotated[bool, typer.Option("--private", help="Fetch from addresses of this machine and network too.")] = False,
) -> None:
    """Follow feeds politely and read what is new into the chronicle."""
    import time

    from kroniek.chronicle import intake
    from kroniek.reports.watch import Politeness, read_feeds

    known, polite = read_feeds(feeds), Politeness(private=private)
    with Chronicle(chronicle) as opened:
        while True:
            _told(intake.watch(opened, known, polite, intake.Options()), chronicle, stop=not every)
            if not every:
                return
            time.sleep(every * 60)


@app.command("import")
def import_(
    table: Annotated[Path, typer.Argument(help="A file of UCDP GED or ACLED of your own.")],
    chronicle: Where = HERE,
    source: Annotated[str | None, typer.Option(help="ged or acled; found from the columns when not given.")] = None,
) -> None:
    """Add the rows of a UCDP GED or ACLED file as claims by that source."""
    from kroniek.chronicle.importing import import_table

    with Chronicle(chronicle) as opened:
        _told(import_table(opened, table, source), chronicle)


@app.command()
def export(
    format: Annotated[str, typer.Argument(help="jsonl csv parquet plover polecat acled ged gdelt geojson timemap ftm hxl")],
    target: Annotated[Path, typer.Argument(help="File to write (a folder for csv and parquet); - for standard output.")],
    chronicle: Where = HERE,
    since: Since = None,
    until: Until = None,
    type: Types = None,
    country: Country = None,
    actor: OneActor = None,
) -> None:
    """Write the chronicle in a form that other tools read."""
    from kroniek.export import export as write

    wanted = Filter(since, until, tuple(type or ()), country=country, actor=actor)
    with Chronicle(chronicle, create=False) as opened:
        count = write(opened, format, target, wanted)
    errors.print(f"{count} rows written to {target}")


@app.command()
def backup(target: Path, chronicle: Where = HERE) -> None:
    """Copy the chronicle into one file, while it is in use."""
    with Chronicle(chronicle, create=False) as opened:
        opened.backup(target)
    errors.print(f"copied to {target}")


def _told(found: Iterable[Any], chronicle: str, *, stop: bool = True) -> None:
    """Print what becomes of each report; the sum at the end; exit code 1 where something was not read."""
    from kroniek.chronicle.adding import Added
    from kroniek.reports.found import Killed

    counts: Counter[str] = Counter()
    with errors.status("reading ...") if errors.is_terminal else nullcontext() as status:
        for one in found:
            if isinstance(one, Added):
                counts[one.state] += 1
                counts["events"] += one.events
                counts["without a date"] += not one.dated
                for uid in one.lost:
                    errors.print(Text(f"{one.id}: no longer tells {uid}, which a person corrected; see `kroniek audit`", "yellow"))
            elif isinstance(one, Killed):
                counts["withdrawn"] += 1
                errors.print(Text(f"{one.guid}: withdrawn by its agency: {one.reason}", "yellow"))
            else:
                counts["not read"] += 1
                errors.print(Text(f"{one.where}: {one.reason}", "red"))
            if status:
                status.update(_sum(counts))
    if undated := counts.pop("without a date"):
        errors.print(Text(f"{undated} give no date of publication and count as printed today: see --published", "yellow"))
    errors.print(f"{chronicle}: {_sum(counts) or 'nothing to read'}")
    if counts["not read"] and stop:
        raise typer.Exit(PARTIAL)


def _sum(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[what]} {what}" for what in TOLD if counts[what])

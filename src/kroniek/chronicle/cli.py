"""The commands that keep a chronicle; `kroniek` mounts them at its top level."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from enum import StrEnum
from getpass import getuser
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from kroniek.chronicle import Chronicle
from kroniek.chronicle.queries import Filter
from kroniek.errors import InputError

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
Since = Annotated[str | None, typer.Option(help="From this day on, YYYY-MM-DD.")]
Until = Annotated[str | None, typer.Option(help="Up to and with this day.")]
Types = Annotated[list[str] | None, typer.Option("--type", help="PLOVER type, ASSAULT for instance; may be repeated.")]
Modes = Annotated[list[str] | None, typer.Option("--mode", help="PLOVER mode; may be repeated.")]
Country = Annotated[str | None, typer.Option(help="Country of the place, ISO 3166 alpha-3.")]
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
        _told(take_in(opened, read_all(reports, private=private), Options(language, published, again)))


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
            _told(intake.watch(opened, known, polite, intake.Options()), stop=not every)
            if not every:
                return
            time.sleep(every * 60)


@app.command()
def incidents(
    id: Annotated[str | None, typer.Argument(help="One incident, with its claims and reports.")] = None,
    chronicle: Where = HERE,
    since: Since = None,
    until: Until = None,
    type: Types = None,
    mode: Modes = None,
    country: Country = None,
    actor: OneActor = None,
    initiator: Initiator = None,
    target: Target = None,
    box: Box = None,
    words: Words = None,
    killed: Killed = None,
    review: Review = None,
    disputed: Annotated[bool, typer.Option("--disputed", help="Only where somebody denies it or figures differ.")] = False,
    minimum: Minimum = 0.0,
    limit: Limit = 200,
    format: Shown = Format.table,
) -> None:
    """Incidents, filtered; or one of them with everything that is said of it."""
    from kroniek.chronicle import display, queries

    wanted = Filter(
        since, until, tuple(type or ()), tuple(mode or ()), country, actor, initiator, target, _box(box), words, killed,
        review, disputed, minimum, limit,
    )  # fmt: skip
    with Chronicle(chronicle, create=False) as opened, opened.reading() as connection:
        if id:
            one = queries.incident(connection, id)
            _show(one, display.incident(one), format)
        else:
            found = queries.incidents(connection, wanted)
            _show(found, display.incidents(found), format)


@app.command()
def chain(
    chronicle: Where = HERE,
    since: Since = None,
    until: Until = None,
    type: Types = None,
    country: Country = None,
    actor: OneActor = None,
    words: Words = None,
    said_only: Annotated[bool, typer.Option("--said-only", help="Only what reports or persons say, nothing inferred.")] = False,
    format: Shown = Format.table,
) -> None:
    """Who answers whom: the longest sequence of acts and answers, then all threads, with the words that say so."""
    from kroniek.chronicle import chain as chains
    from kroniek.chronicle import display

    wanted = Filter(since, until, tuple(type or ()), country=country, actor=actor, words=words)
    with Chronicle(chronicle, create=False) as opened, opened.reading() as connection:
        found = chains.chain(connection, wanted, inferred=not said_only)
    if format is Format.json:
        print(chains.to_json(found))
    else:
        _print(display.chain(found))


@app.command()
def actors(
    words: Annotated[str | None, typer.Argument(help="Part of a name, a key or a country code.")] = None,
    chronicle: Where = HERE,
    limit: Limit = 50,
    format: Shown = Format.table,
) -> None:
    """Actors, the busiest first: how many incidents they began, and of how many they were the target."""
    from kroniek.chronicle import display, queries

    with Chronicle(chronicle, create=False) as opened, opened.reading() as connection:
        found = queries.actors(connection, limit=limit, words=words)
    _show(found, display.rows(found, "Actors"), format)


@app.command()
def dyads(
    chronicle: Where = HERE,
    by: Annotated[str, typer.Option(help="country or actor.")] = "country",
    since: Since = None,
    until: Until = None,
    type: Types = None,
    limit: Limit = 50,
    format: Shown = Format.table,
) -> None:
    """Pairs of initiator and target, the busiest first."""
    from kroniek.chronicle import display, queries

    if by not in ("country", "actor"):
        raise InputError(f"--by {by}: country or actor is wanted")
    with Chronicle(chronicle, create=False) as opened, opened.reading() as connection:
        found = queries.dyads(connection, by=by, wanted=Filter(since, until, tuple(type or ())), limit=limit)
    _show(found, display.rows(found, "Dyads"), format)


@app.command()
def search(words: str, chronicle: Where = HERE, limit: Limit = 20, format: Shown = Format.table) -> None:
    """Reports that hold all the words."""
    from kroniek.chronicle import display, queries

    with Chronicle(chronicle, create=False) as opened, opened.reading() as connection:
        found = queries.search(connection, words, limit=limit)
    _show(found, display.rows(found, f"«{words}»", leave_out=("no", "live", "url")), format)


@app.command()
def versions(report: str, chronicle: Where = HERE, format: Shown = Format.table) -> None:
    """The versions of a report (id or address), and what changed in its figures."""
    from kroniek.chronicle import display, queries

    with Chronicle(chronicle, create=False) as opened, opened.reading() as connection:
        found = queries.versions(connection, report)
    if not found:
        raise InputError(f"no report {report!r}; `kroniek search` finds reports by their words")
    _show(found, display.versions(found), format)


@app.command()
def accept(ids: Ids, chronicle: Where = HERE, who: Who = "", why: Why = "") -> None:
    """A person has looked at these events, and they are right."""
    _correct(chronicle, who, "accept", ids, why)


@app.command()
def reject(ids: Ids, chronicle: Where = HERE, who: Who = "", why: Why = "") -> None:
    """These events are wrong: they count no more, also when all is coded again."""
    _correct(chronicle, who, "reject", ids, why)


@app.command()
def edit(
    id: Annotated[str, typer.Argument(help="Id of an event or incident.")],
    field: Annotated[str, typer.Argument(help="type, mode, status, when, place, initiators, targets, killed ...")],
    value: Annotated[str, typer.Argument(help="The new value: a word, an EDTF date, or JSON.")],
    chronicle: Where = HERE,
    who: Who = "",
    why: Why = "",
) -> None:
    """Change one field; what the coder wrote is kept beside it."""
    _correct(chronicle, who, "edit", [id], why, field=field, new=_value(value))


@app.command()
def merge(ids: Ids, chronicle: Where = HERE, who: Who = "", why: Why = "") -> None:
    """These incidents are one deed."""
    _correct(chronicle, who, "merge", ids, why)


@app.command()
def split(ids: Ids, chronicle: Where = HERE, who: Who = "", why: Why = "") -> None:
    """These events are another deed than the rest of their incident."""
    _correct(chronicle, who, "split", ids, why)


@app.command()
def link(
    answer: str, act: str, chronicle: Where = HERE, kind: Annotated[str, typer.Option()] = "answers", who: Who = "", why: Why = ""
) -> None:
    """The first incident answers the second."""
    _correct(chronicle, who, "link", [answer, act], why, field=kind)


@app.command()
def unlink(
    answer: str, act: str, chronicle: Where = HERE, kind: Annotated[str, typer.Option()] = "answers", who: Who = "", why: Why = ""
) -> None:
    """The first incident does not answer the second, whatever reports say."""
    _correct(chronicle, who, "unlink", [answer, act], why, field=kind)


@app.command()
def audit(
    chronicle: Where = HERE,
    head: Annotated[str | None, typer.Option(help="A last hash noted earlier; it must be in the log.")] = None,
    format: Shown = Format.table,
) -> None:
    """Check the log of corrections, the frozen texts and the evidence."""
    from dataclasses import asdict

    from kroniek.chronicle.audit import audit as check

    with Chronicle(chronicle, create=False) as opened:
        found = check(opened, head=head)
    if format is Format.json:
        print(json.dumps(asdict(found), ensure_ascii=False, indent=1))
    else:
        for line in (*found.damage, *found.orphans):
            print(line)
        state = "DAMAGED" if found.damage else "whole"
        print(f"{state}: {found.corrections} corrections, {found.reports} reports, {len(found.orphans)} corrections without event")
        print(f"last hash: {found.head}")
    if found.damage:
        raise typer.Exit(PARTIAL)


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


@app.command("import")
def import_(
    table: Annotated[Path, typer.Argument(help="A file of UCDP GED or ACLED of your own.")],
    chronicle: Where = HERE,
    source: Annotated[str | None, typer.Option(help="ged or acled; found from the columns when not given.")] = None,
) -> None:
    """Add the rows of a UCDP GED or ACLED file as claims by that source."""
    from kroniek.chronicle.importing import import_table

    with Chronicle(chronicle) as opened:
        _told(import_table(opened, table, source))


@app.command()
def backup(target: Path, chronicle: Where = HERE) -> None:
    """Copy the chronicle into one file, while it is in use."""
    with Chronicle(chronicle, create=False) as opened:
        opened.backup(target)
    errors.print(f"copied to {target}")


@app.command()
def queue(chronicle: Where = HERE, limit: Limit = 20, format: Shown = Format.table) -> None:
    """Pairs of events that may be one deed and wait for a person: merge them, or leave them."""
    from kroniek.chronicle import display, queries

    with Chronicle(chronicle, create=False) as opened, opened.reading() as connection:
        found = queries.queue(connection, limit=limit)
    _show(found, display.rows(found, "Perhaps the same", leave_out=("one", "other")), format)


def _told(found: Iterable[Any], *, stop: bool = True) -> None:
    """Print what becomes of each report; the sum at the end; exit code 1 where something was not read."""
    from kroniek.chronicle.adding import Added
    from kroniek.reports.found import Killed

    counts: dict[str, int] = {}
    for one in found:
        if isinstance(one, Added):
            counts[one.state] = counts.get(one.state, 0) + 1
            counts["events"] = counts.get("events", 0) + one.events
            for uid in one.lost:
                errors.print(Text(f"{one.id}: no longer tells {uid}, which a person corrected; see `kroniek audit`", "yellow"))
        elif isinstance(one, Killed):
            counts["withdrawn"] = counts.get("withdrawn", 0) + 1
            errors.print(Text(f"{one.guid}: withdrawn by its agency: {one.reason}", "yellow"))
        else:
            counts["not read"] = counts.get("not read", 0) + 1
            errors.print(Text(f"{one.where}: {one.reason}", "red"))
    errors.print(", ".join(f"{n} {what}" for what, n in counts.items()) or "nothing to read")
    if counts.get("not read") and stop:
        raise typer.Exit(PARTIAL)


def _correct(chronicle: str, who: str, action: Any, ids: list[str], why: str, **more: Any) -> None:
    from kroniek.chronicle.corrections import Correction, correct

    with Chronicle(chronicle, create=False) as opened:
        number = correct(opened, Correction(who or getuser(), action, tuple(ids), why, **more))
    errors.print(f"correction {number} kept")


def _value(text: str) -> Any:
    try:
        return json.loads(text) if text[:1] in '[{"' or text in ("null", "true", "false") else text
    except ValueError as error:
        raise InputError(f"the value {text!r} is no whole JSON ({error})") from None


def _box(text: str | None) -> tuple[float, float, float, float] | None:
    if text is None:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise InputError(f"--box {text}: four numbers are wanted, WEST,SOUTH,EAST,NORTH") from None
    return west, south, east, north


def _show(values: Any, table: Any, format: Format) -> None:
    if format is Format.json:
        print(json.dumps(values, ensure_ascii=False, indent=1, default=str))
    else:
        _print(table)


def _print(renderable: Any) -> None:
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 140
    Console(highlight=False, width=width).print(renderable)

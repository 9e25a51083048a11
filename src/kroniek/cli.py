"""The command line: the only module that prints."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Protocol, TextIO

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kroniek import highlight, reading, serial
from kroniek.chronicle.cli import app as chronicle_app
from kroniek.dynamics.cli_warning import commands as dynamics_commands
from kroniek.errors import InputError, KroniekError
from kroniek.records import Event, Report
from kroniek.reports.plain import Rejected, decode, read_lines, read_text
from kroniek.version import VERSION

app = typer.Typer(
    help="Kroniek reads news reports on confrontations and prints the events they tell of, each with its evidence.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
knowledge_app = typer.Typer(help="The data files that Kroniek codes with.", no_args_is_help=True)
app.add_typer(knowledge_app, name="knowledge")
errors = Console(stderr=True, highlight=False, soft_wrap=True)

USAGE, PARTIAL = 2, 1
LIMIT = 5_000_000


class Format(StrEnum):
    """How events are printed."""

    table = "table"
    jsonl = "jsonl"
    json = "json"
    csv = "csv"


Reports = Annotated[list[str], typer.Argument(help="Files of text or JSON Lines (.jsonl), or - for standard input.")]
Published = Annotated[
    str | None, typer.Option(help="Date of publication, EDTF: 2019-12-31, or 2019-12 where only that is known.")
]
Language = Annotated[str | None, typer.Option(help="nl or en; found from the text when not given.")]
Minimum = Annotated[
    float, typer.Option("--min-confidence", min=0.0, max=1.0, help="Leave out events that are less sure than this.")
]


@app.command()
def read(
    reports: Reports,
    published: Published = None,
    language: Language = None,
    format: Annotated[Format, typer.Option(help="How to print the events.")] = Format.table,
    minimum: Minimum = 0.0,
    everything: Annotated[bool, typer.Option("--all", help="Also what is planned, threatened or imagined.")] = False,
) -> None:
    """Read reports and print the events that they tell of."""
    writer: Writer = WRITERS[format](sys.stdout)
    rejected = 0
    for item in _readings(reports, published, language, minimum):
        if isinstance(item, Rejected):
            rejected += 1
            errors.print(Text(f"{item.where}: {item.reason}", style="red"))
        else:
            writer.add(item, (*item.events, *item.dropped) if everything else item.events)
    writer.close()
    if rejected:
        errors.print(f"{rejected} not read; the rest is above")
        raise typer.Exit(PARTIAL)


@app.command()
def explain(
    report: Annotated[str, typer.Argument(help="A file of text, or - for standard input.")],
    published: Published = None,
    language: Language = None,
) -> None:
    """Show a report with its events' words marked, and for each value the rule or lexicon entry that read it."""
    console = Console(highlight=False)
    for item in _readings([report], published, language, 0.0):
        if isinstance(item, Rejected):
            raise InputError(f"{item.where}: {item.reason}")
        console.print(_marked(item))
        for event in (*item.events, *item.dropped):
            console.print(_grounds(event))


@app.command()
def schema(name: Annotated[str, typer.Argument(help="event")] = "event") -> None:
    """Print the JSON Schema of a record."""
    if name not in serial.SCHEMAS:
        raise InputError(f"no schema {name!r}; there are: {', '.join(serial.SCHEMAS)}")
    print(json.dumps(serial.SCHEMAS[name](), indent=1))


@app.command()
def doctor() -> None:
    """Check that parsers, knowledge and places are in order on this machine."""
    from kroniek.doctor import checks

    failed = False
    for check in checks():
        failed = failed or not check.ok
        print(f"{'ok  ' if check.ok else 'FAIL'}  {check.name}: {check.detail}")
    if failed:
        raise typer.Exit(PARTIAL)


@knowledge_app.command("check")
def knowledge_check(
    language: Language = None,
    entry: Annotated[str | None, typer.Option(help="Only entries whose id begins so.")] = None,
    quiet: Annotated[bool, typer.Option(help="Only what fails, and the sum.")] = True,
) -> None:
    """Load every data file strictly, and try each act's sentences that must and must not match."""
    from kroniek.knowledge.check import try_sentences

    failed = total = 0
    for trial in try_sentences([language] if language else list(reading.LANGUAGES), entry or ""):
        total += 1
        failed += not trial.ok
        if not trial.ok or not quiet:
            print(f"{'ok  ' if trial.ok else 'FAIL'}  {trial.where}: {trial.finding}")
    print(f"{total} sentences, {failed} failed")
    if failed:
        raise typer.Exit(PARTIAL)


app.registered_commands.extend(chronicle_app.registered_commands)
app.registered_commands.extend(dynamics_commands())


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        print(f"kroniek {VERSION}")
        raise typer.Exit


def main() -> None:
    """Entry point: errors that Kroniek raises on purpose become one line and exit code 2."""
    try:
        app()
    except KroniekError as error:
        errors.print(Text(f"kroniek: {error}", style="red"))
        sys.exit(USAGE)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


def _readings(
    paths: Iterable[str], published: str | None, language: str | None, minimum: float
) -> Iterator[reading.Reading | Rejected]:
    """Readings in order, and what could not be read, batch by batch."""
    coder = reading.coder()
    batch: list[Report] = []
    for item in _reports(paths, published, language):
        ready = _ready(item)
        if isinstance(ready, Rejected):
            yield from coder.read_many(batch, minimum=minimum)
            batch = []
            yield ready
            continue
        batch.append(ready)
        if len(batch) == reading.BATCH:
            yield from coder.read_many(batch, minimum=minimum)
            batch = []
    yield from coder.read_many(batch, minimum=minimum)


def _ready(item: Report | Rejected) -> Report | Rejected:
    if isinstance(item, Rejected):
        return item
    try:
        if len(item.text) > LIMIT:
            raise InputError(
                f"report {item.id!r}: {len(item.text):,} characters; the most is {LIMIT:,}. Split it into reports"
            )
        return reading.check(item if item.language else replace(item, language=reading.detect(item.text)))
    except InputError as error:
        return Rejected(item.id, str(error))


def _reports(paths: Iterable[str], published: str | None, language: str | None) -> Iterator[Report | Rejected]:
    for path in paths:
        name = "standard input" if path == "-" else Path(path).name
        try:
            text = decode(_bytes(path), name)
            if path.endswith((".jsonl", ".ndjson")) or (path == "-" and text.lstrip().startswith("{")):
                yield from read_lines(text, name, language=language, published=published)
            else:
                yield read_text(text, name if path == "-" else Path(path).stem, language=language, published=published)
        except InputError as error:
            yield Rejected(name, str(error).removeprefix(f"{name}: "))


def _bytes(path: str) -> bytes:
    if path == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"{Path(path).name}: {error.strerror}; is the name right?") from None


class Writer(Protocol):
    """Where events go: one `add` a report, one `close` at the end."""

    def add(self, item: reading.Reading, events: Iterable[Event]) -> None: ...
    def close(self) -> None: ...


class TableWriter:
    """Events as tables for people, one a report."""

    def __init__(self, out: TextIO) -> None:
        self.console = Console(file=out, highlight=False, width=None if out.isatty() else 140)

    def add(self, item: reading.Reading, events: Iterable[Event]) -> None:
        report = item.report
        about = " · ".join(filter(None, (report.id, report.outlet, report.published, report.language)))
        table = Table(title=about, title_justify="left", expand=False, pad_edge=False)
        for column in ("", "what", "who → whom", "where · when", "figures · source", "words"):
            table.add_column(column, overflow="fold")
        for event in events:
            table.add_row(*_cells(event))
        self.console.print(table)

    def close(self) -> None:
        """Nothing is left to write."""


def _cells(event: Event) -> list[str]:
    what = f"{event.type}{f'/{event.mode}' if event.mode else ''}"
    extra: list[str] = [event.status] if event.status != "happened" else []
    if event.occurrences != (1, 1):
        low, high = event.occurrences
        extra.append(f"×{low}" if low == high else f"×{low}+")
    extra.extend(f"answers {a}" for a in event.answers)
    where = "\n".join(filter(None, (event.place.name if event.place else "", event.when.edtf if event.when else "")))
    who = ", ".join(map(highlight.name, event.initiators)) + " → " + ", ".join(map(highlight.name, event.targets))
    claims = [f"{c.kind} {highlight.figure(c)}" for c in (*event.killed, *event.injured, *event.detained, *event.crowd)]
    claims += [f"says {highlight.name(a)}" for a in event.according_to]
    return [
        event.id,
        "\n".join([what, *extra]),
        who,
        where,
        "\n".join(claims),
        " … ".join(s.text for s in event.trigger),
    ]


class LinesWriter:
    """One event a line, as JSON."""

    def __init__(self, out: TextIO) -> None:
        self.out = out

    def add(self, item: reading.Reading, events: Iterable[Event]) -> None:
        for event in events:
            self.out.write(json.dumps(serial.event_to_dict(event), ensure_ascii=False) + "\n")

    def close(self) -> None:
        self.out.flush()


class JsonWriter:
    """All events as one JSON list."""

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.events: list[dict[str, Any]] = []

    def add(self, item: reading.Reading, events: Iterable[Event]) -> None:
        self.events.extend(serial.event_to_dict(event) for event in events)

    def close(self) -> None:
        self.out.write(json.dumps(self.events, ensure_ascii=False, indent=1) + "\n")


COLUMNS = (
    "report",
    "id",
    "type",
    "mode",
    "status",
    "initiators",
    "targets",
    "place",
    "country",
    "lat",
    "lon",
    "place_precision",
    "when",
    "occurrences_low",
    "occurrences_high",
    "killed",
    "injured",
    "detained",
    "crowd",
    "according_to",
    "disputed",
    "answers",
    "part_of",
    "goldstein",
    "quad",
    "cameo",
    "confidence",
    "trigger",
    "evidence",
)


class CsvWriter:
    """One event a row, lists joined by "; "."""

    def __init__(self, out: TextIO) -> None:
        self.rows = csv.DictWriter(out, COLUMNS)
        self.rows.writeheader()

    def add(self, item: reading.Reading, events: Iterable[Event]) -> None:
        for event in events:
            self.rows.writerow(_row(event))

    def close(self) -> None:
        """Nothing is left to write."""


def _row(event: Event) -> dict[str, Any]:
    place, (low, high) = event.place, event.occurrences
    row: dict[str, Any] = {c: getattr(event, c) for c in COLUMNS if hasattr(event, c)}
    for field in ("initiators", "targets", "according_to"):
        row[field] = "; ".join(map(highlight.name, getattr(event, field)))
    for field in ("killed", "injured", "detained", "crowd"):
        row[field] = "; ".join(map(highlight.figure, getattr(event, field)))
    for field in ("trigger", "evidence"):
        row[field] = " … ".join(s.text for s in getattr(event, field))
    row |= {
        "answers": "; ".join(event.answers),
        "part_of": "; ".join(event.part_of),
        "when": event.when.edtf if event.when else "",
    }
    row |= {
        "place": place.name if place else "",
        "country": place.country if place else "",
        "occurrences_low": low,
        "occurrences_high": high,
    }
    return row | {
        "lat": place.lat if place else "",
        "lon": place.lon if place else "",
        "place_precision": place.precision if place else "",
    }


WRITERS: dict[Format, Callable[[TextIO], Writer]] = {
    Format.table: TableWriter,
    Format.jsonl: LinesWriter,
    Format.json: JsonWriter,
    Format.csv: CsvWriter,
}
STYLES = {
    "trigger": "bold reverse",
    "initiator": "bold red",
    "target": "bold blue",
    "source": "magenta",
    "place": "green",
    "when": "cyan",
    "killed": "yellow",
    "injured": "yellow",
    "detained": "yellow",
    "crowd": "yellow",
}


def _marked(item: reading.Reading) -> Text:
    text = Text("".join(f"{role} " for role in STYLES).rstrip() + "\n\n")
    for piece in highlight.pieces(item.report.text, item.events):
        style = STYLES[piece.marks[0][1]] if piece.marks else ""
        text.append(piece.text, style)
    return text


def _grounds(event: Event) -> Text:
    text = Text(f"\n{event.id} {event.type}{f'/{event.mode}' if event.mode else ''}", "bold")
    text.append(f"  {event.status}  confidence {event.confidence}\n   {highlight.line(event)}\n", "not bold")
    for field, rule in event.grounds.items():
        text.append(f"   {field:14}{rule}\n", "dim")
    for actor in (*event.initiators, *event.targets):
        text.append(f"   {'actor':14}{actor.text}: {actor.rule}\n", "dim")
    for link in event.links:
        text.append(f"   {link.kind:14}{link.event}: {link.rule}{f' «{link.cue.text}»' if link.cue else ''}\n", "dim")
    return text


if __name__ == "__main__":
    main()

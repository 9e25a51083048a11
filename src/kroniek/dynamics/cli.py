"""The commands of the dynamics: series, answers, fit, index, forecast, backtest, simulate.

Each loads a table of acts, calls one function and prints its result as a table, JSON or CSV; `--plot` draws it too.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from kroniek.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

app = typer.Typer(help="The confrontation as a system that runs.", no_args_is_help=True)
out = Console(highlight=False, width=None if sys.stdout.isatty() else 140)
err = Console(stderr=True, highlight=False)


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


Acts = Annotated[
    Path, typer.Argument(help="Table of acts: CSV, TSV, Parquet, or JSON Lines from `kroniek read --format jsonl`.")
]
Wide = Annotated[
    list[str] | None,
    typer.Option("--dyad", help="The table has a column of deaths a dyad: COLUMN=INITIATOR>TARGET. Repeatable."),
]
By = Annotated[
    str, typer.Option(help="What makes a series: initiator, target, country, place, type, joined by commas.")
]
From = Annotated[str | None, typer.Option("--from", help="First day, 2000-10-02.")]
To = Annotated[str | None, typer.Option("--to", help="Last day, inclusive.")]
Only = Annotated[list[str] | None, typer.Option("--only", help="Keep rows where COLUMN=VALUE. Repeatable.")]
Seed = Annotated[int, typer.Option(help="Seed of all chance; the same seed gives the same result.")]
Out = Annotated[Format, typer.Option("--format", help="table, json or csv.")]
Plot = Annotated[Path | None, typer.Option(help="Draw it too, into a .png, .svg or .pdf file.")]


@app.command()
def series(
    acts: Acts, dyad: Wide = None, by: By = "initiator,target", period: Annotated[str, typer.Option(help="day, week, month or year.")] = "month",
    allocation: Annotated[Allocation, typer.Option(help="Where an act over several periods is booked.")] = Allocation.end,
    value: Annotated[str, typer.Option(help="acts, deaths_low, deaths_best or deaths_high, for the plot.")] = "deaths_best",
    first: From = None, last: To = None, only: Only = None, format: Out = Format.table, plot: Plot = None,
) -> None:  # fmt: skip
    """Count acts and deaths by directed dyad (or place, country, type) and period."""
    from kroniek.dynamics.series import roll_up

    rolled = roll_up(
        load(acts, dyad, only), by=split(by), period=period, allocation=allocation.value, first=first, last=last
    )
    if plot:
        from kroniek.dynamics.pictures import series_picture

        series_picture(rolled, value, plot, f"Kroniek · {acts.name}")
    if format is Format.table:
        from kroniek.dynamics.tables import series_table

        out.print(series_table(rolled))
    else:
        emit(rolled, rolled.frame, format)


@app.command()
def answers(
    acts: Acts, dyad: Wide = None, pair: Annotated[list[str] | None, typer.Option(help="Parties, A,B; default: the two with most acts between them. Repeatable.")] = None,
    within: Annotated[int, typer.Option(min=1, help="Days within which a response counts.")] = 10,
    window: Annotated[int, typer.Option(min=3, help="Days within which placebos are shuffled: the slow baseline.")] = 28,
    value: Annotated[str, typer.Option(help="What is counted: deaths_best or acts.")] = "deaths_best",
    placebos: Annotated[int, typer.Option(min=19)] = 999, level: Annotated[float, typer.Option(help="p at or below which an answer counts as found.")] = 0.01,
    check: Annotated[int, typer.Option(help="Also run so many placebos and surrogates, and count false alarms.")] = 0,
    first: From = None, last: To = None, only: Only = None, seed: Seed = 0, format: Out = Format.table, plot: Plot = None,
) -> None:  # fmt: skip
    """Test who answers whom, beyond chance: against placebos shuffled within a slow baseline."""
    from kroniek.dynamics.answers import answers as test
    from kroniek.dynamics.series import daily

    table = load(acts, dyad, only)
    days = daily(table, value=value, first=first, last=last)
    results, alarms = [], []
    for a, b in pairs(table, pair):
        for provoking, answering in ((f"{b}>{a}", f"{a}>{b}"), (f"{a}>{b}", f"{b}>{a}")):
            x, y = column(days, provoking), column(days, answering)
            options = {"within": within, "window": window, "level": level, "seed": seed}
            results.append(test(x, y, names=(provoking, answering), placebos=placebos, **options))
            alarms.append(_checked(x, y, check, options) if check else None)
    show_answers(results, alarms, stated(table), format, plot, acts.name)


def _checked(x: Any, y: Any, runs: int, options: dict[str, Any]) -> Any:
    from kroniek.dynamics.false_alarms import false_alarms

    with progress("false alarms", 2 * runs) as step:
        both = [false_alarms(x, y, kind=kind, runs=runs, done=step, **options) for kind in ("placebo", "surrogate")]
    return max(both, key=lambda one: one.alarms)


def show_answers(
    results: list[Any], alarms: list[Any], said: list[str], format: Format, plot: Path | None, source: str
) -> None:
    """Print and draw the results of `answers`."""
    from kroniek.dynamics import pictures, tables

    if plot:
        pictures.answers_picture(results[:3], plot, f"Kroniek · {source}")
    if format is Format.table:
        out.print(tables.answers_table(results, alarms))
        for line in said:
            out.print(line)
    elif format is Format.json:
        emit({"tests": results, "false_alarms": alarms, "stated": said}, None, format)
    else:
        import pandas as pd

        from kroniek.dynamics.plain import plain

        emit(None, pd.DataFrame(plain(results)), format)


@app.command()
def fit(
    acts: Acts, dyad: Wide = None, by: By = "initiator,target", bandwidth: Annotated[float, typer.Option(help="Of the slow baseline, in days.")] = 30.0,
    kernels: Annotated[int, typer.Option(min=0, max=3, help="Exponentials in the kernel; 0: as many as the BIC asks for.")] = 0,
    marked: Annotated[bool, typer.Option("--marked", help="Acts with more deaths may bring forth more.")] = False,
    clock: Annotated[bool, typer.Option(help="Take out the hours of the day (needs clock times).")] = False,
    rounded: Annotated[str, typer.Option(help="heaped: clock times are rounded to 5, 15, 30, 60 minutes.")] = "auto",
    most: Annotated[int, typer.Option(min=1, help="Fit the so many kinds with most acts.")] = 4,
    only: Only = None, seed: Seed = 0, format: Out = Format.table, plot: Plot = None,
) -> None:  # fmt: skip
    """Fit a Hawkes process above a slow baseline: does the exchange die out or feed itself?"""
    from kroniek.dynamics import hawkes_fit, residuals
    from kroniek.dynamics.clock import daily_clock
    from kroniek.dynamics.points import points

    at = points(busiest(load(acts, dyad, only), split(by), most), by=split(by), rounded=rounded, seed=seed)
    at = daily_clock(at).moved(at) if clock else at
    found = hawkes_fit.fit(at, bandwidth=bandwidth, kernels=kernels, marked=marked)
    with progress("bandwidths", len(hawkes_fit.BANDWIDTHS)) as step:
        swept = hawkes_fit.sweep(at, found.model, marked=marked, done=step)
    checks = residuals.residuals(found.model, at, found.background)
    held = (
        residuals.held_out(at, kernels=len(found.model.beta), marked=marked)
        if len(at) >= 2 * hawkes_fit.FEWEST
        else None
    )
    show_fit(found, swept, checks, held, format, plot, acts.name)


def show_fit(found: Any, swept: Any, checks: Any, held: Any, format: Format, plot: Path | None, source: str) -> None:
    """Print and draw the result of `fit`."""
    import pandas as pd

    from kroniek.dynamics import pictures, tables
    from kroniek.dynamics.plain import plain

    if plot:
        pictures.fit_picture(found, swept, checks, plot, f"Kroniek · {source}")
    if format is Format.table:
        out.print(tables.fit_table(found, swept, checks, held))
        return
    summary = {
        k: plain(getattr(found, k))
        for k in ("model", "log_likelihood", "bic", "points", "hole", "low", "high", "cannot")
    }
    summary["model"] |= {"branching": plain(found.model.branching), "radius": found.model.radius}
    tests = [{k: v for k, v in plain(one).items() if k != "steps"} for one in checks]
    emit({"fit": summary, "sweep": swept, "residuals": tests, "held_out": held}, pd.DataFrame(plain(swept)), format)


def load(path: Path, dyad: list[str] | None, only: list[str] | None) -> pd.DataFrame:
    """The acts of a file, with `--dyad` and `--only` applied."""
    from kroniek.dynamics.acts import COLUMNS, read
    from kroniek.knowledge.strict import nearest

    table = read(path, dyads=dict(map(parse_dyad, dyad)) if dyad else None)
    for condition in only or []:
        key, _, value = condition.partition("=")
        if key not in COLUMNS:
            raise InputError(f"--only {condition}: no column {key!r}{nearest(key, COLUMNS)}")
        kept = table[table[key].astype(str) == value]
        kept.attrs.update(table.attrs)
        table = kept
    if table.empty:
        raise InputError(f"{path.name}: no act is left; look at --only, and at what the file holds")
    return table


def parse_dyad(text: str) -> tuple[str, tuple[str, str]]:
    """COLUMN=INITIATOR>TARGET."""
    name, _, dyad = text.partition("=")
    initiator, _, target = dyad.partition(">")
    if not (name and initiator and target):
        raise InputError(f"--dyad {text}: COLUMN=INITIATOR>TARGET is wanted, deaths_a=ISR>PSE for instance")
    return name, (initiator, target)


def pairs(table: pd.DataFrame, given: list[str] | None) -> list[tuple[str, str]]:
    """The pairs of parties asked for, or the pair with most acts that both sides take part in."""
    if given:
        split_pairs = [tuple(one.split(",")) for one in given]
        for one, text in zip(split_pairs, given, strict=True):
            if len(one) != 2:
                raise InputError(f"--pair {text}: A,B is wanted, USA,IRN for instance")
        return [(one[0], one[1]) for one in split_pairs]
    known = table[(table["initiator"] != "") & (table["target"] != "") & (table["initiator"] != table["target"])]
    if known.empty:
        raise InputError(
            "no act has both an initiator and a target; who answers whom cannot be asked. --dyad may name them"
        )
    counts: dict[frozenset[str], int] = {}
    for a, b in zip(known["initiator"], known["target"], strict=True):
        counts[frozenset((a, b))] = counts.get(frozenset((a, b)), 0) + 1
    a, b = sorted(max(counts, key=lambda key: counts[key]))
    return [(a, b)]


def column(days: pd.DataFrame, key: str) -> Any:
    """A dyad's daily values; zeros where it never acted."""
    import numpy as np

    return days[key].to_numpy(dtype=float) if key in days else np.zeros(len(days))


def stated(table: pd.DataFrame) -> list[str]:
    """Answers that the reports themselves state: no test, but somebody's word."""
    by_id = table.set_index("id")
    lines = []
    for _, act in table[table["answers"] != ""].iterrows():
        for other in act["answers"].split():
            if other in by_id.index:
                past = by_id.loc[other]
                lag = (act["first"] - past["first"]).days
                lines.append(f"said by a report: {_name(act)} answers {_name(past)}, {lag} days later ({act['id']})")
    return lines


def _name(act: Any) -> str:
    return f"{act['type']} {act['initiator'] or '?'}>{act['target'] or '?'} {act['first']:%Y-%m-%d}"


def busiest(table: pd.DataFrame, by: tuple[str, ...], most: int) -> pd.DataFrame:
    """The acts of the `most` busiest keys; says on standard error what is left out."""
    keys = table[list(by)].agg(">".join, axis=1)
    kept = keys.value_counts().head(most).index
    if keys.nunique() > most:
        err.print(f"{keys.nunique() - most} smaller kinds left out; --most raises the number")
    return table[keys.isin(kept)]


def split(text: str) -> tuple[str, ...]:
    """Words parted by commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def emit(result: Any, frame: pd.DataFrame | None, format: Format) -> None:
    """A result as JSON, or its frame as CSV."""
    from kroniek.dynamics.plain import to_json

    if format is Format.csv and frame is not None:
        frame.to_csv(sys.stdout, index=False)
    else:
        print(to_json(result))


@contextmanager
def progress(what: str, total: int) -> Iterator[Any]:
    """A progress bar on standard error where it is a terminal; gives the function to call after each step."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)

"""The commands of the dynamics that look back: series, answers, fit, index. `kroniek` mounts them at its top level.

Each loads acts, calls one function and prints its result as a table, JSON or CSV; `--plot` draws it too. The commands
that look ahead stand in cli_ahead.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kroniek.dynamics import options as opt
from kroniek.dynamics.options import Actors, Allocation, Format
from kroniek.dynamics.printing import emit, progress, remark, show
from kroniek.dynamics.sources import Source, between, busiest, load, pairs, split

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kroniek.dynamics.answers import Answers
    from kroniek.dynamics.false_alarms import FalseAlarms
    from kroniek.dynamics.hawkes_fit import Fit, Swept
    from kroniek.dynamics.residuals import HeldOut, Residuals

app = typer.Typer(help="The confrontation as a system that runs.", no_args_is_help=True, add_completion=False)


@app.command()
def series(
    acts: opt.Acts = None, chronicle: opt.Where = None, dyad: opt.Wide = None, by: opt.By = "initiator,target", period: opt.Period = "month",
    allocation: opt.Booked = Allocation.end, value: opt.Value = "deaths_best", first: opt.From = None, last: opt.To = None,
    actors: opt.Named = Actors.country, only: opt.Only = None, format: opt.Out = Format.table, plot: opt.Plot = None,
) -> None:  # fmt: skip
    """Count acts and deaths by directed dyad (or place, country, type) and period."""
    source = opened(acts, chronicle, dyad, actors, only)
    from kroniek.dynamics import pictures, tables
    from kroniek.dynamics.series import roll_up

    rolled = roll_up(source.acts, by=split(by), period=period, allocation=allocation.value, first=first, last=last)
    if plot:
        pictures.series_picture(rolled, value, plot, cited(source))
    if format is Format.table:
        show(tables.series_table(rolled))
    else:
        emit(rolled, rolled.frame, format)


@app.command()
def answers(
    acts: opt.Acts = None, chronicle: opt.Where = None, dyad: opt.Wide = None,
    pair: Annotated[list[str] | None, typer.Option(help="Parties, A,B; default: the two with most acts between them. Repeatable.")] = None,
    within: Annotated[int, typer.Option(min=1, help="Days within which a response counts.")] = 10,
    window: Annotated[int, typer.Option(min=3, help="Days within which placebos are shuffled: the slow baseline.")] = 28,
    value: opt.Value = "deaths_best", placebos: Annotated[int, typer.Option(min=19, help="How many.")] = 999,
    level: Annotated[float, typer.Option(help="p at or below which an answer counts as found.")] = 0.01,
    check: Annotated[int, typer.Option(min=0, help="Also run so many placebos and surrogates, and count false alarms.")] = 0,
    first: opt.From = None, last: opt.To = None, actors: opt.Named = Actors.country, only: opt.Only = None, seed: opt.Seed = 0,
    format: opt.Out = Format.table, plot: opt.Plot = None,
) -> None:  # fmt: skip
    """Test who answers whom, beyond chance: against placebos shuffled within a slow baseline."""
    source = opened(acts, chronicle, dyad, actors, only)
    from kroniek.dynamics.answers import answers as test
    from kroniek.dynamics.false_alarms import both
    from kroniek.dynamics.series import daily

    asked = pairs(source.acts, pair)
    days = daily(between(source.acts, asked), value=value, first=first, last=last)
    results: list[Answers] = []
    alarms: list[FalseAlarms | None] = []
    for a, b in asked:
        for provoking, answering in ((f"{b}>{a}", f"{a}>{b}"), (f"{a}>{b}", f"{b}>{a}")):
            x, y = column(days, provoking), column(days, answering)
            results.append(test(x, y, names=(provoking, answering), within=within, window=window, placebos=placebos, level=level, seed=seed))
            if check:
                with progress("false alarms", 2 * check) as step:
                    found = both(x, y, runs=check, within=within, window=window, level=level, seed=seed, done=step)
                alarms.append(found)
            else:
                alarms.append(None)
    _show_answers(results, alarms, source, format, plot)


def _show_answers(results: list[Answers], alarms: list[FalseAlarms | None], source: Source, format: Format, plot: Path | None) -> None:
    import pandas as pd

    from kroniek.dynamics import pictures, tables
    from kroniek.dynamics.answers import stated
    from kroniek.dynamics.plain import plain

    said = stated(source.acts)
    if plot:
        pictures.answers_picture(results[:3], plot, cited(source))
    if format is Format.table:
        show(tables.answers_table(results, alarms))
        for line in said:
            print(line)
    else:
        emit({"tests": results, "false_alarms": alarms, "stated": said}, pd.DataFrame(plain(results)), format)


@app.command()
def fit(
    acts: opt.Acts = None, chronicle: opt.Where = None, dyad: opt.Wide = None, by: opt.By = "initiator,target",
    bandwidth: Annotated[float, typer.Option(min=0, help="Of the slow baseline, in days; 0: the likeliest.")] = 0.0,
    kernels: Annotated[int, typer.Option(min=0, max=3, help="Exponentials in the kernel; 0: as many as the BIC asks for.")] = 0,
    marked: Annotated[bool, typer.Option("--marked", help="Acts with more deaths may bring forth more.")] = False,
    clock: Annotated[bool, typer.Option("--clock", help="Take out the hours of the day (needs clock times).")] = False,
    rounded: Annotated[str, typer.Option(help="heaped: clock times are rounded to 5, 15, 30, 60 minutes.")] = "auto",
    most: Annotated[int, typer.Option(min=1, help="Fit the so many kinds with most acts.")] = 4,
    actors: opt.Named = Actors.country, only: opt.Only = None, seed: opt.Seed = 0, format: opt.Out = Format.table, plot: opt.Plot = None,
) -> None:  # fmt: skip
    """Fit a Hawkes process above a slow baseline: does the exchange die out or feed itself?"""
    source = opened(acts, chronicle, dyad, actors, only)
    from kroniek.dynamics import hawkes_fit, residuals
    from kroniek.dynamics.clock import daily_clock
    from kroniek.dynamics.points import points

    keys = split(by)
    chosen, left_out = busiest(source.acts, keys, most)
    if left_out:
        remark(f"{left_out} smaller kinds left out; --most raises the number")
    at = points(chosen, by=keys, rounded=rounded, seed=seed)
    at = daily_clock(at).moved(at) if clock else at
    found = hawkes_fit.fit(at, bandwidth=bandwidth, kernels=kernels, marked=marked)
    with progress("bandwidths", len(hawkes_fit.BANDWIDTHS)) as step:
        swept = hawkes_fit.sweep(at, found.model, marked=marked, done=step)
    checks = residuals.residuals(found.model, at, found.background)
    enough = len(at) >= 2 * hawkes_fit.FEWEST
    held = residuals.held_out(at, kernels=len(found.model.beta), marked=marked) if enough else None
    _show_fit(found, swept, checks, held, source, format, plot)


def _show_fit(
    found: Fit, swept: list[Swept], checks: list[Residuals], held: HeldOut | None, source: Source, format: Format, plot: Path | None
) -> None:
    import pandas as pd

    from kroniek.dynamics import pictures, tables
    from kroniek.dynamics.plain import plain

    if plot:
        pictures.fit_picture(found, swept, checks, plot, cited(source))
    if format is Format.table:
        show(tables.fit_table(found, swept, checks, held))
        return
    keys = ("model", "log_likelihood", "bic", "points", "hole", "low", "high", "cannot")
    summary: dict[str, Any] = {k: plain(getattr(found, k)) for k in keys}
    summary["model"] |= {"branching": plain(found.model.branching), "radius": found.model.radius}
    tests = [{k: v for k, v in plain(one).items() if k != "steps"} for one in checks]
    emit({"fit": summary, "sweep": swept, "residuals": tests, "held_out": held}, pd.DataFrame(plain(swept)), format)


@app.command()
def index(
    acts: opt.Acts = None, chronicle: opt.Where = None, dyad: opt.Wide = None, by: opt.By = "initiator,target",
    unit: Annotated[list[str] | None, typer.Option(help="Only this dyad, 'USA>IRN', in JSON with its whole series. Repeatable.")] = None,
    period: Annotated[str | None, typer.Option(help="Steps of a day, week or month; by default as the acts are told.")] = None,
    measure: Annotated[str | None, typer.Option(help="What alerts look at: deaths or gravity; deaths where any are told.")] = None,
    floor: Annotated[float | None, typer.Option(help="Least level of a window for an alert.")] = None,
    most: Annotated[int, typer.Option(min=1, help="Print the so many highest; JSON and CSV hold all.")] = 12,
    first: opt.From = None, last: opt.To = None, actors: opt.Named = Actors.country, only: opt.Only = None,
    format: opt.Out = Format.table, plot: opt.Plot = None,
) -> None:  # fmt: skip
    """How today compares with each dyad's own past; first-time rungs, and alerts by a stated rule."""
    source = opened(acts, chronicle, dyad, actors, only)
    from kroniek.dynamics import pictures_index, tables_index
    from kroniek.dynamics.index import index as compare

    found = compare(source.acts, by=split(by), period=period, measure=measure, floor=floor, first=first, last=last, units=unit, series=bool(unit))
    if plot:
        top = [one.unit for one in found[:4]]
        drawn = compare(source.acts, by=split(by), period=period, measure=measure, floor=floor, first=first, last=last, units=top)
        pictures_index.index_picture(drawn, plot, cited(source))
    if format is Format.table:
        show(tables_index.index_table(found, most))
    else:
        emit(tables_index.values(found), tables_index.rows(found), format)


def opened(acts: Path | None, chronicle: str | None, dyad: list[str] | None, actors: Actors, only: list[str] | None) -> Source:
    """The acts asked for; says on standard error how many had no day."""
    source = load(acts, chronicle, dyads=dyad, actors=actors, only=only)
    if left_out := source.acts.attrs.get("left_out"):
        remark(f"{source.name}: {left_out} acts without a day, or that did not happen, left out")
    return source


def cited(source: Source) -> str:
    """The line under a plot."""
    return f"Kroniek · {source.name}"


def column(days: Any, key: str) -> NDArray[Any]:
    """A dyad's daily values; zeros where it never acted."""
    import numpy as np

    values: NDArray[Any] = days[key].to_numpy(dtype=float) if key in days else np.zeros(len(days))
    return values

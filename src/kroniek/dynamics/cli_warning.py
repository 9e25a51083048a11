"""The command `warning`. Mounted with those of kroniek.dynamics.cli."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kroniek.dynamics import options as opt
from kroniek.dynamics.cli import app, cited, opened
from kroniek.dynamics.cli_ahead import commands as mounted
from kroniek.dynamics.options import Actors, Allocation, Format
from kroniek.dynamics.printing import emit, progress, remark, show
from kroniek.dynamics.sources import split
from kroniek.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from kroniek.dynamics.forecasts.panel import Panel
    from kroniek.dynamics.warning import Target, Warned
    from kroniek.dynamics.warning_scores import Evaluation


@app.command()
def warning(
    acts: opt.Acts = None, chronicle: opt.Where = None, dyad: opt.Wide = None, by: opt.By = "country", period: opt.Period = "month",
    at_least: Annotated[float, typer.Option(min=1, help="Warn of a count of at least this.")] = 100.0,
    ahead: Annotated[int, typer.Option(min=1, help="Within so many periods.")] = 3,
    past: Annotated[int, typer.Option(min=1, help="Above every count of so many past periods.")] = 12,
    total: Annotated[bool, typer.Option("--total", help="Of the count of those periods together, against past such totals.")] = False,
    checked: Annotated[int, typer.Option("--check", min=0, help="Score the warnings of so many past periods, learned before them; 0: none.")] = 36,
    most: Annotated[int, typer.Option(min=1, help="Print the so many highest chances; JSON and CSV hold all.")] = 12,
    value: opt.Value = "deaths_best", allocation: opt.Booked = Allocation.end, last: opt.To = None, actors: opt.Named = Actors.country,
    only: opt.Only = None, format: opt.Out = Format.table, plot: opt.Plot = None,
) -> None:  # fmt: skip
    """Where will it soon be worse than it was for a year? Chances, what speaks for them, and whether such chances were right."""
    source = opened(acts, chronicle, dyad, actors, only)
    from kroniek.dynamics.ahead import panel_of
    from kroniek.dynamics.tables_warning import warned_table
    from kroniek.dynamics.warning import Target, train, warn

    data = panel_of(source.acts, by=split(by), period=period, value=value, allocation=allocation.value, last=last, vintage=source.name)
    target, now = Target(at_least, ahead, past, total), len(data.periods) - 1
    with progress("learning", now) as step:
        model = train(data, now, target=target, done=step)
    found, trusted = warn(data, now, model), _checked(data, checked, target)
    if plot and trusted:
        from kroniek.dynamics.forecasts.pictures import reliability_picture

        reliability_picture(trusted, plot, cited(source))
    elif plot:
        raise InputError("--plot draws how good past warnings were: it wants --check, and a series long enough for it")
    if format is Format.table:
        show(warned_table(found, model, most, trusted))
    else:
        scores = {"scores": trusted.scores, "reliability": trusted.reliability} if trusted else None
        emit({"warnings": rows(found), "model": model, "past": scores, "vintage": data.vintage}, rows(found), format)


def rows(found: Warned) -> pd.DataFrame:
    """One row a unit, the highest chance first; one column a feature with its part of the logit."""
    import pandas as pd

    from kroniek.dynamics.warning import FEATURES

    because = dict(zip(FEATURES, found.because, strict=True))
    frame = pd.DataFrame({"issued_on": found.issued_on, "unit": found.units, "chance": found.chance, "to_reach": found.bar, **because})
    return frame.sort_values("chance", ascending=False, kind="stable", ignore_index=True)


def commands() -> list[typer.models.CommandInfo]:
    """All commands of the dynamics, for `kroniek` to mount."""
    return mounted()


def _checked(data: Panel, number: int, target: Target) -> Evaluation | None:
    """Warnings of the last `number` periods with known outcomes, learned from what came before; None where that cannot be."""
    from kroniek.dynamics.warning_scores import evaluate

    end = len(data.periods) - target.ahead
    if not number:
        return None
    try:
        if end - number < 1:
            raise InputError(f"{len(data.periods)} periods are too few to check {number}")
        with progress("past warnings", end - number) as step:
            return evaluate(data, end - number - 1, list(range(end - number, end)), target=target, done=step)
    except InputError as error:
        remark(f"how good such warnings were is unknown: {error}")
        return None

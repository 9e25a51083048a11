"""The commands of the dynamics that look ahead: forecast, backtest, simulate. Mounted with those of kroniek.dynamics.cli."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kroniek.dynamics import options as opt
from kroniek.dynamics.cli import app, cited, opened
from kroniek.dynamics.options import Actors, Allocation, Format
from kroniek.dynamics.printing import emit, progress, remark, show
from kroniek.dynamics.sources import split
from kroniek.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from kroniek.dynamics.backtest import Scored
    from kroniek.dynamics.forecasts.panel import Forecast, Panel

Models = Annotated[
    list[str] | None,
    typer.Option("--model", help="combined, weighted, analogue, hawkes (in counts) or hawkes-points (in time); the baselines always come along. Repeatable."),
]
Horizon = Annotated[int, typer.Option(min=1, help="Periods ahead.")]


@app.command()
def forecast(
    acts: opt.Acts = None, chronicle: opt.Where = None, dyad: opt.Wide = None, by: opt.By = "initiator,target", period: opt.Period = "month",
    horizon: Horizon = 3, model: Models = None, value: opt.Value = "deaths_best", allocation: opt.Booked = Allocation.end,
    at_least: Annotated[float, typer.Option(help="Also print the chance that the count reaches this.")] = 25.0,
    tried: Annotated[int, typer.Option(min=0, help="Try the models at so many past origins, and print their skill.")] = 12,
    most: Annotated[int, typer.Option(min=1, help="Print the so many busiest units; JSON and CSV hold all.")] = 6,
    last: opt.To = None, actors: opt.Named = Actors.country, only: opt.Only = None, seed: opt.Seed = 0, format: opt.Out = Format.table, plot: opt.Plot = None,
) -> None:  # fmt: skip
    """What is to be expected, as a range beside the simple rules that are hard to beat."""
    source = opened(acts, chronicle, dyad, actors, only)
    from kroniek.dynamics import ahead, pictures_ahead, tables_ahead
    from kroniek.dynamics.backtest import summaries

    keys, horizons = split(by), range(1, horizon + 1)
    data = ahead.panel_of(source.acts, by=keys, period=period, value=value, allocation=allocation.value, last=last, vintage=source.name)
    made = _forecasts(source.acts, data, len(data.periods) - 1, horizons, keys, period, model, seed)
    starts = ahead.period_starts(data, len(data.periods) - 1, horizons, period)
    skill = []
    if tried:
        try:
            skill = summaries(_tried(source.acts, data, horizons, keys, period, model, tried, 1, seed))
        except InputError as error:
            remark(f"skill unknown: {error}")
    rows = ahead.forecast_rows(made, starts, at_least)
    units = tables_ahead.busiest_units(data, most)
    if plot:
        pictures_ahead.forecast_picture(data, made, starts, units[:4], plot, cited(source))
    if format is Format.table:
        show(tables_ahead.forecast_table(rows, units, at_least, skill))
    else:
        emit({"forecasts": rows, "skill": skill, "vintage": data.vintage}, rows, format)


@app.command()
def backtest(
    acts: opt.Acts = None, chronicle: opt.Where = None, dyad: opt.Wide = None, by: opt.By = "initiator,target", period: opt.Period = "month",
    horizon: Horizon = 3, model: Models = None, value: opt.Value = "deaths_best", allocation: opt.Booked = Allocation.end,
    tried: Annotated[int, typer.Option("--origins", min=1, help="How many past origins.")] = 24,
    every: Annotated[int, typer.Option(min=1, help="Periods from one origin to the next.")] = 1,
    first: opt.From = None, last: opt.To = None, actors: opt.Named = Actors.country, only: opt.Only = None, seed: opt.Seed = 0,
    format: opt.Out = Format.table, plot: opt.Plot = None,
) -> None:  # fmt: skip
    """How good such forecasts were: issued again and again in the past, each knowing only what was known then."""
    source = opened(acts, chronicle, dyad, actors, only)
    import pandas as pd

    from kroniek.dynamics import ahead, pictures_ahead, tables_ahead
    from kroniek.dynamics.backtest import summaries
    from kroniek.dynamics.plain import plain

    keys, horizons = split(by), range(1, horizon + 1)
    data = ahead.panel_of(source.acts, by=keys, period=period, value=value, allocation=allocation.value, first=first, last=last, vintage=source.name)
    rows = _tried(source.acts, data, horizons, keys, period, model, tried, every, seed)
    found = summaries(rows)
    if plot:
        pictures_ahead.backtest_picture(rows, plot, cited(source))
    if format is Format.table:
        show(tables_ahead.backtest_table(found, rows))
    else:
        flat = [{k: v for k, v in plain(row).items() if k != "scores"} | plain(row.scores) for row in rows]
        emit({"summary": found, "origins": rows}, pd.DataFrame(flat), format)


@app.command()
def simulate(
    acts: opt.Acts = None, chronicle: opt.Where = None, dyad: opt.Wide = None, by: opt.By = "initiator,target",
    days: Annotated[int, typer.Option(min=1, help="How far ahead, or after the act.")] = 30,
    without: Annotated[str | None, typer.Option(help="Id of an act: what would be missing without it?")] = None,
    runs: Annotated[int, typer.Option(min=20, help="How many simulations.")] = 500,
    bandwidth: Annotated[float, typer.Option(min=1, help="Of the slow baseline, in days, for --without.")] = 30.0,
    most: Annotated[int, typer.Option(min=1, help="The so many kinds with most acts.")] = 4,
    actors: opt.Named = Actors.country, only: opt.Only = None, seed: opt.Seed = 0, format: opt.Out = Format.table, plot: opt.Plot = None,
) -> None:  # fmt: skip
    """Run the fitted model forward, or ask what one act set off. The model answers, not the world."""
    source = opened(acts, chronicle, dyad, actors, only)
    from kroniek.dynamics import pictures_ahead, scenarios, tables_ahead
    from kroniek.dynamics.sources import busiest

    chosen, left_out = busiest(source.acts, split(by), most)
    if left_out:
        remark(f"{left_out} smaller kinds left out; --most raises the number")
    with progress("simulations", 100) as step:
        if without is None:
            found: Any = scenarios.onward(chosen, by=split(by), days=days, runs=runs, seed=seed, done=step)
        else:
            found = scenarios.removed(chosen, without, by=split(by), days=days, runs=runs, bandwidth=bandwidth, seed=seed)
    if plot:
        pictures_ahead.scenario_picture(found, plot, cited(source))
    if format is Format.table:
        show(tables_ahead.scenario_table(found))
    else:
        emit(found, scenarios.rows(found), format)


def _forecasts(
    acts: pd.DataFrame, data: Panel, origin: int, horizons: range, by: tuple[str, ...], period: str, models: list[str] | None, seed: int
) -> list[Forecast]:
    """The baselines, then the models asked for (the pool where none is)."""
    from kroniek.dynamics.ahead import HAWKES, hawkes_forecast
    from kroniek.dynamics.forecasts.combine import BASELINES, COMBINED, forecast

    made = []
    for name in dict.fromkeys((*BASELINES, *(models or [COMBINED]))):
        if name == HAWKES:
            found = hawkes_forecast(acts, data, origin, horizons, by=by, period=period, seed=seed)
            if found is None:
                remark("hawkes-points: no unit has acts enough")
            else:
                made.append(found)
        else:
            made.append(forecast(data, origin, horizons, model=name))
    return made


def _tried(
    acts: pd.DataFrame, data: Panel, horizons: range, by: tuple[str, ...], period: str, models: list[str] | None, number: int,
    every: int, seed: int,
) -> list[Scored]:  # fmt: skip
    """The models at past origins."""
    from kroniek.dynamics.ahead import origins
    from kroniek.dynamics.backtest import scored

    at = origins(data, horizons, number, every=every)
    rows = []
    with progress("origins", len(at)) as step:
        for origin in at:
            made = _forecasts(acts, data, origin, horizons, by, period, models, seed)
            rows += [scored(data, one) for one in _filled(made)]
            step()
    return rows


def _filled(made: list[Forecast]) -> list[Forecast]:
    """Forecasts for all units: where the Hawkes process says nothing, the first baseline stands in, so that scores compare."""
    import dataclasses

    import numpy as np

    base, full = made[0], []
    for one in made:
        if one.units != base.units:
            size = one.draws.shape[1]
            draws = np.quantile(base.draws, (np.arange(size) + 0.5) / size, axis=1, method="inverted_cdf").transpose(1, 0, 2)
            draws[:, :, [base.units.index(u) for u in one.units]] = one.draws
            one = dataclasses.replace(one, units=base.units, draws=draws)
        full.append(one)
    return full


def commands() -> list[typer.models.CommandInfo]:
    """All commands of the dynamics, for `kroniek` to mount."""
    return app.registered_commands

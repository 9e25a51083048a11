"""Results of forecast, backtest and simulate as tables for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from kroniek.dynamics.backtest import Scored, Summary
from kroniek.dynamics.forecasts.panel import Panel
from kroniek.dynamics.points import words
from kroniek.dynamics.scenarios import Onward, Removed
from kroniek.dynamics.tables import notes, table

if TYPE_CHECKING:
    import pandas as pd

RECENT = 12


def busiest_units(data: Panel, most: int) -> list[str]:
    """The units with the highest counts in the last twelve periods."""
    totals = data.values[-RECENT:].sum(axis=0)
    return [data.units[int(at)] for at in (-totals).argsort(kind="stable")[:most]]


def forecast_table(rows: pd.DataFrame, units: Sequence[str], at_least: float, skill: Sequence[Summary]) -> Group:
    """By unit and period, every model as median and 90 % range, the baselines first; then their skill on the past."""
    models = list(dict.fromkeys(rows["model"]))
    made = table(
        f"{rows['target'].iloc[0]}, issued on {rows['issued_on'].iloc[0]}: median (5 % to 95 %)",
        "unit", "period from", *models, f"chance of {at_least:g} or more ({models[-1]})",
    )  # fmt: skip
    keyed = {(row["unit"], row["period"], row["model"]): row for row in rows.to_dict("records")}
    for unit in units:
        for period in dict.fromkeys(rows["period"]):
            cells, chance = [], ""
            for model in models:
                found = keyed.get((unit, period, model))
                cells.append("–" if found is None else f"{found['q50']:,.0f} ({found['q05']:,.0f}–{found['q95']:,.0f})")
                chance = chance if found is None else f"{found['chance']:.0%}"
            made.add_row(words(unit), str(period), *cells, chance)
    parts: list[RenderableType] = [made, _summaries(skill)] if skill else [made]
    return Group(*parts)


def _summaries(found: Sequence[Summary]) -> Table:
    made = table(
        f"On the past, {found[0].origins} origins: CRPS relative to conflictology (below 1 is better)",
        "model", "relative", "better at", "CRPS", "without the top unit", "CRPS of log(1 + y)", "Brier at 25", "in the 90 % range",
    )  # fmt: skip
    for one in found:
        made.add_row(
            one.model, f"{one.relative:.3f}", f"{one.better} of {one.origins}", f"{one.crps:.3f}", f"{one.crps_rest:.3f}",
            f"{one.log_crps:.4f}", f"{one.brier:.4f}", f"{one.coverage:.0%}",
        )  # fmt: skip
    return made


def backtest_table(found: Sequence[Summary], rows: Sequence[Scored]) -> Group:
    """Means by model, and who decides them."""
    top = max(rows, key=lambda row: row.scores.top_share)
    said = f"one unit can decide a mean: {top.scores.top} has {top.scores.top_share:.0%} of the CRPS of {top.model} issued on {top.issued_on}"
    span = f"issued {rows[0].issued_on} to {rows[-1].issued_on}, scored on {rows[0].vintage}"
    return Group(_summaries(found), Text(f"{span}\n{said}", style="dim"))


def scenario_table(found: Onward | Removed) -> Group:
    """The warning first, then one row a kind."""
    body = _onward(found) if isinstance(found, Onward) else _removed(found)
    return Group(Text(found.warning, style="bold yellow"), *body, notes(found.cannot))


def _onward(found: Onward) -> list[RenderableType]:
    made = table(
        f"{found.days} days from {found.start}, {found.runs} runs: median (5 % to 95 %)",
        "kind", "acts", "deaths", f"acts in the {found.days} days before",
    )  # fmt: skip
    for name, acts, deaths, before in zip(found.names, found.acts, found.deaths, found.before, strict=True):
        cells = [f"{m:,.0f} ({a:,.0f}–{b:,.0f})" for a, m, b in (acts, deaths)]
        made.add_row(words(name), *cells, f"{before:,}")
    held = "things run on at the level of the last 30 days; what changes it is not in the model"
    return [made, Text(held, style="dim")]


def _removed(found: Removed) -> list[RenderableType]:
    made = table(
        f"{found.days} days after {found.act} ({found.day})",
        "kind", "acts that followed", "of these its family", "dead in these", "expected of such an act (5 % to 95 %)",
    )  # fmt: skip
    for row in zip(found.names, found.followed, found.descended, found.deaths, found.expected, strict=True):
        name, followed, descended, deaths, (mean, low, high) = row
        made.add_row(words(name), f"{followed:,}", f"{descended:.1f}", f"{deaths:.1f}", f"{mean:.2f} ({low:.0f}–{high:.0f})")
    sweep = ", ".join(f"{total:.1f} at {bandwidth:g} days" for bandwidth, total in found.sweep)
    return [made, Text(f"its family under other bandwidths of the slow baseline: {sweep}", style="dim")]

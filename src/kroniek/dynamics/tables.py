"""Results as tables for people. Each function takes a result and returns what Rich can print."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from kroniek.dynamics.answers import Answers
from kroniek.dynamics.false_alarms import FalseAlarms
from kroniek.dynamics.hawkes_fit import Fit, Swept
from kroniek.dynamics.points import words
from kroniek.dynamics.residuals import HeldOut, Residuals
from kroniek.dynamics.series import Series


def table(title: str, *columns: str) -> Table:
    """An empty table in the common look: first column left, the rest right."""
    made = Table(title=title, title_justify="left", pad_edge=False, box=None, header_style="bold")
    for number, column in enumerate(columns):
        made.add_column(column, justify="left" if number == 0 else "right", overflow="fold")
    return made


def notes(cannot: Sequence[str]) -> Text:
    """What the data cannot show, one a line."""
    return Text("\n".join(f"cannot be concluded: {reason}" for reason in dict.fromkeys(cannot)), style="yellow")


def series_table(series: Series, *, rows: int = 40) -> Group:
    """Totals by key, and the rule by which acts over several periods were booked."""
    values = ["acts", "deaths_low", "deaths_best", "deaths_high"]
    sums = series.frame.groupby(list(series.by))[values].sum().sort_values("deaths_best", ascending=False)
    made = table(f"{series.first} to {series.last}, by {series.period}", " → ".join(series.by), *values)
    for key, row in sums.head(rows).iterrows():
        parts = key if isinstance(key, tuple) else (key,)
        made.add_row(" → ".join(str(part) or "?" for part in parts), *(f"{row[v]:,.0f}" for v in values))
    rule = f"allocation {series.allocation}: it decides where {series.touched_acts:.0%} of acts and {series.touched_deaths:.0%} of deaths are booked"
    more = f"\n{len(sums) - rows} further rows: --format csv" if len(sums) > rows else ""
    return Group(made, Text(rule + more, style="dim"))


def answers_table(results: Sequence[Answers], alarms: Sequence[FalseAlarms | None]) -> Group:
    """One row a direction: share answered beside the placebos' share, p and verdict."""
    made = table(
        "Who answers whom",
        "response after provocation",
        "provocations",
        "answered",
        "placebos (90 %)",
        "most often after",
        "p",
        "verdict",
        "false alarms",
    )
    verdicts = {True: "answers", False: "not beyond chance", None: "too few acts"}
    for one, alarm in zip(results, alarms, strict=True):
        low, _, high = one.share_placebo
        mode = one.lags[max(range(len(one.lags)), key=one.first_answer.__getitem__)]
        made.add_row(
            f"{words(one.response)} after {words(one.provocation)}", f"{one.provocation_days} days", f"{one.share:.0%} in {one.within} d",
            f"{low:.0%}–{high:.0%}", f"{mode} d", "–" if one.found is None else f"{one.p:.3f}", verdicts[one.found],
            f"{alarm.alarms} of {alarm.runs} {alarm.kind}s" if alarm else "not run",
        )  # fmt: skip
    return Group(made, notes([f"{words(one.response)}: {reason}" for one in results for reason in one.cannot]))


def fit_table(fit: Fit, swept: Sequence[Swept], found: Sequence[Residuals], held: HeldOut | None) -> Group:
    """Branching with limits, never without the sweep over bandwidths; half-lives; residuals; held-out score."""
    names = fit.model.names
    branching = table(
        "Acts that one act brings forth directly (95 %, given the baseline)", "of kind ↓ by one of →", *map(words, names)
    )
    for i, name in enumerate(names):
        cells = [
            f"{fit.model.branching[i, j]:.2f} ({fit.low[i, j]:.2f}–{fit.high[i, j]:.2f})" for j in range(len(names))
        ]
        branching.add_row(words(name), *cells)
    sweeping = table("The same under other baselines", "bandwidth", "branching ratio", "half-lives")
    for one in swept:
        width = "constant" if one.bandwidth is None else f"{one.bandwidth:g} days"
        sweeping.add_row(width, f"{one.radius:.2f}", ", ".join(map(duration, one.half_lives)))
    checks = table("Does the model describe the acts?", "kind", "steps", "KS distance", "p", "neighbours' correlation")
    for res in found:
        checks.add_row(words(res.name), str(len(res.steps)), f"{res.distance:.3f}", f"{res.p:.3f}", f"{res.correlation:+.2f}")
    head = (
        f"{fit.points:,} acts; branching ratio {fit.model.radius:.2f} at {fit.background.bandwidth or 'no'} days; half-lives "
        + ", ".join(map(duration, fit.model.half_lives))
    )
    parts: list[RenderableType] = [Text(head, style="bold"), branching, sweeping, checks, *([_held(held)] if held else []), notes(fit.cannot)]
    return Group(*parts)


def _held(held: HeldOut) -> Text:
    gain = held.hawkes - max(held.poisson, held.poisson_fitted)
    return Text(
        f"held out, last {held.share:.0%} of the time ({held.points:,} acts): {gain:+.3f} nats an act over a Poisson process with the trailing rate"
    )


def duration(days: float) -> str:
    """Days in a reader's unit."""
    if days < 1 / 24:
        return f"{days * 1440:.0f} min"
    return f"{days * 24:.0f} h" if days < 2 else f"{days:.1f} days"

"""The escalation index as a table for people, as rows and as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text

from kroniek.dynamics.alerts import together
from kroniek.dynamics.escalation import escalation
from kroniek.dynamics.index import Index, few
from kroniek.dynamics.plain import plain
from kroniek.dynamics.points import words
from kroniek.dynamics.tables import notes, table

if TYPE_CHECKING:
    import pandas as pd

SERIES = ("days", "levels", "history", "verbal_levels", "alerts")
LATEST = 5


def index_table(found: Sequence[Index], most: int) -> Group:
    """One row a dyad with the counts behind it; then first times, alerts and how the rule did on the past."""
    shown = found[:most]
    made = table(
        f"The {shown[0].window} days to {shown[0].day} against each dyad's own past",
        "who → whom", "index 0–100", "highest in", "acts", "deaths", "reports", "with one report", "verbal acts", "verbal index", "cooperation", "acts on record",
    )  # fmt: skip
    for one in shown:
        made.add_row(
            words(one.unit), _rank(one.index), _unseen(one), f"{one.acts:g}", f"{one.deaths:g}", f"{one.reports:g}",
            f"{one.single:g}", f"{one.verbal:g}", _rank(one.verbal_index), f"{one.cooperation:g}", f"{one.acts_on_record:g}",
        )  # fmt: skip
    more = [Text(f"{len(found) - most} further dyads: --format csv", style="dim")] if len(found) > most else []
    return Group(made, *more, *_first_times(shown), *_alerts(found), _notes(found))


def _notes(found: Sequence[Index]) -> Text:
    """What cannot be concluded, with the dyads it holds for."""
    said: dict[str, list[Index]] = {}
    for one in found:
        for reason in one.cannot:
            said.setdefault("few" if reason == few(one.acts_on_record) else reason, []).append(one)
    lines = []
    for reason, dyads in said.items():
        who = words(dyads[0].unit) if len(dyads) == 1 else f"{len(dyads)} of {len(found)} dyads"
        most = max(one.acts_on_record for one in dyads)
        lines.append(f"{who}: {few(most) if reason == 'few' else reason}")
    return notes(lines)


def _first_times(found: Sequence[Index]) -> list[RenderableType]:
    """A line an act that reached rungs for the first time, the latest first."""
    told: dict[tuple[str, str, str], list[str]] = {}
    for one in found:
        for first in one.first_times:
            told.setdefault((first.day, words(one.unit), first.act), []).append(first.gloss.removeprefix("first "))
    lines = [f"{day}  {unit}: {', '.join(glosses)} ({act})" for (day, unit, act), glosses in sorted(told.items(), reverse=True)]
    return [Text(f"For the first time since the record begins, on {found[0].days[0]}", style="bold"), Text("\n".join(lines))] if lines else []


def _alerts(found: Sequence[Index]) -> list[RenderableType]:
    """The latest alerts, and the rule's past over all dyads."""
    given = sorted(((one.days[a.at], one, a) for one in found for a in one.alerts), key=lambda row: row[0], reverse=True)
    measure, rule = found[0].measure, escalation().alert
    told = f"Alerts: {measure} of {rule.window} days unseen for a year (high: three years), none within {rule.quiet} days of the last"
    lines: list[RenderableType] = [Text(told, style="bold")]
    known = {True: "an escalation followed", False: "none followed", None: "not known yet"}
    for day, one, a in given[:LATEST]:
        lines.append(Text(f"{day}  {words(one.unit)}  {a.degree}, {measure} {a.level:g}: {known[a.right]}"))
    all_ = together([one.verdict for one in found])
    decided = all_.right + all_.false_alarms
    share = f"{all_.right / decided:.0%}" if decided else "none"
    chance = "unknown" if all_.chance != all_.chance else f"{all_.chance:.1%}"
    lines.append(
        Text(
            f"on the past of {len(found)} dyads: {decided} alerts decided, {all_.right} right ({share}; by chance {chance}), "
            f"{all_.false_alarms} false alarms; of {all_.hits + all_.misses} escalations {all_.hits} had an alert, {all_.misses} had none",
            style="dim",
        )
    )
    return lines


def rows(found: Sequence[Index]) -> pd.DataFrame:
    """One row a dyad, without its series."""
    import pandas as pd

    flat = [{k: v for k, v in plain(one).items() if k not in (*SERIES, "verdict", "first_times", "cannot")} for one in found]
    for row, one in zip(flat, found, strict=True):
        row |= {f"rule_{k}": v for k, v in plain(one.verdict).items()}
        row |= {"first_times": "; ".join(f.gloss for f in one.first_times), "cannot": "; ".join(one.cannot)}
    return pd.DataFrame(flat)


def values(found: Sequence[Index]) -> dict[str, Any]:
    """All of it as plain values; alerts with their days."""
    told = []
    for one in found:
        alerts = [plain(a) | {"day": one.days[a.at]} for a in one.alerts]
        told.append(plain(replace(one, alerts=())) | {"alerts": alerts})
    return {"index": told, "rule": escalation().alert, "verdict": together([one.verdict for one in found])}


def _rank(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}"


def _unseen(one: Index) -> str:
    if one.level == 0:
        return "calm"
    return "its whole record" if one.never else f"{one.unseen_days:,} day{'s' * (one.unseen_days != 1)}"

"""What the commands print for people: tables of incidents, actors, dyads, reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from kroniek.chronicle.queries import Row, span

KINDS = ("killed", "injured", "detained", "crowd")


def incidents(found: Sequence[Row], *, of: int) -> Table | Text:
    """A row an incident; `of`: how many there are without the limit."""
    if not found:
        return Text("no incident fits")
    title = f"{of} incidents" if of <= len(found) else f"The first {len(found)} of {of} incidents; --limit shows more"
    table = _table(title, ("id", "when", "what", "who → whom", "where", "figures", "reports"))
    for row in found:
        table.add_row(row["id"][:9], when(row), what(row), who(row), row["place"] or "", figures(row), _weight(row))
    return table


def incident(row: Row) -> Group:
    """One incident: its summary, its figures side by side, and each report's line."""
    head = Text(f"{row['id']}  {when(row)}  {what(row)}\n{who(row)}  {row['place'] or ''}\n", "bold")
    side = _table("Figures, side by side", ("", "low", "best", "high", "who says what", "exclude each other"))
    for kind, told in row["claims"].items():
        says = "\n".join(f"{s['source']}: {span(s['low'], s['high'])}" for s in told["sources"])
        apart = "\n".join(f"{a['source']} / {b['source']}" for a, b in told["disagreements"])
        side.add_row(kind, *(str(told[end]) for end in ("low", "best", "high")), says, apart)
    lines = _table("Told by", ("event", "report", "published", "status", "words"))
    for telling in row["tellings"]:
        event = telling["event"]
        words = " … ".join(s["text"] for s in event["evidence"])
        about = " · ".join(filter(None, (telling["report"], telling["outlet"], f"lineage {telling['lineage']}")))
        lines.add_row(telling["uid"][:9], about, telling["published"] or "", event["status"], words)
    return Group(head, side, lines) if row["claims"] else Group(head, lines)


def rows(found: Sequence[Row], title: str, *, leave_out: Sequence[str] = ()) -> Table:
    """Any rows as a table."""
    columns = [c for c in (found[0] if found else {}) if c not in leave_out]
    table = _table(title, columns)
    for row in found:
        table.add_row(*("" if row[c] is None else _cell(row[c]) for c in columns))
    return table


def queue(found: Sequence[Row]) -> Group | Text:
    """Pairs of events that may be one deed, with their words and what speaks for and against."""
    if not found:
        return Text("nothing waits for a decision")
    table = _table("Perhaps the same deed", ("events", "words", "score", "why"))
    for row in found:
        words = "\n".join(f"· {' '.join(row[side].split())}" for side in ("a_words", "b_words"))
        table.add_row(f"{row['a'][:9]}\n{row['b'][:9]}", words, f"{row['score']:.2f}", _cell(row["why"]))
    return Group(table, Text("`kroniek merge A B` makes two one incident; left alone, they stay apart", "dim"))


def versions(found: Sequence[Row]) -> Table:
    """A row a version, with the figures that came and went."""
    table = _table("Versions", ("version", "counts", "published", "added", "title", "figures gone", "figures come"))
    for row in found:
        gone: list[str] = row.get("gone") or []
        came: list[str] = row["came"] if "came" in row else row["figures"]
        counts = "yes" if row["live"] else "no"
        table.add_row(
            str(row["version"]), counts, row["published"], row["added"], row["title"], "\n".join(gone), "\n".join(came)
        )
    return table


def when(row: Row) -> str:
    """Days of an incident; "~" before the day of publication where no report gives a date."""
    if not row["first"]:
        return f"~{row['day']}"
    return str(row["first"]) if row["first"] == row["last"] else f"{row['first']}/{row['last']}"


def what(row: Row) -> str:
    """Type, mode, and how many deeds."""
    times = "" if (row["deeds_low"], row["deeds_high"]) == (1, 1) else f" ×{span(row['deeds_low'], row['deeds_high'])}"
    return f"{row['type']}{'/' + row['mode'] if row['mode'] else ''}{times}"


def who(row: Row) -> str:
    """Initiators → targets by name."""
    sides = (", ".join(p["name"] for p in row[role]) or "?" for role in ("initiators", "targets"))
    return " → ".join(sides)


def figures(row: Row) -> str:
    """The figures of an incident, one kind a line."""
    told = []
    for kind in KINDS:
        low, best, high = (row[f"{kind}_{end}"] for end in ("low", "best", "high"))
        if best is not None:
            told.append(f"{kind} {best}" if low == high else f"{kind} {best} ({low}–{high})")
    return "\n".join(told)


def _weight(row: Row) -> str:
    marks = " disputed" if row["disputed"] else ""
    return f"{row['reports']}/{row['lineages']}{marks}{' ' + row['review'] if row['review'] else ''}"


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k} {v:+.1f}" for k, v in value.items())
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _table(title: str, columns: Sequence[str]) -> Table:
    table = Table(title=title, title_justify="left", pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table

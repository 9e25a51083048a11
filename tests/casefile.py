"""Reads case files (cases/*.md) and compares their tables with what the coder reads. CONTRIBUTING.md says how to add one.

A case: a level-2 heading, lines "published: 2021-05-03" and "language: nl" where needed, the report quoted with "> ",
then "no events" or a table of expected events. Only the columns given are compared; a cell "-" wants nothing there.
A heading that ends in "(open)" marks a case that is known not to be read rightly yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kroniek.highlight import figure
from kroniek.records import Actor, Event

CASES = Path(__file__).parent.parent / "cases"
CLAIMS = ("killed", "injured", "detained", "crowd")
COLUMNS = (
    "type",
    "mode",
    "status",
    "initiators",
    "targets",
    "place",
    "when",
    "occurrences",
    *CLAIMS,
    "source",
    "answers",
    "disputed",
)


@dataclass(frozen=True, slots=True)
class Case:
    """One case. `rows` are the expected events, column → cell."""

    name: str
    file: str
    text: str
    language: str
    published: str | None
    rows: tuple[dict[str, str], ...]
    open: bool


def load(folder: Path = CASES) -> list[Case]:
    """All cases below a folder, in the order of files and headings. Raises ValueError with file and case."""
    return [case for path in sorted(folder.rglob("*.md")) if path.parent.name != "incidents" for case in _file(path)]


def _file(path: Path) -> list[Case]:
    language = next((part for part in (path.stem, *path.stem.split("-"), path.parent.name) if part in ("nl", "en")), "")
    blocks = path.read_text(encoding="utf-8").split("\n## ")[1:]
    return [_case(block, f"{path.parent.name}/{path.name}", language) for block in blocks]


def _case(block: str, file: str, language: str) -> Case:
    heading, *lines = block.split("\n")
    where = f"{file}, case {heading!r}"
    options = dict(line.split(": ", 1) for line in lines if line.startswith(("published: ", "language: ")))
    quoted = "\n".join(line[1:].removeprefix(" ") for line in lines if line.startswith(">"))
    table = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines if line.startswith("|")]
    if not quoted:
        raise ValueError(f"{where}: no quoted report; begin its lines with '> '")
    if not table and "no events" not in lines:
        raise ValueError(f"{where}: neither a table nor the line 'no events'")
    columns = table[0] if table else []
    for column in columns:
        if column not in COLUMNS:
            raise ValueError(f"{where}: unknown column {column!r}; known are {', '.join(COLUMNS)}")
    rows = tuple(dict(zip(columns, row, strict=True)) for row in table[2:])
    return Case(
        heading.removesuffix("(open)").strip(),
        file,
        quoted,
        options.get("language", language),
        options.get("published"),
        rows,
        heading.rstrip().endswith("(open)"),
    )


def faults(case: Case, events: tuple[Event, ...]) -> list[str]:
    """What differs between a case and what was read; empty where nothing does."""
    left, found = list(events), []
    for row in case.rows:
        ranked = sorted(left, key=lambda e: len(differences(row, e, events)))
        match = next((e for e in ranked if e.type == row["type"]), None)
        if match is None:
            found.append(f"missed {row['type']}")
            continue
        left.remove(match)
        found.extend(differences(row, match, events))
    found.extend(f"extra {e.type} «{' … '.join(s.text for s in e.trigger)}»" for e in left)
    return found


def differences(row: dict[str, str], event: Event, events: tuple[Event, ...]) -> list[str]:
    """The columns in which an event differs from a row of the table."""
    found = []
    for column, cell in row.items():
        wanted = "" if cell == "-" else cell
        value = _value(column, event, events)
        if cell and not _same(column, wanted, value):
            found.append(f"{row['type']}: {column} wants {cell!r}, read {value!r}")
    return found


def _value(column: str, event: Event, events: tuple[Event, ...]) -> str:
    if column in CLAIMS:
        return ", ".join(sorted(figure(c) for c in getattr(event, column)))
    if column in ("initiators", "targets"):
        return ", ".join(sorted(_actor(a) for a in getattr(event, column)))
    if column == "source":
        claims = [a for kind in CLAIMS for c in getattr(event, kind) for a in c.according_to]
        return ", ".join(sorted({a.name or a.text for a in (*event.according_to, *claims)}))
    if column == "answers":
        return ", ".join(sorted(e.type for e in events if e.id in event.answers))
    if column == "place":
        return event.place.name if event.place else ""
    if column == "when":
        return event.when.edtf if event.when else ""
    if column == "occurrences":
        low, high = event.occurrences
        return str(low) if low == high else f"{low}+"
    if column == "disputed":
        return "yes" if event.disputed else ""
    return getattr(event, column) or ""


def _actor(actor: Actor) -> str:
    return f"{actor.country or '?'}/{actor.sector or '?'}"


def _same(column: str, wanted: str, value: str) -> bool:
    if column in ("source", "place"):
        return all(part.strip() in value for part in wanted.split(",")) if wanted else not value
    if column in ("initiators", "targets"):
        return sorted(p.strip() for p in wanted.split(",") if p.strip()) == [p for p in value.split(", ") if p]
    return ", ".join(sorted(p.strip() for p in wanted.split(","))) == value if column in CLAIMS else wanted == value

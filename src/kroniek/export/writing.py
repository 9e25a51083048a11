"""Tables of text, the same way for every format."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

FORMULA = ("=", "+", "@", "\t", "\r")


def write_table(
    out: TextIO,
    columns: Sequence[str],
    rows: Iterable[dict[str, Any]],
    *,
    delimiter: str = ",",
    header: bool = True,
    second: Sequence[str] | None = None,
    missing: str = "",
    plain: bool = False,
) -> int:
    """Rows under their columns; gives their number. A key that is no column is an error. `second`: a second header row;
    `plain`: no quotes at all, tabs and line ends inside cells become blanks (GDELT, POLECAT)."""
    if plain:
        writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
    else:
        writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    if header:
        writer.writerow(columns)
    if second:
        writer.writerow(second)
    count = 0
    for row in rows:
        for key in row:
            if key not in columns:
                raise KeyError(f"{key!r} is no column of this format")
        writer.writerow([cell(row.get(c), missing, plain=plain) for c in columns])
        count += 1
    return count


def cell(value: Any, missing: str = "", *, plain: bool = False) -> Any:
    """A value as a cell. Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if value is None or value == "":
        return missing
    if isinstance(value, bool):
        return int(value)
    if not isinstance(value, str):
        return value
    text = " ".join(value.split()) if plain else value
    return f"'{text}" if text.startswith(FORMULA) and not plain else text

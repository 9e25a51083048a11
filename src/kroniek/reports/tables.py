"""CSV and TSV with a column `text` → reports. Columns as in JSON Lines: id, language, published, title, outlet, url."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from kroniek.records import Report
from kroniek.reports.boilerplate import blank
from kroniek.reports.found import Broken, Found
from kroniek.reports.plain import KEYS, Rejected

LONGEST = 10_000_000


def read_table(text: str, name: str, *, origin: str) -> Iterator[Found | Rejected]:
    """A report a row; rows without text are told. Raises Broken where there is no column `text`."""
    csv.field_size_limit(LONGEST)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in text.partition("\n")[0] else ",")
    columns = [c for c in rows.fieldnames or [] if c]
    if "text" not in columns:
        raise Broken(f"{name}: a table of reports wants a column 'text'; it has {', '.join(columns) or 'none'}")
    try:
        for number, row in enumerate(rows, 2):
            where = f"{name}, row {number}"
            if not (row.get("text") or "").strip():
                yield Rejected(where, "'text' is missing or empty")
                continue
            values = {k: row.get(k) or None for k in KEYS}
            yield Found(_report(values, where), f"{origin}#{number}", "csv")
    except csv.Error as error:
        yield Rejected(f"{name}, row {rows.line_num}", f"{error}; the rest of this file is not read")


def _report(values: dict[str, str | None], where: str) -> Report:
    return Report(
        id=values["id"] or where,
        text=blank(values["text"] or ""),
        language=values["language"] or "",
        published=values["published"],
        title=values["title"],
        outlet=values["outlet"],
        url=values["url"],
    )

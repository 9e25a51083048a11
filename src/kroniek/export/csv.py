"""events.csv, incidents.csv, claims.csv and answers.csv in a folder (columns: kroniek.export.tables)."""

from __future__ import annotations

import csv
from contextlib import ExitStack
from pathlib import Path

from kroniek.export.material import Material
from kroniek.export.tables import TABLES, all_rows
from kroniek.export.writing import cell


def write(material: Material, folder: Path) -> int:
    """Gives the number of events."""
    with ExitStack() as files:
        writers = {}
        for name, columns in TABLES.items():
            out = files.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
            writers[name] = csv.DictWriter(out, list(columns), lineterminator="\n")
            writers[name].writeheader()
        count = 0
        for name, row in all_rows(material):
            writers[name].writerow({k: cell(v) for k, v in row.items()})
            count += name == "events"
        return count

"""events.parquet, incidents.parquet, claims.parquet and answers.parquet in a folder, written by DuckDB.

Only what DuckDB brings with it is used (json, parquet): no extension is fetched at run time.
"""

from __future__ import annotations

import json
import tempfile
from contextlib import ExitStack
from pathlib import Path

from kroniek.errors import InputError
from kroniek.export.material import Material
from kroniek.export.tables import TABLES, all_rows


def write(material: Material, folder: Path) -> int:
    """Gives the number of events. Raises InputError where DuckDB is not installed."""
    try:
        import duckdb
    except ImportError:
        raise InputError('parquet wants DuckDB: pip install "kroniek[parquet]"') from None
    with tempfile.TemporaryDirectory() as passing:
        count = _lines(material, Path(passing))
        with duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False}) as database:
            for name, columns in TABLES.items():
                form = ", ".join(f"'{column}': '{type}'" for column, type in columns.items())
                source = str(Path(passing) / f"{name}.jsonl").replace("'", "''")
                target = str(folder / f"{name}.parquet").replace("'", "''")
                database.execute(
                    f"COPY (SELECT * FROM read_json('{source}', format='newline_delimited', columns={{{form}}}))"
                    f" TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
                )
    return count


def _lines(material: Material, folder: Path) -> int:
    """The tables as JSON Lines, for DuckDB to read."""
    count = 0
    with ExitStack() as files:
        out = {name: files.enter_context((folder / f"{name}.jsonl").open("w", encoding="utf-8")) for name in TABLES}
        for name, row in all_rows(material):
            out[name].write(json.dumps(row, ensure_ascii=False) + "\n")
            count += name == "events"
    return count

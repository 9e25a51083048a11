"""A chronicle in the forms that other tools read, one format a file. Events and incidents are separate tables.

Formats that make several files (jsonl, csv, parquet) write into a folder; the others into one file, or "-".
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO

from kroniek.chronicle.queries import Filter
from kroniek.chronicle.store import Chronicle
from kroniek.errors import InputError
from kroniek.export.material import Material
from kroniek.knowledge.strict import nearest

FOLDERS = ("jsonl", "csv", "parquet")
FILES = ("plover", "polecat", "acled", "ged", "gdelt", "geojson", "timemap", "ftm", "hxl")
FORMATS = (*FOLDERS, *FILES)


def export(chronicle: Chronicle, format: str, target: Path, wanted: Filter | None = None) -> int:
    """Write the incidents of a filter with their events; gives the number of rows of the first table. Raises InputError."""
    if format not in FORMATS:
        raise InputError(f"format {format!r} is not known{nearest(format, FORMATS)}; known are {', '.join(FORMATS)}")
    write: Callable[[Material, Any], int] = import_module(f"kroniek.export.{format}").write
    with chronicle.reading() as connection:
        material = Material(connection, wanted)
        if format in FOLDERS:
            if str(target) == "-":
                raise InputError(f"{format} makes several tables: give the name of a folder, not -")
            target.mkdir(parents=True, exist_ok=True)
            return write(material, target)
        with ExitStack() as open_files:
            return write(material, _stream(target, open_files))


def _stream(target: Path, open_files: ExitStack) -> TextIO:
    if str(target) == "-":
        return sys.stdout
    try:
        return open_files.enter_context(target.open("w", encoding="utf-8", newline=""))
    except OSError as error:
        raise InputError(f"{target}: {error.strerror}; is the folder there, and may you write in it?") from None

"""UCDP GED and ACLED files of the user's own: each row a report with one event, vouched for by that data set.

The frozen text of such a report is the row itself, a line a column, so that every field has its evidence. The columns:
knowledge/export/importers.toml. Importing a newer release makes new versions of the rows that changed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kroniek.chronicle.adding import BATCH, Added, add_batch
from kroniek.chronicle.coded import Coded, Provenance
from kroniek.chronicle.store import Chronicle
from kroniek.errors import InputError
from kroniek.export import acled, ged
from kroniek.export.iso import country_codes
from kroniek.knowledge import ROOT, strict
from kroniek.knowledge.actors import bodies
from kroniek.knowledge.acts import types
from kroniek.records import Report
from kroniek.reports.plain import Rejected

LONGEST = 1_000_000
GOVERNMENT = "Government of "


@dataclass(frozen=True, slots=True)
class Importer:
    """An entry of importers.toml: which column holds what. `width`: number of columns of a file without header."""

    name: str
    source: str
    needs: tuple[str, ...]
    id: str
    first: str
    last: str
    initiator: str
    target: str
    country: str
    place: str
    lat: str
    lon: str
    low: str
    high: str
    geo: str
    exact_geo: tuple[str, ...] = ()
    country_geo: tuple[str, ...] = ()
    iso: str | None = None
    type: str | None = None
    sub: str | None = None
    width: int | None = None


def import_table(chronicle: Chronicle, path: Path, source: str | None = None) -> Iterator[Added | Rejected]:
    """Add the rows of a file, 256 a transaction; rows that cannot be read are told. Raises InputError."""
    batch: list[Coded] = []
    with _opened(path) as lines:
        for item in _items(lines, path, source):
            if isinstance(item, Rejected):
                yield item
                continue
            batch.append(item)
            if len(batch) == BATCH:
                yield from add_batch(chronicle, batch)
                batch = []
        yield from add_batch(chronicle, batch) if batch else ()


def _opened(path: Path) -> Any:
    try:
        return path.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise InputError(f"{path.name}: {error.strerror}; is the name right?") from None


def _items(lines: Iterable[str], path: Path, source: str | None) -> Iterator[Coded | Rejected]:
    csv.field_size_limit(LONGEST)
    rows = csv.reader(lines)
    head = next(rows, [])
    importer, columns, rest = _form(head, path.name, source)
    for number, cells in enumerate([*([head] if rest else []), *rows] if rest else rows, 1 if rest else 2):
        row = dict(zip(columns, cells, strict=False))
        try:
            yield _coded(importer, row)
        except (KeyError, ValueError) as error:
            yield Rejected(f"{path.name}, row {number}", f"{importer.source}: {type(error).__name__} {error}")


def _form(head: list[str], name: str, source: str | None) -> tuple[Importer, list[str], bool]:
    """Importer, columns, and whether the first line is data already (a file without header)."""
    for importer in importers():
        if source in (None, importer.name) and all(need in head for need in importer.needs):
            return importer, head, False
        if source in (None, importer.name) and importer.width == len(head) and head[0].isdigit():
            return importer, list(ged.COLUMNS), True
    raise InputError(f"{name}: no table of {' or '.join(i.source for i in importers())} is known by these columns: {', '.join(head[:8])}")


@cache
def importers() -> tuple[Importer, ...]:
    """The forms known."""
    return tuple(strict.entries(ROOT / "export" / "importers.toml", "importer", Importer))


def _coded(importer: Importer, row: dict[str, str]) -> Coded:
    text, spans = _frozen(row)
    first, last = row[importer.first][:10], row[importer.last][:10]
    guid = f"{importer.name}:{row[importer.id]}"
    report = Report(guid, text, "en", last, None, importer.source, None)
    event = _event(importer, row, spans, first, last)
    return Coded(report, (event,), f"import {importer.name}", Provenance(origin=importer.source, extractor="import", guid=guid))


def _frozen(row: dict[str, str]) -> tuple[str, dict[str, dict[str, Any]]]:
    """The row as text, a line a column that is filled; and where each value stands in it."""
    text, spans = "", {}
    for column, value in row.items():
        if value:
            at = len(text) + len(column) + 2
            spans[column] = {"text": value, "start": at, "end": at + len(value)}
            text += f"{column}: {value}\n"
    return text, spans


def _event(importer: Importer, row: dict[str, str], spans: dict[str, Any], first: str, last: str) -> dict[str, Any]:
    type, mode = _type(importer, row)
    told = types()[type]
    low, high = int(float(row[importer.low])), int(float(row[importer.high]))
    source = {**_actor(importer.source, spans[importer.id]), "sector": None}
    where = spans[importer.low]
    claim = {"kind": "killed", "low": low, "high": high, "who": "people", **where, "according_to": [source], "rule": importer.name}
    days = first if first == last else f"{first}/{last}"
    trigger = spans.get(importer.sub or "") or spans[importer.initiator]
    return {
        "id": "e1", "report": f"{importer.name}:{row[importer.id]}", "language": "en", "type": type, "mode": mode,
        "context": [], "cameo": told.cameo, "quad": told.quad, "goldstein": told.score, "status": "happened",
        "trigger": [trigger], "evidence": [trigger],
        "initiators": _actors(row, spans, importer.initiator), "targets": _actors(row, spans, importer.target),
        "according_to": [source], "place": _place(importer, row, spans),
        "when": {**spans[importer.first], "edtf": days, "first": first, "last": last,
                 "precision": "day" if first == last else "interval", "rule": importer.name},
        "occurrences": [1, 1], "killed": [claim] if high else [], "injured": [], "detained": [], "crowd": [],
        "disputed": False, "links": [], "answers": [], "part_of": [], "grounds": {"type": importer.name},
        "confidence": 0.9, "coder": f"import {importer.name}",
    }  # fmt: skip


def _type(importer: Importer, row: dict[str, str]) -> tuple[str, str | None]:
    """GED knows one type of deed; ACLED's are read back from knowledge/export/acled.toml."""
    if importer.type is None:
        return "ASSAULT", None
    for act in acled.acts():
        if act.event == row[importer.type] and act.sub == row[importer.sub or ""]:
            return act.type, act.modes[0] if len(act.modes) == 1 else None
    for act in acled.acts():
        if act.event == row[importer.type]:
            return act.type, None
    raise ValueError(f"event type {row[importer.type]!r} is not known")


def _actors(row: dict[str, str], spans: dict[str, Any], column: str) -> list[dict[str, Any]]:
    return [_actor(row[column], spans[column])] if row.get(column) else []


def _actor(name: str, span: dict[str, Any]) -> dict[str, Any]:
    """ "Government of Iraq", a body that we know, a body by its name, or a group of civilians."""
    base = {**span, "wikidata": None, "alternatives": [], "rule": "import"}
    if name.casefold().startswith("civilians"):
        return base | {"name": None, "id": None, "country": None, "sector": "CVL"}
    if name.startswith(GOVERNMENT):
        code = country_codes().get(name.removeprefix(GOVERNMENT).partition(" (")[0].casefold())
        return base | {"name": None, "id": f"country:{code}" if code else None, "country": code, "sector": "GOV"}
    body = _bodies().get(name.casefold())
    if body:
        return base | {"name": body.name, "id": body.id, "country": body.country, "sector": body.sector}
    return base | {"name": name, "id": None, "country": None, "sector": None}


@cache
def _bodies() -> dict[str, Any]:
    """Bodies by each of their English names, lower case."""
    return {n.rstrip("!").casefold(): b for b in bodies() for n in (b.name, *b.names_en)}


def _place(importer: Importer, row: dict[str, str], spans: dict[str, Any]) -> dict[str, Any] | None:
    if not row.get(importer.place) or not row.get(importer.lat):
        return None
    given = row.get(importer.geo) or ""
    precision = "place" if given in importer.exact_geo else "country" if given in importer.country_geo else "region"
    code = country_codes().get(row[importer.country].partition(" (")[0].casefold())
    return {
        **spans[importer.place], "name": row[importer.place], "country": code, "geonameid": None, "admin1": None,
        "lat": float(row[importer.lat]), "lon": float(row[importer.lon]), "precision": precision, "alternatives": [],
        "rule": importer.name,
    }  # fmt: skip

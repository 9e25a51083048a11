"""Reading and writing many rows at once, in pieces that every database takes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, insert, select

PIECE = 500
Row = dict[str, Any]


def put(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows; all have the same keys."""
    for piece in _pieces(rows):
        connection.execute(insert(table), list(piece))


def replace(connection: Connection, table: Table, key: Column[Any], rows: Sequence[Row]) -> None:
    """Insert rows in place of those with the same `key`; rows may leave keys out (they become null)."""
    remove(connection, key, {row[key.name] for row in rows})
    names = [c.name for c in table.columns]
    put(connection, table, [{name: row.get(name) for name in names} for row in rows])


def remove(connection: Connection, key: Column[Any], values: Iterable[Any]) -> None:
    """Delete the rows whose `key` is one of the values."""
    for piece in _pieces(sorted(set(values))):
        connection.execute(delete(key.table).where(key.in_(piece)))


def fetch(connection: Connection, columns: Sequence[Any], key: Column[Any], values: Collection[Any]) -> Iterator[Any]:
    """Rows with these columns whose `key` is one of the values, in no order."""
    for piece in _pieces(list(values)):
        yield from connection.execute(select(*columns).where(key.in_(piece)))


def _pieces(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), PIECE):
        yield items[start : start + PIECE]

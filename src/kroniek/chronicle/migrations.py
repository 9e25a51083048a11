"""From an older schema to the one of this version, step by step; and what SQLAlchemy cannot describe: the text index."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, insert, text, update

from kroniek.chronicle import schema
from kroniek.chronicle.errors import ChronicleError

STEPS: dict[int, Callable[[Connection], None]] = {}
"""Step n leads from schema n to n + 1. There is one schema so far, so that there is no step. A change of `schema` raises
its VERSION, adds a step here, made of `add_column`, `add_table` and plain SQL, and a list in tests/chronicle/schemas."""

FTS = (
    'CREATE VIRTUAL TABLE reports_text USING fts5(title, text, content="reports", content_rowid="no",'
    " tokenize='unicode61 remove_diacritics 2')",  # Datasette finds the index by content="reports", so written
    "CREATE TRIGGER reports_text_added AFTER INSERT ON reports BEGIN"
    " INSERT INTO reports_text(rowid, title, text) VALUES (new.no, new.title, new.text); END",
)
TSVECTOR = "CREATE INDEX reports_text ON reports USING gin (to_tsvector('simple', coalesce(title, '') || ' ' || text))"


def check(found: int, place: str) -> None:
    """Raises ChronicleError where there is no way from schema `found` to this one."""
    if found > schema.VERSION:
        raise ChronicleError(
            f"{place}: this chronicle has schema {found}, made by a newer Kroniek than this one (schema {schema.VERSION}); update Kroniek"
        )
    for version in range(found, schema.VERSION):
        if version not in STEPS:
            raise ChronicleError(
                f"{place}: no way from schema {version} to {version + 1} is known; was the chronicle made by a release?"
            )


def migrate(connection: Connection, found: int) -> None:
    """Bring the schema from version `found` to this one, inside the transaction of `connection`."""
    for version in range(found, schema.VERSION):
        STEPS[version](connection)
    connection.execute(update(schema.meta).where(schema.meta.c.key == "schema").values(value=str(schema.VERSION)))
    connection.execute(delete(schema.about))
    connection.execute(insert(schema.about), schema.comments())


def add_column(connection: Connection, column: Column[Any], *, fill: str) -> None:
    """A column of `schema` that an older chronicle lacks; `fill`: the SQL value that rows get which are there already."""
    table = column.table.name
    told = f"{column.name} {column.type.compile(connection.dialect)}"
    default = "" if column.nullable else f" NOT NULL DEFAULT {fill}"
    connection.execute(text(f"ALTER TABLE {table} ADD COLUMN {told}{default}"))
    if column.nullable:
        connection.execute(text(f"UPDATE {table} SET {column.name} = {fill}"))


def add_table(connection: Connection, table: Table) -> None:
    """A table of `schema`, with its indexes, that an older chronicle lacks."""
    table.create(connection)


def search_index(connection: Connection) -> None:
    """Full-text search: FTS5 on SQLite, a GIN index on PostgreSQL. Reports are only ever added, so one trigger is enough."""
    for statement in FTS if connection.dialect.name == "sqlite" else (TSVECTOR,):
        connection.execute(text(statement))

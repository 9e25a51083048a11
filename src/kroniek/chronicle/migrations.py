"""From an older schema to the one of this version, step by step; and what SQLAlchemy cannot describe: the text index."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, delete, insert, text, update

from kroniek.chronicle import schema
from kroniek.chronicle.errors import ChronicleError

STEPS: dict[int, Callable[[Connection], None]] = {}
"""Step n leads from schema n to n + 1. There is one schema so far, so that there is no step."""

FTS = (
    "CREATE VIRTUAL TABLE reports_text USING fts5(title, text, content='reports', content_rowid='no',"
    " tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER reports_text_added AFTER INSERT ON reports BEGIN"
    " INSERT INTO reports_text(rowid, title, text) VALUES (new.no, new.title, new.text); END",
)
TSVECTOR = "CREATE INDEX reports_text ON reports USING gin (to_tsvector('simple', coalesce(title, '') || ' ' || text))"


def migrate(connection: Connection, found: int) -> None:
    """Bring the schema from version `found` to this one. Raises ChronicleError for one from the future."""
    if found > schema.VERSION:
        raise ChronicleError(
            f"this chronicle has schema {found}, made by a newer Kroniek than this one (schema {schema.VERSION}); update Kroniek"
        )
    for version in range(found, schema.VERSION):
        if version not in STEPS:
            raise ChronicleError(
                f"no way from schema {version} to {version + 1} is known; was the chronicle made by a release?"
            )
        STEPS[version](connection)
    connection.execute(update(schema.meta).where(schema.meta.c.key == "schema").values(value=str(schema.VERSION)))
    connection.execute(delete(schema.about))
    connection.execute(insert(schema.about), schema.comments())


def search_index(connection: Connection) -> None:
    """Full-text search: FTS5 on SQLite, a GIN index on PostgreSQL. Reports are only ever added, so one trigger is enough."""
    for statement in FTS if connection.dialect.name == "sqlite" else (TSVECTOR,):
        connection.execute(text(statement))

"""The file (or server) that holds a chronicle: opening, transactions, backup. SQLite in WAL mode unless a URL says else.

One writer at a time: SQLite's own lock (BEGIN IMMEDIATE), an advisory lock on PostgreSQL. Each batch is one
transaction, so that a killed process loses at most the batch that it was writing.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError

from kroniek.chronicle import migrations, schema
from kroniek.chronicle.errors import ChronicleError, ChronicleFull

log = logging.getLogger(__name__)
WAIT = 60
LOCK = 20191231
FULL = ("disk is full", "No space left", "could not extend file", "DiskFull", "disk I/O error")


class Chronicle:
    """An open chronicle. `where`: a path, or an SQLAlchemy URL ("postgresql+psycopg://..."). A file that is not there
    is made when `create`. Use it as a context manager, or call `close`."""

    def __init__(self, where: str | Path, *, create: bool = True) -> None:
        self.url = _url(where)
        path = _path(self.url)
        if path is not None and not create and not path.exists():
            raise ChronicleError(
                f"{path}: there is no chronicle here; make one with `kroniek add REPORT --chronicle {path}`"
            )
        self.engine = _engine(self.url)
        try:
            with _told(self.place):
                self._prepare(create)
        except BaseException:
            self.engine.dispose()
            raise

    @property
    def place(self) -> str:
        """Path or URL for people: no password in it."""
        path = _path(self.url)
        return str(path) if path is not None else self.engine.url.render_as_string(hide_password=True)

    @property
    def sqlite(self) -> bool:
        """Is it a SQLite file?"""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads, of one state of the chronicle."""
        with _told(self.place), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that holds the write lock; waits up to a minute for another writer. All or nothing."""
        with (
            _told(self.place),
            self.engine.connect().execution_options(kroniek_write=True) as connection,
            connection.begin(),
        ):
            if not self.sqlite:
                connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
            yield connection

    def backup(self, target: Path) -> None:
        """A copy of a SQLite chronicle in one file, while it is in use. Raises ChronicleError where it is none, or the
        target exists."""
        path = _path(self.url)
        if path is None:
            raise ChronicleError("backup copies SQLite files; for PostgreSQL use pg_dump")
        if target.exists():
            raise ChronicleError(f"{target}: this file exists; give another name")
        with _told(str(target)), sqlite3.connect(path) as source, sqlite3.connect(target) as copy:
            source.backup(copy, pages=4096)
            copy.execute("PRAGMA journal_mode=WAL")
        source.close()
        copy.close()

    def close(self) -> None:
        """Give back the file."""
        self.engine.dispose()

    def __enter__(self) -> Chronicle:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _prepare(self, create: bool) -> None:
        with self.reading() as connection:
            found = _version(connection, self.place)
        if found is None and not create:
            raise ChronicleError(f"{self.place}: this holds no chronicle; make one with `kroniek add`")
        if self.sqlite:
            with closing(self.engine.raw_connection()) as raw:
                raw.cursor().execute("PRAGMA journal_mode=WAL")
        if found is None:
            with self.writing() as connection:
                if _version(connection, self.place) is None:
                    _make(connection)
        elif found != schema.VERSION:
            self._upgrade(found)

    def _upgrade(self, found: int) -> None:
        """From schema `found` to this version's in one transaction; a copy of a SQLite file is kept beside it."""
        migrations.check(found, self.place)
        kept = "; PostgreSQL keeps no copy, pg_dump makes one"
        path = _path(self.url)
        if path is not None:
            copy = path.with_name(f"{path.name}.schema{found}-{datetime.now(UTC):%Y%m%dT%H%M%S.%f}")
            self.backup(copy)
            kept = f"; {copy.name} is the copy from before"
        with self.writing() as connection:
            migrations.migrate(connection, _version(connection, self.place) or found)
        log.warning("%s: brought from schema %d to %d%s", self.place, found, schema.VERSION, kept)


def now() -> str:
    """The moment, UTC, to the second, ISO 8601."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def next_number(connection: Connection, table: Any) -> int:
    """The next free number of a table; safe under the write lock."""
    return int(connection.execute(select(func.coalesce(func.max(table.c.no), 0))).scalar_one()) + 1


def _version(connection: Connection, place: str) -> int | None:
    """Schema of the chronicle; None for an empty database. Raises ChronicleError for one that holds something else."""
    tables = set(inspect(connection).get_table_names())
    if "meta" not in tables:
        others = tables if connection.dialect.name == "sqlite" else tables & set(schema.metadata.tables)
        if others:
            raise ChronicleError(f"{place}: holds tables of something else ({', '.join(sorted(others)[:5])}); give another")
        return None
    if {c["name"] for c in inspect(connection).get_columns("meta")} != {"key", "value"}:
        raise ChronicleError(f"{place}: its table meta is not that of a chronicle; give another")
    value = connection.execute(select(schema.meta.c.value).where(schema.meta.c.key == "schema")).scalar_one_or_none()
    if value is None or not value.isdigit():
        raise ChronicleError(f"{place}: its table meta names no schema; is this a chronicle, and whole?")
    return int(value)


def _make(connection: Connection) -> None:
    schema.metadata.create_all(connection)
    migrations.search_index(connection)
    connection.execute(insert(schema.about), schema.comments())
    connection.execute(
        insert(schema.meta), [{"key": "schema", "value": str(schema.VERSION)}, {"key": "created", "value": now()}]
    )


def _url(where: str | Path) -> str:
    text_form = str(where)
    if "://" in text_form:
        return text_form.replace("postgresql://", "postgresql+psycopg://", 1)
    return f"sqlite:///{text_form}"


def _path(url: str) -> Path | None:
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url)
    engine = create_engine(url, connect_args={"timeout": WAIT})
    event.listen(engine, "connect", _pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "cache_size=-131072", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("kroniek_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _told(where: str) -> Iterator[None]:
    """Errors of the database as errors of Kroniek, with what to do."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        reason = str(getattr(error, "orig", None) or error)
        if any(sign in reason or sign in type(error).__name__ for sign in FULL):
            raise ChronicleFull(
                f"{where}: the disk is full ({reason}); what was added before is kept. Make room and run the same command again"
            ) from error
        if "locked" in reason:
            raise ChronicleError(
                f"{where}: another program has held the chronicle for {WAIT} seconds; try again later"
            ) from error
        if "not a database" in reason:
            raise ChronicleError(f"{where}: this file is no chronicle; give another path") from error
        if "readonly" in reason:
            raise ChronicleError(f"{where}: may not be written ({reason}); copy it to a folder of your own first") from error
        if "unable to open" in reason or "refused" in reason:
            raise ChronicleError(
                f"{where}: cannot be opened ({reason}); is the folder there and may you write in it?"
            ) from error
        raise

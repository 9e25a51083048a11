"""An empty chronicle on each database: SQLite always, PostgreSQL where KRONIEK_TEST_POSTGRES names a server."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from coded import Fresh
from sqlalchemy import Engine, create_engine, make_url, text

from kroniek.chronicle import Chronicle

POSTGRES = os.environ.get("KRONIEK_TEST_POSTGRES")


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """URL of a database of this test run's own, so that two runs on one server leave each other alone."""
    if not POSTGRES:
        pytest.skip("no PostgreSQL server: set KRONIEK_TEST_POSTGRES to its URL (tools/postgres.sh starts one)")
    name = f"kroniek_test_{os.getpid()}"
    own = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    _run(own, f"CREATE DATABASE {name} TEMPLATE template0")
    yield make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    _run(own, f"DROP DATABASE {name} WITH (FORCE)")
    own.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh_place(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Gives, each time, the path or URL of a chronicle that is not there yet."""
    if request.param == "sqlite":
        numbers = count()
        return lambda: str(tmp_path / f"chronicle{next(numbers)}.db")
    url = request.getfixturevalue("server")

    def emptied() -> str:
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        _run(engine, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
        engine.dispose()
        return str(url)

    return emptied


@pytest.fixture
def where(fresh_place: Callable[[], str]) -> str:
    """Path or URL of a chronicle that is not there yet."""
    return fresh_place()


@pytest.fixture
def fresh(fresh_place: Callable[[], str]) -> Fresh:
    """Opens an empty chronicle each time it is called: for properties that are tried many times."""

    @contextmanager
    def opened() -> Iterator[Chronicle]:
        with Chronicle(fresh_place()) as chronicle:
            yield chronicle

    return opened


@pytest.fixture
def chronicle(where: str) -> Iterator[Chronicle]:
    """An empty chronicle."""
    with Chronicle(where) as opened:
        yield opened


def _run(engine: Engine, *statements: str) -> None:
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))

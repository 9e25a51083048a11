"""An empty chronicle on each database: SQLite always, PostgreSQL where KRONIEK_TEST_POSTGRES names a server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from kroniek.chronicle import Chronicle

POSTGRES = os.environ.get("KRONIEK_TEST_POSTGRES")


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Path or URL of a chronicle that is not there yet."""
    if request.param == "sqlite":
        return str(tmp_path / "chronicle.db")
    if not POSTGRES:
        pytest.skip("no PostgreSQL server: set KRONIEK_TEST_POSTGRES to its URL (tools/postgres.sh starts one)")
    with Chronicle(POSTGRES) as opened, opened.engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    return POSTGRES


@pytest.fixture
def chronicle(where: str) -> Iterator[Chronicle]:
    """An empty chronicle."""
    with Chronicle(where) as opened:
        yield opened

"""A chronicle opens in Datasette and any SQLite shell: nothing in it needs a function or module of ours."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from coded import examples
from typer.testing import CliRunner

from kroniek.chronicle import Chronicle, schema
from kroniek.chronicle.adding import add
from kroniek.chronicle.cli import app
from kroniek.chronicle.datasette import QUERIES, metadata


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """The examples as a file, opened with SQLite alone, to read only."""
    with Chronicle(tmp_path / "c.db") as chronicle:
        add(chronicle, examples()[0])
    connection = sqlite3.connect(f"file:{tmp_path / 'c.db'}?mode=ro", uri=True)
    yield connection
    connection.close()


def test_every_table_can_be_read(plain: sqlite3.Connection) -> None:
    names = [n for (n,) in plain.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
    assert set(schema.metadata.tables) <= set(names)
    for name in names:
        plain.execute(f"SELECT * FROM [{name}] LIMIT 5").fetchall()
    assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert plain.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_text_index_is_found_and_answers(plain: sqlite3.Connection) -> None:
    """Datasette looks for content="reports" or content=[reports]."""
    (sql,) = plain.execute("SELECT sql FROM sqlite_master WHERE name = 'reports_text'").fetchone()
    assert 'content="reports"' in sql
    query = "SELECT id FROM reports WHERE no IN (SELECT rowid FROM reports_text WHERE reports_text MATCH 'hersenletsel')"
    assert plain.execute(query).fetchall() == [("12-hersenletsel-nl",)]


def test_metadata_tells_of_every_table_and_column() -> None:
    tables = metadata("c")["databases"]["c"]["tables"]
    for table in schema.metadata.sorted_tables:
        told = tables[table.name]
        assert set(told["columns"]) == {c.name for c in table.columns}
        assert told.get("label_column", table.columns[0].name) in told["columns"]
        assert set(told.get("facets", [])) <= set(told["columns"])


@pytest.mark.parametrize("name", QUERIES)
def test_ready_questions_have_answers(plain: sqlite3.Connection, name: str) -> None:
    (id,) = plain.execute("SELECT id FROM incidents WHERE type = 'ASSAULT' AND first = '2020-01-03'").fetchone()
    given = {"id": id, "initiator": "USA", "target": "IRN"}
    assert plain.execute(str(QUERIES[name]["sql"]), given).fetchall()


def test_the_command_prints_it() -> None:
    result = CliRunner().invoke(app, ["datasette-metadata", "--chronicle", "my.db"])
    assert json.loads(result.stdout)["databases"].keys() == {"my"}

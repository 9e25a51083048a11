"""An older chronicle is brought up to date, with a copy kept; one from the future, or something else, is left alone."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

import pytest
from made_up import reports
from sqlalchemy import Connection, inspect, text
from test_examples import groups, partition
from test_incidents import dump

from kroniek.chronicle import Chronicle, ChronicleError, migrations, schema
from kroniek.chronicle.adding import add
from kroniek.chronicle.audit import audit

SCHEMAS = Path(__file__).parent / "schemas"
OLDER = (
    "DROP INDEX dyads_target",
    "DROP TABLE incident_links",
    "ALTER TABLE incidents DROP COLUMN lineages",
    "ALTER TABLE incidents DROP COLUMN disputed",
    "UPDATE meta SET value = '0' WHERE key = 'schema'",
    "DELETE FROM about",
)
"""From schema 1 to a made-up schema 0, which had one table, one index and two columns less."""


def older(where: str) -> None:
    """A chronicle of schema 0 with forty reports."""
    with Chronicle(where) as chronicle:
        add(chronicle, reports(4, 40))
        with chronicle.writing() as connection:
            for statement in OLDER:
                connection.execute(text(statement))


def step(connection: Connection) -> None:
    """From the made-up schema 0 to schema 1."""
    I = schema.incidents.c  # noqa: E741
    migrations.add_table(connection, schema.incident_links)
    migrations.add_column(connection, I.lineages, fill="reports")
    migrations.add_column(connection, I.disputed, fill="0")
    connection.execute(text("CREATE INDEX dyads_target ON dyads (target, day)"))


def listing(chronicle: Chronicle) -> list[str]:
    """Every column with type and whether it may be null, and every index."""
    found = inspect(chronicle.engine)
    lines = []
    for name in sorted(schema.metadata.tables):
        lines += [f"{name}\t{c['name']}\t{c['type']}\t{'null' if c['nullable'] else ''}" for c in found.get_columns(name)]
        lines += [f"{name}\tindex {i['name']}\t{', '.join(map(str, i['column_names']))}\t" for i in found.get_indexes(name)]
    return sorted(lines)


def test_an_older_chronicle_is_brought_up_to_date(
    where: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with Chronicle(where) as chronicle:
        wanted = listing(chronicle)
    older(where)
    monkeypatch.setitem(migrations.STEPS, 0, step)
    with caplog.at_level(logging.WARNING), Chronicle(where) as chronicle:
        assert "from schema 0 to 1" in caplog.text
        assert listing(chronicle) == wanted
        assert len(dump(chronicle)["about"]) == len(schema.comments())
        before = groups(partition(chronicle))
        assert {a.state for a in add(chronicle, reports(4, 40))} == {"known"}
        assert {a.state for a in add(chronicle, reports(5, 10))} == {"new"}
        assert audit(chronicle).damage == ()
        assert before
    with Chronicle(where) as chronicle:
        assert len(caplog.records) == 1, "the second time there is nothing to do"


def test_a_copy_from_before_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older(str(tmp_path / "c.db"))
    monkeypatch.setitem(migrations.STEPS, 0, step)
    Chronicle(tmp_path / "c.db").close()
    (copy,) = tmp_path.glob("c.db.schema0-*")
    with sqlite3.connect(copy) as connection:
        assert connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone() == ("0",)
        assert connection.execute("SELECT count(*) FROM reports").fetchone() == (40,)
    connection.close()


def test_a_step_that_fails_leaves_everything_as_it_was(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(connection: Connection) -> None:
        step(connection)
        raise ChronicleError("in the middle")

    older(where)
    monkeypatch.setitem(migrations.STEPS, 0, failing)
    with pytest.raises(ChronicleError, match="in the middle"):
        Chronicle(where)
    monkeypatch.setitem(migrations.STEPS, 0, step)
    with Chronicle(where) as chronicle:
        assert {a.state for a in add(chronicle, reports(4, 40))} == {"known"}


def test_a_chronicle_of_the_future_is_left_alone(where: str) -> None:
    with Chronicle(where) as chronicle, chronicle.writing() as connection:
        connection.execute(schema.meta.update().where(schema.meta.c.key == "schema").values(value="99"))
    with pytest.raises(ChronicleError, match=r"schema 99, made by a newer Kroniek .* update Kroniek"):
        Chronicle(where)


def test_without_a_step_there_is_no_way(where: str) -> None:
    older(where)
    with pytest.raises(ChronicleError, match="no way from schema 0 to 1"):
        Chronicle(where)


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("CREATE TABLE notes (x)", "something else"),
        ("CREATE TABLE meta (x)", "not that of a chronicle"),
        ("CREATE TABLE meta (key, value)", "names no schema"),
    ],
)
def test_the_file_of_another_program_is_left_alone(tmp_path: Path, statement: str, finding: str) -> None:
    with sqlite3.connect(tmp_path / "x.db") as connection:
        connection.execute(statement)
    connection.close()
    before = (tmp_path / "x.db").read_bytes()
    with pytest.raises(ChronicleError, match=finding):
        Chronicle(tmp_path / "x.db")
    assert (tmp_path / "x.db").read_bytes() == before


def test_a_changed_schema_has_a_new_version(tmp_path: Path) -> None:
    """A schema that was released stays as it is: whoever changes `schema` raises VERSION and adds a step and a list here."""
    with Chronicle(tmp_path / "c.db") as chronicle:
        found = listing(chronicle)
    kept = (SCHEMAS / f"{schema.VERSION}.tsv").read_text().splitlines()
    assert found == [line for line in kept if not line.startswith("#")]

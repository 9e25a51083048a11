"""Killed in the middle, two writers at once, a full disk, a file that is no chronicle, a backup in use."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from made_up import reports
from sqlalchemy import func, select
from test_examples import groups, partition

from kroniek.chronicle import Chronicle, ChronicleError, ChronicleFull, schema
from kroniek.chronicle.adding import add
from kroniek.chronicle.audit import audit

HERE = Path(__file__).parent
WRITER = """
import sys
sys.path.insert(0, {here!r})
from made_up import reports
from kroniek.chronicle import Chronicle
from kroniek.chronicle.adding import add_batch
with Chronicle({where!r}) as chronicle:
    items = reports({seed}, {count}, days=400)
    for at in range(0, len(items), 20):
        add_batch(chronicle, items[at:at + 20])
        print(at, flush=True)
"""


def writer(where: str, *, seed: int, count: int) -> subprocess.Popen[str]:
    code = WRITER.format(here=str(HERE), where=where, seed=seed, count=count)
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)


def count(chronicle: Chronicle) -> int:
    with chronicle.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(schema.reports)).scalar_one())


@pytest.mark.parametrize("batches", [1, 4])
def test_killed_at_any_moment_nothing_committed_is_lost(where: str, batches: int) -> None:
    process = writer(where, seed=5, count=300)
    assert process.stdout
    for _ in range(batches):
        process.stdout.readline()
    time.sleep(0.01 * batches)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    with Chronicle(where) as chronicle:
        kept = count(chronicle)
        assert kept >= 20 * batches
        assert kept % 20 == 0
        states = [a.state for a in add(chronicle, reports(5, 300, days=400))]
        assert (states.count("known"), states.count("new")) == (kept, 300 - kept)
        resumed = groups(partition(chronicle))
        assert audit(chronicle).damage == ()
    assert resumed == groups(whole(300))


def whole(number: int) -> dict[tuple[str, str], int]:
    """The partition of the same reports added in one go."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder, Chronicle(Path(folder) / "c.db") as chronicle:
        add(chronicle, reports(5, number, days=400))
        return partition(chronicle)


def test_the_command_killed_goes_on_where_it_was(where: str, tmp_path: Path) -> None:
    """`kroniek add` itself, with its reader, killed after its first batches and run again."""
    lines = [
        json.dumps({"id": f"r{n}", "language": "en", "published": f"2021-03-{n % 28 + 1:02}", "outlet": f"Outlet {n}",
                    "text": f"Rebels shelled the village of Northtown {n} on Monday and killed {n % 7 + 1} people, the army said."})
        for n in range(400)
    ]  # fmt: skip
    (tmp_path / "reports.jsonl").write_text("\n".join(lines))
    command = [sys.executable, "-c", "from kroniek.cli import main; main()", "add", str(tmp_path / "reports.jsonl"), "--chronicle", where]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    with Chronicle(where) as chronicle:
        while not count(chronicle) and process.poll() is None:
            time.sleep(0.02)
        process.kill()
        process.wait()
        kept = count(chronicle)
    assert kept % 64 == 0
    again = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=True).stderr
    assert f"{400 - kept} new" in again
    assert f"{kept} known" in again
    with Chronicle(where) as chronicle:
        assert count(chronicle) == 400
        assert audit(chronicle).damage == ()


def test_two_writers_at_once(where: str) -> None:
    Chronicle(where).close()
    both = [writer(where, seed=seed, count=160) for seed in (11, 12)]
    for process in both:
        process.communicate(timeout=120)
        assert process.returncode == 0
    with Chronicle(where) as chronicle:
        assert count(chronicle) == 320
        assert audit(chronicle).damage == ()


def test_a_full_disk_of_the_server_is_told_and_nothing_is_half_written(server: str, where: str) -> None:
    """The server's own error (SQLSTATE 53100) in the middle of a batch."""
    if where != server:
        pytest.skip("this one is about PostgreSQL")
    with Chronicle(where) as chronicle:
        add(chronicle, reports(1, 5))
        with chronicle.writing() as connection:
            connection.exec_driver_sql(
                "CREATE FUNCTION full_disk() RETURNS trigger AS $$ BEGIN IF NEW.no > 40 THEN RAISE EXCEPTION "
                "'could not extend file: No space left on device' USING ERRCODE = '53100'; END IF; RETURN NEW; END $$ LANGUAGE plpgsql"
            )
            connection.exec_driver_sql("CREATE TRIGGER full_disk BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION full_disk()")
        with pytest.raises(ChronicleFull, match="disk is full"):
            add(chronicle, reports(2, 200))
        assert count(chronicle) == 5
        with chronicle.writing() as connection:
            connection.exec_driver_sql("DROP TRIGGER full_disk ON events")
        assert len(add(chronicle, reports(2, 200))) == 200
        assert audit(chronicle).damage == ()


def test_a_full_disk_is_told_and_nothing_is_half_written(tmp_path: Path) -> None:
    with Chronicle(tmp_path / "c.db") as chronicle:
        add(chronicle, reports(1, 5))
        with chronicle.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        from sqlalchemy import event

        @event.listens_for(chronicle.engine, "begin")
        def bound(connection: object) -> None:
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 2}")  # type: ignore[attr-defined]

        with pytest.raises(ChronicleFull, match="disk is full"):
            add(chronicle, reports(2, 200))
        assert count(chronicle) == 5
        assert audit(chronicle).damage == ()


def test_what_is_no_chronicle(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("not a database at all, but long enough to look at" * 30)
    with pytest.raises(ChronicleError, match="no chronicle"):
        Chronicle(tmp_path / "x.db")
    with pytest.raises(ChronicleError, match="kroniek add"):
        Chronicle(tmp_path / "missing.db", create=False)
    with pytest.raises(ChronicleError, match="folder"):
        Chronicle(tmp_path / "no" / "folder.db")


def test_backup_while_in_use(tmp_path: Path) -> None:
    with Chronicle(tmp_path / "c.db") as chronicle:
        add(chronicle, reports(1, 20))
        chronicle.backup(tmp_path / "copy.db")
        add(chronicle, reports(2, 5))
        with pytest.raises(ChronicleError, match="exists"):
            chronicle.backup(tmp_path / "copy.db")
    with Chronicle(tmp_path / "copy.db") as copy:
        assert count(copy) == 20
        assert audit(copy).damage == ()


def test_every_column_is_explained(tmp_path: Path) -> None:
    with Chronicle(tmp_path / "c.db") as chronicle, chronicle.reading() as connection:
        rows = connection.execute(select(schema.about)).all()
    assert len(rows) == sum(1 + len(t.columns) for t in schema.metadata.sorted_tables)
    assert not [r for r in rows if not r.comment]

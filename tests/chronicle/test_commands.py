"""The commands, from files to printed answers. Reading itself is stood in for: these tests need no parser."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from coded import ROOT, examples
from typer.testing import CliRunner

from kroniek import reading
from kroniek.chronicle import Coded
from kroniek.chronicle.cli import app
from kroniek.errors import InputError
from kroniek.records import Actor, Claim, Event, Link, Place, Report, Span, When

CLASSES: dict[str, Any] = {"trigger": Span, "evidence": Span, "initiators": Actor, "targets": Actor}


class Stub:
    """Gives the events that were coded by hand for the example reports."""

    def __init__(self) -> None:
        self.known: dict[str, Coded] = {i.report.text[:200]: i for i in examples()[0]}
        self.read = 0

    def read_many(self, reports: Iterable[Report]) -> Iterator[reading.Reading]:
        for report in reports:
            self.read += 1
            events = tuple(event(b) for b in self.known[report.text[:200]].events) if report.text[:200] in self.known else ()
            yield reading.Reading(report, None, events)  # type: ignore[arg-type]


def event(body: dict[str, Any]) -> Event:
    """A body back to a record."""

    def actors(values: list[dict[str, Any]]) -> tuple[Actor, ...]:
        return tuple(Actor(**{**v, "alternatives": ()}) for v in values)

    told = {k: v for k, v in body.items() if k not in ("answers", "part_of")}
    told |= {k: tuple(Span(**s) for s in body[k]) for k in ("trigger", "evidence")}
    told |= {k: actors(body[k]) for k in ("initiators", "targets", "according_to")}
    for kind in ("killed", "injured", "detained", "crowd"):
        told[kind] = tuple(Claim(**{**c, "according_to": actors(c["according_to"])}) for c in body[kind])
    told["place"] = Place(**{**body["place"], "alternatives": ()}) if body["place"] else None
    told["when"] = When(**body["when"]) if body["when"] else None
    told["links"] = tuple(Link(k["kind"], k["event"], Span(**k["cue"]) if k["cue"] else None, k["rule"]) for k in body["links"])
    return Event(**{**told, "context": (), "occurrences": tuple(body["occurrences"])})


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> Stub:
    found = Stub()
    monkeypatch.setattr(reading, "coder", lambda: found)
    monkeypatch.setattr(reading, "detect", lambda text: "en")
    return found


@pytest.fixture
def run(tmp_path: Path, stub: Stub) -> Any:
    """Runs a command on a chronicle that holds the examples; gives its result."""
    runner = CliRunner(env={"KRONIEK_CHRONICLE": str(tmp_path / "c.db"), "KRONIEK_WHO": "Ada", "COLUMNS": "200"})

    def command(*words: str, code: int = 0) -> Any:
        result = runner.invoke(app, list(words), catch_exceptions=False)
        assert result.exit_code == code, result.output
        return result

    command("add", str(ROOT / "examples"))
    return command


def test_adding_twice_reads_once(run: Any, stub: Stub) -> None:
    assert stub.read == 12
    result = run("add", str(ROOT / "examples"))
    assert stub.read == 12
    assert "12 known" in result.stderr
    run("add", "--again", str(ROOT / "examples" / "01-k1-en.txt"))
    assert stub.read == 13


def test_what_cannot_be_read_is_told_and_kept(run: Any, tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.4 nothing")
    (tmp_path / "y.txt").write_text("A quiet day in the town, and nothing else to tell of it.")
    result = run("add", str(tmp_path / "x.pdf"), str(tmp_path / "y.txt"), code=1)
    assert "damaged" in result.stderr
    assert "1 new" in result.stderr


def test_incidents(run: Any) -> None:
    rows = json.loads(run("incidents", "--country", "IRQ", "--type", "ASSAULT", "--format", "json").stdout)
    assert {r["type"] for r in rows} == {"ASSAULT"}
    assert len({r["id"] for r in rows}) == len(rows) == 9
    soleimani = json.loads(run("incidents", "--target", "Soleimani", "--type", "ASSAULT", "--format", "json").stdout)
    assert [r["first"] for r in soleimani] == ["2020-01-03"]
    assert len(json.loads(run("incidents", "--text", "Erbil", "--killed", "0", "--format", "json").stdout)) >= 1
    assert json.loads(run("incidents", "--box", "42,33,43,34", "--format", "json").stdout)[0]["place"] == "Ain al-Asad Air Base"
    one = run("incidents", soleimani[0]["id"][:8]).stdout
    assert "Meridian Wire" in one
    assert "Told by" in one


def test_chain(run: Any) -> None:
    text = run("chain").stdout
    days = ["2019-12-27", "2019-12-29", "2019-12-31", "2020-01-03", "2020-01-08"]
    places = [text.index(day) for day in days]
    assert places == sorted(places)
    assert "perhaps answers (inferred)" in text
    assert "inferred" not in run("chain", "--said-only").stdout
    found = json.loads(run("chain", "--format", "json").stdout)
    assert len(found["sequence"]) >= 5


@pytest.mark.parametrize(
    ("words", "finding"),
    [
        (("--since", "yesterday"), "a day is wanted"),
        (("--type", "ASAULT"), "did you mean 'ASSAULT'"),
        (("--mode", "aerail"), "did you mean 'aerial'"),
        (("--country", "Iraqq"), "did you mean 'iraq'"),
        (("--box", "1,2"), "four numbers"),
    ],
)
def test_a_wrong_filter_is_an_error(run: Any, words: tuple[str, ...], finding: str) -> None:
    with pytest.raises(InputError, match=finding):
        run("incidents", *words)


def test_filters_take_names_months_and_any_case(run: Any) -> None:
    strict = run("incidents", "--country", "IRQ", "--type", "ASSAULT", "--since", "2020-01-01", "--until", "2020-01-31", "--format", "json")
    easy = run("incidents", "--country", "Iraq", "--type", "assault", "--since", "2020-01", "--until", "2020-01", "--format", "json")
    assert json.loads(easy.stdout) == json.loads(strict.stdout) != []
    assert "no incident fits" in run("incidents", "--country", "Peru").stdout
    assert "The first 2 of" in run("incidents", "--limit", "2").stdout


def test_reports_without_a_date_are_told(run: Any, tmp_path: Path) -> None:
    (tmp_path / "y.txt").write_text("A quiet day in the town, and nothing else to tell of it.")
    assert "1 give no date of publication" in run("add", str(tmp_path / "y.txt")).stderr
    assert "no date" not in run("add", str(tmp_path / "y.txt")).stderr


def test_actors_dyads_search_versions(run: Any) -> None:
    actors = json.loads(run("actors", "trump", "--format", "json").stdout)
    assert [a["name"] for a in actors] == ["Donald Trump"]
    dyads = json.loads(run("dyads", "--format", "json").stdout)
    assert {"USA>IRN", "IRN>USA"} <= {f"{d['initiator']}>{d['target']}" for d in dyads}
    found = json.loads(run("search", "hersenletsel Pentagon", "--format", "json").stdout)
    assert [r["id"] for r in found] == ["12-hersenletsel-nl"]
    assert "hersenletsel" in found[0]["snippet"]
    assert len(json.loads(run("versions", "12-hersenletsel-nl", "--format", "json").stdout)) == 1


def test_corrections_and_audit(run: Any) -> None:
    rows = json.loads(run("incidents", "--type", "PROTEST", "--format", "json").stdout)
    run("accept", rows[0]["id"], "--why", "seen")
    run("edit", rows[0]["id"], "mode", "demo")
    run("merge", rows[0]["id"], rows[1]["id"])
    run("link", rows[0]["id"], rows[-1]["id"])
    run("unlink", rows[0]["id"], rows[-1]["id"])
    run("reject", rows[-1]["id"], "--who", "Bob")
    told = json.loads(run("audit", "--format", "json").stdout)
    assert (told["corrections"], told["damage"]) == (6, [])
    assert "whole: 6 corrections" in run("audit", "--head", told["head"]).stdout
    run("audit", "--head", "f" * 64, code=1)


def test_export_backup_and_queue(run: Any, tmp_path: Path) -> None:
    run("export", "geojson", str(tmp_path / "x.geojson"))
    assert json.loads((tmp_path / "x.geojson").read_text())["features"]
    assert run("export", "hxl", "-").stdout.startswith("id,date")
    run("backup", str(tmp_path / "copy.db"))
    run("queue")
    run("incidents", "--chronicle", str(tmp_path / "copy.db"))


@pytest.mark.skipif(not (ROOT / "docs").exists(), reason="the docs are not in the wheel")
def test_the_docs_name_every_command_and_format() -> None:
    from kroniek.export import FORMATS

    text = (ROOT / "docs" / "chronicle.md").read_text()
    names = [c.name or (c.callback.__name__ if c.callback else "") for c in app.registered_commands]
    assert not [n for n in names if f"kroniek {n}" not in text]
    formats = (ROOT / "docs" / "formats.md").read_text()
    assert not [f for f in FORMATS if f"`{f}`" not in formats]

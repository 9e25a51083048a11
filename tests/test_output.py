"""What leaves Kroniek: valid against its schema, quoted to the letter, the same in every format and every run."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import kroniek
from kroniek import highlight
from kroniek.reports.plain import read_text
from kroniek.serial import event_schema

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.txt"))
REPORTS = [read_text(path.read_text(encoding="utf-8"), path.stem) for path in EXAMPLES]


def readings() -> list[kroniek.Reading]:
    return list(kroniek.Coder().read_many(REPORTS))


def test_events_are_valid_and_quote_to_the_letter() -> None:
    validator = jsonschema.Draft202012Validator(event_schema())
    for reading in readings():
        for event in reading.to_dicts():
            validator.validate(json.loads(json.dumps(event)))
            for quote in _quotes(event):
                assert reading.report.text[quote["start"] : quote["end"]] == quote["text"]


def _quotes(value: object) -> list[dict[str, object]]:
    if isinstance(value, dict):
        own = [value] if {"text", "start", "end"} <= set(value) else []
        return own + [q for v in value.values() for q in _quotes(v)]
    return [q for v in value for q in _quotes(v)] if isinstance(value, list) else []


def test_links_name_events_and_ids_are_unique() -> None:
    for reading in readings():
        ids = [e.id for e in (*reading.events, *reading.dropped)]
        assert len(ids) == len(set(ids))
        assert {link.event for e in reading.events for link in e.links} <= set(ids)


def test_batching_changes_nothing() -> None:
    together = [r.to_dicts() for r in readings()]
    alone = [kroniek.Coder().read(r).to_dicts() for r in REPORTS]
    assert together == alone


def test_formats_agree() -> None:
    path = str(EXAMPLES[0])
    out = {f: _run("read", path, "--format", f) for f in ("jsonl", "json", "csv", "table")}
    lines = [json.loads(line) for line in out["jsonl"].splitlines()]
    assert json.loads(out["json"]) == lines
    rows = list(csv.DictReader(io.StringIO(out["csv"])))
    assert [r["type"] for r in rows] == [e["type"] for e in lines]
    assert all(e["type"] in out["table"] for e in lines)


def test_explain_and_schema() -> None:
    assert "acts:" in _run("explain", str(EXAMPLES[0]))
    assert json.loads(_run("schema", "event")) == event_schema()


def test_pandas_and_notebook_view() -> None:
    reading = kroniek.read("Rebels shelled Goma on Monday & <fled>.", language="en", published="2021-05-06")
    assert list(reading.to_pandas()["type"]) == [e.type for e in reading.events]
    assert "&lt;fled&gt;" in reading._repr_html_()
    assert "<mark" in reading._repr_html_()


@pytest.mark.parametrize("reading", readings(), ids=[r.id for r in REPORTS])
def test_pieces_together_are_the_text(reading: kroniek.Reading) -> None:
    assert "".join(p.text for p in highlight.pieces(reading.report.text, reading.events)) == reading.report.text


def _run(*arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", "kroniek.cli", *arguments], capture_output=True, check=True, timeout=300
    ).stdout.decode()

"""Bad input ends in a clear error or a recorded reason, never in a traceback, a hang or a silent wrong result."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import kroniek
from kroniek.errors import BadDate, EmptyText, KroniekError, UnknownLanguage

GOOD = {"id": "a", "language": "en", "published": "2021-05-06", "text": "Rebels shelled the town of Goma on Monday."}


def run(*arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
    """Exit code, output and errors of the command line."""
    done = subprocess.run(
        [sys.executable, "-m", "kroniek.cli", *arguments], input=stdin, capture_output=True, timeout=300
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"   \n \n", "empty"),
        ("De aanval in Goma kostte vijf soldaten het leven, zo is café gemeld.".encode("latin-1"), "not UTF-8"),
        (b"\x00\x01\x02PNG", "binary"),
        (b"<!DOCTYPE html><html><body><p>Rebels shelled the town.</p></body></html>", "HTML"),
        ("Die Armee hat gestern die Stadt beschossen, dabei wurden viele Zivilisten getötet.".encode(), "'de'"),
    ],
    ids=["empty", "blank", "latin-1", "binary", "html", "german"],
)
def test_bad_file_is_reported(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(content)
    code, out, err = run("read", str(path), "--format", "jsonl")
    assert (code, out) == (1, "")
    assert reason in err
    assert "report" in err
    assert "Traceback" not in err


def test_missing_file_is_reported() -> None:
    code, _, err = run("read", "nowhere.txt")
    assert code == 1
    assert "nowhere.txt" in err
    assert "Traceback" not in err


def test_broken_line_is_reported_and_the_rest_read(tmp_path: Path) -> None:
    path = tmp_path / "reports.jsonl"
    path.write_text(
        "\n".join([json.dumps(GOOD), "{broken", '{"txt": "x"}', json.dumps(GOOD | {"id": "b"})]), encoding="utf-8"
    )
    code, out, err = run("read", str(path), "--format", "jsonl")
    assert code == 1
    assert {json.loads(line)["report"] for line in out.splitlines()} == {"a", "b"}
    assert "line 2" in err
    assert "line 3" in err
    assert "did you mean 'text'" in err


def test_standard_input_and_bad_date() -> None:
    code, out, _ = run(
        "read", "-", "--language", "en", "--published", "2021-05-06", "--format", "json", stdin=GOOD["text"].encode()
    )
    assert code == 0
    assert json.loads(out)[0]["type"] == "ASSAULT"
    code, _, err = run("read", "-", "--language", "en", "--published", "yesterday", stdin=GOOD["text"].encode())
    assert code == 1
    assert "yesterday" in err


def test_errors_of_the_python_interface() -> None:
    with pytest.raises(EmptyText):
        kroniek.read(" ")
    with pytest.raises(UnknownLanguage):
        kroniek.read("text", language="xx")
    with pytest.raises(BadDate):
        kroniek.read("Rebels shelled the town.", language="en", published="31/12/2019")
    assert issubclass(BadDate, KroniekError)


def test_no_publication_date_leaves_relative_dates_unresolved() -> None:
    event = kroniek.read("Rebels shelled the town of Goma on Monday.", language="en").events[0]
    assert event.when is None or event.when.edtf == ""


def test_control_characters_keep_offsets() -> None:
    text = "Rebels\x07 shelled\x0b the town of Goma."
    event = kroniek.read(text, language="en").events[0]
    assert all(text[s.start : s.end].replace("\x0b", " ").replace("\x07", " ") == s.text for s in event.evidence)


@pytest.mark.parametrize(
    "text",
    [
        "Rebels shelled the town. " * 4000,
        "rebels shelled the town and " * 1800,
        "x" * 50_000,
        "((((" * 10_000,
        "\n" * 10_000 + "a",
    ],
    ids=["long text", "one long sentence", "one long word", "brackets", "blank lines"],
)
def test_odd_texts_end(text: str) -> None:
    kroniek.read(text, language="en", published="2021-05-06")

"""Files made to take a reader's time, memory or life end in a reason within the stated seconds, and the rest is read."""

from __future__ import annotations

import io
import os
import signal
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from threading import Timer

import pytest
from test_ingest import BODY, G2, PAGE, XHTML, bomb

from kroniek.reports import guard
from kroniek.reports.found import Found
from kroniek.reports.ingest import read_all
from kroniek.reports.plain import Rejected

LIMIT = 5.0


def nested_newsml() -> bytes:
    """Paragraphs in paragraphs: each would be read with all those inside it."""
    depth = 60_000
    return G2.format(status="usable", body=XHTML.format("<p>x " * depth + "</p>" * depth)).encode()


def open_links() -> bytes:
    """A page of beginnings of one tag that never ends."""
    return (PAGE.replace("</article>", "") + "<link rel=" * 800_000).encode()


def deep_page() -> bytes:
    return b"<!doctype html><html><body>" + b"<div><span>" * 400_000


def wide_page() -> bytes:
    """A million links in one paragraph, below the bound of size."""
    return b"<!doctype html><html><body><article><p>" + b"<a href=x>y</a> " * 600_000 + b"</p></article></body></html>"


def deep_word() -> bytes:
    """A Word file whose one paragraph holds a hundred thousand boxes in boxes."""
    import docx

    plain, out = io.BytesIO(), io.BytesIO()
    docx.Document().save(plain)
    inner = "<w:ins>" * 100_000 + "</w:ins>" * 100_000
    body = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>{inner}</w:p></w:body></w:document>'
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            target.writestr(entry, body if entry.filename == "word/document.xml" else source.read(entry))
    return out.getvalue()


def long_feed() -> bytes:
    """Hundreds of thousands of entries, none of which ends."""
    return b"<?xml version='1.0'?><rss version='2.0'><channel>" + b"<item><title>&lt;p&gt;x" * 600_000


HOSTILE: dict[str, Callable[[], bytes]] = {
    "nested.xml": nested_newsml,
    "links.html": open_links,
    "deep.html": deep_page,
    "wide.html": wide_page,
    "deep.docx": deep_word,
    "bomb.docx": bomb,
    "feed.rss": long_feed,
}


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five seconds in place of sixty."""
    guard.GUARD.stop()
    monkeypatch.setattr(guard, "SECONDS", LIMIT)


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.usefixtures("short")
def test_a_hostile_file_ends_within_the_stated_seconds(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(HOSTILE[name]())
    (tmp_path / "zz.html").write_text(PAGE)
    began = time.monotonic()
    items = list(read_all([str(tmp_path)]))
    assert time.monotonic() - began < 2 * LIMIT + 2
    assert [i.report.id for i in items if isinstance(i, Found) and i.report.id == "zz.html"] == ["zz.html"]
    assert len(items) >= 2
    assert all(isinstance(i, (Found, Rejected)) for i in items)
    if name in ("nested.xml", "bomb.docx"):
        assert isinstance(items[0], Rejected), "these hold nothing that can be read"


@pytest.mark.usefixtures("short")
def test_too_long_is_told(tmp_path: Path) -> None:
    (tmp_path / "n.xml").write_bytes(nested_newsml())
    (item,) = read_all([str(tmp_path / "n.xml")])
    assert item == Rejected(str(tmp_path / "n.xml"), "was not read within 5 seconds, which no news report needs; give its text alone")


def test_a_reader_that_breaks_is_told_and_started_again(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / "n.xml").write_bytes(nested_newsml())
    assert [type(i) for i in read_all([str(tmp_path / "a.html")])] == [Found]
    process = guard.GUARD._process
    assert process is not None
    Timer(0.7, os.kill, (process.pid, signal.SIGSEGV)).start()
    broken, whole = read_all([str(tmp_path / "n.xml"), str(tmp_path / "a.html")])
    assert isinstance(broken, Rejected)
    assert "broke its reader (signal 11)" in broken.reason
    assert isinstance(whole, Found)


def test_whoever_wants_no_more_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    for _ in range(2):
        items = iter(read_all([str(tmp_path / "a.html"), str(tmp_path / "a.html")]))
        first = next(items)
        assert isinstance(first, Found)
        assert BODY[0] in first.report.text
        items.close()  # type: ignore[attr-defined]

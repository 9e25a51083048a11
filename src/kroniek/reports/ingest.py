"""Files, folders and addresses → reports. What a file is shows in its first bytes, else in its name.

Nothing that is wrong with one file stops the others: it comes out as a Rejected with its reason.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from kroniek.errors import InputError
from kroniek.records import Report
from kroniek.reports.boilerplate import blank
from kroniek.reports.found import MB, Broken, Found, Killed, TooLarge, bounded
from kroniek.reports.guard import apart
from kroniek.reports.plain import Rejected, decode, read_lines, read_text

Item = Found | Killed | Rejected
LARGEST_FILE = 2000 * MB
SUFFIXES = {
    ".txt": "text", ".text": "text", ".jsonl": "lines", ".ndjson": "lines", ".json": "json", ".csv": "table",
    ".tsv": "table", ".html": "html", ".htm": "html", ".xhtml": "html", ".pdf": "pdf", ".docx": "word", ".rss": "xml",
    ".atom": "xml", ".xml": "xml", ".nitf": "xml", ".warc": "warc", ".gz": "warc",
}  # fmt: skip
HEAVY = ("pdf", "warc", "lines", "table")
PLAIN = ("text", "lines", "json", "table")
UNFORESEEN = (RecursionError, MemoryError, ValueError, LookupError, TypeError, AttributeError)


def read_all(paths: Iterable[str], *, private: bool = False) -> Iterator[Item]:
    """Everything in these files, folders (all files of known kinds below them, by name) and addresses."""
    for path in paths:
        if path.startswith(("http://", "https://")):
            yield from read_url(path, private=private)
        elif Path(path).is_dir():
            for file in sorted(Path(path).rglob("*")):
                if file.is_file() and file.suffix.lower() in SUFFIXES and not file.name.startswith("."):
                    yield from read_file(file)
        else:
            yield from read_file(Path(path))


def read_file(path: Path) -> Iterator[Item]:
    """Everything in one file."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise TooLarge(f"{path.name}: {path.stat().st_size / MB:.0f} MB; split it")
        data = path.read_bytes()
    except OSError as error:
        yield Rejected(str(path), f"{error.strerror}; is the name right?")
        return
    except TooLarge as error:
        yield Rejected(str(path), str(error))
        return
    yield from _safely(data, path.name, str(path))


def read_url(url: str, *, private: bool = False) -> Iterator[Item]:
    """The page or file at an address."""
    from kroniek.reports.fetch import fetch

    try:
        got = fetch(url, private=private)
    except InputError as error:
        yield Rejected(url, str(error).removeprefix(f"{url}: "))
        return
    if "html" in got.headers.get("content-type", ""):
        yield from apart(read_page, url, got.data, got.url, url, got.charset)
    else:
        yield from _safely(got.data, Path(got.url).name or url, url)


def read_page(data: bytes, url: str, origin: str, charset: str | None) -> Iterator[Item]:
    """The page that an address gave; `charset`: as the server said."""
    from kroniek.reports.html import read_html

    try:
        found = read_html(data, url, origin=origin, url=url, charset=charset)
        yield replace(found, bytes_sha256=sha256(data).hexdigest())
    except InputError as error:
        yield Rejected(url, str(error).removeprefix(f"{url}: "))
    except UNFORESEEN as error:
        yield _unforeseen(url, error)


def _safely(data: bytes, name: str, origin: str) -> Iterator[Item]:
    """Plain forms are read here; those that libraries read, in a process apart, bounded in time and memory."""
    try:
        plain = sniff(data, name) in PLAIN
    except InputError:
        plain = True
    return read_bytes(data, name, origin) if plain else apart(read_bytes, origin, data, name, origin)


def read_bytes(data: bytes, name: str, origin: str) -> Iterator[Item]:
    """Everything in the bytes of a file called `name`."""
    try:
        kind = sniff(data, name)
        if kind not in HEAVY:
            bounded(data, name)
        for item in READERS[kind](data, name, origin):
            mark = sha256(data).hexdigest() if isinstance(item, Found) and item.bytes_sha256 is None else None
            yield replace(item, bytes_sha256=mark) if mark and isinstance(item, Found) else item
    except InputError as error:
        yield Rejected(origin, str(error).removeprefix(f"{name}: ").removeprefix(f"{Path(name).stem}: "))
    except UNFORESEEN as error:
        yield _unforeseen(origin, error)


def _unforeseen(origin: str, error: Exception) -> Rejected:
    return Rejected(origin, f"cannot be read ({type(error).__name__}: {str(error)[:200]}); tell us with the file, if you may")


def sniff(data: bytes, name: str) -> str:
    """The kind of a file. Raises Broken for an empty file and for a kind that is not known."""
    head = data[:2048].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if not head:
        raise Broken(f"{name}: the file is empty")
    if head.startswith(b"%pdf"):
        return "pdf"
    if head.startswith(b"warc/"):
        return "warc"
    if head.startswith((b"<!doctype html", b"<html")):
        return "html"
    if head.startswith(b"<?xml") and not name.lower().endswith((".html", ".htm", ".xhtml")):
        return "xml"
    kind = SUFFIXES.get(Path(name).suffix.lower())
    if kind is None:
        raise Broken(f"{name}: a kind of file that is not known; known are {', '.join(sorted(SUFFIXES))}")
    return kind


def _text(data: bytes, name: str, origin: str) -> Iterator[Item]:
    report = read_text(decode(data, name), Path(name).stem)
    yield _found(report, origin)


def _lines(data: bytes, name: str, origin: str) -> Iterator[Item]:
    for item in read_lines(decode(data, name), name):
        yield item if isinstance(item, Rejected) else _found(item, origin)


def _found(report: Report, origin: str) -> Found:
    return Found(replace(report, text=blank(report.text)), origin)


def _json(data: bytes, name: str, origin: str) -> Iterator[Item]:
    from kroniek.reports.agency import is_ninjs, read_ninjs

    text = decode(data, name)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Broken(f"{name}: damaged JSON ({error})") from None
    if is_ninjs(value):
        yield read_ninjs(text, name, origin=origin)
        return
    for one in value if isinstance(value, list) else [value]:
        yield from _lines(json.dumps(one).encode(), name, origin)


def _table(data: bytes, name: str, origin: str) -> Iterator[Item]:
    from kroniek.reports.tables import read_table

    yield from read_table(decode(data, name), name, origin=origin)


def _html(data: bytes, name: str, origin: str) -> Iterator[Item]:
    from kroniek.reports.html import read_html

    yield read_html(data, name, origin=origin)


def _pdf(data: bytes, name: str, origin: str) -> Iterator[Item]:
    from kroniek.reports.pdf import read_pdf

    yield read_pdf(data, Path(name).stem, origin=origin)


def _word(data: bytes, name: str, origin: str) -> Iterator[Item]:
    from kroniek.reports.word import read_word

    yield read_word(data, Path(name).stem, origin=origin)


def _xml(data: bytes, name: str, origin: str) -> Iterator[Item]:
    """NewsML-G2, NITF, RSS or Atom: the name of the first element tells."""
    from kroniek.reports import agency, feeds

    head = data[:4000].lower()
    if b"<rss" in head or b"<feed" in head or b"<rdf" in head:
        yield from feeds.read_feed(data, name, origin=origin)
    elif b"<nitf" in head and b"<newsitem" not in head and b"<newsmessage" not in head:
        yield agency.read_nitf(data, name, origin=origin)
    else:
        yield from agency.read_newsml(data, name, origin=origin)


def _warc(data: bytes, name: str, origin: str) -> Iterator[Item]:
    from kroniek.reports.warc import cut_off, opened, read_warc

    yield from read_warc(opened(data), name, origin=origin)
    if cut_off(data):
        yield Rejected(origin, "this archive is cut off; what was before its end is read. Fetch it again")


READERS: dict[str, Callable[[bytes, str, str], Iterator[Item]]] = {
    "text": _text,
    "lines": _lines,
    "json": _json,
    "table": _table,
    "html": _html,
    "pdf": _pdf,
    "word": _word,
    "xml": _xml,
    "warc": _warc,
}

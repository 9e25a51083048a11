"""Plain text and JSON Lines → reports. What cannot be read becomes a Rejected with its place and reason.

A text file may open with header lines ("published: 2019-12-31", "title: ...", "outlet: ...", "language: nl",
"url: ..."), ended by an empty line. JSON Lines: id, language, published, title, text, outlet, url; only text is needed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from kroniek.errors import InputError, NotText
from kroniek.knowledge.strict import nearest
from kroniek.records import Report

KEYS = ("id", "language", "published", "title", "text", "outlet", "url", "sha256")
HEADER = re.compile(r"^(published|title|outlet|language|url|id):[ \t]*(.*)$")
MARKUP = re.compile(
    r"<!doctype html|<html[ >]|<body[ >]|<(div|p|span|article|script)[ >].*</\1>", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something that could not be read: `where` (file, line) and `reason` with its remedy."""

    where: str
    reason: str


def decode(data: bytes, where: str) -> str:
    """Bytes as text. Raises NotText where they are not UTF-8 (a byte-order mark is taken off)."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise NotText(
            f"{where}, line {line}: byte {data[error.start]:#04x} is not UTF-8; convert the file first (iconv -f ISO-8859-1 -t UTF-8)"
        ) from None


def read_text(text: str, name: str, *, language: str | None = None, published: str | None = None) -> Report:
    """One text as a report named `name`. Options win over header lines. Raises InputError for HTML and binary data."""
    if "\x00" in text[:4096]:
        raise NotText(f"{name}: this is a binary file; give plain text")
    if MARKUP.search(text[:20_000]):
        raise InputError(
            f"{name}: this is HTML, plain text was expected; save the article's text (or use `kroniek add`, which reads HTML)"
        )
    header, body = _header(text)
    return Report(
        id=header.get("id", name),
        text=body,
        language=language or header.get("language", ""),
        published=published or header.get("published"),
        title=header.get("title"),
        outlet=header.get("outlet"),
        url=header.get("url"),
        sha256=digest(body),
    )


def _header(text: str) -> tuple[dict[str, str], str]:
    """Header lines and the rest. The body's offsets count from its own first character."""
    found: dict[str, str] = {}
    lines = text.split("\n")
    for number, line in enumerate(lines):
        match = HEADER.match(line.rstrip("\r"))
        if match is None:
            return (found, "\n".join(lines[number:]).lstrip("\n")) if found and not line.strip() else ({}, text)
        found[match[1]] = match[2].strip()
    return {}, text


def read_lines(
    text: str, name: str, *, language: str | None = None, published: str | None = None
) -> Iterator[Report | Rejected]:
    """JSON Lines as reports; a broken line comes out as Rejected with its number, and the rest is read."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            where = f"{name}, line {number}"
            try:
                report = _from_json(json.loads(line), where)
            except (ValueError, InputError) as error:
                yield Rejected(where, str(error).removeprefix(f"{where}: "))
                continue
            yield replace(report, language=language or report.language, published=published or report.published)


def _from_json(value: Any, where: str) -> Report:
    if not isinstance(value, dict):
        raise InputError(f"{where}: an object is wanted, found {type(value).__name__}")
    for key in value:
        if key not in KEYS:
            raise InputError(f"{where}: unknown key {key!r}{nearest(key, KEYS)}; known are {', '.join(KEYS)}")
    for key in KEYS:
        if not isinstance(value.get(key), (str, type(None))):
            raise InputError(f"{where}: {key!r} wants a text or null, found {value[key]!r}")
    text = value.get("text")
    if not text or not text.strip():
        raise InputError(f"{where}: 'text' is missing or empty")
    return Report(
        id=value.get("id") or where,
        text=text,
        language=value.get("language") or "",
        published=value.get("published"),
        title=value.get("title"),
        outlet=value.get("outlet"),
        url=value.get("url"),
        sha256=digest(text),
    )


def digest(text: str) -> str:
    """SHA-256 of the text in UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

"""RSS and Atom feeds, by feedparser: their entries as reports, or as addresses to fetch."""

from __future__ import annotations

import time
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from kroniek.records import Report
from kroniek.reports.boilerplate import blank
from kroniek.reports.found import Broken, Found, bounded
from kroniek.reports.plain import Rejected

SHORTEST = 80


def entries(data: bytes, name: str) -> tuple[str, list[Any]]:
    """Title of the feed and its entries as feedparser gives them. Raises Broken, also for a feed that declares entities."""
    if b"<!ENTITY" in bounded(data, name):
        raise Broken(f"{name}: declares entities, which is a way to attack readers; not read")
    import feedparser

    found = feedparser.parse(data)
    if not found.entries:
        reason = f" ({found.bozo_exception})" if found.get("bozo") else ""
        raise Broken(f"{name}: a feed without entries{reason}")
    return str(found.feed.get("title") or ""), list(found.entries)


def read_feed(data: bytes, name: str, *, origin: str) -> Iterator[Found | Rejected]:
    """Each entry's own text as a report. Entries that hold a line or two only are told: `kroniek watch` fetches pages."""
    outlet, found = entries(data, name)
    for number, entry in enumerate(found, 1):
        text = plain(_longest(entry))
        if len(text) < SHORTEST:
            yield Rejected(f"{name}, entry {number}", "holds no text of the article; `kroniek watch` fetches the page")
            continue
        report = Report(
            id=entry.get("id") or entry.get("link") or f"{name}, entry {number}",
            text=blank(text),
            language=(entry.get("language") or "")[:2],
            published=day(entry),
            title=entry.get("title"),
            outlet=outlet or None,
            url=entry.get("link"),
        )
        yield Found(report, f"{origin}#{number}", f"feedparser {version('feedparser')}")


def day(entry: Any) -> str | None:
    """Day of publication of an entry (UTC), or None."""
    stamp = entry.get("published_parsed") or entry.get("updated_parsed")
    return time.strftime("%Y-%m-%d", stamp) if stamp else None


def _longest(entry: Any) -> str:
    contents = [c.get("value") or "" for c in entry.get("content") or []]
    return max([*contents, entry.get("summary") or ""], key=len)


def plain(html: str) -> str:
    """Text of a piece of HTML, paragraphs apart by an empty line."""
    if "<" not in html:
        return html.strip()
    from lxml import html as lx

    root = lx.fromstring(f"<div>{html}</div>")
    for element in root.iter("p", "br", "li", "div", "h1", "h2", "h3"):
        element.tail = "\n\n" + (element.tail or "")
    lines = ("".join(root.itertext())).split("\n\n")
    return "\n\n".join(" ".join(line.split()) for line in lines if line.strip())

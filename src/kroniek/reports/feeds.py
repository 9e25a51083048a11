"""RSS and Atom feeds, by feedparser: their entries as reports, or as addresses to fetch."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from kroniek.errors import InputError
from kroniek.records import Report
from kroniek.reports.boilerplate import blank
from kroniek.reports.found import Broken, Found, bounded
from kroniek.reports.plain import Rejected

SHORTEST = 80


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its number in the feed from 1, `day` of publication (UTC), the feed's title as `outlet`, its own text."""

    number: int
    id: str
    link: str
    day: str | None
    title: str | None
    language: str
    outlet: str
    text: str


def read_entries(data: bytes, name: str) -> Iterator[Entry | Rejected]:
    """The entries of a feed; a Rejected where it cannot be read."""
    try:
        yield from _entries(data, name)
    except InputError as error:
        yield Rejected(name, str(error).removeprefix(f"{name}: "))


def read_feed(data: bytes, name: str, *, origin: str) -> Iterator[Found | Rejected]:
    """Each entry's own text as a report. Raises Broken."""
    for entry in _entries(data, name):
        yield report(entry, name, origin=origin)


def report(entry: Entry, name: str, *, origin: str) -> Found | Rejected:
    """The entry's own text. One that holds a line or two only is told: `kroniek watch` fetches pages."""
    place = f"{name}, entry {entry.number}"
    if len(entry.text) < SHORTEST:
        return Rejected(place, "holds no text of the article; `kroniek watch` fetches the page")
    told = Report(
        id=entry.id or entry.link or place,
        text=blank(entry.text),
        language=entry.language,
        published=entry.day,
        title=entry.title,
        outlet=entry.outlet or None,
        url=entry.link or None,
    )
    return Found(told, f"{origin}#{entry.number}", f"feedparser {version('feedparser')}")


def _entries(data: bytes, name: str) -> Iterator[Entry]:
    """Raises Broken, also for a feed that declares entities."""
    if b"<!ENTITY" in bounded(data, name):
        raise Broken(f"{name}: declares entities, which is a way to attack readers; not read")
    import feedparser

    found = feedparser.parse(data)
    if not found.entries:
        reason = f" ({found.bozo_exception})" if found.get("bozo") else ""
        raise Broken(f"{name}: a feed without entries{reason}")
    outlet = str(found.feed.get("title") or "")
    for number, entry in enumerate(found.entries, 1):
        id, link, title = (str(entry.get(key) or "") for key in ("id", "link", "title"))
        language = str(entry.get("language") or "")[:2]
        yield Entry(number, id, link, day(entry), title or None, language, outlet, plain(_longest(entry)))


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

"""Following feeds politely: conditional requests, a pause between two requests to one host, robots.txt, a name.

feeds.toml: [[feed]] tables with `url`, and optionally `outlet`, `language` and `pages` (false: take the feed's own text).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from kroniek.errors import InputError
from kroniek.knowledge import strict
from kroniek.reports import feeds
from kroniek.reports.fetch import AGENT, Fetched, fetch
from kroniek.reports.found import Found
from kroniek.reports.guard import apart
from kroniek.reports.ingest import read_page
from kroniek.reports.plain import Rejected

PAUSE = 2.0
"""Seconds between two requests to one host, where its robots.txt asks for no more."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One [[feed]] of feeds.toml."""

    url: str
    outlet: str | None = None
    language: str | None = None
    pages: bool = True


@dataclass(slots=True)
class Politeness:
    """What is remembered between requests: robots rules and the last request, by host; how to fetch and wait."""

    private: bool = False
    wait: Callable[[float], None] = time.sleep
    robots: dict[str, RobotFileParser] = field(default_factory=dict)
    last: dict[str, float] = field(default_factory=dict)

    def get(self, url: str, headers: dict[str, str] | None = None) -> Fetched:
        """Fetch an address as its host wishes. Raises Refused, and InputError where robots.txt forbids it."""
        host = urlsplit(url).netloc
        rules = self._rules(url, host)
        if not rules.can_fetch(AGENT, url):
            raise InputError(f"{url}: the site's robots.txt asks not to fetch this")
        pause = max(PAUSE, float(rules.crawl_delay(AGENT) or 0))
        due = self.last.get(host, 0.0) + pause - time.monotonic()
        if due > 0:
            self.wait(min(due, 60.0))
        self.last[host] = time.monotonic()
        return fetch(url, headers=headers, private=self.private)

    def _rules(self, url: str, host: str) -> RobotFileParser:
        if host not in self.robots:
            rules = RobotFileParser()
            try:
                got = fetch(f"{urlsplit(url).scheme}://{host}/robots.txt", private=self.private, most=500_000)
                rules.parse(got.data.decode("utf-8", "replace").splitlines())
            except InputError:
                rules.parse([])  # no robots.txt: everything may be fetched
            self.robots[host] = rules
        return self.robots[host]


def read_feeds(path: Path) -> list[Feed]:
    """feeds.toml, strictly. Raises KnowledgeError."""
    return strict.entries(path, "feed", Feed)


def visit(
    feed: Feed, polite: Politeness, *, marks: dict[str, str], known: Callable[[str], bool]
) -> Iterator[Found | Rejected]:
    """The entries of a feed that are not known yet. `marks` holds etag and modified of the last visit and is updated;
    `known` tells whether an address is in the chronicle already."""
    names = {"etag": "If-None-Match", "modified": "If-Modified-Since"}
    try:
        got = polite.get(feed.url, {names[k]: v for k, v in marks.items() if v})
        if got.status == 304:
            return
    except InputError as error:
        yield Rejected(feed.url, str(error).removeprefix(f"{feed.url}: "))
        return
    for item in _entries(feed, got.data, polite, known):
        yield _dressed(item, feed) if isinstance(item, Found) else item
    marks["etag"], marks["modified"] = got.headers.get("etag", ""), got.headers.get("last-modified", "")


def _entries(
    feed: Feed, data: bytes, polite: Politeness, known: Callable[[str], bool]
) -> Iterator[Found | Rejected]:
    for entry in list(apart(feeds.read_entries, feed.url, data, feed.url)):
        if isinstance(entry, Rejected) or not feed.pages:
            yield entry if isinstance(entry, Rejected) else feeds.report(entry, feed.url, origin=feed.url)
        elif entry.link and not known(entry.link):
            yield from _page(entry, feed, polite)


def _page(entry: feeds.Entry, feed: Feed, polite: Politeness) -> Iterator[Found | Rejected]:
    try:
        got = polite.get(entry.link)
    except InputError as error:
        yield Rejected(entry.link, str(error).removeprefix(f"{entry.link}: "))
        return
    for page in apart(read_page, entry.link, got.data, entry.link, feed.url, got.charset):
        if isinstance(page, Found):
            told = page.report
            told = replace(told, published=entry.day or told.published, outlet=told.outlet or entry.outlet or None)
            yield replace(page, report=told)
        else:
            yield page


def _dressed(item: Found, feed: Feed) -> Found:
    report = item.report
    return replace(
        item, report=replace(report, outlet=feed.outlet or report.outlet, language=feed.language or report.language)
    )

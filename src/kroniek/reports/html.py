"""A page of HTML → its article, by trafilatura: text, title, outlet, day of publication, canonical address."""

from __future__ import annotations

import re
from importlib.metadata import version
from typing import Any

from kroniek.records import Report
from kroniek.reports.boilerplate import blank
from kroniek.reports.found import Broken, Found, bounded

CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)
MOST = 10_000_000
SHORTEST = 40


def read_html(data: bytes, name: str, *, origin: str, url: str | None = None, charset: str | None = None) -> Found:
    """The article of a page. `charset`: as the server said. Raises TooLarge, and Broken where no article is found."""
    import trafilatura

    page = decode(bounded(data, name, MOST), charset)
    article: Any = trafilatura.bare_extraction(
        page, url=url, with_metadata=True, include_comments=False, include_tables=False, favor_precision=True
    )
    if article is None or len(article.text or "") < SHORTEST:
        article = trafilatura.bare_extraction(page, url=url, with_metadata=True, include_comments=False, fast=True)
    if article is None or len(article.text or "") < SHORTEST:
        raise Broken(f"{name}: no article is found on this page; save its text")
    text = blank(article.text)
    address = canonical_link(page) or url or article.url
    report = Report(
        id=name,
        text=text,
        language="",
        published=article.date,
        title=article.title,
        outlet=article.sitename or article.hostname,
        url=address,
    )
    return Found(report, origin, f"trafilatura {version('trafilatura')}", url=url)


def decode(data: bytes, charset: str | None = None) -> str:
    """Bytes of a page as text: as the server or the page says, UTF-8, else the likeliest charset."""
    declared = CHARSET.search(data[:4096])
    for name in (charset, declared[1].decode("ascii", "replace") if declared else None, "utf-8-sig"):
        try:
            if name:
                return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    return data.decode(best.encoding if best else "cp1252", "replace")


LINK = re.compile(r"<link[^<>]{1,2000}>", re.IGNORECASE)
CANONICAL = re.compile(r"rel=[\"']?canonical\b", re.IGNORECASE)
HREF = re.compile(r"href=[\"']?(https?://[^\"'\s>]+)", re.IGNORECASE)


def canonical_link(page: str) -> str | None:
    """The address that the page itself calls canonical, or None."""
    found = next((link[0] for link in LINK.finditer(page) if CANONICAL.search(link[0])), None)
    address = HREF.search(found) if found else None
    return address[1] if address else None

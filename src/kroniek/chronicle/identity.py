"""What makes two reports versions of one, and the public ids of events."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from kroniek.records import Report

TRACKERS = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "at_medium", "at_campaign", "cmp")


def address(report: Report, guid: str | None = None) -> str:
    """What makes two reports versions of one: an agency's id, the canonical URL, else digest and outlet."""
    if guid:
        return f"guid:{guid}"
    if report.url:
        return canonical(report.url)
    return f"text:{digest(report.text)[:40]}:{report.outlet or ''}"


def canonical(url: str) -> str:
    """A URL without fragment, "www.", tracking parameters and final slash, host in lower case, always https."""
    parts = urlsplit(url.strip())
    if not parts.netloc:
        return url.strip()
    query = [(k, v) for k, v in parse_qsl(parts.query) if not k.casefold().startswith(TRACKERS)]
    host = parts.netloc.casefold().removeprefix("www.")
    return urlunsplit(("https", host, parts.path.rstrip("/"), urlencode(query), ""))


def digest(text: str) -> str:
    """SHA-256 of the text in UTF-8, hexadecimal."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def event_id(row: Mapping[str, Any], body: Mapping[str, Any]) -> str:
    """Public id of an event met for the first time: digest of address, text and its id in the report."""
    spans = [(t["start"], t["end"]) for t in body["trigger"]]
    told = json.dumps([row["address"], row["sha256"], body["type"], spans, body["id"]])
    return "e" + sha256(told.encode()).hexdigest()[:16]

"""Agency files: NewsML-G2 (with NITF or XHTML inside), NITF, and ninjs (JSON), all of the IPTC. Kill notices count.

A report keeps the agency's guid over its versions. `pubStatus` "stat:canceled" (G2), `pubstatus` "canceled" (ninjs) and
a NITF `<docdata management-status="killed">` withdraw what was sent before under the guid.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kroniek.records import Report
from kroniek.reports import xml
from kroniek.reports.boilerplate import blank
from kroniek.reports.found import Broken, Found, Killed
from kroniek.reports.html import read_html
from kroniek.reports.plain import Rejected

KILLS = ("canceled", "cancelled", "killed", "withdrawn")
PARAGRAPHS = ("p", "h1", "h2", "li")


def read_newsml(data: bytes, name: str, *, origin: str) -> Iterator[Found | Killed | Rejected]:
    """Every newsItem of a NewsML-G2 document or message. An item without a body comes out as Rejected."""
    root = xml.parse(data, name)
    items = [e for e in root.iter() if xml.name(e) == "newsItem"]
    if not items:
        yield Rejected(name, "a NewsML-G2 document without a newsItem; packages and concepts are not read")
    for item in items:
        guid = item.get("guid") or name
        if _status(xml.find(item, "pubStatus")) in KILLS:
            yield Killed(guid, origin, xml.words(xml.find(item, "edNote")) or "withdrawn by the agency")
            continue
        text = _body(item)
        if not text:
            yield Rejected(f"{name}, item {guid}", "NewsML without a body; nothing to read")
            continue
        yield Found(_g2_report(item, guid, text), origin, "NewsML-G2", guid=guid)


def read_nitf(data: bytes, name: str, *, origin: str) -> Found | Killed:
    """A NITF document. Raises Broken without a body."""
    root = xml.parse(data, name)
    identity = xml.find(root, "doc-id")
    guid = (identity.get("id-string") if identity is not None else None) or name
    about = xml.find(root, "docdata")
    if about is not None and about.get("management-status", "") in KILLS:
        return Killed(guid, origin, xml.words(xml.find(about, "ed-msg")) or "withdrawn by the agency")
    body = xml.find(root, "body.content")
    text = _paragraphs(body) if body is not None else ""
    if not text:
        raise Broken(f"{name}: NITF without a body; nothing to read")
    issued = xml.find(root, "date.issue")
    report = Report(
        id=guid,
        text=blank(text),
        language="",
        published=_day(issued.get("norm") if issued is not None else None),
        title=xml.words(xml.find(root, "hl1")) or xml.words(xml.find(root, "title")) or None,
        outlet=xml.words(xml.find(root, "distributor")) or None,
    )
    return Found(report, origin, "NITF", guid=guid)


def read_ninjs(text: str, name: str, *, origin: str) -> Found | Killed:
    """A ninjs object (1.x and 2.x, 3.x). Raises Broken."""
    try:
        item = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Broken(f"{name}: damaged JSON ({error})") from None
    guid = item.get("uri") or item.get("guid") or name
    if item.get("pubstatus") in KILLS:
        return Killed(guid, origin, item.get("ednote") or "withdrawn by the agency")
    body, kind = _ninjs_body(item)
    if not body:
        raise Broken(f"{name}: ninjs without a body; nothing to read")
    if "html" in kind:
        page = f"<html><body><article>{body}</article></body></html>".encode()
        body = read_html(page, name, origin=origin, charset="utf-8").report.text
    report = Report(
        id=guid,
        text=blank(body),
        language=(item.get("language") or "")[:2],
        published=_day(item.get("versioncreated") or item.get("firstcreated")),
        title=_headline(item),
        outlet=_named(item.get("infosources")) or item.get("copyrightholder"),
    )
    return Found(report, origin, "ninjs", guid=guid)


def is_ninjs(value: Any) -> bool:
    """Does a JSON value look like a ninjs item?"""
    signs = ("body_text", "body_xhtml", "body_html", "bodies", "pubstatus", "headlines", "versioncreated")
    return isinstance(value, dict) and "uri" in value and any(key in value for key in signs)


def _g2_report(item: Any, guid: str, text: str) -> Report:
    language = xml.find(item, "contentMeta", "language")
    return Report(
        id=guid,
        text=blank(text),
        language=(language.get("tag", "") if language is not None else "")[:2],
        published=_day(xml.words(xml.find(item, "versionCreated")) or xml.words(xml.find(item, "firstCreated"))),
        title=xml.words(xml.find(item, "headline")) or None,
        outlet=xml.words(xml.find(item, "provider", "name")) or None,
    )


def _status(element: Any) -> str:
    """ "canceled" of "stat:canceled"."""
    return element.get("qcode", "").rpartition(":")[2] if element is not None else ""


def _body(item: Any) -> str:
    content = xml.find(item, "contentSet")
    if content is None:
        return ""
    body = xml.find(content, "body.content")
    body = body if body is not None else xml.find(content, "body")
    return _paragraphs(body if body is not None else content) or xml.words(xml.find(content, "inlineData"))


def _paragraphs(element: Any) -> str:
    found = [xml.words(e) for e in element.iter() if xml.name(e) in PARAGRAPHS]
    return "\n\n".join(p for p in found if p)


def _day(stamp: str | None) -> str | None:
    """2019-12-31 of "2019-12-31T14:05:00Z" or "20191231T140500Z"; None where it is no date."""
    if not stamp:
        return None
    digits = stamp[:10] if "-" in stamp[:8] else f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}"
    return digits if len(digits) == 10 and digits.replace("-", "").isdigit() else None


def _ninjs_body(item: dict[str, Any]) -> tuple[str, str]:
    for key in ("body_text", "body_xhtml", "body_html", "body_sportsml"):
        if item.get(key):
            return str(item[key]), "html" if "html" in key else "text"
    for body in item.get("bodies") or []:
        if body.get("value"):
            return str(body["value"]), str(body.get("contenttype") or body.get("role") or "")
    return "", ""


def _headline(item: dict[str, Any]) -> str | None:
    several = item.get("headlines") or []
    return item.get("headline") or item.get("headline_main") or (several[0].get("value") if several else None)


def _named(values: Any) -> str | None:
    return values[0].get("name") if isinstance(values, list) and values else None

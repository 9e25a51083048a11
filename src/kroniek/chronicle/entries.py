"""The rows that a report and its events take in the tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from kroniek.chronicle import lineage
from kroniek.chronicle.coded import Coded
from kroniek.chronicle.identity import digest
from kroniek.chronicle.sameness import settings
from kroniek.chronicle.sketch import KINDS, Sketch, sketch
from kroniek.chronicle.store import now
from kroniek.edtf import parse_published


def report_row(item: Coded, key: str, number: int, *, version: int) -> dict[str, Any]:
    """Row for the table reports; `number` is also its lineage until near-copies are found."""
    report, about = item.report, item.provenance
    bounds = parse_published(report.published)
    return {
        "no": number,
        "id": report.id,
        "address": key,
        "version": version,
        "live": 1,
        "language": report.language,
        "published": report.published,
        "published_first": bounds.first.isoformat() if bounds and bounds.first else None,
        "published_last": bounds.last.isoformat() if bounds and bounds.last else None,
        "title": report.title,
        "outlet": report.outlet,
        "url": report.url,
        "text": report.text,
        "sha256": digest(report.text),
        "bytes_sha256": about.bytes_sha256,
        "extractor": about.extractor,
        "origin": about.origin,
        "pages": json.dumps(about.pages) if about.pages else None,
        "coder": item.coder,
        "added": now(),
        "lineage": number,
        "signature": lineage.to_bytes(lineage.signature(report.text)),
    }


def draw(body: Mapping[str, Any], *, no: int, uid: str, origin: int, report: Mapping[str, Any]) -> Sketch:
    """The sketch of an event of a report (a row of the table). A report without a date counts as published when added."""
    day = date.fromisoformat(report["published_last"] or report["added"][:10]).toordinal()
    return sketch(
        body, no=no, origin=origin, uid=uid, report=report["no"], published=day, undated_days=settings().undated_days
    )


def event_row(body: Mapping[str, Any], drawn: Sketch, coder: str, edited: str | None) -> dict[str, Any]:
    """Row for the table events."""
    when = ({**body, **json.loads(edited)} if edited else body)["when"] or {}
    return {
        "no": drawn.no,
        "uid": drawn.uid,
        "origin": drawn.origin,
        "report": drawn.report,
        "local": body["id"],
        "live": 1,
        "review": drawn.review,
        "type": drawn.type,
        "mode": drawn.mode or None,
        "status": drawn.status,
        "first": when.get("first"),
        "last": when.get("last"),
        "confidence": drawn.confidence,
        "incident": None,
        "body": json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        "edited": edited,
        "sketch": drawn.to_json(),
        "coder": coder,
    }


def claim_rows(body: Mapping[str, Any], no: int) -> list[dict[str, Any]]:
    """Rows for the table claims."""
    found = [(kind, claim) for kind in KINDS for claim in body[kind]]
    return [
        {
            "event": no,
            "nth": nth,
            "kind": kind,
            "low": claim["low"],
            "high": claim["high"],
            "who": claim["who"],
            "said_by": "; ".join(a.get("name") or a["text"] for a in claim["according_to"]),
            "quote": claim["text"],
            "start": claim["start"],
            "end": claim["end"],
        }
        for nth, (kind, claim) in enumerate(found)
    ]


def link_rows(body: Mapping[str, Any], no: int, local: Mapping[str, int]) -> list[dict[str, Any]]:
    """Rows for the table links. `local`: id within the report → number."""
    found: dict[tuple[int, str], dict[str, Any]] = {}
    for link in body["links"]:
        other = local.get(link["event"])
        if other is not None and other != no:
            cue = link["cue"] or {}
            row = {"event": no, "other": other, "kind": link["kind"], "cue": cue.get("text")}
            row |= {"start": cue.get("start"), "end": cue.get("end"), "rule": link["rule"]}
            found.setdefault((other, link["kind"]), row)
    return list(found.values())

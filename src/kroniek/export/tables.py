"""Our own four tables, for csv, parquet and jsonl: events, incidents, claims, answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kroniek.chronicle.sketch import KINDS
from kroniek.export.material import Material, Row, joined, name, sources

FIGURES = tuple(f"{kind}_{end}" for kind in KINDS for end in ("low", "best", "high"))
INCIDENTS: dict[str, str] = {
    "id": "VARCHAR", "type": "VARCHAR", "mode": "VARCHAR", "goldstein": "DOUBLE", "quad": "INTEGER", "day": "DATE",
    "first": "DATE", "last": "DATE", "initiators": "VARCHAR", "initiator_countries": "VARCHAR", "targets": "VARCHAR",
    "target_countries": "VARCHAR", "place": "VARCHAR", "country": "VARCHAR", "geonameid": "BIGINT", "lat": "DOUBLE",
    "lon": "DOUBLE", "place_precision": "VARCHAR", "deeds_low": "INTEGER", "deeds_high": "INTEGER",
    **dict.fromkeys(FIGURES, "INTEGER"), "disputed": "BOOLEAN", "review": "VARCHAR", "confidence": "DOUBLE",
    "events": "INTEGER", "reports": "INTEGER", "lineages": "INTEGER", "sources": "VARCHAR",
}  # fmt: skip
EVENTS: dict[str, str] = {
    "id": "VARCHAR", "incident": "VARCHAR", "report": "VARCHAR", "outlet": "VARCHAR", "published": "VARCHAR",
    "title": "VARCHAR", "url": "VARCHAR", "language": "VARCHAR", "type": "VARCHAR", "mode": "VARCHAR", "status": "VARCHAR",
    "cameo": "VARCHAR", "quad": "INTEGER", "goldstein": "DOUBLE", "initiators": "VARCHAR", "targets": "VARCHAR",
    "according_to": "VARCHAR", "place": "VARCHAR", "country": "VARCHAR", "lat": "DOUBLE", "lon": "DOUBLE", "when": "VARCHAR",
    "first": "DATE", "last": "DATE", "occurrences_low": "INTEGER", "occurrences_high": "INTEGER", "disputed": "BOOLEAN",
    "answers": "VARCHAR", "part_of": "VARCHAR", "trigger": "VARCHAR", "evidence": "VARCHAR", "confidence": "DOUBLE",
    "review": "VARCHAR", "coder": "VARCHAR",
}  # fmt: skip
CLAIMS: dict[str, str] = {
    "incident": "VARCHAR", "event": "VARCHAR", "report": "VARCHAR", "outlet": "VARCHAR", "published": "VARCHAR",
    "lineage": "INTEGER", "kind": "VARCHAR", "low": "INTEGER", "high": "INTEGER", "who": "VARCHAR", "said_by": "VARCHAR",
    "quote": "VARCHAR", "start": "INTEGER", "end": "INTEGER",
}  # fmt: skip
ANSWERS: dict[str, str] = {
    "answer": "VARCHAR", "act": "VARCHAR", "basis": "VARCHAR", "lineages": "INTEGER", "report": "VARCHAR", "cue": "VARCHAR",
    "rule": "VARCHAR",
}  # fmt: skip
TABLES = {"events": EVENTS, "incidents": INCIDENTS, "claims": CLAIMS, "answers": ANSWERS}


def incident_row(incident: Row) -> Row:
    """A row of the table incidents."""
    row = {c: incident[c] for c in INCIDENTS if c in incident}
    for role, country in (("initiators", "initiator_countries"), ("targets", "target_countries")):
        row[role] = joined(p["name"] for p in incident[role])
        row[country] = joined(p["country"] for p in incident[role])
    return row | {"sources": joined(sources(incident))}


def event_row(incident: Row, telling: Row) -> Row:
    """A row of the table events."""
    event = telling["event"]
    place, when = event["place"] or {}, event["when"] or {}
    row: dict[str, Any] = {c: event[c] for c in EVENTS if c in event and not isinstance(event[c], (list, dict))}
    row |= {c: telling[c] for c in ("outlet", "published", "title", "url", "language", "review")}
    row |= {"incident": incident["id"], "place": place.get("name"), "when": when.get("edtf")}
    row |= {c: place.get(c) for c in ("country", "lat", "lon")} | {c: when.get(c) for c in ("first", "last")}
    row |= {role: joined(map(name, event[role])) for role in ("initiators", "targets", "according_to")}
    row |= {k: joined(event[k]) for k in ("answers", "part_of")}
    row |= {k: " … ".join(s["text"] for s in event[k]) for k in ("trigger", "evidence")}
    low, high = event["occurrences"]
    return row | {"occurrences_low": low, "occurrences_high": high}


def claim_rows(incident: Row, telling: Row) -> Iterator[Row]:
    """Rows of the table claims."""
    for kind in KINDS:
        for claim in telling["event"][kind]:
            yield {
                "incident": incident["id"],
                "event": telling["uid"],
                "report": telling["report_id"],
                "outlet": telling["outlet"],
                "published": telling["published"],
                "lineage": telling["lineage"],
                "kind": kind,
                "low": claim["low"],
                "high": claim["high"],
                "who": claim["who"],
                "said_by": joined(map(name, claim["according_to"])),
                "quote": claim["text"],
                "start": claim["start"],
                "end": claim["end"],
            }


def answer_rows(material: Material) -> Iterator[Row]:
    """Rows of the table answers: one for each report that says so; one for a person's word."""
    for answer, act, about in material.answers():
        base = {"answer": answer, "act": act, "basis": about.basis, "lineages": about.lineages}
        for cue in about.cues:
            yield base | {"report": cue.report, "cue": cue.cue, "rule": cue.rule}
        if not about.cues:
            yield base


def all_rows(material: Material) -> Iterator[tuple[str, Row]]:
    """Name of the table, row; in no fixed order of tables."""
    for incident in material.incidents():
        yield "incidents", incident_row(incident)
        for telling in incident["tellings"]:
            yield "events", event_row(incident, telling)
            for row in claim_rows(incident, telling):
                yield "claims", row
    for row in answer_rows(material):
        yield "answers", row

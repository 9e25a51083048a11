"""PLOVER records, JSON Lines, one an event (a report's telling). Fields as in the manual, draft 2.0.

PLOVER has no place for who says so, for low and high, nor for answers beyond `link`: claims stand in `dead`, `injured`,
`arrested` as ranges ("25+", "24-99"), and all incidents told the same share a `link`.
"""

from __future__ import annotations

import json
from typing import Any, TextIO

from kroniek.export.material import Material, Row, name

FIELDS = (
    "id", "has_event", "date", "time", "enddate", "endtime", "actor", "recipient", "event", "event_loc", "event_text",
    "quad_code", "event_scale", "mode", "context", "link", "dead", "injured", "arrested", "size", "text", "text_info",
    "cite_info", "coder", "coded_date", "coded_time", "comment",
)  # fmt: skip
ENTITY = (
    "code", "sector", "entity_text", "identifier_id", "identifier_text", "religion", "ethnicity", "office", "gender", "age",
)  # fmt: skip
AUXILIARY = {"not": "negation", "future": "future", "hypothetical": "hypothetical"}
RESOLUTION = {"exact": 1, "place": 2, "near": 2, "region": 4, "country": 5}
SIZES = {"dead": "killed", "injured": "injured", "arrested": "detained", "size": "crowd"}


def write(material: Material, out: TextIO) -> int:
    """Gives the number of events."""
    count = 0
    for incident in material.incidents():
        for telling in incident["tellings"]:
            out.write(json.dumps(record(incident, telling), ensure_ascii=False) + "\n")
            count += 1
    return count


def record(incident: Row, telling: Row) -> Row:
    """One PLOVER record."""
    event = telling["event"]
    when = event["when"] or {}
    evidence = event["evidence"]
    found: dict[str, Any] = {
        "id": telling["uid"],
        "has_event": True,
        "date": when.get("first") or telling["published_last"] or incident["day"],
        "enddate": when.get("last"),
        "actor": [entity(a) for a in event["initiators"]],
        "recipient": [entity(a) for a in event["targets"]],
        "event": [event["type"]],
        "event_loc": location(event["place"]),
        "event_text": [t["text"] for t in event["trigger"]],
        "quad_code": event["quad"],
        "event_scale": event["goldstein"],
        "mode": [m for m in (event["mode"], AUXILIARY.get(event["status"])) if m],
        "context": event["context"],
        "link": incident["id"],
        **{theirs: [size(c) for c in event[ours]] for theirs, ours in SIZES.items()},
        "text": " ".join(s["text"].strip() for s in evidence),
        "text_info": [{"sequence": n, "start": s["start"], "end": s["end"]} for n, s in enumerate(evidence, 1)],
        "cite_info": {
            "url": telling["url"],
            "title": telling["title"],
            "language": telling["language"],
            "publication": telling["outlet"],
            "coder": event["coder"],
            "codebook": "PLOVER draft 2.0",
        },
        "coder": event["coder"],
    }
    return {field: found.get(field) for field in FIELDS}


def entity(actor: Row) -> Row:
    """An actor as a PLOVER entity; identifiers are Wikidata's."""
    found = {
        "code": actor["country"],
        "sector": actor["sector"],
        "entity_text": actor["text"],
        "identifier_id": actor["wikidata"],
        "identifier_text": name(actor) if actor["name"] else None,
    }
    return {field: found.get(field) for field in ENTITY}


def location(place: Row | None) -> Row | None:
    """Fields as mordecai 3 names them, and PLOVER's resolution 1 (site) to 5 (country)."""
    if place is None:
        return None
    return {
        "search_name": place["text"], "name": place["name"], "geonameid": place["geonameid"], "country_code3": place["country"],
        "admin1_name": place["admin1"], "lat": place["lat"], "lon": place["lon"], "resolution": RESOLUTION[place["precision"]],
    }  # fmt: skip


def size(claim: Row) -> str:
    """ "25", "25+", "-50", "24-99"."""
    low, high = claim["low"], claim["high"]
    if high is None:
        return f"{low}+"
    if low is None:
        return f"-{high}"
    return str(low) if low == high else f"{low}-{high}"

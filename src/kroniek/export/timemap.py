"""Events as TimeMap (Forensic Architecture) reads them: one JSON list, all values texts, as its schema wants.

Needs a date or coordinates; an incident always has a day. Associations: type as filter, country as filter.
"""

from __future__ import annotations

import json
from typing import TextIO

from kroniek.export.geojson import title
from kroniek.export.material import Material, Row, joined, notes, sources

FIELDS = (
    "id", "description", "date", "time", "time_precision", "location", "latitude", "longitude", "type", "category",
    "category_full", "associations", "sources", "comments", "time_display",
)  # fmt: skip


def write(material: Material, out: TextIO) -> int:
    """Gives the number of events."""
    events = [event(incident) for incident in material.incidents()]
    json.dump(events, out, ensure_ascii=False, indent=1)
    return len(events)


def event(incident: Row) -> Row:
    """One incident. `date` is month/day/year, TimeMap's default."""
    year, month, day = (int(p) for p in incident["day"].split("-"))
    here = incident["lat"] is not None
    found = {
        "id": incident["id"],
        "description": f"{title(incident)}. {notes(incident)}",
        "date": f"{month}/{day}/{year}",
        "time_precision": "" if incident["first"] == incident["last"] else f"{incident['first'] or '?'}/{incident['last'] or '?'}",
        "location": incident["place"] or "",
        "latitude": str(incident["lat"]) if here else "",
        "longitude": str(incident["lon"]) if here else "",
        "type": incident["type"],
        "category": incident["type"],
        "category_full": incident["mode"] or "",
        "associations": [incident["type"], *([incident["country"]] if incident["country"] else [])],
        "sources": [t["url"] or t["report_id"] for t in incident["tellings"]],
        "comments": joined(sources(incident)),
        "time_display": incident["day"],
    }
    return {field: found.get(field, "") for field in FIELDS}

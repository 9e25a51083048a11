"""FollowTheMoney entities, JSON Lines, for Aleph and OpenSanctions tools: an Event an incident, and its actors.

Countries are in ISO 3166 alpha-2, lower case, as FollowTheMoney wants. Claims stay in `notes`, one a line: the model has
no place for figures that disagree.
"""

from __future__ import annotations

import json
from hashlib import sha1
from typing import Any, TextIO

from kroniek.chronicle.sketch import KINDS
from kroniek.export.geojson import title
from kroniek.export.iso import iso2
from kroniek.export.material import Material, Row, name, notes
from kroniek.export.plover import size

BODIES = {"GOV": "PublicBody", "MIL": "Organization", "COP": "PublicBody", "JUD": "PublicBody", "LEG": "PublicBody", "SPY": "PublicBody"}


def write(material: Material, out: TextIO) -> int:
    """Gives the number of events; actors come once each, before the first event that names them."""
    seen: set[str] = set()
    count = 0
    for incident in material.incidents():
        for party in (*incident["initiators"], *incident["targets"]):
            entity = actor(party)
            if entity["id"] not in seen:
                seen.add(entity["id"])
                out.write(json.dumps(entity, ensure_ascii=False) + "\n")
        out.write(json.dumps(event(incident), ensure_ascii=False) + "\n")
        count += 1
    return count


def actor(party: Row) -> Row:
    """An actor; persons and bodies are both LegalEntity where we cannot tell."""
    kind = BODIES.get(party["sector"] or "", "LegalEntity") if party["key"].startswith("country:") else "LegalEntity"
    found = {"name": [party["name"]]} | _given("country", [_country(party["country"])])
    return {"id": actor_id(party), "schema": kind, "properties": found}


def event(incident: Row) -> Row:
    """An incident as an Event."""
    claims = [
        f"{kind}: {size(c)} {c['who']} ({', '.join(map(name, c['according_to'])) or t['outlet'] or t['report_id']})"
        for t in incident["tellings"]
        for kind in KINDS
        for c in t["event"][kind]
    ]
    found: dict[str, Any] = {"name": [title(incident)], "recordId": [incident["id"]]}
    found |= _given("summary", [notes(incident)]) | _given("notes", claims) | _given("location", [incident["place"]])
    found |= _given("startDate", [incident["first"]]) | _given("endDate", [incident["last"]])
    found |= _given("country", [_country(incident["country"])]) | _given("sourceUrl", [t["url"] for t in incident["tellings"]])
    found |= _given("organizer", [actor_id(p) for p in incident["initiators"]])
    found |= _given("involved", [actor_id(p) for p in incident["targets"]])
    found |= _given("keywords", [incident["type"], incident["mode"]])
    return {"id": f"kroniek-{incident['id']}", "schema": "Event", "properties": found}


def actor_id(party: Row) -> str:
    """A stable id from the actor's key."""
    return f"kroniek-{sha1(party['key'].encode(), usedforsecurity=False).hexdigest()}"


def _given(field: str, values: list[Any]) -> dict[str, list[Any]]:
    kept = list(dict.fromkeys(v for v in values if v))
    return {field: kept} if kept else {}


def _country(code: str | None) -> str | None:
    found = iso2(code)
    return found.lower() if found else None

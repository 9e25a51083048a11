"""A GeoJSON FeatureCollection (RFC 7946) with the properties of OSINT collections: title, date, description, links, source.

Incidents without coordinates have a null geometry: they are not lost, and the standard allows it.
"""

from __future__ import annotations

import json
from typing import TextIO

from kroniek.export.material import Material, Row, joined, notes, sources
from kroniek.export.tables import FIGURES

PROPERTIES = (
    "title", "date", "description", "links", "source", "place_desc", "type", "mode", "first", "last", "initiators", "targets",
    "place_precision", *FIGURES, "disputed", "confidence", "reports", "lineages",
)  # fmt: skip


def write(material: Material, out: TextIO) -> int:
    """Gives the number of features."""
    out.write('{"type": "FeatureCollection", "features": [')
    count = 0
    for incident in material.incidents():
        out.write(("," if count else "") + "\n" + json.dumps(feature(incident), ensure_ascii=False))
        count += 1
    out.write("\n]}\n")
    return count


def feature(incident: Row) -> Row:
    """One incident as a Feature."""
    here = None if incident["lat"] is None else {"type": "Point", "coordinates": [incident["lon"], incident["lat"]]}
    told = {key: incident[key] for key in PROPERTIES if key in incident}
    told |= {role: [p["name"] for p in incident[role]] for role in ("initiators", "targets")}
    told |= {
        "title": title(incident),
        "date": incident["day"],
        "description": notes(incident),
        "links": [t["url"] for t in incident["tellings"] if t["url"]],
        "source": joined(sources(incident)),
        "place_desc": incident["place"],
    }
    return {"type": "Feature", "id": incident["id"], "geometry": here, "properties": {k: told.get(k) for k in PROPERTIES}}


def title(incident: Row) -> str:
    """Who, what, whom, where."""
    sides = [", ".join(p["name"] for p in incident[role]) for role in ("initiators", "targets")]
    what = incident["type"] + (f"/{incident['mode']}" if incident["mode"] else "")
    where = f" ({incident['place']})" if incident["place"] else ""
    return f"{sides[0] or '?'}: {what} → {sides[1] or '?'}{where}"

"""CSV with HXL tags in the second row, for the Humanitarian Data Exchange. One row an incident."""

from __future__ import annotations

from typing import TextIO

from kroniek.export.geojson import title
from kroniek.export.material import Material, Row, joined, sources
from kroniek.export.writing import write_table

TAGS = {
    "id": "#event+id",
    "date": "#date+occurred",
    "type": "#event+type",
    "mode": "#event+mode",
    "description": "#event+description",
    "initiators": "#group+name+actor1",
    "targets": "#group+name+actor2",
    "country": "#country+code+v_iso3",
    "place": "#adm1+name",
    "latitude": "#geo+lat",
    "longitude": "#geo+lon",
    "killed": "#affected+killed",
    "killed low": "#affected+killed+min",
    "killed high": "#affected+killed+max",
    "injured": "#affected+injured",
    "sources": "#meta+source",
    "texts": "#meta+num+sources",
}


def write(material: Material, out: TextIO) -> int:
    """Gives the number of incidents."""
    return write_table(out, list(TAGS), (row(i) for i in material.incidents()), second=list(TAGS.values()))


def row(incident: Row) -> Row:
    """One row."""
    return {
        "id": incident["id"],
        "date": incident["day"],
        "type": incident["type"],
        "mode": incident["mode"],
        "description": title(incident),
        "initiators": joined(p["name"] for p in incident["initiators"]),
        "targets": joined(p["name"] for p in incident["targets"]),
        "country": incident["country"],
        "place": incident["place"],
        "latitude": incident["lat"],
        "longitude": incident["lon"],
        "killed": incident["killed_best"],
        "killed low": incident["killed_low"],
        "killed high": incident["killed_high"],
        "injured": incident["injured_best"],
        "sources": joined(sources(incident)),
        "texts": incident["lineages"],
    }

"""POLECAT's 40 columns, tab-separated, "None" for what is missing, ";" between several. One row an event.

Correlates of War codes are left "None": we hold no licensed list of them.
"""

from __future__ import annotations

from typing import TextIO

from kroniek.export.material import Material, Row, joined, name
from kroniek.export.writing import write_table

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name", "Actor Country",
    "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw", "Wikipedia Actor ID",
    "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors",
    "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City", "District", "Province", "Country",
    "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source", "Publication Date", "Story People",
    "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip
QUADS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}


def write(material: Material, out: TextIO) -> int:
    """Gives the number of events. POLECAT codes what happened only."""
    rows = (
        row(incident, telling)
        for incident in material.incidents()
        for telling in incident["tellings"]
        if telling["event"]["status"] == "happened"
    )
    return write_table(out, COLUMNS, rows, delimiter="\t", missing="None", plain=True)


def row(incident: Row, telling: Row) -> Row:
    """One POLECAT row."""
    event = telling["event"]
    place, when = event["place"] or {}, event["when"] or {}
    is_town = place.get("precision") in ("place", "near", "exact")
    return {
        "Event ID": telling["uid"],
        "Event Date": when.get("first") or telling["published_last"] or incident["day"],
        "Event Type": event["type"],
        "Event Mode": event["mode"],
        "Intensity": event["goldstein"],
        "Quad Code": QUADS[event["quad"]],
        "Contexts": joined(event["context"], ";"),
        **_side("Actor", event["initiators"]),
        **_side("Recipient", event["targets"]),
        "Placename": place.get("name"),
        "City": place.get("name") if is_town else None,
        "Province": place.get("admin1"),
        "Country": place.get("country"),
        "Latitude": place.get("lat"),
        "Longitude": place.get("lon"),
        "GeoNames ID": place.get("geonameid"),
        "Raw Placename": place.get("text"),
        "Source": telling["outlet"],
        "Publication Date": telling["published"],
        "Story Locations": place.get("name"),
        "Language": telling["language"],
        "Version": event["coder"],
    }


def _side(role: str, actors: list[Row]) -> Row:
    return {
        f"{role} Name": joined(map(name, actors), ";"),
        f"{role} Country": joined((a["country"] for a in actors), ";"),
        f"Primary {role} Sector": next((a["sector"] for a in actors if a["sector"]), None),
        f"{role} Sectors": joined((a["sector"] for a in actors), ";"),
        f"{role} Name Raw": joined((a["text"] for a in actors), ";"),
        f"Wikipedia {role} ID": joined((a["wikidata"] for a in actors), ";"),
    }

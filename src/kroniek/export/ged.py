"""UCDP GED's 49 columns, one row a lethal incident between known sides. Not UCDP data: `code_status` says so.

UCDP's own numbers of conflicts, dyads, sides and states are left blank: they are UCDP's to give. Deaths by side are what
the claims say of groups whose side is known by the target; the rest is `deaths_unknown`.
"""

from __future__ import annotations

from datetime import date
from typing import TextIO

from kroniek.export.iso import country_name, region
from kroniek.export.material import Material, Row, happened, joined, sectors, sources
from kroniek.export.writing import write_table

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec",
    "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa",
    "gwnob",
)  # fmt: skip
WHERE = {"exact": 1, "place": 1, "near": 2, "region": 4, "country": 6}
STATE = ("GOV", "MIL", "COP", "SPY")


def write(material: Material, out: TextIO) -> int:
    """Gives the number of incidents written: those that happened, have a date, a country and at least one death."""
    chosen = (i for i in material.incidents() if i["killed_high"] and i["first"] and i["country"] and happened(i))
    return write_table(out, COLUMNS, (row(i) for i in chosen))


def row(incident: Row) -> Row:
    """One GED row."""
    a, b = _side(incident["initiators"]), _side(incident["targets"])
    kind = _violence(incident)
    b = "Civilians" if kind == 3 else b
    told, lat, lon = incident["tellings"], incident["lat"], incident["lon"]
    best = incident["killed_best"]
    return {
        "id": incident["no"],
        "relid": incident["id"],
        "year": int(incident["first"][:4]),
        "code_status": "machine-coded by Kroniek",
        "type_of_violence": kind,
        "dyad_name": f"{a} - {b}",
        "side_a": a,
        "side_b": b,
        "number_of_sources": incident["lineages"],
        "source_article": joined(t["title"] for t in told),
        "source_office": joined(sources(incident)),
        "source_date": joined(t["published"] for t in told),
        "source_headline": joined(t["title"] for t in told),
        "source_original": joined(t["url"] for t in told),
        "where_prec": WHERE.get(incident["place_precision"] or ""),
        "where_coordinates": incident["place"],
        "where_description": incident["place"],
        "latitude": lat,
        "longitude": lon,
        "geom_wkt": f"POINT ({lon} {lat})" if lat is not None else None,
        "country": country_name(incident["country"]),
        "region": region(incident["country"]),
        "event_clarity": 1 if incident["deeds_high"] == 1 else 2,
        "date_prec": _precision(incident),
        "date_start": incident["first"],
        "date_end": incident["last"],
        "deaths_a": 0,
        "deaths_b": best if kind != 3 and incident["targets"] else 0,
        "deaths_civilians": best if kind == 3 else 0,
        "deaths_unknown": best if kind != 3 and not incident["targets"] else 0,
        "best": best,
        "high": incident["killed_high"],
        "low": incident["killed_low"],
    }


def _side(parties: list[Row]) -> str:
    first = parties[0] if parties else None
    if first is None:
        return "Unknown"
    if first["sector"] in STATE and first["country"]:
        return f"Government of {country_name(first['country'])}"
    return str(first["name"])


def _violence(incident: Row) -> int:
    """3 where the target is known and unarmed, 2 where neither side is a state's, else 1."""
    ours, theirs = ([p["sector"] for p in incident[role] if p["sector"]] for role in ("initiators", "targets"))
    if theirs and not any(sectors()[s].armed or s in STATE for s in theirs):
        return 3
    return 2 if ours and theirs and not any(s in STATE for s in (*ours, *theirs)) else 1


def _precision(incident: Row) -> int:
    """1 a day, 2 two to six days, 3 a week, 4 a month, 5 longer."""
    days = (date.fromisoformat(incident["last"]) - date.fromisoformat(incident["first"])).days + 1
    return 1 if days == 1 else 2 if days <= 6 else 3 if days <= 7 else 4 if days <= 31 else 5

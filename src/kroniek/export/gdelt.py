"""GDELT 2.0 Events: 61 columns, tab-separated, without a header. One row an incident.

FIPS country codes as GDELT has them (GeoNames' list). No tone is computed; themes and ethnic and religious codes stay blank.
"""

from __future__ import annotations

from typing import TextIO

from kroniek.export.iso import country_name, fips
from kroniek.export.material import Material, Row, happened, sectors
from kroniek.export.writing import write_table

ACTOR = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
    "Type2Code", "Type3Code",
)  # fmt: skip
GEO = ("Type", "Fullname", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
COLUMNS = (
    "GlobalEventID", "Day", "MonthYear", "Year", "FractionDate",
    *(f"Actor{n}{field}" for n in (1, 2) for field in ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources",
    "NumArticles", "AvgTone",
    *(f"{where}Geo_{field}" for where in ("Actor1", "Actor2", "Action") for field in GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
SUPRA = ("IGO", "UNO", "EUR", "NGO", "NGM", "ISM", "MNC")


def write(material: Material, out: TextIO) -> int:
    """Gives the number of incidents written: those that happened."""
    rows = (row(i) for i in material.incidents() if happened(i))
    return write_table(out, COLUMNS, rows, delimiter="\t", header=False, plain=True)


def row(incident: Row) -> Row:
    """One GDELT row."""
    year, month, day = (int(part) for part in incident["day"].split("-"))
    code = next((t["event"]["cameo"] for t in incident["tellings"] if t["event"]["type"] == incident["type"]), None) or ""
    return {
        "GlobalEventID": incident["no"],
        "Day": f"{year:04}{month:02}{day:02}",
        "MonthYear": f"{year:04}{month:02}",
        "Year": year,
        "FractionDate": round(year + (month - 1) / 12 + day / 365, 4),
        **_actor("Actor1", incident["initiators"]),
        **_actor("Actor2", incident["targets"]),
        "IsRootEvent": 1,
        "EventCode": code,
        "EventBaseCode": code[:3],
        "EventRootCode": code[:2],
        "QuadClass": incident["quad"],
        "GoldsteinScale": incident["goldstein"],
        "NumMentions": incident["events"],
        "NumSources": incident["lineages"],
        "NumArticles": incident["reports"],
        **_geo(incident),
        "DATEADDED": f"{year:04}{month:02}{day:02}000000",
        "SOURCEURL": next((t["url"] for t in incident["tellings"] if t["url"]), None),
    }


def _actor(role: str, parties: list[Row]) -> Row:
    if not parties:
        return {}
    first = parties[0]
    kind = sectors()[first["sector"]].cameo if first["sector"] else ""
    country = first["country"] or ""
    return {
        f"{role}Code": country + kind,
        f"{role}Name": first["name"].upper(),
        f"{role}CountryCode": "" if country in SUPRA else country,
        f"{role}KnownGroupCode": country if country in SUPRA else "",
        f"{role}Type1Code": kind,
    }


def _geo(incident: Row) -> Row:
    """ActionGeo: type 1 country, 4 town, 5 province (outside the United States)."""
    if not incident["place"]:
        return {"ActionGeo_Type": 0, "Actor1Geo_Type": 0, "Actor2Geo_Type": 0}
    kinds = {"country": 1, "region": 5}
    name = incident["place"] if incident["place_precision"] == "country" else f"{incident['place']}, {country_name(incident['country'])}"
    return {
        "Actor1Geo_Type": 0,
        "Actor2Geo_Type": 0,
        "ActionGeo_Type": kinds.get(incident["place_precision"], 4),
        "ActionGeo_Fullname": name,
        "ActionGeo_CountryCode": fips(incident["country"]),
        "ActionGeo_Lat": incident["lat"],
        "ActionGeo_Long": incident["lon"],
        "ActionGeo_FeatureID": incident["geonameid"],
    }

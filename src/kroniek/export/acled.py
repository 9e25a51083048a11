"""ACLED's 31 columns, one row an incident that ACLED would code. Not ACLED data: `tags` says that Kroniek made it.

What ACLED does not code (words without deeds, what did not happen, what has no date) is left out. Types and sub-types:
knowledge/export/acled.toml. `fatalities` is our best estimate.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, TextIO

from kroniek.export.iso import iso_number, region
from kroniek.export.material import Material, Row, happened, joined, notes, sectors, sources
from kroniek.export.writing import write_table
from kroniek.knowledge import ROOT, strict
from kroniek.version import CODER

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso", "region",
    "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source", "source_scale",
    "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
GEO = {"exact": 1, "place": 1, "near": 2, "region": 3, "country": 3}
DISORDER = {
    "Battles": "Political violence", "Explosions/Remote violence": "Political violence", "Protests": "Demonstrations",
    "Violence against civilians": "Political violence", "Riots": "Demonstrations", "Strategic developments": "Strategic developments",
}  # fmt: skip
CIVILIANS = 7


@dataclass(frozen=True, slots=True)
class Act:
    """An entry of knowledge/export/acled.toml."""

    type: str
    event: str
    sub: str
    modes: tuple[str, ...] = ()
    when: Literal["", "armed"] = ""


@cache
def acts() -> tuple[Act, ...]:
    """The entries, in order: the first that fits counts."""
    return tuple(strict.entries(ROOT / "export" / "acled.toml", "act", Act))


def write(material: Material, out: TextIO) -> int:
    """Gives the number of incidents written."""
    rows = (row(i) for i in material.incidents() if i["first"] and happened(i) and act(i))
    return write_table(out, COLUMNS, rows)


def act(incident: Row) -> Act | None:
    """The ACLED type of an incident, or None where ACLED has none."""
    for one in acts():
        fits = one.type == incident["type"] and (not one.modes or incident["mode"] in one.modes)
        if fits and (not one.when or _armed(incident)):
            return one
    return None


def row(incident: Row) -> Row:
    """One ACLED row."""
    kind = act(incident)
    assert kind is not None
    first, second = incident["initiators"], incident["targets"]
    codes = [_inter(first), _inter(second)]
    return {
        "event_id_cnty": incident["id"],
        "event_date": incident["first"],
        "year": int(incident["first"][:4]),
        "time_precision": _precision(incident),
        "disorder_type": DISORDER[kind.event],
        "event_type": kind.event,
        "sub_event_type": kind.sub,
        "actor1": first[0]["name"] if first else None,
        "assoc_actor_1": joined(p["name"] for p in first[1:]),
        "inter1": codes[0],
        "actor2": second[0]["name"] if second else None,
        "assoc_actor_2": joined(p["name"] for p in second[1:]),
        "inter2": codes[1],
        "interaction": "".join(str(c) for c in sorted(c or 0 for c in codes)),
        "civilian_targeting": "Civilian targeting" if codes[1] == CIVILIANS else None,
        "iso": iso_number(incident["country"]),
        "region": region(incident["country"]),
        "country": incident["country"],
        "location": incident["place"],
        "latitude": incident["lat"],
        "longitude": incident["lon"],
        "geo_precision": GEO.get(incident["place_precision"] or ""),
        "source": joined(sources(incident)),
        "notes": notes(incident),
        "fatalities": incident["killed_best"] or 0,
        "tags": f"coded by {CODER}; confidence={incident['confidence']}",
    }


def _armed(incident: Row) -> bool:
    parties = [p for p in (*incident["initiators"], *incident["targets"]) if p["sector"]]
    both = incident["initiators"] and incident["targets"]
    return bool(both) and all(sectors()[p["sector"]].armed for p in parties) and bool(parties)


def _inter(parties: list[Row]) -> int | None:
    found = next((p["sector"] for p in parties if p["sector"]), None)
    return sectors()[found].acled_inter if found else None


def _precision(incident: Row) -> int:
    """1 a day, 2 up to a week, 3 longer."""
    days = (date.fromisoformat(incident["last"] or incident["first"]) - date.fromisoformat(incident["first"])).days
    return 1 if days == 0 else 2 if days <= 6 else 3

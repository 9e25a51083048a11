"""What Datasette wants to know of a chronicle: titles, what every column holds, labels, facets, and ready questions."""

from __future__ import annotations

from typing import Any

from kroniek.chronicle import schema

INTERNAL = ("bands", "blocks", "about", "meta")
LABELS = {"incidents": "id", "events": "uid", "reports": "title", "actors": "name"}
FACETS = {"incidents": ["type", "country", "review"], "events": ["type", "status"], "reports": ["outlet", "language"], "refused": ["reason"]}
NEWEST = {"incidents": "day", "reports": "published_last", "corrections": "no", "refused": "no"}
QUERIES = {
    "told_by": {
        "title": "An incident: which report tells it, in which words",
        "sql": "select e.uid, r.title, r.outlet, r.published, e.status, json_extract(e.body, '$.evidence[0].text') as words"
        " from events e join reports r on r.no = e.report join incidents i on i.no = e.incident where i.id = :id"
        " order by r.published_last",
    },
    "figures": {
        "title": "An incident: its figures, and who vouches for them",
        "sql": "select c.kind, c.low, c.high, c.who, c.said_by, c.quote, r.outlet, r.published from claims c"
        " join events e on e.no = c.event join reports r on r.no = e.report join incidents i on i.no = e.incident"
        " where i.id = :id and e.live = 1 order by c.kind, r.published_last",
    },
    "dyad": {
        "title": "Incidents between two countries, by day",
        "sql": "select distinct i.day, i.id, i.type, i.mode, i.place, i.killed_best, i.lineages from dyads d"
        " join incidents i on i.no = d.incident where d.initiator_country = :initiator and d.target_country = :target"
        " and i.events > 0 order by i.day",
    },
}
LICENCE = {"source": "GeoNames (places)", "source_url": "https://www.geonames.org", "about": "Kroniek"}


def metadata(name: str = "chronicle") -> dict[str, Any]:
    """The value of `--metadata`. `name`: that of the database, the file's name without its ending."""
    tables = {table.name: _table(table) for table in schema.metadata.sorted_tables}
    about = "Reports, the events that they tell, and the incidents that these are; who says what. Days are inclusive."
    return {"databases": {name: {"title": "Chronicle", "description": about, **LICENCE, "tables": tables, "queries": QUERIES}}}


def _table(table: Any) -> dict[str, Any]:
    told: dict[str, Any] = {"description": table.comment, "columns": {c.name: c.comment for c in table.columns}}
    for key, values in (("label_column", LABELS), ("facets", FACETS), ("sort_desc", NEWEST)):
        if table.name in values:
            told[key] = values[table.name]
    return told | ({"hidden": True} if table.name in INTERNAL else {})

"""What all formats write from: incidents with the tellings of each, a few hundred at a time, so that memory stays small."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection

from kroniek.chronicle import queries, rows, schema
from kroniek.chronicle.chain import Answer, chain
from kroniek.chronicle.queries import Filter
from kroniek.knowledge import ROOT, strict

E = schema.events.c
R = schema.reports.c
Row = dict[str, Any]
PIECE = 400


@dataclass(frozen=True, slots=True)
class Sector:
    """A row of knowledge/export/sectors.tsv."""

    sector: str
    armed: bool
    acled_inter: int
    cameo: str


@cache
def sectors() -> dict[str, Sector]:
    """Sector → its codes elsewhere."""
    return {s.sector: s for s in strict.rows(ROOT / "export" / "sectors.tsv", Sector)}


@dataclass(frozen=True, slots=True)
class Material:
    """The incidents that a filter chooses, in an open transaction."""

    connection: Connection
    wanted: Filter | None = None

    def incidents(self) -> Iterator[Row]:
        """Each incident with `tellings`: its live events, each with the facts of its report, the earliest first."""
        chosen = queries.incidents(self.connection, self.wanted)
        for at in range(0, len(chosen), PIECE):
            piece = {row["no"]: row | {"tellings": []} for row in chosen[at : at + PIECE]}
            for no, telling in self._tellings(list(piece)):
                piece[no]["tellings"].append(telling)
            for row in piece.values():
                row["tellings"].sort(key=lambda t: (t["published_last"] or "", t["no"]))
                yield row

    def answers(self) -> list[tuple[str, str, Answer]]:
        """Ids of answer and act, with the answer; said and by persons, not inferred."""
        found = chain(self.connection, self.wanted, inferred=False)
        ids = {no: row["id"] for no, row in found.incidents.items()}
        return [(ids[a.answer], ids[a.act], a) for a in found.answers]

    def _tellings(self, numbers: list[int]) -> Iterator[tuple[int, Row]]:
        about = [R.id.label("report_id"), R.outlet, R.published, R.published_last, R.title, R.url, R.lineage, R.language]
        events = [E.no, E.uid, E.report, E.incident, E.review, E.body, E.edited, E.coder]
        facts: dict[int, Any] = {}
        told = list(rows.fetch(self.connection, events, E.incident, numbers))
        for r in rows.fetch(self.connection, [R.no, *about], R.no, {e.report for e in told}):
            facts[r.no] = r._mapping
        uids = self._uids({e.report for e in told})
        for e in told:
            body = json.loads(e.body) | json.loads(e.edited or "{}")
            report = {k: v for k, v in facts[e.report].items() if k != "no"}
            yield e.incident, {"no": e.no, "uid": e.uid, "review": e.review, **report, "event": _public(body, e, report, uids[e.report])}

    def _uids(self, reports: set[int]) -> dict[int, dict[str, str]]:
        """Report → local id → public id of its live events."""
        found: dict[int, dict[str, str]] = {}
        for report, local, uid, live in rows.fetch(self.connection, [E.report, E.local, E.uid, E.live], E.report, reports):
            if live:
                found.setdefault(report, {})[local] = uid
        return found


def _public(body: Row, event: Any, report: Row, uids: dict[str, str]) -> Row:
    """The event under its public id, in the form of `kroniek schema event`; links to events that are gone are left out."""
    links = [{**link, "event": uids[link["event"]]} for link in body["links"] if link["event"] in uids]
    return body | {
        "id": event.uid,
        "report": report["report_id"],
        "links": links,
        "answers": [k["event"] for k in links if k["kind"] == "answers"],
        "part_of": [k["event"] for k in links if k["kind"] == "part_of"],
    }


def name(actor: Row) -> str:
    """Name of an actor, else its words."""
    return str(actor.get("name") or actor["text"])


def joined(values: Any, glue: str = "; ") -> str:
    """The values that are there, each once."""
    return glue.join(dict.fromkeys(str(v) for v in values if v not in (None, "")))


def sources(incident: Row) -> list[str]:
    """Outlets, else ids, of the reports of an incident."""
    return list(dict.fromkeys(t["outlet"] or t["report_id"] for t in incident["tellings"]))


def notes(incident: Row) -> str:
    """The first sentence of each report that tells it."""
    return joined((t["event"]["evidence"][0]["text"].strip() for t in incident["tellings"] if t["event"]["evidence"]), " | ")


def happened(incident: Row) -> bool:
    """Did it happen, by what its reports say?"""
    return all(t["event"]["status"] == "happened" for t in incident["tellings"])

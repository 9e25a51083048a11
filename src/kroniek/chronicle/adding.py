"""Reports and their events into the store. Adding the same again changes nothing; a new text under the same address is
a new version; a newer coder's events take over from the older ones'."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from sqlalchemy import Connection, select, update

from kroniek.chronicle import copies, rows, schema, settling, succession
from kroniek.chronicle.coded import Coded
from kroniek.chronicle.entries import claim_rows, draw, event_row, link_rows, report_row
from kroniek.chronicle.identity import address, digest, event_id
from kroniek.chronicle.sketch import Sketch
from kroniek.chronicle.store import Chronicle, next_number, now
from kroniek.records import Report

State = Literal["new", "known", "version", "coded again"]
BATCH = 256
R = schema.reports.c
E = schema.events.c


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a report: its number, `lost`, the public ids of corrected events that it no longer tells, and whether
    it is `dated`; one that is not counts as printed when it was added."""

    id: str
    no: int
    state: State
    events: int
    lost: tuple[str, ...] = ()
    dated: bool = True


@dataclass(slots=True)
class _Batch:
    """What one transaction writes: rows by table, the new sketches, and events that others take over from."""

    reports: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)
    sketches: list[Sketch] = field(default_factory=list)
    retired: list[int] = field(default_factory=list)
    recoded: list[dict[str, Any]] = field(default_factory=list)
    done: list[Added] = field(default_factory=list)


def add(chronicle: Chronicle, items: Iterable[Coded], *, again: bool = False) -> list[Added]:
    """Add reports, a transaction for every 256; gives what became of each, in order. `again`: events take over from
    older ones also where the coder is the same."""
    done: list[Added] = []
    batch: list[Coded] = []
    for item in items:
        batch.append(item)
        if len(batch) == BATCH:
            done += add_batch(chronicle, batch, again=again)
            batch = []
    return done + (add_batch(chronicle, batch, again=again) if batch else [])


def add_batch(chronicle: Chronicle, items: Sequence[Coded], *, again: bool = False) -> list[Added]:
    """Add reports in one transaction."""
    with chronicle.writing() as connection:
        return _add(connection, items, again)


def withdraw(chronicle: Chronicle, guid: str) -> bool:
    """An agency takes a report back: its events count no more; text and log stay. False where it was not there."""
    with chronicle.writing() as connection:
        known = _versions(connection, {f"guid:{guid}"}).get(f"guid:{guid}", [])
        numbers = [r["no"] for r in known if r["live"]]
        if not numbers:
            return False
        events = [no for (no,) in rows.fetch(connection, [E.no], E.report, numbers)]
        left = settling.unfile(connection, events)
        connection.execute(update(schema.events).where(E.report.in_(numbers)).values(live=0))
        connection.execute(update(schema.reports).where(R.no.in_(numbers)).values(live=0))
        settling.settle(connection, left)
        return True


def refuse(chronicle: Chronicle, refusals: Sequence[tuple[str, str]]) -> None:
    """Keep what could not be read: pairs of place and reason. What is known already is not doubled."""
    with chronicle.writing() as connection:
        F = schema.refused.c
        known = {(o, r) for o, r in rows.fetch(connection, [F.origin, F.reason], F.origin, {o for o, _ in refusals})}
        fresh = [pair for pair in dict.fromkeys(refusals) if pair not in known]
        first = next_number(connection, schema.refused)
        kept = [{"no": first + n, "origin": o, "reason": r, "at": now()} for n, (o, r) in enumerate(fresh)]
        rows.put(connection, schema.refused, kept)


def unknown(
    chronicle: Chronicle, reports: Sequence[Report], coder: str, *, guids: Sequence[str | None] = ()
) -> list[Report]:
    """Those of the reports that this coder has not read into the chronicle yet: what is left to do."""
    keys = [address(r, g) for r, g in zip(reports, guids or [None] * len(reports), strict=True)]
    with chronicle.reading() as connection:
        seen = {(a, s, c) for a, s, c in rows.fetch(connection, [R.address, R.sha256, R.coder], R.address, set(keys))}
    return [r for r, key in zip(reports, keys, strict=True) if (key, digest(r.text), coder) not in seen]


def _add(connection: Connection, items: Sequence[Coded], again: bool) -> list[Added]:
    batch = _Batch()
    keys = [address(i.report, i.provenance.guid) for i in items]
    versions = _versions(connection, set(keys))
    number = next_number(connection, schema.reports)
    event_number = next_number(connection, schema.events)
    for item, key in zip(items, keys, strict=True):
        known = versions.setdefault(key, [])
        state, row = _plan(item, key, known, number, again)
        number += state in ("new", "version")
        if state == "known":
            batch.done.append(Added(item.report.id, row["no"], state, 0))
            continue
        old = _old_events(connection, batch, known) if state != "new" else []
        if state in ("new", "version"):
            known.append(row)
            batch.reports.append(row)
        else:
            batch.recoded.append({"no": row["no"], "coder": item.coder})
            row["coder"] = item.coder
        lost = _events(batch, item, row, old, event_number)
        event_number += len(item.events)
        batch.done.append(Added(item.report.id, row["no"], state, len(item.events), lost, item.report.published is not None))
    _write(connection, batch)
    return batch.done


def _plan(
    item: Coded, key: str, known: list[dict[str, Any]], number: int, again: bool
) -> tuple[State, dict[str, Any]]:
    """What to do with a report, and its row."""
    same = [r for r in known if r["sha256"] == digest(item.report.text)]
    if same:
        row = same[-1]
        unchanged = (row["coder"] == item.coder and not again) or not row["live"]
        return ("known" if unchanged else "coded again"), row
    row = report_row(item, key, number, version=len(known) + 1)
    return ("version" if known else "new"), row


def _versions(connection: Connection, keys: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """Versions known under each address, oldest first."""
    columns = [R.no, R.id, R.address, R.version, R.live, R.sha256, R.coder, R.published_last, R.added]
    found: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(rows.fetch(connection, columns, R.address, sorted(keys)), key=lambda r: r.no):
        found.setdefault(row.address, []).append(dict(row._mapping))
    return found


def _old_events(connection: Connection, batch: _Batch, known: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The last coding of every event that any version told, those that still count first; these retire now."""
    numbers = {r["no"] for r in known}
    columns = [E.no, E.uid, E.origin, E.report, E.review, E.edited, E.body, E.live]
    query = select(*columns).where(E.report.in_(numbers)).order_by(E.no)
    told = [dict(row._mapping) for row in connection.execute(query)]
    told += [e for e in batch.events if e["report"] in numbers]
    last = {e["uid"]: dict(e) for e in told}
    batch.retired += [e["no"] for e in last.values() if e["live"]]
    batch.sketches = [s for s in batch.sketches if s.report not in numbers]
    for event in batch.events:
        event["live"] = 0 if event["report"] in numbers else event["live"]
    return sorted(last.values(), key=lambda e: (-e["live"], e["no"]))


def _events(
    batch: _Batch, item: Coded, row: dict[str, Any], old: list[dict[str, Any]], number: int
) -> tuple[str, ...]:
    """Rows for the events of a report; gives the ids of corrected events that have no heir."""
    bodies = [json.loads(e["body"]) for e in old]
    heirs = succession.match(bodies, item.events, same_text=[e["report"] == row["no"] for e in old])
    local = {body["id"]: number + n for n, body in enumerate(item.events)}
    for n, body in enumerate(item.events):
        ancestor = old[heirs[n]] if n in heirs else None
        _event(batch, item, row, body, number + n, ancestor)
        batch.links += link_rows(body, number + n, local)
    found = set(heirs.values())
    return tuple(e["uid"] for i, e in enumerate(old) if i not in found and e["review"] and e["live"])


def _event(
    batch: _Batch, item: Coded, row: dict[str, Any], body: Mapping[str, Any], no: int, ancestor: dict[str, Any] | None
) -> None:
    inherited = ancestor or {"uid": event_id(row, body), "origin": no, "review": "", "edited": None}
    effective = {**body, **json.loads(inherited["edited"] or "{}")}
    drawn = draw(effective, no=no, uid=inherited["uid"], origin=inherited["origin"], report=row)
    drawn = replace(drawn, review=inherited["review"])
    batch.sketches.append(drawn)
    batch.events.append(event_row(body, drawn, item.coder, inherited["edited"]))
    batch.claims += claim_rows(effective, no)


def _write(connection: Connection, batch: _Batch) -> None:
    if batch.retired:
        left = settling.unfile(connection, batch.retired)
        connection.execute(update(schema.events).where(E.no.in_(batch.retired)).values(live=0))
    else:
        left = set()
    outdated = {r["address"]: r["no"] for r in batch.reports}
    for row in batch.reports:
        row["live"] = int(outdated[row["address"]] == row["no"])
    versions = [r for r in batch.reports if r["version"] > 1]
    for row in versions:
        connection.execute(update(schema.reports).where(R.address == row["address"]).values(live=0))
    rows.put(connection, schema.reports, batch.reports)
    for again in batch.recoded:
        connection.execute(update(schema.reports).where(R.no == again["no"]).values(coder=again["coder"]))
    touched = copies.join_lineages(connection, batch.reports)
    rows.put(connection, schema.events, batch.events)
    rows.put(connection, schema.claims, batch.claims)
    rows.put(connection, schema.links, batch.links)
    seeds = settling.file(connection, batch.sketches) | left
    settling.settle(connection, seeds)
    settling.resummarise(connection, touched)

"""Reports and their events into the store. Adding the same again changes nothing; a new text under the same address is
a new version; a newer coder's events take over from the older ones'."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from sqlalchemy import Connection, func, select, update

from kroniek.chronicle import lineage, rows, schema, settling, succession
from kroniek.chronicle.sameness import settings
from kroniek.chronicle.sketch import KINDS, Sketch, sketch
from kroniek.chronicle.store import Chronicle, next_number, now
from kroniek.edtf import parse_published
from kroniek.records import Event, Report
from kroniek.serial import event_to_dict

State = Literal["new", "known", "version", "coded again"]
TRACKERS = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "at_medium", "at_campaign", "cmp")
BATCH = 256
R = schema.reports.c
E = schema.events.c


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a report's text comes from. `pages`: offsets at which pages begin; `guid`: an agency's id, kept over versions."""

    origin: str | None = None
    bytes_sha256: str | None = None
    extractor: str | None = None
    pages: tuple[int, ...] = ()
    guid: str | None = None


@dataclass(frozen=True, slots=True)
class Coded:
    """A report with its events, as plain values in the form of `kroniek schema event`, and the coder that wrote them."""

    report: Report
    events: tuple[Mapping[str, Any], ...]
    coder: str
    provenance: Provenance = field(default_factory=Provenance)

    @classmethod
    def of(cls, report: Report, events: Iterable[Event], *, provenance: Provenance | None = None) -> Coded:
        """From records."""
        bodies = tuple(event_to_dict(e) for e in events)
        coder = bodies[0]["coder"] if bodies else ""
        return cls(report, bodies, coder, provenance or Provenance())


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a report: its number, and `lost`, the public ids of corrected events that it no longer tells."""

    id: str
    no: int
    state: State
    events: int
    lost: tuple[str, ...] = ()


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


def address(report: Report, guid: str | None = None) -> str:
    """What makes two reports versions of one: an agency's id, the canonical URL, else digest and outlet."""
    if guid:
        return f"guid:{guid}"
    if report.url:
        return canonical(report.url)
    return f"text:{digest(report.text)[:40]}:{report.outlet or ''}"


def canonical(url: str) -> str:
    """A URL without fragment, "www.", tracking parameters and final slash, host in lower case, always https."""
    parts = urlsplit(url.strip())
    if not parts.netloc:
        return url.strip()
    query = [(k, v) for k, v in parse_qsl(parts.query) if not k.casefold().startswith(TRACKERS)]
    host = parts.netloc.casefold().removeprefix("www.")
    return urlunsplit(("https", host, parts.path.rstrip("/"), urlencode(query), ""))


def digest(text: str) -> str:
    """SHA-256 of the text in UTF-8, hexadecimal."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


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
        batch.done.append(Added(item.report.id, row["no"], state, len(item.events), lost))
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
    row = _report_row(item, key, number, version=len(known) + 1)
    return ("version" if known else "new"), row


def _report_row(item: Coded, key: str, number: int, *, version: int) -> dict[str, Any]:
    report, about = item.report, item.provenance
    bounds = parse_published(report.published)
    return {
        "no": number,
        "id": report.id,
        "address": key,
        "version": version,
        "live": 1,
        "language": report.language,
        "published": report.published,
        "published_first": bounds.first.isoformat() if bounds and bounds.first else None,
        "published_last": bounds.last.isoformat() if bounds and bounds.last else None,
        "title": report.title,
        "outlet": report.outlet,
        "url": report.url,
        "text": report.text,
        "sha256": digest(report.text),
        "bytes_sha256": about.bytes_sha256,
        "extractor": about.extractor,
        "origin": about.origin,
        "pages": json.dumps(about.pages) if about.pages else None,
        "coder": item.coder,
        "added": now(),
        "lineage": number,
        "signature": lineage.to_bytes(lineage.signature(report.text)),
    }


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
        batch.links += _links(body, number + n, local)
    found = set(heirs.values())
    return tuple(e["uid"] for i, e in enumerate(old) if i not in found and e["review"] and e["live"])


def _event(
    batch: _Batch, item: Coded, row: dict[str, Any], body: Mapping[str, Any], no: int, ancestor: dict[str, Any] | None
) -> None:
    inherited = ancestor or {"uid": _uid(row, body), "origin": no, "review": "", "edited": None}
    effective = {**body, **json.loads(inherited["edited"] or "{}")}
    drawn = draw(effective, no=no, uid=inherited["uid"], origin=inherited["origin"], report=row)
    drawn = replace(drawn, review=inherited["review"])
    batch.sketches.append(drawn)
    batch.events.append(event_row(body, drawn, item.coder, inherited["edited"]))
    batch.claims += claim_rows(effective, no)


def draw(body: Mapping[str, Any], *, no: int, uid: str, origin: int, report: Mapping[str, Any]) -> Sketch:
    """The sketch of an event of a report (a row of the table). A report without a date counts as published when added."""
    day = date.fromisoformat(report["published_last"] or report["added"][:10]).toordinal()
    return sketch(
        body, no=no, origin=origin, uid=uid, report=report["no"], published=day, undated_days=settings().undated_days
    )


def event_row(body: Mapping[str, Any], drawn: Sketch, coder: str, edited: str | None) -> dict[str, Any]:
    """Row for the table events."""
    when = ({**body, **json.loads(edited)} if edited else body)["when"] or {}
    return {
        "no": drawn.no,
        "uid": drawn.uid,
        "origin": drawn.origin,
        "report": drawn.report,
        "local": body["id"],
        "live": 1,
        "review": drawn.review,
        "type": drawn.type,
        "mode": drawn.mode or None,
        "status": drawn.status,
        "first": when.get("first"),
        "last": when.get("last"),
        "confidence": drawn.confidence,
        "incident": None,
        "body": json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        "edited": edited,
        "sketch": drawn.to_json(),
        "coder": coder,
    }


def claim_rows(body: Mapping[str, Any], no: int) -> list[dict[str, Any]]:
    """Rows for the table claims."""
    found = [(kind, claim) for kind in KINDS for claim in body[kind]]
    return [
        {
            "event": no,
            "nth": nth,
            "kind": kind,
            "low": claim["low"],
            "high": claim["high"],
            "who": claim["who"],
            "said_by": "; ".join(a.get("name") or a["text"] for a in claim["according_to"]),
            "quote": claim["text"],
            "start": claim["start"],
            "end": claim["end"],
        }
        for nth, (kind, claim) in enumerate(found)
    ]


def _links(body: Mapping[str, Any], no: int, local: Mapping[str, int]) -> list[dict[str, Any]]:
    found: dict[tuple[int, str], dict[str, Any]] = {}
    for link in body["links"]:
        other = local.get(link["event"])
        if other is not None and other != no:
            cue = link["cue"] or {}
            row = {"event": no, "other": other, "kind": link["kind"], "cue": cue.get("text")}
            row |= {"start": cue.get("start"), "end": cue.get("end"), "rule": link["rule"]}
            found.setdefault((other, link["kind"]), row)
    return list(found.values())


def _uid(row: Mapping[str, Any], body: Mapping[str, Any]) -> str:
    """Public id of an event met for the first time: digest of address, text and its id in the report."""
    spans = [(t["start"], t["end"]) for t in body["trigger"]]
    told = json.dumps([row["address"], row["sha256"], body["type"], spans, body["id"]])
    return "e" + sha256(told.encode()).hexdigest()[:16]


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
    touched = join_lineages(connection, batch.reports)
    rows.put(connection, schema.events, batch.events)
    rows.put(connection, schema.claims, batch.claims)
    rows.put(connection, schema.links, batch.links)
    seeds = settling.file(connection, batch.sketches) | left
    settling.settle(connection, seeds)
    settling.resummarise(connection, touched)


def join_lineages(connection: Connection, new: Sequence[Mapping[str, Any]]) -> set[int]:
    """Find near-copies of new reports; give one lineage to those that hang together (its smallest number).

    Gives the numbers of incidents whose reports changed lineage."""
    B = schema.bands.c
    told = {r["no"]: (lineage.from_bytes(r["signature"]), _day(r)) for r in new}
    filed = [{"key": k, "report": no} for no, about in told.items() for k in dict.fromkeys(lineage.band_keys(*about))]
    rows.put(connection, schema.bands, filed)
    keys = {no: lineage.near_keys(*about) for no, about in told.items()}
    sharing: dict[int, list[int]] = {}
    for key, no in rows.fetch(connection, [B.key, B.report], B.key, sorted({k for ks in keys.values() for k in ks})):
        sharing.setdefault(key, []).append(no)
    others = {o for s in sharing.values() if len(s) > 1 for o in s}
    if not others:
        return set()
    signatures = {n: lineage.from_bytes(s) for n, s in rows.fetch(connection, [R.no, R.signature], R.no, others)}
    alike = {
        (no, o)
        for no, ks in keys.items()
        for k in ks
        for o in sharing.get(k, ())
        if o != no and no in signatures and lineage.alike(signatures[no], signatures[o]) >= lineage.ALIKE
    }
    return _relabel(connection, alike)


def _day(row: Mapping[str, Any]) -> int:
    """Last day of publication as an ordinal; 0 unknown."""
    return date.fromisoformat(row["published_last"]).toordinal() if row["published_last"] else 0


def _relabel(connection: Connection, alike: Collection[tuple[int, int]]) -> set[int]:
    from kroniek.chronicle.groups import Edge, components

    nodes = {n for pair in alike for n in pair}
    labels = dict(tuple(r) for r in rows.fetch(connection, [R.no, R.lineage], R.no, nodes))
    edges = [Edge(labels[a], labels[b], 1.0) for a, b in alike]
    changed: set[int] = set()
    for component in components({label for e in edges for label in (e.a, e.b)}, edges):
        others = component[1:]
        if others:
            changed |= {n for (n,) in rows.fetch(connection, [R.no], R.lineage, others)}
            connection.execute(update(schema.reports).where(R.lineage.in_(others)).values(lineage=component[0]))
    return {i for (i,) in rows.fetch(connection, [func.coalesce(E.incident, 0)], E.report, changed) if i}

"""Questions to a chronicle: incidents by what, who, where, when; their claims; actors; dyads; search in the texts."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select, text

from kroniek.chronicle import lookup, rows, schema
from kroniek.chronicle.figures import Estimate, Told, estimate
from kroniek.chronicle.identity import canonical
from kroniek.chronicle.sketch import Figure, Sketch

I = schema.incidents.c  # noqa: E741
D = schema.dyads.c
E = schema.events.c
R = schema.reports.c
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which incidents. Days inclusive; `box` (west, south, east, north) in degrees; `country` of the place; an actor is
    given as key, country code or part of a name; `words` are searched in the reports; `since_no` for paging."""

    since: str | None = None
    until: str | None = None
    types: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    country: str | None = None
    actor: str | None = None
    initiator: str | None = None
    target: str | None = None
    box: tuple[float, float, float, float] | None = None
    words: str | None = None
    killed: int | None = None
    review: str | None = None
    disputed: bool = False
    minimum: float = 0.0
    limit: int | None = None


def incidents(connection: Connection, wanted: Filter | None = None) -> list[Row]:
    """Incidents that stand, by day and id, as plain values (lists of actors decoded)."""
    query = _where(connection, select(schema.incidents), wanted or Filter()).order_by(I.day, I.no)
    if wanted and wanted.limit:
        query = query.limit(wanted.limit)
    return [plain(row) for row in connection.execute(query)]


def count(connection: Connection, wanted: Filter | None = None) -> int:
    """How many incidents fit a filter, whatever its limit."""
    return int(connection.execute(_where(connection, select(func.count(I.no)), wanted or Filter())).scalar_one())


def plain(row: Any) -> Row:
    """A row of the table incidents as plain values."""
    values = dict(row._mapping)
    for field in ("initiators", "targets"):
        values[field] = json.loads(values[field] or "[]")
    values["disputed"] = bool(values["disputed"])
    return values


def incident(connection: Connection, id: str) -> Row:
    """One incident with its events, claims by kind, answers and reports; merged ids lead on. Raises NotFound."""
    row = plain(lookup.incident(connection, id))
    query = (
        select(schema.events, R.id.label("report_id"), R.outlet, R.published, R.title, R.url, R.lineage, R.no.label("report_no"))
        .join_from(schema.events, schema.reports)
        .where(E.incident == row["no"])
        .order_by(R.published_last, E.no)
    )
    told = list(connection.execute(query))
    row["tellings"] = [_telling(e) for e in told]
    row["claims"] = {k: _estimate(v) for k, v in _estimates(told).items()}
    return row


def words(connection: Connection, incidents: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Of each incident (a number) who tells it first, by name of outlet or report, and in which sentence."""
    query = (
        select(E.incident, R.outlet, R.id, E.body)
        .join_from(schema.events, schema.reports)
        .where(E.incident.in_(incidents), E.live == 1)
        .order_by(R.published_last.desc(), E.no.desc())
    )
    found = {}
    for incident, outlet, id, body in connection.execute(query):
        evidence = json.loads(body)["evidence"]
        if evidence:
            found[incident] = (outlet or id, evidence[0]["text"])
    return found


def actors(connection: Connection, *, limit: int = 50, words: str | None = None) -> list[Row]:
    """Actors with the number of incidents that they began, and of which they were the target, the busiest first."""
    counts: dict[str, list[int]] = {}
    for at, column in enumerate((D.initiator, D.target)):
        query = select(column, func.count(func.distinct(D.incident))).where(column != "").group_by(column)
        for key, count in connection.execute(query):
            counts.setdefault(key, [0, 0])[at] = count
    A = schema.actors.c
    known = {r.key: r for r in rows.fetch(connection, [A.key, A.name, A.country, A.sector, A.wikidata], A.key, list(counts))}
    found = [
        {"key": k, "name": known[k].name, "country": known[k].country, "sector": known[k].sector,
         "wikidata": known[k].wikidata, "initiated": n[0], "suffered": n[1]}
        for k, n in counts.items() if k in known
    ]  # fmt: skip
    if words:
        found = [a for a in found if words.casefold() in f"{a['name']} {a['key']} {a['country']}".casefold()]
    return sorted(found, key=lambda a: (-(a["initiated"] + a["suffered"]), a["key"]))[:limit]


def dyads(connection: Connection, *, by: str = "country", wanted: Filter | None = None, limit: int = 50) -> list[Row]:
    """Pairs initiator → target with how many incidents, first and last day, the mean Goldstein value and the dead (best
    estimates added). `by`: country or actor."""
    one, other = (D.initiator_country, D.target_country) if by == "country" else (D.initiator, D.target)
    distinct = select(one.label("initiator"), other.label("target"), D.incident).where(one != "", other != "").distinct()
    chosen = distinct.subquery()
    query = _where(
        connection,
        select(
            chosen.c.initiator,
            chosen.c.target,
            func.count().label("incidents"),
            func.min(I.day).label("first"),
            func.max(I.day).label("last"),
            func.avg(I.goldstein).label("goldstein"),
            func.sum(I.killed_best).label("killed"),
        ).join_from(chosen, schema.incidents, chosen.c.incident == I.no),
        wanted or Filter(),
    ).group_by(chosen.c.initiator, chosen.c.target)
    found = [dict(r._mapping) for r in connection.execute(query)]
    for row in found:
        row["goldstein"] = None if row["goldstein"] is None else round(float(row["goldstein"]), 2)
        row["killed"] = int(row["killed"] or 0)
    return sorted(found, key=lambda r: (-r["incidents"], r["initiator"], r["target"]))[:limit]


def search(connection: Connection, words: str, *, limit: int = 50) -> list[Row]:
    """Reports that hold all the words, the newest first: no, id, outlet, published, title and a stretch of text."""
    numbers = _matching(connection, words, limit)
    columns = [R.no, R.id, R.outlet, R.published, R.title, R.url, R.live, R.text]
    found = [dict(r._mapping) for r in rows.fetch(connection, columns, R.no, numbers)]
    for row in found:
        row["snippet"] = _snippet(row.pop("text"), words)
    return sorted(found, key=lambda r: (r["published"] or "", r["no"]), reverse=True)


def versions(connection: Connection, report: str) -> list[Row]:
    """All versions of the report with this id, URL or number, oldest first, with the figures that each gives."""
    chosen = select(R.address).where(or_(R.id == report, R.address == canonical(report), R.url == report))
    query = select(R.no, R.id, R.version, R.live, R.published, R.title, R.sha256, R.added).where(R.address.in_(chosen))
    found = [dict(r._mapping) for r in connection.execute(query.order_by(R.address, R.version))]
    C = schema.claims.c
    for row in found:
        claims = select(C.kind, C.low, C.high, C.who, C.said_by, C.quote).join_from(schema.claims, schema.events)
        told = connection.execute(claims.where(E.report == row["no"]).order_by(C.kind, C.start))
        row["figures"] = list(dict.fromkeys(f"{c.kind} {span(c.low, c.high)} {c.who} «{c.quote}»" for c in told))
    for before, after in pairwise(found):
        after["gone"] = [f for f in before["figures"] if f not in after["figures"]]
        after["came"] = [f for f in after["figures"] if f not in before["figures"]]
    return found


def queue(connection: Connection, *, limit: int = 50) -> list[Row]:
    """Pairs of events that wait for a person's judgement, the likeliest first, with what speaks for and against, and the
    sentence of each."""
    P = schema.pairs.c
    a, b = schema.events.alias("a"), schema.events.alias("b")
    query = (
        select(a.c.uid.label("a"), b.c.uid.label("b"), a.c.incident.label("one"), b.c.incident.label("other"))
        .add_columns(P.score, P.why, a.c.body.label("a_words"), b.c.body.label("b_words"))
        .join_from(schema.pairs, a, a.c.no == P.a)
        .join(b, b.c.no == P.b)
        .where(P.verdict == "unsure", a.c.incident != b.c.incident)
        .order_by(P.score.desc(), a.c.uid, b.c.uid)
        .limit(limit)
    )
    return [
        dict(r._mapping) | {"why": json.loads(r.why), "a_words": _sentence(r.a_words), "b_words": _sentence(r.b_words)}
        for r in connection.execute(query)
    ]


def _sentence(body: str) -> str:
    """The first sentence that tells an event."""
    return next((str(s["text"]) for s in json.loads(body)["evidence"]), "")


def span(low: int | None, high: int | None) -> str:
    """A range of persons in signs: 25, ≥25, ≤25, 11–13, ?"""
    if low is None and high is None:
        return "?"
    if high is None:
        return f"≥{low}"
    if low is None:
        return f"≤{high}"
    return str(low) if low == high else f"{low}–{high}"


def _where(connection: Connection, query: Select[Any], wanted: Filter) -> Select[Any]:
    tests = [I.events > 0]
    tests += [I.day >= wanted.since] if wanted.since else []
    tests += [I.day <= wanted.until] if wanted.until else []
    tests += [I.type.in_(wanted.types)] if wanted.types else []
    tests += [I.mode.in_(wanted.modes)] if wanted.modes else []
    tests += [I.country == wanted.country] if wanted.country else []
    tests += [I.killed_best >= wanted.killed] if wanted.killed is not None else []
    tests += [I.review == wanted.review] if wanted.review is not None else []
    tests += [I.disputed == 1] if wanted.disputed else []
    tests += [I.confidence >= wanted.minimum] if wanted.minimum else []
    if wanted.box:
        west, south, east, north = wanted.box
        inside = and_(I.lon >= west, I.lon <= east) if west <= east else or_(I.lon >= west, I.lon <= east)
        tests += [I.lat >= south, I.lat <= north, inside]
    if wanted.words:
        reports = _matching(connection, wanted.words, 5000)
        tests.append(I.no.in_(select(E.incident).where(E.report.in_(reports), E.live == 1)))
    tests += _who(connection, wanted)
    return query.where(*tests)


def _who(connection: Connection, wanted: Filter) -> list[Any]:
    """Conditions on initiators and targets; initiator and target together mean the same pair."""
    pair = []
    for given, keys, countries in (
        (wanted.initiator, D.initiator, D.initiator_country),
        (wanted.target, D.target, D.target_country),
    ):
        if given:
            pair.append(_is(connection, given, keys, countries))
    tests: list[Any] = [I.no.in_(select(D.incident).where(*pair))] if pair else []
    if wanted.actor:
        either = or_(
            _is(connection, wanted.actor, D.initiator, D.initiator_country),
            _is(connection, wanted.actor, D.target, D.target_country),
        )
        tests.append(I.no.in_(select(D.incident).where(either)))
    return tests


def _is(connection: Connection, given: str, keys: Any, countries: Any) -> Any:
    if len(given) == 3 and given.isupper():
        return countries == given
    A = schema.actors.c
    like = A.name.icontains(given, autoescape=True)
    named = connection.execute(select(A.key).where(or_(A.key == given, like)).limit(200)).scalars()
    return keys.in_([given, *named])


def _matching(connection: Connection, words: str, limit: int) -> list[int]:
    """Numbers of the reports that hold all the words, newest first."""
    tokens = re.findall(r"\w+", words)
    if not tokens:
        return []
    if connection.dialect.name == "sqlite":
        query = text("SELECT rowid FROM reports_text WHERE reports_text MATCH :words ORDER BY rowid DESC LIMIT :limit")
        return list(connection.execute(query, {"words": " ".join(f'"{t}"' for t in tokens), "limit": limit}).scalars())
    query = text(
        "SELECT no FROM reports WHERE to_tsvector('simple', coalesce(title, '') || ' ' || text)"
        " @@ plainto_tsquery('simple', :words) ORDER BY no DESC LIMIT :limit"
    )
    return list(connection.execute(query, {"words": " ".join(tokens), "limit": limit}).scalars())


def _snippet(body: str, words: str) -> str:
    """Some eighty characters either side of the first of the words."""
    places = [m.start() for w in re.findall(r"\w+", words) if (m := re.search(rf"\b{re.escape(w)}", body, re.IGNORECASE))]
    at = min(places, default=0)
    start, end = max(0, at - 80), min(len(body), at + 80)
    return ("…" if start else "") + " ".join(body[start:end].split()) + ("…" if end < len(body) else "")


def _telling(event: Any) -> Row:
    """One report's telling of an incident: the event with a person's changes, and where it stands."""
    body = json.loads(event.body) | json.loads(event.edited or "{}")
    about = {"uid": event.uid, "review": event.review, "report": event.report_id, "report_no": event.report_no}
    about |= {"outlet": event.outlet, "published": event.published, "title": event.title, "url": event.url}
    return about | {"lineage": event.lineage, "event": body}


def _estimates(told: Sequence[Any]) -> dict[str, Estimate]:
    figures = []
    for event in told:
        drawn = Sketch.from_json(event.sketch)
        figures += [Told(f, event.report_no, event.lineage, drawn.published) for f in drawn.figures]
    return estimate(figures)


def _estimate(found: Estimate) -> Row:
    def source(s: Any) -> Mapping[str, Any]:
        return {"source": s.name or f"report (lineage {s.lineage})", "low": s.low, "high": s.high}

    return {
        "low": found.low,
        "best": found.best,
        "high": found.high,
        "sources": [source(s) for s in found.sources],
        "disagreements": [[source(a), source(b)] for a, b in found.disagreements],
    }


__all__ = ["Figure", "Filter", "actors", "dyads", "incident", "incidents", "queue", "search", "span", "versions", "words"]

"""From events to incidents in the store: compare what is new, group what hangs together, write the summaries."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from kroniek.chronicle import crowds, rows, schema
from kroniek.chronicle.blocks import stored, wanted
from kroniek.chronicle.groups import TIED, Edge, components, group
from kroniek.chronicle.sameness import judge
from kroniek.chronicle.sketch import Sketch
from kroniek.chronicle.summary import gone, summarise

TOLD = ("happened", "not")
MANY = 500
"""Events that hang together, from which on those that have an incident stay in it."""
E = schema.events.c
P = schema.pairs.c
T = schema.ties.c


def file(connection: Connection, sketches: Collection[Sketch]) -> set[int]:
    """File new events in blocks, compare them with what is there and with each other, keep the pairs.

    Gives the numbers of the events whose incidents may have changed: the new ones and those they resemble."""
    new = [s for s in sketches if s.status in TOLD and s.review != "rejected"]
    rows.put(connection, schema.blocks, [{"key": k, "event": s.no} for s in new for k in sorted(stored(s))])
    looked_up = {s.no: wanted(s) for s in new}
    found = _blocks(connection, {k for keys in looked_up.values() for k in keys})
    known = {s.no: s for s in new}
    candidates, pressed = crowds.candidates(connection, found, looked_up, known)
    load(connection, {e for es in candidates.values() for e in es}, known)
    unique: dict[tuple[int, int], dict[str, Any]] = {}
    for no, others in candidates.items():
        pairs = list(_judged(known, no, others))
        if no in pressed:
            pairs = sorted(pairs, key=lambda p: (-p["score"], p["a"], p["b"]))[: crowds.KEPT]
        unique |= {(p["a"], p["b"]): p for p in pairs}
    rows.put(connection, schema.pairs, list(unique.values()))
    same = {n for p in unique.values() for n in (p["a"], p["b"])}
    return set(looked_up) | same


def unfile(connection: Connection, numbers: Collection[int]) -> set[int]:
    """Take events out of comparison. Gives the other events of their incidents, which have to be grouped anew."""
    incidents = {i for (i,) in rows.fetch(connection, [E.incident], E.no, numbers) if i is not None}
    rows.remove(connection, schema.blocks.c.event, numbers)
    rows.remove(connection, P.a, numbers)
    rows.remove(connection, P.b, numbers)
    left = {no for (no,) in rows.fetch(connection, [E.no], E.incident, incidents)} - set(numbers)
    _assign(connection, dict.fromkeys(numbers))
    _summaries(connection, incidents, {})
    return left


def settle(connection: Connection, seeds: Iterable[int], known: dict[int, Sketch] | None = None) -> set[int]:
    """Group anew all events that hang together with the seeds, and write their incidents. Gives the incidents' numbers."""
    sketches = dict(known or {})
    nodes, edges, apart = _closure(connection, set(seeds))
    load(connection, nodes, sketches)
    alive = {n for n in nodes if n in sketches}
    edges = [e for e in edges if e.a in alive and e.b in alive]
    before = dict(tuple(r) for r in rows.fetch(connection, [E.no, E.incident], E.no, alive))
    home: dict[int, int | None] = {}
    for component, inside in _components(alive, edges):
        for members in _grouped(component, inside, apart, sketches, before):
            no = min(sketches[m].origin for m in members)
            home |= dict.fromkeys(members, no)
    _assign(connection, {n: i for n, i in home.items() if before.get(n) != i})
    dirty = {i for i in (*home.values(), *before.values()) if i is not None}
    _summaries(connection, dirty, sketches)
    return dirty


def load(connection: Connection, numbers: Iterable[int], known: dict[int, Sketch]) -> None:
    """Add to `known` the sketches of the live events that it lacks."""
    lacking = [n for n in numbers if n not in known]
    for text, live, review in rows.fetch(connection, [E.sketch, E.live, E.review], E.no, lacking):
        one = Sketch.from_json(text)
        if live and review != "rejected" and one.status in TOLD:
            known[one.no] = one if one.review == review else replace(one, review=review)


def resummarise(connection: Connection, incidents: Collection[int]) -> None:
    """Write the summaries of incidents whose reports changed lineage."""
    _summaries(connection, set(incidents), {})


def _blocks(connection: Connection, keys: Collection[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for key, no in rows.fetch(
        connection, [schema.blocks.c.key, schema.blocks.c.event], schema.blocks.c.key, sorted(keys)
    ):
        found.setdefault(key, []).append(no)
    return found


def _judged(known: Mapping[int, Sketch], no: int, others: Collection[int]) -> Iterable[dict[str, Any]]:
    """Rows for the table pairs."""
    for other in others:
        if other == no or other not in known:
            continue
        one, two = sorted((no, other))
        found = judge(known[one], known[two])
        if found.verdict != "different":
            yield {"a": one, "b": two, "verdict": found.verdict, "score": found.score, "why": json.dumps(found.why)}


def _components(nodes: Collection[int], edges: Sequence[Edge]) -> Iterable[tuple[list[int], list[Edge]]]:
    """Events that hang together, with the edges among them."""
    found = components(nodes, edges)
    home = {n: at for at, component in enumerate(found) for n in component}
    inside: dict[int, list[Edge]] = {}
    for edge in edges:
        inside.setdefault(home[edge.a], []).append(edge)
    return ((component, inside.get(at, [])) for at, component in enumerate(found))


def _grouped(
    component: list[int],
    edges: list[Edge],
    apart: list[tuple[int, int]],
    sketches: Mapping[int, Sketch],
    before: Mapping[int, int | None],
) -> list[list[int]]:
    """Groups of one component. In one of very many events those that have an incident stay in it, unless a person has
    said a word on some of them; so the work goes with what is new."""
    if len(component) == 1:
        return [component]
    inside = set(component)
    kept_apart = [p for p in apart if p[0] in inside]
    by_hand = bool(kept_apart) or any(e.score >= TIED for e in edges)
    known = {} if by_hand else {n: i for n in component if (i := before.get(n)) is not None}
    chosen = {n: sketches[n] for n in component}
    return group(chosen, edges, kept_apart, before=known, stay=len(component) > MANY)


def _closure(connection: Connection, seeds: set[int]) -> tuple[set[int], list[Edge], list[tuple[int, int]]]:
    """All events that hang together with the seeds by pairs judged the same or a person's word; the edges between them;
    and the pairs that a person keeps apart."""
    ties = _ties(connection)
    nodes, fresh = set(seeds), set(seeds)
    edges: dict[tuple[int, int], float] = {}
    while fresh:
        reached: set[int] = set()
        for key in (P.a, P.b):
            for a, b, score in _same(connection, key, fresh):
                edges[a, b] = score
                reached |= {a, b}
        for a, b, kind in ties:
            if kind == "same" and (a in fresh or b in fresh):
                edges[a, b] = TIED
                reached |= {a, b}
        fresh = reached - nodes
        nodes |= fresh
    apart = [(a, b) for a, b, kind in ties if kind == "different"]
    return nodes, [Edge(a, b, score) for (a, b), score in edges.items()], apart


def _same(connection: Connection, key: Any, numbers: Collection[int]) -> Iterable[Any]:
    for a, b, score, verdict in rows.fetch(connection, [P.a, P.b, P.score, P.verdict], key, numbers):
        if verdict == "same":
            yield a, b, score


def _ties(connection: Connection) -> list[tuple[int, int, str]]:
    """A person's word on pairs, as numbers of the live codings of the events."""
    words = connection.execute(select(T.a, T.b, T.kind)).all()
    origins = {o for a, b, _ in words for o in (a, b)}
    live = {
        origin: no
        for no, origin, is_live in rows.fetch(connection, [E.no, E.origin, E.live], E.origin, origins)
        if is_live
    }
    return [(live[a], live[b], kind) for a, b, kind in words if a in live and b in live]


def _assign(connection: Connection, home: Mapping[int, int | None]) -> None:
    if home:
        statement = update(schema.events).where(E.no == bindparam("event_no")).values(incident=bindparam("home"))
        connection.execute(statement, [{"event_no": n, "home": i} for n, i in home.items()])


def _summaries(connection: Connection, incidents: set[int], known: Mapping[int, Sketch]) -> None:
    """Write the rows of incidents, their dyads and actors, from the events that they hold now."""
    members: dict[int, list[int]] = {}
    for no, incident in rows.fetch(connection, [E.no, E.incident], E.incident, incidents):
        members.setdefault(incident, []).append(no)
    sketches = dict(known)
    load(connection, (n for m in members.values() for n in m), sketches)
    lineages = _lineages(connection, {sketches[n].report for m in members.values() for n in m})
    unsure = _unsure(connection, {n for m in members.values() for n in m})
    ids = {no: f"i{uid[1:]}" for no, uid in rows.fetch(connection, [E.no, E.uid], E.no, incidents)}
    made = [
        summarise(i, ids[i], [sketches[n] for n in m], lineages, unsure=not unsure.isdisjoint(m))
        for i, m in members.items()
    ]
    empty = incidents - set(members)
    heirs = _heirs(connection, empty)
    lost = [gone(i, ids[i], heirs.get(i)) for i in sorted(empty)]
    rows.replace(connection, schema.incidents, schema.incidents.c.no, [*(s.row for s in made), *lost])
    rows.remove(connection, schema.dyads.c.incident, incidents)
    rows.put(connection, schema.dyads, [d for s in made for d in s.dyads])
    actors = {a["key"]: a for s in made for a in s.actors}
    rows.replace(connection, schema.actors, schema.actors.c.key, list(actors.values()))


def _lineages(connection: Connection, reports: Collection[int]) -> dict[int, int]:
    columns = [schema.reports.c.no, schema.reports.c.lineage]
    return dict(tuple(row) for row in rows.fetch(connection, columns, schema.reports.c.no, reports))


def _unsure(connection: Connection, numbers: Collection[int]) -> set[int]:
    """Those of the events that stand in a pair judged unsure."""
    found = set()
    for key in (P.a, P.b):
        for a, b, verdict in rows.fetch(connection, [P.a, P.b, P.verdict], key, numbers):
            if verdict == "unsure":
                found |= {a, b}
    return found


def _heirs(connection: Connection, empty: Collection[int]) -> dict[int, int]:
    """Incident that holds nothing any more → the one in which its oldest event is now."""
    columns = [E.origin, E.incident, E.live]
    return {
        origin: incident
        for origin, incident, live in rows.fetch(connection, columns, E.origin, empty)
        if live and incident is not None and incident != origin
    }

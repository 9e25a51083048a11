"""Busy days: where a block holds very many events, a new one is compared with the likeliest few, so that its cost is bounded.

Up to `BUSY` events, a block is compared whole, and the order of adding cannot matter. Above that, a new event is compared
with the latest of the block that share its place, its pair of actors, one of them, or nothing, a few of each and at most
`ALIKE` of one incident: then what was added last is found rather than what was added long before.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Connection

from kroniek.chronicle import rows, schema
from kroniek.chronicle.sameness import COARSE
from kroniek.chronicle.sketch import Sketch

BUSY = 200
"""Events that a block may hold to be compared whole."""
EVENTS, INCIDENTS = 50_000, 5000
"""The latest of the busy blocks, which are looked through."""
EACH = 30
"""Events for each trait that are compared: so many of the store, so many of the batch itself."""
ALIKE = 3
"""Events of one incident among these."""
KEPT = 5
"""Pairs of a new event, the likeliest, that are kept where its block is busy."""
E = schema.events.c
I = schema.incidents.c  # noqa: E741
Trait = tuple[str, ...]
Traits = tuple[Trait, ...]
Crowd = dict[tuple[Trait, bool], list[int]]
"""Trait, and whether in the store already → numbers of events, the latest first."""


class _Seen(NamedTuple):
    """An event of a busy block: its number, its incident (its own number, negative, where it has none yet), its traits."""

    no: int
    incident: int
    traits: Traits


def candidates(
    connection: Connection,
    found: Mapping[int, Sequence[int]],
    wanted: Mapping[int, Collection[int]],
    new: Mapping[int, Sketch],
) -> tuple[dict[int, set[int]], set[int]]:
    """For each new event the events to compare it with, and which of the new stand in a busy block. `found`: key of a
    block → its events; `wanted`: new event → keys of blocks."""
    full = {key: sorted(events)[-EVENTS:] for key, events in found.items() if len(events) > BUSY}
    crowds = _crowds(connection, full, new) if full else {}
    chosen: dict[int, set[int]] = {}
    pressed: set[int] = set()
    for no, keys in wanted.items():
        chosen[no] = {e for k in keys if k not in full for e in found.get(k, ())}
        for key in crowds.keys() & set(keys):
            chosen[no] |= _likeliest(crowds[key], traits(new[no]))
            pressed.add(no)
    return chosen, pressed


def traits(sketch: Sketch) -> Traits:
    """What makes two events of a busy block likely to be one deed."""
    place = "" if sketch.precision in COARSE else _spot(sketch.geonameid, sketch.lat, sketch.lon)
    return _traits(place, [p.key for p in sketch.initiators], [p.key for p in sketch.targets])


def _traits(place: str, initiators: Sequence[str], targets: Sequence[str]) -> Traits:
    one, other = (keys[0] if keys else "" for keys in (initiators, targets))
    told: list[Trait] = [("place", place)] if place else []
    told += [("pair", one, other)] if one and other else []
    told += [("initiator", one)] if one else []
    told += [("target", other)] if other else []
    return (*told, ())


def _spot(geonameid: int | None, lat: float | None, lon: float | None) -> str:
    """A place of its own, else a square of some eleven kilometres."""
    if geonameid is not None:
        return str(geonameid)
    return "" if lat is None or lon is None else f"{lat:.1f} {lon:.1f}"


def _crowds(connection: Connection, full: Mapping[int, Sequence[int]], new: Mapping[int, Sketch]) -> dict[int, Crowd]:
    numbers = {no for events in full.values() for no in events}
    seen = {no: _Seen(no, -no, traits(new[no])) for no in numbers & new.keys()}
    seen |= {s.no: s for s in _stored(connection, numbers - new.keys())}
    return {key: _crowd([seen[no] for no in reversed(events) if no in seen]) for key, events in full.items()}


def _crowd(events: Sequence[_Seen]) -> Crowd:
    """Of each trait the latest events, in the store and in the batch apart, and only a few of each incident."""
    found: Crowd = {}
    counts: Counter[tuple[Trait, int]] = Counter()
    for one in events:
        for trait in one.traits:
            counts[trait, one.incident] += 1
            if counts[trait, one.incident] <= ALIKE:
                found.setdefault((trait, one.incident > 0), []).append(one.no)
    return found


def _stored(connection: Connection, numbers: Collection[int]) -> Iterator[_Seen]:
    """The latest few events in the store of each incident, with its traits."""
    members: dict[int, list[int]] = {}
    for no, incident in sorted(map(tuple, rows.fetch(connection, [E.no, E.incident], E.no, numbers)), key=lambda r: -r[0]):
        if incident is not None and len(members.setdefault(incident, [])) < ALIKE:
            members[incident].append(no)
    latest = list(islice(members, INCIDENTS))
    columns = [I.no, I.geonameid, I.lat, I.lon, I.place_precision, I.initiators, I.targets]
    for row in rows.fetch(connection, columns, I.no, latest):
        told = _incident_traits(row)
        yield from (_Seen(no, row.no, told) for no in members[row.no])


def _incident_traits(row: Any) -> Traits:
    place = "" if (row.place_precision or "") in COARSE else _spot(row.geonameid, row.lat, row.lon)
    sides = ([p["key"] for p in json.loads(side or "[]")] for side in (row.initiators, row.targets))
    return _traits(place, *sides)


def _likeliest(crowd: Crowd, wanted: Traits) -> set[int]:
    chosen: set[int] = set()
    for trait in wanted:
        for filed in (True, False):
            chosen |= set(islice(crowd.get((trait, filed), ()), EACH))
    return chosen

"""One field of an event changed by a person: checked, completed, stored beside what the coder wrote."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Connection, select, update

from kroniek import edtf
from kroniek.chronicle import rows, schema, settling
from kroniek.chronicle.entries import claim_rows, draw
from kroniek.chronicle.errors import ChronicleError
from kroniek.chronicle.sketch import KINDS
from kroniek.knowledge.acts import types
from kroniek.knowledge.strict import nearest
from kroniek.records import Actor, Claim, Place, When

E = schema.events.c
STATUS = ("happened", "not", "future", "hypothetical")
BLANK = {"text": "", "start": 0, "end": 0}
BY_HAND = "correction"


def changed(body: Mapping[str, Any], field: str, new: Any) -> dict[str, Any]:
    """The fields that change when `field` of an event is given the value `new`. Raises ChronicleError."""
    if field not in FIELDS:
        raise ChronicleError(f"field {field!r} cannot be edited{nearest(field, FIELDS)}; known are {', '.join(FIELDS)}")
    try:
        return FIELDS[field](body, field, new)
    except (TypeError, KeyError, ValueError) as error:
        raise ChronicleError(f"{field}: {new!r} does not fit ({error}). Wanted: {FIELDS[field].__doc__}") from None


def store(connection: Connection, event: Any, changes: Mapping[str, Any]) -> None:
    """Write the changes beside the coder's own event, and let its incident follow."""
    edited = json.loads(event.edited or "{}") | changes
    effective = json.loads(event.body) | edited
    report = connection.execute(select(schema.reports).where(schema.reports.c.no == event.report)).one()
    drawn = draw(effective, no=event.no, uid=event.uid, origin=event.origin, report=dict(report._mapping))
    drawn = replace(drawn, review="edited")
    when = effective["when"] or {}
    left = settling.unfile(connection, [event.no])
    connection.execute(
        update(schema.events)
        .where(E.no == event.no)
        .values(
            edited=json.dumps(edited, ensure_ascii=False),
            sketch=drawn.to_json(),
            review="edited",
            type=drawn.type,
            mode=drawn.mode or None,
            status=drawn.status,
            first=when.get("first"),
            last=when.get("last"),
        )
    )
    rows.remove(connection, schema.claims.c.event, [event.no])
    rows.put(connection, schema.claims, claim_rows(effective, event.no))
    settling.settle(connection, settling.file(connection, [drawn]) | left)


def _type(body: Mapping[str, Any], field: str, new: Any) -> dict[str, Any]:
    known = types()
    if new not in known:
        raise ChronicleError(f"unknown type {new!r}{nearest(str(new), known)}")
    kept = body["mode"] if body["mode"] in known[new].modes else None
    return {"type": new, "mode": kept, "quad": known[new].quad, "goldstein": known[new].score, "cameo": known[new].cameo}


def _mode(body: Mapping[str, Any], field: str, new: Any) -> dict[str, Any]:
    modes = types()[body["type"]].modes
    if new is not None and new not in modes:
        raise ChronicleError(f"{body['type']} has no mode {new!r}{nearest(str(new), modes)}; it has {', '.join(modes) or 'none'}")
    return {"mode": new}


def _status(body: Mapping[str, Any], field: str, new: Any) -> dict[str, Any]:
    if new not in STATUS:
        raise ChronicleError(f"unknown status {new!r}{nearest(str(new), STATUS)}")
    return {"status": new}


def _when(body: Mapping[str, Any], field: str, new: Any) -> dict[str, Any]:
    """an EDTF date (2024-10-21, 2024-10, 2024-10-21/2024-10-23), or null"""
    if new is None:
        return {"when": None}
    bounds = edtf.parse(new)
    first, last = (d.isoformat() if d else None for d in (bounds.first, bounds.last))
    precision = "day" if first == last else "open" if None in (first, last) else "interval"
    kept: dict[str, Any] = {key: (body["when"] or BLANK)[key] for key in BLANK}
    return {"when": asdict(When(**kept, edtf=new, first=first, last=last, precision=precision, rule=BY_HAND))}


def _place(body: Mapping[str, Any], field: str, new: Any) -> dict[str, Any]:
    """JSON: {"name": "Maputo", "country": "MOZ", "lat": -25.97, "lon": 32.58, "precision": "place"}, or null"""
    if new is None:
        return {"place": None}
    place = asdict(Place(**({key: (body["place"] or BLANK)[key] for key in BLANK} | {"rule": BY_HAND} | new)))
    return {"place": place | {"alternatives": list(place["alternatives"])}}


def _actors(body: Mapping[str, Any], field: str, new: Any) -> dict[str, Any]:
    """names apart by ";", or JSON: [{"name": "Sudanese army", "country": "SDN", "sector": "MIL"}]"""
    given = [{"name": name.strip()} for name in new.split(";")] if isinstance(new, str) else new
    return {field: [_actor(a) for a in given]}


def _actor(new: Mapping[str, Any]) -> dict[str, Any]:
    given = {**BLANK, "text": new.get("name") or "", "rule": BY_HAND, **new}
    if not given["text"]:
        raise ChronicleError("an actor wants a name or a text")
    actor = asdict(Actor(**given))
    return actor | {"alternatives": list(actor["alternatives"])}


def _claims(body: Mapping[str, Any], field: str, new: Any) -> dict[str, Any]:
    """3, 3-5 or 3- (at least), or JSON: [{"low": 3, "high": 5, "who": "soldiers", "according_to": [{"name": "army"}]}]"""
    if isinstance(new, str):
        low, dash, high = new.partition("-")
        new = [{"low": int(low), "high": int(high) if high else None if dash else int(low)}]
    return {field: [_claim(field, c) for c in new]}


def _claim(kind: str, new: Mapping[str, Any]) -> dict[str, Any]:
    given = {**BLANK, "who": "", "high": None, "rule": BY_HAND, **new, "kind": kind}
    claim = asdict(Claim(**{**given, "according_to": ()}))
    if claim["low"] is not None and claim["high"] is not None and claim["low"] > claim["high"]:
        raise ChronicleError(f"{kind}: low {claim['low']} is above high {claim['high']}")
    return claim | {"according_to": [_actor(a) for a in new.get("according_to", [])]}


def _deeds(body: Mapping[str, Any], field: str, new: Any) -> dict[str, Any]:
    """JSON: [low, high], how many deeds it stands for; high null where open"""
    low, high = new
    if not (isinstance(low, int) and low >= 0 and (high is None or (isinstance(high, int) and high >= low))):
        raise ChronicleError(f"occurrences: [low, high] is wanted, high null where open; found {new!r}")
    return {"occurrences": [low, high]}


def _flag(body: Mapping[str, Any], field: str, new: Any) -> dict[str, Any]:
    if not isinstance(new, bool):
        raise ChronicleError(f"{field}: true or false is wanted, found {new!r}")
    return {field: new}


FIELDS: dict[str, Callable[[Mapping[str, Any], str, Any], dict[str, Any]]] = {
    "type": _type,
    "mode": _mode,
    "status": _status,
    "when": _when,
    "place": _place,
    "initiators": _actors,
    "targets": _actors,
    "according_to": _actors,
    "occurrences": _deeds,
    "disputed": _flag,
    **dict.fromkeys(KINDS, _claims),
}

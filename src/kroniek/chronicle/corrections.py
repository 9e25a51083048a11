"""A person's decisions: appended, never overwritten, chained by hashes; and what each of them does to the chronicle."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import product
from typing import Any, Literal, get_args

from sqlalchemy import Connection, insert, select, update

from kroniek.chronicle import editing, lookup, rows, schema, settling
from kroniek.chronicle.errors import ChronicleError
from kroniek.chronicle.store import Chronicle, next_number, now
from kroniek.knowledge.strict import nearest

Action = Literal["accept", "reject", "edit", "merge", "split", "link", "unlink"]
START = "0" * 64
C = schema.corrections.c
E = schema.events.c
HASHED = ("no", "at", "who", "action", "targets", "field", "old", "new", "why", "anchors", "previous")


@dataclass(frozen=True, slots=True)
class Correction:
    """A decision. `targets`: public ids; `field` and `new` for an edit (any JSON value) and for the kind of a link."""

    who: str
    action: Action
    targets: tuple[str, ...]
    why: str = ""
    field: str | None = None
    new: Any = None


def correct(chronicle: Chronicle, correction: Correction) -> int:
    """Carry out a decision and append it to the log; gives its number. Raises ChronicleError, NotFound."""
    if correction.action not in get_args(Action):
        raise ChronicleError(f"unknown action {correction.action!r}{nearest(correction.action, get_args(Action))}")
    if not correction.who.strip():
        raise ChronicleError("a correction wants the name of who makes it: give --who")
    with chronicle.writing() as connection:
        number = next_number(connection, schema.corrections)
        events = [e for id in correction.targets for e in lookup.events(connection, id)]
        old, new = _DEEDS[correction.action](connection, correction, events, number)
        _append(connection, correction, events, number, old, new)
        return number


def chain_hash(row: dict[str, Any]) -> str:
    """SHA-256 over the columns of a correction before its hash, as canonical JSON."""
    told = json.dumps([row[name] for name in HASHED], ensure_ascii=True, separators=(",", ":"))
    return sha256(told.encode()).hexdigest()


def _append(
    connection: Connection, correction: Correction, events: Sequence[Any], number: int, old: Any, new: Any
) -> None:
    last = connection.execute(select(C.hash).order_by(C.no.desc()).limit(1)).scalar_one_or_none()
    row = {
        "no": number,
        "at": now(),
        "who": correction.who,
        "action": correction.action,
        "targets": json.dumps(correction.targets),
        "field": correction.field,
        "old": json.dumps(old, ensure_ascii=False),
        "new": json.dumps(new, ensure_ascii=False),
        "why": correction.why,
        "anchors": json.dumps([_anchor(connection, e) for e in events], ensure_ascii=False),
        "previous": last or START,
    }
    connection.execute(insert(schema.corrections), [row | {"hash": chain_hash(row)}])


def _anchor(connection: Connection, event: Any) -> dict[str, Any]:
    """The event as it stood: by this it can be found again in any later coding, here or in another chronicle."""
    body = json.loads(event.body)
    R = schema.reports.c
    address, digest = connection.execute(select(R.address, R.sha256).where(R.no == event.report)).one()
    kept = {key: body[key] for key in ("type", "status", "trigger", "evidence")}
    return {"uid": event.uid, "address": address, "sha256": digest, "coder": event.coder, **kept}


def _accept(connection: Connection, _: Correction, events: Sequence[Any], number: int) -> tuple[Any, Any]:
    return _review(connection, events, "accepted")


def _reject(connection: Connection, _: Correction, events: Sequence[Any], number: int) -> tuple[Any, Any]:
    old, new = _review(connection, events, "rejected")
    left = settling.unfile(connection, [e.no for e in events])
    settling.settle(connection, left)
    return old, new


def _review(connection: Connection, events: Sequence[Any], word: str) -> tuple[Any, Any]:
    numbers = [e.no for e in events]
    connection.execute(update(schema.events).where(E.no.in_(numbers)).values(review=word))
    back = [e.no for e in events if e.review == "rejected" and word != "rejected"]
    if back:
        settling.settle(connection, settling.file(connection, _sketches(connection, back)))
    settling.resummarise(connection, {e.incident for e in events if e.incident is not None and word != "rejected"})
    return {e.uid: e.review for e in events}, {e.uid: word for e in events}


def _sketches(connection: Connection, numbers: Sequence[int]) -> list[Any]:
    known: dict[int, Any] = {}
    settling.load(connection, numbers, known)
    return list(known.values())


def _edit(connection: Connection, correction: Correction, events: Sequence[Any], number: int) -> tuple[Any, Any]:
    if correction.field is None:
        raise ChronicleError(f"edit wants a field: {', '.join(editing.FIELDS)}")
    old, new = {}, {}
    for event in events:
        body = json.loads(event.body) | json.loads(event.edited or "{}")
        changes = editing.changed(body, correction.field, correction.new)
        old[event.uid] = {key: body[key] for key in changes}
        new[event.uid] = changes
        editing.store(connection, event, changes)
    return old, new


def _merge(connection: Connection, correction: Correction, events: Sequence[Any], number: int) -> tuple[Any, Any]:
    found = _incidents(events)
    if len(found) < 2:
        raise ChronicleError("merge wants two incidents that are not one already")
    first, *others = found.values()
    for other in others:
        _tie(connection, [(first[0].origin, other[0].origin)], "same", number)
        _untie(connection, product((e.origin for e in first), (e.origin for e in other)))
    settling.settle(connection, {e.no for e in events})
    return sorted(found), [first[0].incident]


def _split(connection: Connection, correction: Correction, events: Sequence[Any], number: int) -> tuple[Any, Any]:
    found = _incidents(events)
    if any(t.startswith("i") for t in correction.targets) or len(found) != 1:
        raise ChronicleError("split wants events (e...) of one incident: those that belong elsewhere; see `kroniek incidents ID`")
    (home,) = found
    out = {e.no for e in events}
    rest = [e for e in connection.execute(select(schema.events).where(E.incident == home)) if e.no not in out]
    if not rest:
        raise ChronicleError("split would leave nothing behind; name only the events that belong elsewhere")
    _tie(connection, [(a.origin, b.origin) for a in events for b in rest], "different", number)
    settling.settle(connection, out | {e.no for e in rest})
    return home, sorted(out)


def _incidents(events: Sequence[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for event in events:
        if event.incident is None:
            raise ChronicleError(f"event {event.uid} is in no incident (rejected, or only planned or imagined)")
        found.setdefault(event.incident, []).append(event)
    return found


def _tie(connection: Connection, pairs: Sequence[tuple[int, int]], kind: str, number: int) -> None:
    words = [{"a": min(p), "b": max(p), "kind": kind, "correction": number} for p in pairs if p[0] != p[1]]
    _untie(connection, pairs)
    rows.put(connection, schema.ties, words)


def _untie(connection: Connection, pairs: Any) -> None:
    """Take back an earlier word on these pairs; the log keeps it."""
    T = schema.ties
    for a, b in {(min(p), max(p)) for p in pairs}:
        connection.execute(T.delete().where(T.c.a == a, T.c.b == b, T.c.kind == "different"))


def _link(connection: Connection, correction: Correction, events: Sequence[Any], number: int) -> tuple[Any, Any]:
    return _say_link(connection, correction, number, "linked")


def _unlink(connection: Connection, correction: Correction, events: Sequence[Any], number: int) -> tuple[Any, Any]:
    return _say_link(connection, correction, number, "unlinked")


def _say_link(connection: Connection, correction: Correction, number: int, word: str) -> tuple[Any, Any]:
    kind = correction.field or "answers"
    if len(correction.targets) != 2 or kind not in ("answers", "part_of"):
        raise ChronicleError(f"{correction.action} wants two ids, the answer first, and the kind answers or part_of")
    a, b = (lookup.events(connection, id)[0] for id in correction.targets)
    if a.incident == b.incident:
        raise ChronicleError(f"{correction.action}: the two are one incident")
    row = {"no": number, "a": a.origin, "b": b.origin, "kind": kind, "word": word}
    connection.execute(insert(schema.incident_links), [row])
    return None, {"answer": a.uid, "act": b.uid, "kind": kind, "word": word}


_DEEDS = {
    "accept": _accept,
    "reject": _reject,
    "edit": _edit,
    "merge": _merge,
    "split": _split,
    "link": _link,
    "unlink": _unlink,
}

"""From a public id (or the beginning of one) to what it names; merged ids lead to where they went."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from kroniek.chronicle import schema
from kroniek.chronicle.errors import NotFound

E = schema.events.c
I = schema.incidents.c  # noqa: E741
SHORTEST = 4


def incident(connection: Connection, id: str) -> Any:
    """The row of the incident that `id` names now. Raises NotFound, also where its events are all gone."""
    row = _one(connection, schema.incidents, I.id, id, "incident")
    seen = set()
    while row.merged_into is not None and row.no not in seen:
        seen.add(row.no)
        row = connection.execute(select(schema.incidents).where(I.no == row.merged_into)).one()
    if not row.events:
        raise NotFound(f"incident {id}: none of its events counts any more (rejected, or withdrawn by their reports)")
    return row


def event(connection: Connection, id: str) -> Any:
    """The row of the coding that counts of the event `id`. Raises NotFound."""
    query = select(E.uid).where(E.uid.startswith(id, autoescape=True)).distinct().limit(2)
    uids = list(connection.execute(query).scalars()) if len(id) >= SHORTEST else []
    if len(uids) != 1:
        raise NotFound(_message("event", id, len(uids)))
    row = connection.execute(select(schema.events).where(E.uid == uids[0], E.live == 1)).one_or_none()
    if row is None:
        raise NotFound(f"event {id}: its report no longer tells it (a newer version or coder took over)")
    return row


def events(connection: Connection, id: str) -> list[Any]:
    """The event `id`, or all live events of the incident `id`."""
    if id.startswith("e"):
        return [event(connection, id)]
    query = select(schema.events).where(E.incident == incident(connection, id).no).order_by(E.no)
    return list(connection.execute(query))


def _one(connection: Connection, table: Any, column: Any, id: str, kind: str) -> Any:
    query = select(table).where(column.startswith(id, autoescape=True)).limit(2)
    found = list(connection.execute(query)) if len(id) >= SHORTEST else []
    if len(found) != 1:
        raise NotFound(_message(kind, id, len(found)))
    return found[0]


def _message(kind: str, id: str, found: int) -> str:
    if found:
        return f"{kind} {id}: more than one id begins so; give more of it"
    return f"no {kind} {id}; ids begin with {'i' if kind == 'incident' else 'e'}, see `kroniek incidents`, and need {SHORTEST} signs"

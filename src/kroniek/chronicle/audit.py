"""Is the chronicle whole? The chain of corrections, the frozen texts, the evidence, and corrections that hang in the air.

The chain shows any change to a correction in the middle. Corrections cut off at the end leave a chain that fits: note
the last hash elsewhere (`kroniek audit` prints it) and give it as `head` later.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from kroniek.chronicle import rows, schema
from kroniek.chronicle.corrections import START, chain_hash
from kroniek.chronicle.identity import digest
from kroniek.chronicle.store import Chronicle

E = schema.events.c
R = schema.reports.c


@dataclass(frozen=True, slots=True)
class Audit:
    """`damage`: what should not be; `orphans`: corrections whose event no report tells any more; `head`: the last hash."""

    corrections: int
    reports: int
    damage: tuple[str, ...]
    orphans: tuple[str, ...]
    head: str


def audit(chronicle: Chronicle, *, head: str | None = None) -> Audit:
    """Check everything that can be checked. `head`: a hash noted earlier, which must be in the chain."""
    with chronicle.reading() as connection:
        log = [dict(r._mapping) for r in connection.execute(select(schema.corrections).order_by(schema.corrections.c.no))]
        damage = [*_chain(log), *_texts(connection), *_evidence(connection), *_incidents(connection)]
        if head and head != START and head not in {row["hash"] for row in log}:
            damage.append(f"the hash {head} is not in the log: corrections were cut off at its end or all written anew")
        reports = connection.execute(select(R.no)).all()
        return Audit(
            len(log), len(reports), tuple(damage), tuple(_orphans(connection, log)), log[-1]["hash"] if log else START
        )


def _chain(log: list[dict[str, object]]) -> Iterator[str]:
    previous = START
    for expected, row in enumerate(log, 1):
        if row["no"] != expected:
            yield f"correction {row['no']}: number {expected} was due; one is missing before it"
        if row["previous"] != previous:
            yield f"correction {row['no']}: does not follow the one before it"
        if row["hash"] != chain_hash(row):
            yield f"correction {row['no']} ({row['action']} by {row['who']}): was changed after it was written"
        previous = str(row["hash"])


def _texts(connection: Connection) -> Iterator[str]:
    for id, text, kept in connection.execute(select(R.id, R.text, R.sha256)):
        if digest(text) != kept:
            yield f"report {id}: its text is not the one that was added"


def _evidence(connection: Connection) -> Iterator[str]:
    query = select(E.uid, E.body, R.id, R.text).join_from(schema.events, schema.reports).where(E.live == 1)
    for uid, body, id, text in connection.execute(query):
        told = json.loads(body)
        for span in (*told["trigger"], *told["evidence"]):
            if text[span["start"] : span["end"]] != span["text"]:
                yield f"event {uid}: its words {span['text'][:40]!r} are not at their place in report {id}"
                break


def _incidents(connection: Connection) -> Iterator[str]:
    I = schema.incidents.c  # noqa: E741
    heir = dict(tuple(r) for r in connection.execute(select(I.no, I.merged_into)))
    for no in heir:
        seen, at = set(), no
        while heir.get(at) is not None and at not in seen:
            seen.add(at)
            at = heir[at]
        if at in seen or at not in heir:
            yield f"incident {no}: leads nowhere"


def _orphans(connection: Connection, log: list[dict[str, object]]) -> Iterator[str]:
    uids = {anchor["uid"] for row in log for anchor in json.loads(str(row["anchors"]))}
    live = {uid for uid, is_live in rows.fetch(connection, [E.uid, E.live], E.uid, uids) if is_live}
    for row in log:
        for anchor in json.loads(str(row["anchors"])):
            if anchor["uid"] not in live:
                words = anchor["trigger"][0]["text"] if anchor["trigger"] else ""
                yield f"correction {row['no']} ({row['action']} {anchor['uid']}, «{words}»): no report tells this event any more"

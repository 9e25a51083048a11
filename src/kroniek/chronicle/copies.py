"""Near-copies in the store: new reports are set beside those that share a band, and get one lineage with them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, update

from kroniek.chronicle import lineage, rows, schema
from kroniek.chronicle.groups import Edge, components

R = schema.reports.c
E = schema.events.c


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

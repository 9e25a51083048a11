"""Events that belong together → incidents, the same ones in whatever order the events came.

The strongest pairs are joined first (ties by the events' public ids); two groups are not joined when a member of the
one contradicts a member of the other, or a person keeps them apart. The result depends on the set of events alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kroniek.chronicle.sameness import contradict
from kroniek.chronicle.sketch import Sketch


class Edge(NamedTuple):
    """Two events judged the same: their numbers and the score; a person's word scores highest."""

    a: int
    b: int
    score: float


TIED = 1000.0
LOOKED_AT = 40
"""Members of a group that another is set against; of a larger one those with the first ids. It keeps the work bounded."""


def group(
    sketches: Mapping[int, Sketch],
    edges: Sequence[Edge],
    apart: Iterable[tuple[int, int]],
    *,
    before: Mapping[int, int] | None = None,
    stay: bool = False,
) -> list[list[int]]:
    """Numbers of events (keys of `sketches`) in groups, each sorted. `apart`: pairs that a person keeps apart; `before`:
    event → group in which it was, so that its members need not be set against each other again; `stay`: and stays."""
    kept_apart, before = list(apart), before or {}
    fine = {_pair(e.a, e.b) for e in edges}
    began = {no: -before[no] if stay and no in before else no for no in sketches}
    members: dict[int, list[int]] = {}
    for no, at in began.items():
        members.setdefault(at, []).append(no)
    first = {at: sorted(m, key=lambda n: sketches[n].uid)[:LOOKED_AT] for at, m in members.items()}
    home = dict(began)
    for edge in sorted(edges, key=lambda e: _order(e, sketches)):
        one, other = home[edge.a], home[edge.b]
        if one == other or _kept_apart(one, other, home, kept_apart):
            continue
        if edge.score < TIED and _clash(first[one], first[other], sketches, fine, before):
            continue
        if len(members[one]) < len(members[other]):
            one, other = other, one
        for no in members[other]:
            home[no] = one
        members[one] += members.pop(other)
        first[one] = sorted(first[one] + first.pop(other), key=lambda n: sketches[n].uid)[:LOOKED_AT]
    return [sorted(m) for m in members.values()]


def components(nodes: Iterable[int], edges: Iterable[Edge]) -> list[list[int]]:
    """Nodes that hang together by edges, each group sorted."""
    above = {n: n for n in nodes}

    def top(n: int) -> int:
        while above[n] != n:
            above[n] = above[above[n]]
            n = above[n]
        return n

    for edge in edges:
        above[top(edge.a)] = top(edge.b)
    found: dict[int, list[int]] = {}
    for n in above:
        found.setdefault(top(n), []).append(n)
    return [sorted(m) for m in found.values()]


def _order(edge: Edge, sketches: Mapping[int, Sketch]) -> tuple[float, str, str]:
    one, other = sorted((sketches[edge.a].uid, sketches[edge.b].uid))
    return -edge.score, one, other


def _pair(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def _clash(
    one: Sequence[int],
    other: Sequence[int],
    sketches: Mapping[int, Sketch],
    fine: set[tuple[int, int]],
    before: Mapping[int, int],
) -> bool:
    """Does a member of the one contradict a member of the other? Those judged the same, or together before, do not."""
    return any(
        _pair(a, b) not in fine and (a not in before or before[a] != before.get(b)) and contradict(sketches[a], sketches[b])
        for a in one
        for b in other
    )


def _kept_apart(one: int, other: int, home: Mapping[int, int], apart: Sequence[tuple[int, int]]) -> bool:
    return any({home.get(a), home.get(b)} == {one, other} for a, b in apart)

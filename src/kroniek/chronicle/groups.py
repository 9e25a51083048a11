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


def group(sketches: Mapping[int, Sketch], edges: Sequence[Edge], apart: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Numbers of events (keys of `sketches`) in groups, each sorted. `apart`: pairs that a person keeps apart."""
    kept_apart = {_pair(a, b) for a, b in apart}
    fine = {_pair(e.a, e.b) for e in edges}
    members: dict[int, list[int]] = {no: [no] for no in sketches}
    home = {no: no for no in sketches}
    for edge in sorted(edges, key=lambda e: _order(e, sketches)):
        one, other = home[edge.a], home[edge.b]
        if one == other or _kept_apart(members[one], members[other], kept_apart):
            continue
        if edge.score < TIED and _clash(members[one], members[other], sketches, fine):
            continue
        for no in members[other]:
            home[no] = one
        members[one] += members.pop(other)
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
    one: Sequence[int], other: Sequence[int], sketches: Mapping[int, Sketch], fine: set[tuple[int, int]]
) -> bool:
    """Does a member of the one contradict a member of the other? Pairs judged the same need no second look."""
    return any(_pair(a, b) not in fine and contradict(sketches[a], sketches[b]) for a in one for b in other)


def _kept_apart(one: Sequence[int], other: Sequence[int], apart: set[tuple[int, int]]) -> bool:
    return bool(apart) and any(_pair(a, b) in apart for a in one for b in other)

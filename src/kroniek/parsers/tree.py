"""From scores of arcs to trees with one root: greedy where that gives a tree, Chu-Liu-Edmonds where not.

Chu and Liu (1965), Edmonds (1967). In every array, place 0 is the root and words count from 1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
NEVER = np.float32(-1e9)
TRIED_ROOTS = 4  # more would take seconds for a line of nothing but signs


def best_heads(scores: Floats, lengths: Ints) -> Ints:
    """[B, T, 1 + T] scores (dependent, head) → [B, T] heads, each sentence a tree with a single root.

    Words beyond a sentence's length get head 0.
    """
    inside = np.arange(scores.shape[1]) < lengths[:, None]
    heads: Ints = np.where(inside, scores.argmax(-1), 0)
    for b in np.flatnonzero(~_are_trees(heads, inside)):
        n = int(lengths[b])
        heads[b, :n] = single_root_tree(scores[b, :n, : n + 1])
    return heads


def _are_trees(heads: Ints, inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which sentences have one root, which all words reach (by doubling steps)."""
    single: NDArray[np.bool_] = ((heads == 0) & inside).sum(1) == 1
    up: Ints = np.concatenate([np.zeros((len(heads), 1), np.int64), heads], 1)
    for _ in range(int(heads.shape[1]).bit_length()):
        up = np.take_along_axis(up, up, 1)
    reached: NDArray[np.bool_] = (up == 0).all(1)
    return single & reached


def single_root_tree(scores: Floats) -> Ints:
    """[n, 1 + n] → the heads of the best tree in which one word hangs on the root."""
    n = len(scores)
    square = np.full((n + 1, n + 1), NEVER, np.float32)
    square[1:] = scores
    np.fill_diagonal(square, NEVER)
    heads = maximum_tree(square)
    roots = np.flatnonzero(heads[1:] == 0) + 1
    if len(roots) == 1:
        return heads[1:]
    roots = roots[np.argsort(-scores[roots - 1, 0], kind="stable")][:TRIED_ROOTS]
    tried = [maximum_tree(_rooted(square, int(root))) for root in roots]
    totals = [float(square[np.arange(1, n + 1), heads[1:]].sum()) for heads in tried]
    return tried[int(np.argmax(totals))][1:]


def _rooted(square: Floats, root: int) -> Floats:
    """The scores with the root's arc allowed for one word only."""
    forced = square.copy()
    forced[1:, 0] = NEVER
    forced[root] = NEVER
    forced[root, 0] = 0
    return forced


def maximum_tree(square: Floats) -> Ints:
    """Heads of the maximum spanning arborescence of [n + 1, n + 1] scores (dependent, head); heads[0] is 0."""
    heads: Ints = square.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads)
    if not cycle:
        return heads
    return _expand(square, heads, np.array(cycle))


def _cycle(heads: Ints) -> list[int]:
    """Some cycle among the heads, or an empty list."""
    state = [0] * len(heads)
    state[0] = -1
    for start in range(1, len(heads)):
        path, node = [], start
        while state[node] == 0:
            state[node] = start
            path.append(node)
            node = int(heads[node])
        if state[node] == start and node in path:
            return path[path.index(node) :]
    return []


def _expand(square: Floats, heads: Ints, cycle: Ints) -> Ints:
    """Contract the cycle to one node, solve what is left, and break the cycle where that enters it."""
    outside = np.setdiff1d(np.arange(len(square)), cycle)
    inner = square[cycle, heads[cycle]]
    into = square[np.ix_(cycle, outside)] - inner[:, None]
    out = square[np.ix_(outside, cycle)]
    n = len(outside)
    smaller = np.full((n + 1, n + 1), NEVER, np.float32)
    smaller[:n, :n] = square[np.ix_(outside, outside)]
    smaller[n, :n] = into.max(0)
    smaller[:n, n] = out.max(1)
    smaller[0] = NEVER
    solved = maximum_tree(smaller)
    result = heads.copy()
    for i in range(1, n):
        head = int(solved[i])
        result[outside[i]] = cycle[int(out[i].argmax())] if head == n else outside[head]
    enters = int(solved[n])
    broken = int(into[:, enters].argmax())
    result[cycle[broken]] = outside[enters]
    return result

"""Trees from scores: single root, no cycle, and the best one where greedy choice fails."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from kroniek.parsers.tree import best_heads, single_root_tree


def _is_tree(heads: tuple[int, ...]) -> bool:
    if sum(head == 0 for head in heads) != 1:
        return False
    for start in range(1, len(heads) + 1):
        node, steps = start, 0
        while node and steps <= len(heads):
            node, steps = heads[node - 1], steps + 1
        if node:
            return False
    return True


def _by_trying_all(scores: np.ndarray) -> float:
    n = len(scores)
    trees = (heads for heads in product(range(n + 1), repeat=n) if _is_tree(heads))
    return max(float(scores[np.arange(n), list(heads)].sum()) for heads in trees)


@pytest.mark.parametrize("seed", range(30))
def test_no_tree_is_better(seed: int) -> None:
    random = np.random.default_rng(seed)
    n = int(random.integers(1, 6))
    scores = random.normal(size=(n, n + 1)).astype(np.float32)
    scores[np.arange(n), np.arange(1, n + 1)] = -1e4
    heads = single_root_tree(scores)
    assert _is_tree(tuple(heads.tolist()))
    assert scores[np.arange(n), heads].sum() == pytest.approx(_by_trying_all(scores), abs=1e-4)


def test_sentences_of_different_length_in_one_batch() -> None:
    random = np.random.default_rng(1)
    lengths = np.array([6, 4, 1])
    scores = random.normal(size=(3, 6, 7)).astype(np.float32)
    for b, n in enumerate(lengths):
        scores[b, :, n + 1 :] = -1e4
    heads = best_heads(scores, lengths)
    for b, n in enumerate(lengths):
        assert _is_tree(tuple(heads[b, :n].tolist()))
        assert not heads[b, n:].any()

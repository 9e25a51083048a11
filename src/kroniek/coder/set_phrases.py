"""Where set phrases ("according to", "naar verluidt") stand in a sentence: looked up by their first word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

V = TypeVar("V")


class Hit(NamedTuple, Generic[V]):
    """A phrase found: its rank among all phrases (longest first), its first word within the sentence, its length in
    words, and what it stands for."""

    rank: int
    at: int
    length: int
    value: V


class SetPhrases(Generic[V]):
    """Phrases of lower-case forms, each with a value."""

    def __init__(self, phrases: Iterable[tuple[str, V]]) -> None:
        self._by_first: dict[str, list[tuple[int, list[str], V]]] = {}
        ranked = sorted(((p.split(), value) for p, value in phrases), key=lambda pair: -len(pair[0]))
        for rank, (words, value) in enumerate(ranked):
            self._by_first.setdefault(words[0], []).append((rank, words, value))

    def find(self, lows: Sequence[str]) -> list[Hit[V]]:
        """All hits in a sentence of lower-case words, longest phrases first; those of one phrase in text order."""
        found = [
            Hit(rank, at, len(words), value)
            for at, low in enumerate(lows)
            for rank, words, value in self._by_first.get(low, ())
            if len(words) == 1 or list(lows[at : at + len(words)]) == words
        ]
        return sorted(found, key=lambda hit: (hit.rank, hit.at))

"""Parts of names by which a report calls somebody again, and who is meant where two persons share one."""

from __future__ import annotations

from typing import Generic, Protocol, TypeVar


class Named(Protocol):
    """What an alias may stand for: something with mentions, each of which begins at a word."""

    @property
    def starts(self) -> list[int]: ...


E = TypeVar("E", bound=Named)


class Aliases(Generic[E]):
    """Aliases of one report."""

    def __init__(self) -> None:
        self._holders: dict[str, list[E]] = {}

    def add(self, alias: str, holder: E) -> None:
        """`holder` may be called so from here on."""
        holders = self._holders.setdefault(alias, [])
        if holder not in holders:
            holders.append(holder)

    def at(self, alias: str, i: int) -> E | None:
        """Who is called so at word `i`: of those named before, the one named most often, and of equals the one named last;
        where none was named before, the first that was added."""
        holders = self._holders.get(alias, [])
        told = [(sum(s < i for s in h.starts), max((s for s in h.starts if s < i), default=-1), h) for h in holders]
        best = max(told, key=lambda one: one[:2], default=None)
        if best is None:
            return None
        return best[2] if best[0] else holders[0]

"""How the columns of a published table become ours: knowledge/dynamics/importers.toml."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from kroniek.errors import KnowledgeError
from kroniek.knowledge import ROOT, strict


@dataclass(frozen=True, slots=True)
class Importer:
    """One table form. Each field but `name`, `needs`, `types`, `actor` and `dates` lists the columns tried for one of ours, in order.

    `actor`: a pattern with groups name, country and sector, for cells that hold several actors joined by "; ".
    `dates`: how the table may write a date, beside ISO 8601 (strptime)."""

    name: str
    needs: tuple[str, ...]
    actor: str = ""
    dates: str = ""
    id: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    initiator: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    initiator_country: tuple[str, ...] = ()
    target_country: tuple[str, ...] = ()
    target_sector: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    deeds: tuple[str, ...] = ()
    deaths_low: tuple[str, ...] = ()
    deaths_best: tuple[str, ...] = ()
    deaths_high: tuple[str, ...] = ()
    goldstein: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    types: tuple[str, ...] = ()

    def column(self, ours: str, present: Collection[str]) -> str | None:
        """The column of the table that holds our column `ours`, or None."""
        return next((name for name in getattr(self, ours, ()) if name in present), None)

    def type_names(self) -> dict[str, str]:
        """The table's own names of types → ours."""
        pairs = [pair.split("=", 1) for pair in self.types]
        for pair in pairs:
            if len(pair) != 2:
                raise KnowledgeError(f"importers.toml, importer {self.name!r}: types: {pair[0]!r} has no '='")
        return dict(pairs)


@cache
def importers() -> tuple[Importer, ...]:
    """All forms, in the order in which they are tried; the last one fits any table."""
    return tuple(strict.entries(ROOT / "dynamics" / "importers.toml", "importer", Importer))


def importer_for(columns: Collection[str]) -> Importer:
    """The first importer whose tell-tale columns are all there."""
    return next(i for i in importers() if all(need in columns for need in i.needs))

"""Who held which office, and which body had which standing, on the day that a report was printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from kroniek.knowledge.actors import Body, Person


class _Spell(Protocol):
    @property
    def start(self) -> str | None: ...
    @property
    def end(self) -> str | None: ...


S = TypeVar("S", bound=_Spell)

FORMER = "ELI"


def person_on(terms: Sequence[Person], published: str | None) -> tuple[Person, str | None, str]:
    """(row, sector, rule) of a person on a day (EDTF, may be vague). Without a day the open or latest term counts.

    Outside all terms the sector is ELI; the row is then the last one before the day, else the first of all.
    """
    ordered = sorted(terms, key=lambda t: t.start or "")
    day = _day(published)
    if day is None:
        row = next((t for t in reversed(ordered) if t.end is None), ordered[-1])
        return row, row.sector, f"persons.tsv: {row.id}, {row.office or 'no office'}, no date of publication"
    current = [t for t in ordered if _within(t, day)]
    if current:
        row = current[-1]
        return row, row.sector, f"persons.tsv: {row.id}, {row.office or row.sector}"
    before = [t for t in ordered if t.end is not None and _cut(t.end, day) <= _cut(day, t.end)]
    row = before[-1] if before else ordered[0]
    return row, FORMER, f"persons.tsv: {row.id}, out of office on {published}"


def body_on(spells: Sequence[Body], published: str | None) -> Body:
    """The standing of a body on a day; the latest one where it has none then or the day is unknown."""
    ordered = sorted(spells, key=lambda s: s.start or "")
    day = _day(published)
    current = [s for s in ordered if day is not None and _within(s, day)]
    return current[-1] if current else ordered[-1]


def _within(spell: _Spell, day: str) -> bool:
    if spell.start is not None and _cut(spell.start, day) > _cut(day, spell.start):
        return False
    return spell.end is None or _cut(day, spell.end) <= _cut(spell.end, day)


def _cut(date: str, other: str) -> str:
    """A date as exact as the less exact of two."""
    return date[: min(len(date), len(other))]


def _day(published: str | None) -> str | None:
    """The first day of an EDTF date, as far as it is exact; None for an unknown or open one."""
    if not published:
        return None
    first = published.partition("/")[0].strip("~?%")[:10]
    return first if first[:4].isdigit() else None

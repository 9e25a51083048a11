"""Which events are compared at all: those that share a block.

A block is a day, a family of types and a country (of the place, an initiator or a target). A key holds the day in its
upper bits, so that events added by time are written side by side. A long interval stands in blocks of months, and looks
into the blocks of its days; so two events find each other whichever of them comes first.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from hashlib import blake2b

from kroniek.chronicle.sameness import family, settings
from kroniek.chronicle.sketch import Sketch

SHORT = 10
MOST_COUNTRIES = 4


def stored(sketch: Sketch) -> set[int]:
    """Keys under which the event is filed."""
    return {_key(day, name) for name in _names(sketch) for day in _filed(sketch)}


def wanted(sketch: Sketch) -> set[int]:
    """Keys under which events to compare it with are filed."""
    return {_key(day, name) for name in _names(sketch) for day in _looked_up(sketch)}


def _names(sketch: Sketch) -> list[str]:
    """Family and country, for up to four countries; "?" where none is known."""
    parties = (*sketch.initiators, *sketch.targets)
    countries = dict.fromkeys(c for c in (sketch.country, *(p.country for p in parties)) if c)
    kin = family(sketch.type)
    return [f"{kin}|{c}" for c in sorted(countries)[:MOST_COUNTRIES]] or [f"{kin}|?"]


def _filed(sketch: Sketch) -> Iterable[int]:
    if sketch.days <= SHORT:
        return range(sketch.first, sketch.last + 1)
    return [] if sketch.days > settings().longest_days else _months(sketch.first, sketch.last)


def _looked_up(sketch: Sketch) -> Iterable[int]:
    if sketch.days > settings().longest_days:
        return []
    slack = settings().day_slack
    days = range(sketch.first - slack, sketch.last + slack + 1)
    return [*days, *_months(days[0], days[-1])]


def _months(first: int, last: int) -> list[int]:
    """Each month as minus the ordinal of its first day."""
    found, day = [], date.fromordinal(first).replace(day=1)
    while day.toordinal() <= last:
        found.append(-day.toordinal())
        day = (day.replace(year=day.year + 1, month=1)) if day.month == 12 else day.replace(month=day.month + 1)
    return found


@cache
def _digest(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=4).digest(), "big")


def _key(day: int, name: str) -> int:
    """63 bits with sign: the day (a month is negative), then a digest of the name."""
    return day * 2**32 + _digest(name)

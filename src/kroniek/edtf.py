"""Dates and intervals in EDTF (ISO 8601-2, levels 0 and 1), as far as the codebook writes them.

"2019", "2019-12", "2019-12-31", seasons "2019-21" to "2019-24" (spring to winter, northern; winter runs into the next
year), each with "~", "?" or "%"; intervals "a/b" with open ends ".." or nothing. The signs of doubt widen no bounds.
Own code, since the package `edtf` 5.0 takes 3 to 20 ms a date, ends winter on 31 December, and fails on the bounds of
an interval that is open at its beginning (tried in November 2026).
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kroniek.errors import BadDate

_POINT = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([~?%])?", re.ASCII)
_FIRST_MONTH = {21: 3, 22: 6, 23: 9, 24: 12}
_OPEN = ("", "..")
_LENGTH = {"day": 10, "month": 7, "year": 4}
Grain = Literal["day", "month", "year"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """First and last day, inclusive; None where open. `doubt_first`, `doubt_last`: "~", "?", "%" or ""."""

    first: date | None
    last: date | None
    doubt_first: str = ""
    doubt_last: str = ""


def parse(text: str) -> Bounds:
    """The bounds of an EDTF date or interval. Raises BadDate where it is none, or ends before it begins."""
    first, slash, last = text.strip().partition("/")
    if not slash:
        return _point(first, text)
    begin = None if first in _OPEN else _point(first, text)
    end = None if last in _OPEN else _point(last, text)
    if begin is None and end is None:
        raise _bad(text, "both ends are open")
    found = Bounds(
        begin.first if begin else None,
        end.last if end else None,
        begin.doubt_first if begin else "",
        end.doubt_last if end else "",
    )
    if found.first is not None and found.last is not None and found.last < found.first:
        raise _bad(text, "it ends before it begins")
    return found


def parse_published(text: str | None) -> Bounds | None:
    """Bounds of a publication date; None for None or a blank. Raises BadDate, also for an open interval.

    A time of day after the date ("2019-12-31T14:05:00Z") is allowed and dropped.
    """
    if text is None or not text.strip():
        return None
    day, _, _ = text.strip().partition("T")
    found = parse(day)
    if found.first is None or found.last is None:
        raise _bad(text, "a publication date has two ends")
    return found


def write(
    first: date | None,
    last: date | None,
    *,
    doubt_first: str = "",
    doubt_last: str = "",
    grain_first: Grain = "day",
    grain_last: Grain = "day",
) -> str:
    """EDTF for the days first to last (inclusive; None is open): one day, month or year where it is that, else an
    interval, whose ends are written as days, or as the month or year that begins or ends there (`grain`)."""
    whole = _whole(first, last) if first and last else ""
    if whole:
        return whole + (doubt_first or doubt_last)
    begin = ".." if first is None else first.isoformat()[: _LENGTH[grain_first]] + doubt_first
    end = ".." if last is None else last.isoformat()[: _LENGTH[grain_last]] + doubt_last
    return f"{begin}/{end}"


def _whole(first: date, last: date) -> str:
    """The one day, month or year that first to last is, or ""."""
    if first == last:
        return first.isoformat()
    if first.year != last.year or first.day != 1 or last.day != monthrange(last.year, last.month)[1]:
        return ""
    if first.month == last.month:
        return first.isoformat()[:7]
    return first.isoformat()[:4] if (first.month, last.month) == (1, 12) else ""


def _point(text: str, whole: str) -> Bounds:
    match = _POINT.fullmatch(text)
    if not match:
        raise _bad(whole, f"{text!r} is no date")
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    doubt = match[4] or ""
    try:
        if month in _FIRST_MONTH and not day:
            first, last = _season(year, _FIRST_MONTH[month])
        elif day:
            first = last = date(year, month, day)
        else:
            first, last = date(year, month or 1, 1), _month_end(year, month or 12)
    except ValueError:
        raise _bad(whole, f"{text!r} is in no calendar") from None
    return Bounds(first, last, doubt, doubt)


def _season(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), _month_end(year, month + 2) if month < 12 else _month_end(year + 1, 2)


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _bad(text: str, finding: str) -> BadDate:
    return BadDate(
        f"date {text!r}: {finding}; write EDTF, for instance 2019-12-31, 2019-12, 2019 or 2019-12-01/2019-12-31"
    )

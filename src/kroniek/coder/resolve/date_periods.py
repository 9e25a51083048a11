"""Arithmetic of days, weeks, months, seasons and feasts. Gregorian calendar; weeks begin on Monday (ISO 8601)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypedDict

from kroniek.edtf import Grain
from kroniek.knowledge.calendar import Holiday, Unit


class _Grains(TypedDict):
    grain_first: Grain
    grain_last: Grain


_MONTHS = _Grains(grain_first="month", grain_last="month")


@dataclass(frozen=True, slots=True)
class Period:
    """Days first to last, inclusive, None where open. `precision` as in records.When; `doubt_first`, `doubt_last`
    "~" or ""; `start`: where "since" it begins, if that is not `first` (codebook: "since late October" is the 25th);
    `grain_first`, `grain_last`: how an end is written, as a day, or as the month or year that it begins or ends."""

    first: date | None
    last: date | None
    precision: str
    doubt_first: str = ""
    doubt_last: str = ""
    start: date | None = None
    grain_first: Grain = "day"
    grain_last: Grain = "day"

    @property
    def ends(self) -> tuple[date, date]:
        """First and last day of a period that is closed. Raises ValueError where an end is open."""
        if self.first is None or self.last is None:
            raise ValueError(f"{self} is open")
        return self.first, self.last


def day(value: date, precision: str = "day") -> Period:
    return Period(value, value, precision)


def shifted(value: date, days: int) -> date:
    """`value` plus days; at the calendar's ends it stays there."""
    try:
        return value + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def weekday(value: date, wanted: int, *, ahead: bool, strictly: bool) -> date:
    """The nearest day with that weekday (0 Monday) on or before `value`, or on or after it; `strictly`: not on it."""
    step = (wanted - value.weekday()) % 7 if ahead else -((value.weekday() - wanted) % 7)
    if step == 0 and strictly:
        step = 7 if ahead else -7
    return shifted(value, step)


def week(value: date, shift: int = 0) -> Period:
    monday = shifted(value, 7 * shift - value.weekday())
    return Period(monday, shifted(monday, 6), "week")


def weekend(value: date, shift: int, *, ahead: bool) -> Period:
    """Saturday and Sunday: those of `value` if it lies in them, else the last (or with `ahead` the next) ones.

    `shift` -1: the last that was over before `value`; +1: the next that begins after it."""
    inside = value.weekday() >= 5
    saturday = weekday(value, 5, ahead=False, strictly=False)
    if shift < 0 and inside:
        saturday = shifted(saturday, -7)
    elif shift > 0 or (shift == 0 and ahead and not inside):
        saturday = shifted(saturday, 7)
    return Period(saturday, shifted(saturday, 1), "interval")


def month_of(year: int, month: int) -> Period:
    """A month; `month` may lie outside 1 to 12 and then counts into other years."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return Period(date(year, month, 1), date(year, month, monthrange(year, month)[1]), "month", **_MONTHS)


def year_of(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31), "year", grain_first="year", grain_last="year")


def season_of(year: int, month: int) -> Period:
    """Three months from `month` (3, 6, 9 or 12) of `year` on."""
    return Period(month_of(year, month).first, month_of(year, month + 2).last, "season", **_MONTHS)


def part_of(whole: Period, part: int) -> Period:
    """The early (1), middle (2) or late (3) part of a month, season or year, in thirds; approximate.

    "Since late" a month begins on its 25th, "since mid" on its 15th (codebook)."""
    begin, end = whole.ends
    if (end - begin).days > 60:
        third = 4 if whole.precision == "year" else 1  # months
        first = month_of(begin.year, begin.month + (part - 1) * third).first
        last = month_of(begin.year, begin.month + part * third - 1).last
        return Period(first, last, "interval", "~", "~", **_MONTHS)
    first, last = begin.replace(day=(1, 11, 21)[part - 1]), begin.replace(day=(10, 20, end.day)[part - 1])
    return Period(first, last, "interval", "~", "~", begin.replace(day=(1, 15, 25)[part - 1]))


def moved(value: date, count: int, unit: Unit) -> Period:
    """`value` plus `count` units, as exact as the unit: a day; about a day for weeks; about a month; about a year."""
    if unit == "day":
        return day(shifted(value, count))
    if unit in ("week", "weekend"):
        there = shifted(value, 7 * count)
        return Period(there, there, "week", "~", "~")
    if unit in ("month", "season"):
        whole = month_of(*_counted(value, count * (3 if unit == "season" else 1)))
    else:
        whole = year_of(min(max(value.year + count, 1), 9999))
    return Period(whole.first, whole.last, whole.precision, "~", "~")


def moved_day(value: date, count: int, unit: Unit) -> date:
    """`value` plus `count` units as one day; the month's last where it is shorter."""
    if unit in ("day", "hour", "minute"):
        return shifted(value, count if unit == "day" else (count // 24 if unit == "hour" else 0))
    if unit in ("week", "weekend"):
        return shifted(value, 7 * count)
    year, month = _counted(value, count * {"month": 1, "season": 3, "year": 12, "decade": 120, "century": 1200}[unit])
    return date(year, month, min(value.day, monthrange(year, month)[1]))


def _counted(value: date, months: int) -> tuple[int, int]:
    """Year and month, `months` after those of `value`, held within the calendar's years."""
    whole = min(max(value.year * 12 + value.month - 1 + months, 12), 9999 * 12 + 11)
    return whole // 12, whole % 12 + 1


def feast(holiday: Holiday, year: int) -> list[Period]:
    """When a holiday falls in a Gregorian year; an Islamic one may fall twice or not at all."""
    if holiday.hijri:
        return _islamic(holiday, year)
    if holiday.easter is not None:
        first = shifted(easter(year), holiday.easter)
    elif holiday.orthodox is not None:
        first = shifted(orthodox_easter(year), holiday.orthodox)
    elif holiday.weekday is not None:
        first = _nth(year, holiday.month, holiday.weekday, holiday.nth)
    else:
        first = date(year, holiday.month, holiday.day)
    last = shifted(first, holiday.length - 1)
    return [Period(first, last, "day" if first == last else "interval")]


def _nth(year: int, month: int, wanted: int, nth: int) -> date:
    begin, end = month_of(year, month).ends
    if nth < 0:
        return weekday(end, wanted, ahead=False, strictly=False)
    return shifted(weekday(begin, wanted, ahead=True, strictly=False), 7 * (nth - 1))


def _islamic(holiday: Holiday, year: int) -> list[Period]:
    """By the tabular calendar, a day wider at both ends: the sighted moon may differ by one."""
    month, first_day = (int(part) for part in holiday.hijri.split("-"))
    found = []
    about = (year - 622) * 33 // 32
    for hijri_year in range(about - 1, about + 3):
        first = islamic(hijri_year, month, first_day)
        if first.year == year:
            found.append(Period(shifted(first, -1), shifted(first, holiday.length), "interval", "~", "~"))
    return found


def islamic(year: int, month: int, day_of_month: int) -> date:
    """The Gregorian day of a tabular Islamic date, civil epoch (Reingold and Dershowitz, Calendrical Calculations)."""
    days = (year - 1) * 354 + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2 + day_of_month
    return date.fromordinal(227014 + days)


def easter(year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian algorithm, Meeus, Astronomical Algorithms, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, rest = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, rest + 1)


def orthodox_easter(year: int) -> date:
    """Orthodox Easter Sunday in the Gregorian calendar, 1900 to 2099 (Meeus, chapter 8)."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, rest = divmod(d + e + 114, 31)
    return shifted(date(year, month, rest + 1), 13)

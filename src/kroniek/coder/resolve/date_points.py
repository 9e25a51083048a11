"""What an expression that names one time means, seen from one day of publication: a function for each `op`.

The table of all operations stands in date_meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kroniek.coder.resolve import date_periods as periods
from kroniek.coder.resolve.date_match import Node
from kroniek.coder.resolve.date_periods import Period
from kroniek.coder.resolve.date_tense import Tense
from kroniek.knowledge.calendar import Holiday, Unit

NO_PUBLISHED = "no publication date"
NO_ANCHOR = "no earlier date"
NO_SUCH_DAY = "no such day"
TOO_VAGUE = "too vague"
ENDS_FIRST = "it ends before it begins"
LONGEST_YEARS = 150
SEVERAL = (2, 9)  # so much or less; the codebook's 3 to 9, and two to be sure
NEXT_HALF = 183  # days: what is said without a year lies in the half year ahead, or it has been
FAR_HOURS = 12  # so many hours, and more, may lead into another day
RANK: dict[str, int] = {"day": 0, "night": 0, "week": 1, "interval": 1, "month": 2, "season": 3, "year": 4}
_NEEDS: dict[Unit, int] = {
    "minute": 0, "hour": 0, "day": 0, "week": 1, "weekend": 1, "month": 2, "season": 3, "year": 4, "decade": 4,
    "century": 4,
}


class Unknown(Exception):
    """The expression has no day; the message is the reason that is shown."""


@dataclass(frozen=True, slots=True)
class View:
    """From where an expression is read: publication, tense of the clause, dates named before it (text order)."""

    published: date | None
    tense: Tense
    anchors: Sequence[Period]
    holidays: tuple[Holiday, ...]

    @property
    def day(self) -> date:
        if self.published is None:
            raise Unknown(NO_PUBLISHED)
        return self.published

    def ahead(self, node: Node) -> bool:
        """Does the expression lie ahead: by its own words, else by its clause?"""
        return node.pattern.toward == "after" or (node.pattern.toward == "" and self.tense == "future")


def read_day(node: Node, view: View) -> Period:
    found = periods.shifted(view.day, node.pattern.shift)
    if node.pattern.night:
        return Period(periods.shifted(found, -1), found, "night")
    return periods.day(found, _day_precision(node))


def _day_precision(node: Node) -> str:
    """"night" for evening and night, which may run into the next day; else "day"."""
    part = node.term("daypart")
    return "night" if part and part.value else "day"


def read_weekday(node: Node, view: View) -> Period:
    wanted = _value(node, "weekday")
    pattern = node.pattern
    if pattern.anchored:
        return _anchored_weekday(node, wanted, view)
    if pattern.unit == "week":
        monday, _ = periods.week(view.day, pattern.shift).ends
        return periods.day(periods.shifted(monday, wanted), _day_precision(node))
    found = periods.weekday(view.day, wanted, ahead=view.ahead(node), strictly=pattern.toward != "")
    return periods.day(periods.shifted(found, 7 * pattern.shift), _day_precision(node))


def _anchored_weekday(node: Node, wanted: int, view: View) -> Period:
    ahead = node.pattern.shift > 0

    def move(anchor: Period) -> Period:
        ends = [periods.weekday(d, wanted, ahead=ahead, strictly=True) for d in anchor.ends]
        return Period(ends[0], ends[1], "day" if ends[0] == ends[1] else "interval")

    return from_anchor(view, "day", move)


def read_date(node: Node, view: View) -> Period:
    day, year = node.number("day"), node.number("year")
    month = node.number("month") or _value(node, "month")
    assert day is not None
    if year is None and node.pattern.shift:
        year = view.day.year + node.pattern.shift
    if year is not None:
        found = _valid(year, month, day)
        if found is None:
            raise Unknown(NO_SUCH_DAY)
        return periods.day(found)
    weekday = node.term("weekday")
    return periods.day(_nearest_date(view.day, month, day, weekday.value if weekday else None, ahead=view.ahead(node)))


def _nearest_date(published: date, month: int, day: int, weekday: int | None, *, ahead: bool) -> date:
    """The nearest such day back or ahead; a weekday beside it settles the year, also against the tense."""
    back = [d for y in range(published.year, published.year - 9, -1) if (d := _valid(y, month, day)) and d <= published]
    on = [d for y in range(published.year, published.year + 9) if (d := _valid(y, month, day)) and d >= published]
    first, second = (on, back) if ahead else (back, on)
    if ahead and weekday is None and _is_far(first, second, published):
        first, second = second, first
    for found in (*first[:1], *second[:1], *first[1:]):
        if weekday is None or found.weekday() == weekday:
            return found
    if not first:
        raise Unknown(NO_SUCH_DAY)
    return first[0]


def _is_far(ahead: Sequence[date], back: Sequence[date], here: date) -> bool:
    """Does the coming one lie so far off, and the last one so near, that a present tense rather tells of the last?"""
    return bool(ahead and back) and (ahead[0] - here).days > NEXT_HALF > (here - back[0]).days


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_month(node: Node, view: View) -> Period:
    month, year = _value(node, "month"), node.number("year")
    if year is not None:
        return _parted(node, periods.month_of(year, month))
    here = view.day
    if node.pattern.shift:
        return _parted(node, periods.month_of(here.year + node.pattern.shift, month))
    found = _parted(node, periods.month_of(_nearest_year(month, here, view, node), month))
    if not view.ahead(node) and found.ends[0] > here:  # "late October" early in October
        return _parted(node, periods.month_of(found.ends[0].year - 1, month))
    return found


def _nearest_year(month: int, here: date, view: View, node: Node) -> int:
    """The year of the nearest such month; this month counts, unless the words say before or after it."""
    step = 1 if node.pattern.toward else 0
    if view.ahead(node):
        return here.year if month >= here.month + step else here.year + 1
    return here.year if month <= here.month - step else here.year - 1


def read_season(node: Node, view: View) -> Period:
    month, year = _value(node, "season"), node.number("year")
    if year is not None:
        return _parted(node, periods.season_of(year, month))
    here = view.day
    if node.pattern.shift:
        return _parted(node, periods.season_of(here.year + node.pattern.shift, month))
    seasons = [periods.season_of(y, month) for y in range(here.year - 2, here.year + 3)]
    return _parted(node, _nearest(seasons, node, view))


def _nearest(choices: Sequence[Period], node: Node, view: View) -> Period:
    """Of closed periods in order, the last that has begun, or the first that is not over; with words of "last" and
    "next", the last that is over and the first that has not begun."""
    here, strictly = view.day, node.pattern.toward != ""
    back = [c for c in choices if (c.ends[1] < here if strictly else c.ends[0] <= here)]
    if view.ahead(node):
        fitting = [c for c in choices if (c.ends[0] > here if strictly else c.ends[1] >= here)]
        far = not strictly and _is_far([c.ends[0] for c in fitting], [c.ends[1] for c in back[-1:]], here)
        return back[-1] if far else fitting[0]
    return back[-1]


def read_year(node: Node, view: View) -> Period:
    year = node.number("year")
    assert year is not None
    return _parted(node, periods.year_of(year))


def read_decade(node: Node, view: View) -> Period:
    first = node.number("decade")
    assert first is not None
    part = node.term("part")
    low, high = {1: (0, 3), 2: (4, 6), 3: (7, 9)}[part.value] if part else (0, 9)
    begin, end = periods.year_of(first + low).first, periods.year_of(first + high).last
    doubt = "~" if part else ""
    return Period(begin, end, "interval", doubt, doubt, grain_first="year", grain_last="year")


def _parted(node: Node, whole: Period) -> Period:
    part = node.term("part") or node.term("part_prefix")
    return periods.part_of(whole, part.value) if part else whole


def read_unit(node: Node, view: View) -> Period:
    unit, shift = unit_of(node), node.pattern.shift
    here = view.day
    if unit == "weekend":
        return periods.weekend(here, shift, ahead=view.ahead(node))
    found = _parted(node, _around(here, unit, shift))
    if node.pattern.so_far or (unit == "week" and shift == 0 and not view.ahead(node)):
        return Period(found.first, here, "interval")
    if unit == "week" and shift == 0:
        return Period(here, found.last, "interval")
    return found


def _around(here: date, unit: Unit, shift: int) -> Period:
    """The unit in which a day lies, moved by `shift` units."""
    if unit == "week":
        return periods.week(here, shift)
    if unit == "weekend":
        return periods.weekend(here, shift, ahead=shift > 0)
    if unit == "month":
        return periods.month_of(here.year, here.month + shift)
    if unit == "year":
        return periods.year_of(here.year + shift)
    if unit in ("day", "hour", "minute"):
        return periods.day(periods.shifted(here, shift))
    raise Unknown(TOO_VAGUE)


def read_ago(node: Node, view: View) -> Period:
    unit, here = unit_of(node), view.day
    low, high = count_of(node)
    ahead = node.pattern.shift > 0
    if unit in ("decade", "century") or (unit == "year" and high > LONGEST_YEARS) or (ahead and view.tense == "past"):
        raise Unknown(TOO_VAGUE)
    if ahead:
        return periods.moved(here, high, unit)
    if low != high and unit in ("hour", "minute"):
        return Period(periods.shifted(here, -1), here, "interval")
    if low != high:
        return Period(periods.moved_day(here, -high, unit), periods.moved_day(here, -low, unit), "interval", "~", "~")
    if unit in ("hour", "minute"):
        hours = low if unit == "hour" else low // 60
        first = periods.shifted(here, -hours // 24)
        return Period(first, here, "interval") if hours >= FAR_HOURS else periods.day(here)
    return periods.moved(here, -low, unit)


def read_past(node: Node, view: View) -> Period:
    unit, here = unit_of(node), view.day
    low, high = count_of(node)
    doubt = "~" if low != high or node.pattern.doubt else ""
    if node.pattern.toward == "after":
        return Period(here, periods.moved_day(here, high, unit), "interval", "", doubt)
    first = _around(here, unit, -1).first if node.pattern.shift and unit in ("month", "year") else None
    return Period(first or periods.moved_day(here, -high, unit), here, "interval", doubt)


def read_streak(node: Node, view: View) -> Period:
    ordinal = node.term("ordinal")
    count = ordinal.value if ordinal else count_of(node)[0]
    unit = unit_of(node)
    return Period(periods.moved_day(view.day, 1 - count, unit), view.day, "interval")


def read_same(node: Node, view: View) -> Period:
    unit = unit_of(node)

    def move(anchor: Period) -> Period:
        a, b = (_around(d, unit, node.pattern.shift) for d in anchor.ends)
        if unit == "day":
            precision = _day_precision(node) if node.term("daypart") else anchor.precision
            return Period(a.first, b.last, precision, anchor.doubt_first, anchor.doubt_last)
        grains = (a.grain_first, b.grain_last)
        return Period(a.first, b.last, a.precision if a == b else "interval", "", "", None, *grains)

    return from_anchor(view, unit, move)


def from_anchor(view: View, unit: Unit, move: Callable[[Period], Period]) -> Period:
    """What `move` makes of the last anchor that is exact enough for `unit`; in a clause that looks back, of the last
    from which the answer is not after publication."""
    fitting = [a for a in view.anchors if RANK.get(a.precision, 9) <= _NEEDS[unit] and a.first and a.last]
    if view.published is not None and view.tense == "past":
        fitting = [a for a in fitting if a.ends[0] <= view.published]
    for anchor in list(reversed(fitting))[:5]:
        found = move(anchor)
        here = view.published
        if here is None or view.tense == "future" or not found.first or not found.last or found.last <= here:
            return found
        if found.first <= here:
            return replace(found, last=here, precision="interval", doubt_last="", grain_last="day")
    raise Unknown(NO_ANCHOR)


def read_holiday(node: Node, view: View) -> Period:
    feast = view.holidays[_value(node, "holiday")]
    year = node.number("year")
    if year is not None:
        found = periods.feast(feast, year)
        if not found:
            raise Unknown(NO_SUCH_DAY)
        return found[0]
    here = view.day
    near = [f for y in range(here.year - 2, here.year + 3) for f in periods.feast(feast, y)]
    return _nearest(sorted(near, key=lambda f: f.ends), node, view)


def read_night(node: Node, view: View) -> Period:
    """The night before the last day that is named, with both days; where two weekdays lie further apart, from the
    one to the other."""
    _, last = (read_date if node.number("day") is not None else read_weekday)(node, view).ends
    weekdays = [term.value for key, term in node.terms if key == "weekday"]
    first = weekdays[0] if len(weekdays) > 1 else last.weekday() - 1
    return Period(periods.weekday(last, first % 7, ahead=False, strictly=True), last, "night")


def read_named(node: Node, view: View) -> Period:
    return periods.day(date.fromisoformat(node.pattern.date))


def read_vague(node: Node, view: View) -> Period:
    raise Unknown(TOO_VAGUE)


def _value(node: Node, name: str) -> int:
    term = node.term(name)
    assert term is not None, f"pattern {node.pattern.id} captures no {name}"
    return term.value


def unit_of(node: Node) -> Unit:
    return next((term.unit for _, term in reversed(node.terms) if term.unit), node.pattern.unit)


def count_of(node: Node) -> tuple[int, int]:
    """How many units: the number, up to 9 for {few}, a bare plural and where the pattern is in doubt, else one."""
    number = node.number("number")
    if number is not None:
        return number, number
    few = node.term("few")
    if few:
        return few.value, SEVERAL[1]
    return SEVERAL if node.pattern.doubt or node.term("plural_unit") or node.term("plural_hours") else (1, 1)

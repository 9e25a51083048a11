"""What a matched expression means, seen from one day of publication: one short function for each `op`.

op         meaning ("p" is the day of publication; "anchor" the last fitting date that the text has named)
day        p plus `shift` days; `night`: with the day before
weekday    nearest such day on or before p, in a clause that looks ahead on or after; `unit` week: that of a week
date       day and month, with or without year; without: the nearest, back or ahead
month, season, year, holiday   with or without year; {part}: its early, middle or late third
unit       this, last, next week, weekend, month, year; `so_far`: from its beginning to p
ago        p minus {number} units, or plus where `shift` is 1 and the clause looks ahead
past       the {number} units up to p, or after it where `toward` is after
later      anchor, or {point}, plus `shift` times {number} units
same       the unit around the anchor, moved by `shift`
night      of the day before {weekday} or {day} to that day
since      from {point} to p               until    up to {point}
before     up to the day before {point}    after    from {point} to p
range      from one {point}, {day}, {month} or {year} to another
earlier    up to the day before the anchor, else up to p
named      the day that a set phrase stands for
vague      no day can be told              skip     no time expression at all
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kroniek.coder.resolve import date_periods as periods
from kroniek.coder.resolve.date_match import Node
from kroniek.coder.resolve.date_periods import Period
from kroniek.coder.resolve.date_tense import Tense
from kroniek.edtf import Grain
from kroniek.knowledge.calendar import Holiday, Op, Unit

NO_PUBLISHED = "no publication date"
NO_ANCHOR = "no earlier date"
TOO_VAGUE = "too vague"
ENDS_FIRST = "it ends before it begins"
LONGEST_YEARS = 150
SEVERAL = (2, 9)  # so much or less; the codebook's 3 to 9, and two to be sure
FAR_HOURS = 12  # so many hours, and more, may lead into another day
_RANK: dict[str, int] = {"day": 0, "night": 0, "week": 1, "interval": 1, "month": 2, "season": 3, "year": 4}
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


def meaning(node: Node, view: View) -> Period:
    """The days of an expression. Raises Unknown."""
    return _OPS[node.pattern.op](node, view)


def _day(node: Node, view: View) -> Period:
    found = periods.shifted(view.day, node.pattern.shift)
    if node.pattern.night:
        return Period(periods.shifted(found, -1), found, "night")
    return periods.day(found, _day_precision(node))


def _day_precision(node: Node) -> str:
    """"night" for evening and night, which may run into the next day; else "day"."""
    part = node.term("daypart")
    return "night" if part and part.value else "day"


def _weekday(node: Node, view: View) -> Period:
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

    return _from_anchor(view, "day", move)


def _date(node: Node, view: View) -> Period:
    day, year = node.number("day"), node.number("year")
    month = node.number("month") or _value(node, "month")
    assert day is not None
    if year is None and node.pattern.shift:
        year = view.day.year + node.pattern.shift
    if year is not None:
        found = _valid(year, month, day)
        if found is None:
            raise Unknown("no such day")
        return periods.day(found)
    weekday = node.term("weekday")
    return periods.day(_nearest_date(view.day, month, day, weekday.value if weekday else None, ahead=view.ahead(node)))


def _nearest_date(published: date, month: int, day: int, weekday: int | None, *, ahead: bool) -> date:
    """The nearest such day back or ahead; a weekday beside it settles the year, also against the tense."""
    back = [d for y in range(published.year, published.year - 9, -1) if (d := _valid(y, month, day)) and d <= published]
    on = [d for y in range(published.year, published.year + 9) if (d := _valid(y, month, day)) and d >= published]
    first, second = (on, back) if ahead else (back, on)
    for found in (*first[:1], *second[:1], *first[1:]):
        if weekday is None or found.weekday() == weekday:
            return found
    if not first:
        raise Unknown("no such day")
    return first[0]


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(node: Node, view: View) -> Period:
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


def _season(node: Node, view: View) -> Period:
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
    if view.ahead(node):
        fitting = [c for c in choices if (c.ends[0] > here if strictly else c.ends[1] >= here)]
        return fitting[0]
    return [c for c in choices if (c.ends[1] < here if strictly else c.ends[0] <= here)][-1]


def _year(node: Node, view: View) -> Period:
    year = node.number("year")
    assert year is not None
    return _parted(node, periods.year_of(year))


def _parted(node: Node, whole: Period) -> Period:
    part = node.term("part") or node.term("part_prefix")
    return periods.part_of(whole, part.value) if part else whole


def _unit(node: Node, view: View) -> Period:
    unit, shift = _unit_of(node), node.pattern.shift
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


def _ago(node: Node, view: View) -> Period:
    unit, here = _unit_of(node), view.day
    low, high = _count(node)
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


def _past(node: Node, view: View) -> Period:
    unit, here = _unit_of(node), view.day
    low, high = _count(node)
    doubt = "~" if low != high or node.pattern.doubt else ""
    if node.pattern.toward == "after":
        return Period(here, periods.moved_day(here, high, unit), "interval", "", doubt)
    first = _around(here, unit, -1).first if node.pattern.shift and unit in ("month", "year") else None
    return Period(first or periods.moved_day(here, -high, unit), here, "interval", doubt)


def _later(node: Node, view: View) -> Period:
    unit, sign = _unit_of(node), node.pattern.shift or 1
    low, high = _count(node)
    if unit in ("decade", "century"):
        raise Unknown(TOO_VAGUE)

    def move(anchor: Period) -> Period:
        if unit in ("hour", "minute"):
            return _hours_later(anchor, sign, far=unit == "hour" and (high >= FAR_HOURS / 2 or low != high))
        near, far = (low, high) if sign > 0 else (high, low)
        begin, end = anchor.ends
        a, b = periods.moved(begin, sign * near, unit), periods.moved(end, sign * far, unit)
        doubt = "~" if low != high else a.doubt_first
        precision = a.precision if a.first == b.first else "interval"
        return Period(a.first, b.last, precision, doubt, doubt, None, a.grain_first, b.grain_last)

    if not node.points:
        return _from_anchor(view, unit, move)
    point = meaning(node.points[0], view)
    return move(replace(point, last=point.first) if sign < 0 else point)


def _hours_later(anchor: Period, sign: int, *, far: bool) -> Period:
    """Some hours after (or before) a day: that day, or where the hours are many, it and the next."""
    first, last = anchor.ends
    if far and sign > 0:
        last = periods.shifted(last, 1)
    elif far:
        first = periods.shifted(first, -1)
    return Period(first, last, anchor.precision if not far else "interval")


def _same(node: Node, view: View) -> Period:
    unit = _unit_of(node)

    def move(anchor: Period) -> Period:
        a, b = (_around(d, unit, node.pattern.shift) for d in anchor.ends)
        if unit == "day":
            precision = _day_precision(node) if node.term("daypart") else anchor.precision
            return Period(a.first, b.last, precision, anchor.doubt_first, anchor.doubt_last)
        grains = (a.grain_first, b.grain_last)
        return Period(a.first, b.last, a.precision if a == b else "interval", "", "", None, *grains)

    return _from_anchor(view, unit, move)


def _from_anchor(view: View, unit: Unit, move: Callable[[Period], Period]) -> Period:
    """What `move` makes of the last anchor that is exact enough for `unit`; in a clause that looks back, of the last
    from which the answer is not after publication."""
    fitting = [a for a in view.anchors if _RANK.get(a.precision, 9) <= _NEEDS[unit] and a.first and a.last]
    for anchor in list(reversed(fitting))[:5]:
        found = move(anchor)
        here = view.published
        if here is None or view.tense == "future" or not found.first or not found.last or found.last <= here:
            return found
        if found.first <= here:
            return replace(found, last=here, precision="interval", doubt_last="", grain_last="day")
    raise Unknown(NO_ANCHOR)


def _holiday(node: Node, view: View) -> Period:
    feast = view.holidays[_value(node, "holiday")]
    year = node.number("year")
    if year is not None:
        found = periods.feast(feast, year)
        if not found:
            raise Unknown("no such day")
        return found[0]
    here = view.day
    near = [f for y in range(here.year - 2, here.year + 3) for f in periods.feast(feast, y)]
    return _nearest(sorted(near, key=lambda f: f.ends), node, view)


def _night(node: Node, view: View) -> Period:
    """The night before the last day that is named, with both days; where two weekdays lie further apart, from the
    one to the other."""
    _, last = (_date if node.number("day") is not None else _weekday)(node, view).ends
    weekdays = [term.value for key, term in node.terms if key == "weekday"]
    first = weekdays[0] if len(weekdays) > 1 else last.weekday() - 1
    return Period(periods.weekday(last, first % 7, ahead=False, strictly=True), last, "night")


def _since(node: Node, view: View) -> Period:
    inner = _inner(node, replace(view, tense="past"))
    here = view.published
    start = inner.start if inner.start and (here is None or inner.start <= here) else None
    first = start or inner.first
    if first is None or (here is not None and first > here):
        raise Unknown(ENDS_FIRST)
    grain: Grain = "month" if start and start.day == 1 else inner.grain_first
    precision = "interval" if here else "open"
    return Period(first, here, precision, inner.doubt_first, grain_first=grain)


def _loose(node: Node, view: View) -> Period:
    """An expression without its own pattern: a month or year right in the pattern."""
    return (_month if node.term("month") else _year)(node, view)


def _until(node: Node, view: View) -> Period:
    inner = _inner(node, replace(view, tense="future"))
    return Period(None, inner.last, "open", grain_last=inner.grain_last)


def _before(node: Node, view: View) -> Period:
    first = _inner(node, view).first
    return Period(None, periods.shifted(first, -1) if first else None, "open")


def _after(node: Node, view: View) -> Period:
    inner = _inner(node, view)
    here = view.published
    past = here is not None and inner.first is not None and here >= inner.first
    precision = "interval" if past else "open"
    return Period(inner.first, here if past else None, precision, inner.doubt_first, grain_first=inner.grain_first)


def _inner(node: Node, view: View) -> Period:
    return meaning(node.points[0], view) if node.points else _loose(node, view)


def _range(node: Node, view: View) -> Period:
    """From the first to the second; each is read from the other's side, so that they stand in order."""
    if len(node.points) == 2:
        begin, end = _ordered_pair(node, view)
    else:
        last = _with_last(node)
        end = meaning(last, view)
        begin = meaning(_with_first(node), replace(view, published=end.first, tense="past"))
    if begin.first is None or end.last is None or begin.first > end.last:
        raise Unknown(ENDS_FIRST)
    first, grain = begin.start or begin.first, begin.grain_first
    return Period(first, end.last, "interval", begin.doubt_first, end.doubt_last, None, grain, end.grain_last)


def _ordered_pair(node: Node, view: View) -> tuple[Period, Period]:
    first, second = node.points
    if view.tense == "future":
        begin = meaning(first, view)
        return begin, meaning(second, replace(view, published=begin.first))
    end = meaning(second, view)
    return meaning(first, replace(view, published=end.first)), end


def _with_first(node: Node) -> Node:
    """The range's first end as an expression of its own, with the month and year that it shares with the second.

    A year behind two months belongs to the second only: the first is read from there."""
    months = tuple(t for t in node.terms if t[0] == "month")
    years = [n for n in node.numbers if n[0] == "year"]
    days = [n for n in node.numbers if n[0] == "day"]
    shared = years[:1] if len(years) > 1 or len(months) < 2 else []
    return replace(_with_last(node), terms=months[:1], numbers=(*days[:1], *shared))


def _with_last(node: Node) -> Node:
    return replace(node, pattern=replace(node.pattern, op=_plain_op(node)))


def _plain_op(node: Node) -> Op:
    if node.number("day") is not None:
        return "date"
    return "month" if node.term("month") else "year"


def _earlier(node: Node, view: View) -> Period:
    anchor = next((a for a in reversed(view.anchors) if _RANK.get(a.precision, 9) <= 1 and a.first), None)
    if anchor and anchor.first and (view.published is None or anchor.first <= view.published):
        return Period(None, periods.shifted(anchor.first, -1), "open")
    return Period(None, view.day, "open")


def _named(node: Node, view: View) -> Period:
    return periods.day(date.fromisoformat(node.pattern.date))


def _vague(node: Node, view: View) -> Period:
    raise Unknown(TOO_VAGUE)


def _value(node: Node, name: str) -> int:
    term = node.term(name)
    assert term is not None, f"pattern {node.pattern.id} captures no {name}"
    return term.value


def _unit_of(node: Node) -> Unit:
    return next((term.unit for _, term in reversed(node.terms) if term.unit), node.pattern.unit)


def _count(node: Node) -> tuple[int, int]:
    """How many units: the number, up to 9 for {few}, a bare plural and where the pattern is in doubt, else one."""
    number = node.number("number")
    if number is not None:
        return number, number
    few = node.term("few")
    if few:
        return few.value, SEVERAL[1]
    return SEVERAL if node.pattern.doubt or node.term("plural_unit") or node.term("plural_hours") else (1, 1)


_OPS: dict[str, Callable[[Node, View], Period]] = {
    "day": _day, "weekday": _weekday, "date": _date, "month": _month, "year": _year, "season": _season, "unit": _unit,
    "ago": _ago, "past": _past, "later": _later, "same": _same, "holiday": _holiday, "night": _night, "since": _since,
    "until": _until, "before": _before, "after": _after, "range": _range, "earlier": _earlier, "named": _named,
    "vague": _vague, "skip": _vague,
}

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
since      from {point}, or the anchor where `anchored`, to p               until    up to {point}
then       the anchor
at         {point}, which lies back        decade   ten years; {part}: its early, middle or late ones
before     up to the day before {point}    after    from {point} to p
range      from one {point}, {day}, {month} or {year} to another
earlier    up to the day before the anchor, else up to p
streak     the {number} units up to the day beside it, else up to p ("the third night in a row")
named      the day that a set phrase stands for
vague      no day can be told              skip     no time expression at all
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kroniek.coder.resolve import date_periods as periods
from kroniek.coder.resolve import date_points as points
from kroniek.coder.resolve.date_match import Node
from kroniek.coder.resolve.date_periods import Period
from kroniek.coder.resolve.date_points import TOO_VAGUE, Unknown, View
from kroniek.edtf import Grain
from kroniek.knowledge.calendar import Op

__all__ = ["TOO_VAGUE", "Unknown", "View", "meaning"]


def meaning(node: Node, view: View) -> Period:
    """The days of an expression. Raises Unknown, also where it leads out of the years 1 to 9999 or counts from an
    open end."""
    try:
        return _OPS[node.pattern.op](node, view)
    except (ValueError, OverflowError):
        raise Unknown(points.NO_SUCH_DAY) from None


def _later(node: Node, view: View) -> Period:
    unit, sign = points.unit_of(node), node.pattern.shift or 1
    low, high = points.count_of(node)
    if unit in ("decade", "century"):
        raise Unknown(points.TOO_VAGUE)

    def move(anchor: Period) -> Period:
        if unit in ("hour", "minute"):
            return _hours_later(anchor, sign, far=unit == "hour" and (high >= points.FAR_HOURS / 2 or low != high))
        near, far = (low, high) if sign > 0 else (high, low)
        begin, end = anchor.ends
        a, b = periods.moved(begin, sign * near, unit), periods.moved(end, sign * far, unit)
        doubt = "~" if low != high else a.doubt_first
        precision = a.precision if a.first == b.first else "interval"
        return Period(a.first, b.last, precision, doubt, doubt, None, a.grain_first, b.grain_last)

    if not node.points:
        return points.from_anchor(view, unit, move)
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


def _since(node: Node, view: View) -> Period:
    back = replace(view, tense="past")
    inner = _then(node, back) if node.pattern.anchored else _inner(node, back)
    here = view.published
    start = inner.start if inner.start and (here is None or inner.start <= here) else None
    first = start or inner.first
    if first is None or (here is not None and first > here):
        raise Unknown(points.ENDS_FIRST)
    grain: Grain = "month" if start and start.day == 1 else inner.grain_first
    precision = "interval" if here else "open"
    return Period(first, here, precision, inner.doubt_first, grain_first=grain)


def _loose(node: Node, view: View) -> Period:
    """An expression without its own pattern: a month or year right in the pattern."""
    return (points.read_month if node.term("month") else points.read_year)(node, view)


def _until(node: Node, view: View) -> Period:
    inner = _inner(node, replace(view, tense="future"))
    return Period(None, inner.last, "open", grain_last=inner.grain_last)


def _then(node: Node, view: View) -> Period:
    return points.from_anchor(view, "year", lambda anchor: anchor)


def _at(node: Node, view: View) -> Period:
    return _inner(node, replace(view, tense="past"))


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
        raise Unknown(points.ENDS_FIRST)
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
    anchor = next((a for a in reversed(view.anchors) if points.RANK.get(a.precision, 9) <= 1 and a.first), None)
    if anchor and anchor.first and (view.published is None or anchor.first <= view.published):
        return Period(None, periods.shifted(anchor.first, -1), "open")
    return Period(None, view.day, "open")


_OPS: dict[Op, Callable[[Node, View], Period]] = {
    "day": points.read_day,
    "weekday": points.read_weekday,
    "date": points.read_date,
    "month": points.read_month,
    "year": points.read_year,
    "season": points.read_season,
    "unit": points.read_unit,
    "ago": points.read_ago,
    "past": points.read_past,
    "later": _later,
    "same": points.read_same,
    "holiday": points.read_holiday,
    "night": points.read_night,
    "since": _since,
    "until": _until,
    "at": _at,
    "then": _then,
    "decade": points.read_decade,
    "before": _before,
    "after": _after,
    "range": _range,
    "earlier": _earlier,
    "streak": points.read_streak,
    "named": points.read_named,
    "vague": points.read_vague,
    "skip": points.read_vague,
}

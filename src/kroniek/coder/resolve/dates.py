"""When: every time expression of a text, resolved against its day of publication.

Find the expressions (date_match), see whether their clause looks back or ahead (date_tense), and read them in the
order of the text (date_meaning), so that "two days later" counts from the date before it, and the "today" of a
quotation from the day on which it was said (date_quotes). Where publication is vague
("2019-12"), all is read from its first day and from its last: the answer runs from the earlier to the later outcome.
All meanings move with the day of publication, so no possible day falls outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kroniek import edtf
from kroniek.coder.resolve.date_match import Node, find_nodes
from kroniek.coder.resolve.date_meaning import TOO_VAGUE, Unknown, View, meaning
from kroniek.coder.resolve.date_periods import Period
from kroniek.coder.resolve.date_quotes import day_of_speech, quoted_words
from kroniek.coder.resolve.date_tense import Tense, clause_tense, is_aside, surely_past
from kroniek.document import Document, Sentence
from kroniek.knowledge.calendar import Calendar
from kroniek.records import When

# Expressions that name a time by themselves; long ranges and open ends are no place to count from.
ANCHORS = frozenset(
    {"day", "weekday", "date", "month", "year", "season", "unit", "ago", "later", "same", "holiday", "night", "at"}
)
DAYS = frozenset({"day", "night"})  # "since Tuesday": "that evening" is rather one told by itself
DATELINE = "dateline"
_DATELINE_SENTENCES = 4
_BEFORE_DATELINE = 7


@dataclass(frozen=True, slots=True)
class DateMention:
    """A time expression: words first to last (exclusive); `head` is the word of it that hangs in the tree.

    `when.edtf` is "" where the day cannot be told; `rule` then says why. Otherwise `rule` is the id of the pattern
    in calendar.toml, or "dateline" where the line only dates the report.
    """

    first: int
    last: int
    head: int
    when: When
    rule: str


@dataclass(frozen=True, slots=True)
class _Found:
    node: Node
    head: int
    tense: Tense
    dateline: bool
    sentence: int
    quoted: bool
    aside: bool


def find_dates(document: Document, *, published: str | None, calendar: Calendar) -> tuple[DateMention, ...]:
    """Every time expression, in text order. Raises BadDate where `published` is no EDTF.

    Without `published`, a dateline with a year takes its place; without either, relative dates come back with
    `when.edtf` "" and the rule "no publication date".
    """
    bounds = edtf.parse_published(published)
    found = _found(document, calendar)
    days = _viewpoints(document, found, bounds, calendar)
    readings = [_read(found, day, calendar) for day in days]
    return tuple(_mention(document, one, [reading[n] for reading in readings]) for n, one in enumerate(found))


def _found(document: Document, calendar: Calendar) -> list[_Found]:
    found: list[_Found] = []
    nodes = [node for node in find_nodes(document, calendar) if not _in_name(document, node)]
    quoted = quoted_words(document) if nodes else frozenset()
    for node in nodes:
        head = _head(document, node)
        sentence = document.sentences[document.words[head].sentence]
        titled = sentence.kind in ("title", "heading")
        tense = clause_tense(document, head, calendar.words.tense, title=titled)
        dateline = _is_dateline(document, sentence, node, calendar)
        aside = is_aside(document, head, calendar.words.tense)
        found.append(_Found(node, head, tense, dateline, sentence.index, head in quoted, aside))
    return found


def _in_name(document: Document, node: Node) -> bool:
    """A feast inside a longer name is no day ("the Christmas Island Council")."""
    if node.pattern.op != "holiday" or node.last >= len(document):
        return False
    after = document.words[node.last]
    return after.upos == "PROPN" and after.text[0].isupper() and document.sentences[after.sentence].kind == "text"


def _head(document: Document, node: Node) -> int:
    """The first word of the expression, prepositions last, whose own head stands outside it."""
    outside = [w for w in document.words[node.first : node.last] if not node.first <= w.head < node.last]
    outside.sort(key=lambda w: w.upos in ("ADP", "PUNCT", "DET", "CCONJ", "SCONJ"))
    return outside[0].i if outside else node.first


def _is_dateline(document: Document, sentence: Sentence, node: Node, calendar: Calendar) -> bool:
    """A line near the top that only gives the date, or a date between place and agency that opens the text."""
    if node.pattern.op != "date" or sentence.index >= _DATELINE_SENTENCES:
        return False
    before = document.words[sentence.first : node.first]
    after = document.words[node.last : sentence.last]
    beside = calendar.words.dateline
    if all(not w.text[0].isalpha() or w.text.lower() in beside for w in (*before, *after)):
        return True
    opens = 0 < len(before) < _BEFORE_DATELINE and all(w.upos in ("PROPN", "PUNCT") or w.text.isupper() for w in before)
    return opens and bool(after) and after[0].text in ("(", "-", "–", "—", "--", "|")


def _viewpoints(
    document: Document, found: Sequence[_Found], bounds: edtf.Bounds | None, calendar: Calendar
) -> tuple[date | None, ...]:
    """The day from which to read; first and last where publication is vague; (None,) where nothing is known."""
    first, last = (bounds.first, bounds.last) if bounds else (None, None)
    for one in found:
        day = _day_of(one, None, calendar) if one.dateline else None
        if day and (first is None or last is None or first <= day <= last):
            return (day,)
    if first is None or last is None or first == last:
        return (first,)
    told = [_day_of(one, last, calendar) for one in found if surely_past(document, one.head)]
    first = max([first, *(day for day in told if day and day <= last)])
    return (first,) if first == last else (first, last)


def _day_of(one: _Found, published: date | None, calendar: Calendar) -> date | None:
    """The day of a date or feast that its own words tell, or None. Without a year it is the last one before
    `published`: who writes without a year does not mean a day of the year before last."""
    if one.node.pattern.op not in ("date", "holiday") or one.node.pattern.toward:
        return None
    try:
        return meaning(one.node, View(published, "past", (), calendar.holidays)).first
    except Unknown:
        return None


def _read(found: Sequence[_Found], published: date | None, calendar: Calendar) -> list[Period | str]:
    """What each expression means as seen from one day; a reason where it cannot be told."""
    anchors: list[tuple[_Found, Period]] = []
    begun: list[Period] = []
    answers: list[Period | str] = []
    for one in found:
        near = [period for anchor, period in anchors if not anchor.aside or anchor.sentence == one.sentence]
        far = [period for anchor, period in anchors if anchor.aside and anchor.sentence != one.sentence]
        far = [*begun, *far]
        view = View(published, one.tense, [*far, *near], calendar.holidays)
        try:
            answer = _answer(one, found, view)
        except Unknown as unknown:
            answers.append(str(unknown))
            continue
        answers.append(answer)
        if _is_anchor(one.node, answer):
            anchors.append((one, answer))
        elif one.node.pattern.op == "since" and one.node.points:
            start = meaning(one.node.points[0], replace(view, tense="past"))
            if start.precision in DAYS:
                begun.append(start)
            else:
                anchors.append((one, start))
    return answers


def _answer(one: _Found, found: Sequence[_Found], view: View) -> Period:
    if _is_spoken(one, view.published):
        return _spoken(one, found, view)
    if one.node.pattern.op == "streak" and view.published:
        last = next((p.first for p in _beside(one, found, view) if p.first == p.last), None)
        view = replace(view, published=last or view.published)
    return meaning(one.node, view)


def _is_anchor(node: Node, answer: Period) -> bool:
    """May later expressions count from it? Yes for what names one time, and for ranges of a week or less."""
    if node.pattern.op == "range" and answer.first and answer.last:
        return (answer.last - answer.first).days < 7
    return node.pattern.op in ANCHORS and not node.pattern.so_far


def _is_spoken(one: _Found, published: date | None) -> bool:
    """Does the expression count from the day on which someone said it?"""
    return one.quoted and one.node.pattern.op == "day" and published is not None


def _spoken(one: _Found, found: Sequence[_Found], view: View) -> Period:
    """A "today" inside a quotation, from the first and the last day on which it may have been said."""
    days = day_of_speech(view.day, _beside(one, found, view), view.anchors)
    return _hull([meaning(one.node, replace(view, published=day)) for day in days])


def _beside(one: _Found, found: Sequence[_Found], view: View) -> list[Period]:
    """The days that its sentence names outside quotations."""
    days = []
    for other in found:
        if other.sentence == one.sentence and not other.quoted and other.node.pattern.op in ("weekday", "date"):
            try:
                days.append(meaning(other.node, replace(view, tense=other.tense)))
            except Unknown:
                continue
    return days


def _mention(document: Document, one: _Found, answers: Sequence[Period | str]) -> DateMention:
    node = one.node
    start, end = document.words[node.first].start, document.words[node.last - 1].end
    text = document.text[start:end]
    period = _hull([a for a in answers if isinstance(a, Period)] or [Period(None, None, "open")])
    reason = next((a for a in answers if isinstance(a, str)), "" if period.first or period.last else TOO_VAGUE)
    if reason:
        return DateMention(node.first, node.last, one.head, When(text, start, end, "", None, None, "", reason), reason)
    rule = DATELINE if one.dateline else node.pattern.id
    return DateMention(node.first, node.last, one.head, _when(text, start, end, period, rule), rule)


def _hull(periods: Sequence[Period]) -> Period:
    """The least period that holds all of them."""
    low, high = periods[0], periods[-1]
    if low == high:
        return low
    first = None if low.first is None or high.first is None else min(low.first, high.first)
    last = None if low.last is None or high.last is None else max(low.last, high.last)
    open_ended = first is None or last is None
    return Period(
        first, last, "open" if open_ended else "interval", low.doubt_first, high.doubt_last, None,
        low.grain_first if low.grain_first == high.grain_first else "day",
        high.grain_last if low.grain_last == high.grain_last else "day",
    )


def _when(text: str, start: int, end: int, period: Period, rule: str) -> When:
    written = edtf.write(
        period.first, period.last, doubt_first=period.doubt_first, doubt_last=period.doubt_last,
        grain_first=period.grain_first, grain_last=period.grain_last,
    )
    first = period.first.isoformat() if period.first else None
    last = period.last.isoformat() if period.last else None
    return When(text, start, end, written, first, last, period.precision, rule)

"""Finds the time expressions of a text: where a pattern of calendar.toml matches, and what it captures there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kroniek.coder.resolve.figures import lower_tokens, read_figure
from kroniek.document import Document, Sentence
from kroniek.knowledge.calendar import SPECIAL, Calendar, Captures, Element, Form, Pattern, Term

# Operations of which the answer is no point that "since" and "until" could begin from.
NO_POINTS = ("skip", "vague", "earlier", "since", "until", "before", "after")
_DAY = re.compile(r"(\d{1,2})([^\W\d]*)\.?")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_NUMERIC = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", re.ASCII)
_PAIR = re.compile(r"(\d+)[-–/](\d+)", re.ASCII)
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_DECADE = re.compile(r"((?:19|20)\d0)['’]?s", re.ASCII)


@dataclass(frozen=True, slots=True)
class Node:
    """A matched expression: words first to last (exclusive), and its captures.

    `terms`: (class, term) in text order; `numbers`: figures of the special slots, likewise; `points`: expressions
    inside it."""

    pattern: Pattern
    first: int
    last: int
    terms: Captures = ()
    numbers: tuple[tuple[str, int], ...] = ()
    points: tuple[Node, ...] = ()

    def term(self, name: str) -> Term | None:
        """The last captured word of class `name`."""
        return next((term for key, term in reversed(self.terms) if key == name or name in term.classes), None)

    def number(self, name: str) -> int | None:
        """The last figure captured by {name}, on its own or as part of a word."""
        found = next((value for key, value in reversed(self.numbers) if key == name), None)
        term = self.term(name) if found is None and self.terms else None
        return term.value if term else found


def find_nodes(document: Document, calendar: Calendar) -> list[Node]:
    """The longest expressions of the text, in order, without overlap; "skip" patterns are dropped."""
    matcher = _Matcher(document, calendar)
    found: list[Node] = []
    for sentence in document.sentences:
        if sentence.kind != "pointer":
            found.extend(node for node in matcher.sentence(sentence) if node.pattern.op != "skip")
    return found


class _Matcher:
    def __init__(self, document: Document, calendar: Calendar) -> None:
        self.words = document.words
        self.tokens = lower_tokens(document)
        self.calendar = calendar
        self.begin = 0
        self.end = 0

    def sentence(self, sentence: Sentence) -> Iterator[Node]:
        self.begin, self.end = sentence.first, sentence.last
        i = self.begin
        while i < self.end:
            node = self._best(i)
            if node is None:
                i += 1
            else:
                yield node
                i = node.last

    def _best(self, i: int) -> Node | None:
        """The longest expression at word i; one with others inside it only where it is longer."""
        point = self._point(i)
        calendar = self.calendar
        over = calendar.forms(calendar.over, self.tokens, i, self.end)
        wide = self._longest(i, [*over, *calendar.over_point] if point else over)
        return wide if wide and (not point or wide.last > point.last) else point

    def _point(self, i: int) -> Node | None:
        if i >= self.end:
            return None
        return self._longest(i, self.calendar.forms(self.calendar.plain, self.tokens, i, self.end))

    def _longest(self, i: int, forms: list[Form]) -> Node | None:
        best: Node | None = None
        rank = 0
        for form in forms:
            node = self._match(form, i)
            if node and (best is None or node.last > best.last or (node.last == best.last and form.rank < rank)):
                best, rank = node, form.rank
        return best

    def _match(self, form: Form, i: int) -> Node | None:
        pattern = form.pattern
        if pattern.upos and self.words[i].upos not in pattern.upos:
            return None
        if pattern.not_before and i > self.begin and self.tokens[i - 1] in pattern.not_before:
            return None
        node = self._elements(form.elements, 0, Node(pattern, i, i))
        return None if node and self._is_cut(node) else node

    def _is_cut(self, node: Node) -> bool:
        """Does a word follow that must not? A hyphen does only where nothing parts it from the expression."""
        if node.last >= self.end or self.tokens[node.last] not in node.pattern.not_next:
            return False
        apart = self.words[node.last].start > self.words[node.last - 1].end
        return not (apart and self.tokens[node.last] == "-")

    def _elements(self, elements: tuple[Element, ...], k: int, node: Node) -> Node | None:
        """Match elements[k:] from node.last on; the first way that works, optional elements preferred."""
        if k == len(elements):
            return node
        for longer in self._element(elements[k], node):
            found = self._elements(elements, k + 1, longer)
            if found:
                return found
        return self._elements(elements, k + 1, node) if elements[k].optional else None

    def _element(self, element: Element, node: Node) -> Iterator[Node]:
        i = node.last
        if i >= self.end:
            return
        token = self.tokens[i]
        if element.words:
            if token in element.words:
                yield _grown(node, i + 1)
        elif element.joined is not None:
            captured = element.joined.get(token)
            if captured is not None:
                yield _grown(node, i + 1, terms=captured)
        elif element.slot == "point":
            inner = self._point(i)
            of_noun = inner and inner.pattern.prenominal and node.pattern.op in ("after", "before")
            if inner and inner.pattern.op not in NO_POINTS and not of_noun:
                yield _grown(node, inner.last, point=inner)
        else:
            yield from self._slot(element.slot, node)

    def _slot(self, slot: str, node: Node) -> Iterator[Node]:
        i = node.last
        phrases = self.calendar.classes.get(slot)
        found = phrases.at(self.tokens, i, self.end) if phrases else None
        if found and slot in SPECIAL:
            yield _grown(node, found[0], numbers=((slot, found[1].value),))
        elif found and self._allowed(found[1], i):
            yield _grown(node, found[0], terms=((slot, found[1]),))
        elif slot == "number":
            value, last = self._number(i)
            if last:
                yield _grown(node, last, numbers=((slot, value),))
        else:
            numbers = _READERS[slot](self.tokens[i], self.calendar) if slot in _READERS else ()
            if numbers:
                yield _grown(node, i + 1, numbers=numbers)

    def _number(self, i: int) -> tuple[int, int]:
        """The number at word i and where it ends (0: none); an article counts as one."""
        figure = read_figure(self.tokens, i, self.end, self.calendar.numbers)
        if figure:
            return int(figure.value), figure.last
        return (1, i + 1) if self.tokens[i] in self.calendar.numbers.words.articles else (0, 0)

    def _allowed(self, term: Term, i: int) -> bool:
        word = self.words[i]
        if term.cased and not word.text[0].isupper():
            return False
        if word.upos in term.not_upos:
            return False
        return not (term.not_after and i > self.begin and self.tokens[i - 1] in term.not_after)


def _grown(
    node: Node, last: int, *, terms: Captures = (), numbers: tuple[tuple[str, int], ...] = (), point: Node | None = None
) -> Node:
    points = (*node.points, point) if point else node.points
    return Node(node.pattern, node.first, last, node.terms + terms, node.numbers + numbers, points)


Numbers = tuple[tuple[str, int], ...]


def _day(token: str, calendar: Calendar) -> Numbers:
    match = _DAY.fullmatch(token)
    if not match or not 1 <= int(match[1]) <= 31 or (match[2] and match[2] not in calendar.words.ordinal_endings):
        return ()
    return (("day", int(match[1])),)


def _year(token: str, calendar: Calendar) -> Numbers:
    return (("year", int(token)),) if _YEAR.fullmatch(token) else ()


def _decade(token: str, calendar: Calendar) -> Numbers:
    """The first year of "1970s" and "1970's"."""
    match = _DECADE.fullmatch(token)
    return (("decade", int(match[1])),) if match else ()


def _iso(token: str, calendar: Calendar) -> Numbers:
    match = _ISO.fullmatch(token)
    return _checked(int(match[1]), int(match[2]), int(match[3])) if match else ()


def _dmy(token: str, calendar: Calendar) -> Numbers:
    """Day, month and year in figures, where their order is known or only one is possible."""
    match = _NUMERIC.fullmatch(token)
    if not match:
        return ()
    a, b, year = int(match[1]), int(match[3]), int(match[4])
    order = calendar.words.numeric or ("dmy" if a > 12 or a == b else "mdy" if b > 12 else "")
    if not order:
        return ()
    return _checked(year, b, a) if order == "dmy" else _checked(year, a, b)


def _checked(year: int, month: int, day: int) -> Numbers:
    try:
        date(year, month, day)
    except ValueError:
        return ()
    return (("year", year), ("month", month), ("day", day))


def _days(token: str, calendar: Calendar) -> Numbers:
    match = _PAIR.fullmatch(token)
    if match and 1 <= int(match[1]) < int(match[2]) <= 31:
        return (("day", int(match[1])), ("day", int(match[2])))
    return ()


def _years(token: str, calendar: Calendar) -> Numbers:
    match = _PAIR.fullmatch(token)
    if match and _YEAR.fullmatch(match[1]):
        last = match[2] if len(match[2]) == 4 else match[1][:2] + match[2]
        if len(match[2]) in (2, 4) and int(last) > int(match[1]):
            return (("year", int(match[1])), ("year", int(last)))
    return ()


_READERS = {"day": _day, "year": _year, "decade": _decade, "iso": _iso, "dmy": _dmy, "days": _days, "years": _years}

"""Words and patterns of time of a language (languages/<language>/calendar.toml), their form and their loader.

Writing of a pattern's `match`: elements apart by spaces, all in lower case. An element is
- a word, or several with "|" between them: "de|het";
- "{class}", a word of that class ([[word]], [[holiday]]);
- "{number}", "{day}" (of the month), "{year}" (four figures), "{decade}" (1970s, and words of that class), "{iso}" (2020-01-31), "{dmy}" (31-1-2020),
  "{days}" (3-5, one word), "{years}" (2014-2016, one word);
- "{point}", any time expression that a pattern without "{point}" finds;
- parts written together, for one word made of them: "{weekday}{daypart}", "mid-{month}".
A "?" at its end makes an element optional. At each place the longest match counts, then the pattern that stands first.
What each `op` means is told in kroniek.coder.resolve.date_meaning; a new language needs none but these.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from kroniek.errors import KnowledgeError
from kroniek.knowledge import language_folder, strict
from kroniek.knowledge.numbers import Numbers, Phrases, numbers

Unit = Literal["minute", "hour", "day", "week", "weekend", "month", "season", "year", "decade", "century"]
Op = Literal[
    "day", "weekday", "date", "month", "year", "season", "unit", "ago", "past", "later", "same", "holiday", "night",
    "since", "until", "before", "after", "at", "then", "range", "decade", "earlier", "streak", "named", "vague", "skip",
]
YEARS = range(1900, 2100)
SPECIAL = frozenset({"number", "day", "year", "decade", "iso", "dmy", "days", "years", "point"})


@dataclass(frozen=True, slots=True)
class Term:
    """Words of one class. `value`: weekday 0 (Monday) to 6, month 1 to 12, season's first month, part of a period
    1 (early) to 3 (late); `unit` for words of units. `cased`: only with a capital. `not_upos`: never with that tag;
    `not_after`: never right after these words. `classes`: all classes that the words stand in."""

    classes: tuple[str, ...]
    forms: tuple[str, ...]
    value: int = 0
    unit: Unit | None = None
    cased: bool = False
    not_upos: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A form of time expression and what it means.

    `shift`: how many units from the publication (or, where `anchored`, from the last date in the text); `unit`: of
    which, where no word says so. `toward`: before or after only, not on; else the clause's tense decides.
    `so_far`: up to publication only ("earlier this week"). `doubt`: the answer is approximate. `date`: the day that a
    set phrase names. `not_next`, `not_before`: words that must not follow, or stand right before. `upos`: tags of
    which the first word must have one. `prenominal`: it dates the noun after it ("his 2016 arrest"), so that "after"
    before it speaks of that noun.
    """

    id: str
    op: Op
    match: tuple[str, ...]
    shift: int = 0
    unit: Unit = "day"
    toward: Literal["", "before", "after"] = ""
    anchored: bool = False
    so_far: bool = False
    doubt: bool = False
    night: bool = False
    prenominal: bool = False
    date: str = ""
    upos: tuple[str, ...] = ()
    not_next: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Holiday:
    """A feast, by one rule: `month` and `day`; `easter` days after (Western) Easter Sunday, or `orthodox`;
    the `nth` (-1: last) `weekday` of `month`; `hijri` "month-day" of the Islamic calendar, whose real day may lie one
    off. `length` in days."""

    id: str
    forms: tuple[str, ...]
    month: int = 0
    day: int = 0
    easter: int | None = None
    orthodox: int | None = None
    weekday: int | None = None
    nth: int = 0
    hijri: str = ""
    length: int = 1


@dataclass(frozen=True, slots=True)
class TenseWords:
    """What tells the time of a clause. `future`: forms of auxiliaries that look ahead; `perfect`: lemmas of
    auxiliaries that, with a participle, look back; `planning`: lemmas of verbs, nouns and adjectives whose infinitive
    looks ahead; `planned`: lemmas of nouns that may lie ahead ("Friday's vote"); `beginning`: lemmas of verbs and
    nouns of beginning; `since`: words that make a beginning last until now ("since the protests began in June");
    `when`: words of a clause that tells what was done on the day before it ("on May 2, when troops entered")."""

    future: tuple[str, ...]
    perfect: tuple[str, ...]
    planning: tuple[str, ...]
    planned: tuple[str, ...]
    beginning: tuple[str, ...]
    since: tuple[str, ...]
    when: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """calendar.toml as written. `numeric`: the order of 3-1-2020, empty where it is not fixed. `ordinal_endings`:
    glued to a day ("3rd"). `dateline`: words that may stand beside the date on a line that only gives the date."""

    numeric: Literal["dmy", "mdy", ""]
    ordinal_endings: tuple[str, ...]
    dateline: tuple[str, ...]
    tense: TenseWords
    word: tuple[Term, ...]
    holiday: tuple[Holiday, ...]
    pattern: tuple[Pattern, ...]


Captures = tuple[tuple[str, Term], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """One element of a pattern, compiled: literal `words`, or a `slot` (special or class), or `joined` words."""

    words: frozenset[str] = frozenset()
    slot: str = ""
    joined: Mapping[str, Captures] | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A pattern compiled; `rank` is its place in the file."""

    pattern: Pattern
    elements: tuple[Element, ...]
    rank: int


# Forms by their first and second word. NUMBER stands for a number there, ANY for whatever comes, and for nothing.
Index = Mapping[str, Mapping[str, tuple[Form, ...]]]
NUMBER = "#"
ANY = "*"


@dataclass(frozen=True, slots=True)
class Calendar:
    """Words and patterns of one language, compiled. `plain`: forms without "{point}"; `over`: those that hold one;
    `over_point`: those that begin with one; `number_signs`: tokens that can be part of a number."""

    language: str
    words: CalendarFile
    numbers: Numbers
    classes: Mapping[str, Phrases[Term]]
    holidays: tuple[Holiday, ...]
    plain: Index
    over: Index
    over_point: tuple[Form, ...]
    number_signs: frozenset[str]

    def is_number(self, token: str) -> bool:
        """May the token be, or begin, or go on, a number?"""
        return token[0].isdigit() or token in self.number_signs or self.numbers.value(token) is not None

    def forms(self, index: Index, tokens: list[str], i: int, end: int) -> list[Form]:
        """The forms that the words i and i + 1 may begin."""
        second = tokens[i + 1] if i + 1 < end else ""
        found: list[Form] = []
        for table in self._tables(index, tokens[i]):
            found.extend(table.get(ANY, ()))
            if second:
                found.extend(table.get(second, ()))
                if NUMBER in table and self.is_number(second):
                    found.extend(table[NUMBER])
        return found

    def _tables(self, index: Index, token: str) -> list[Mapping[str, tuple[Form, ...]]]:
        found = [index[token]] if token in index else []
        if NUMBER in index and self.is_number(token):
            found.append(index[NUMBER])
        return found


@cache
def calendar(language: str) -> Calendar:
    """calendar.toml of one language, checked and compiled. Raises KnowledgeError."""
    path = language_folder(language) / "calendar.toml"
    words = strict.single(path, CalendarFile)
    terms: dict[str, list[tuple[str, Term]]] = {}
    for term in [*words.word, *(_feast(n, feast) for n, feast in enumerate(words.holiday))]:
        for name in term.classes:
            terms.setdefault(name, []).extend((form, term) for form in term.forms)
    compiler = _Compiler(terms, f"{path.name} ({language})")
    forms = [form for pattern in words.pattern for form in compiler.forms(pattern)]
    over = [f for f in forms if any(e.slot == "point" for e in f.elements)]
    plain = [f for f in forms if all(e.slot != "point" for e in f.elements)]
    figures = numbers(language)
    return Calendar(
        language, words, figures, {name: Phrases(pairs) for name, pairs in terms.items()}, words.holiday,
        compiler.index(plain), compiler.index([f for f in over if f.elements[0].slot != "point"]),
        tuple(f for f in over if f.elements[0].slot == "point"),
        frozenset({"-", *figures.words.articles, *figures.words.joiners, *figures.scales, *_first_words(figures)}),
    )


def _first_words(figures: Numbers) -> set[str]:
    return {form.split()[0] for fraction in figures.words.fraction for form in fraction.forms}


def _feast(number: int, feast: Holiday) -> Term:
    return Term(("holiday",), feast.forms, number)


class _Compiler:
    """Turns patterns into forms, with the classes of one language at hand."""

    def __init__(self, terms: dict[str, list[tuple[str, Term]]], where: str) -> None:
        self.terms = terms
        self.where = where
        self.ids: set[str] = set()
        self.rank = 0

    def forms(self, pattern: Pattern) -> list[Form]:
        """One form for each way to write the pattern."""
        where = f"{self.where}, pattern {pattern.id!r}"
        if pattern.id in self.ids:
            raise KnowledgeError(f"{where}: the id stands there twice; choose another")
        self.ids.add(pattern.id)
        if not pattern.match:
            raise KnowledgeError(f"{where}: no match; give at least one")
        found = []
        for text in pattern.match:
            elements = tuple(self._element(part, f"{where}, {text!r}") for part in text.split())
            if all(e.optional for e in elements):
                raise KnowledgeError(f"{where}, {text!r}: all is optional; take one '?' away")
            self.rank += 1
            found.append(Form(pattern, elements, self.rank))
        return found

    def _element(self, text: str, where: str) -> Element:
        optional = text.endswith("?")
        body = text.removesuffix("?")
        parts = _parts(body)
        for name in (p[1:-1] for p in parts if p.startswith("{")):
            if name not in self.terms and name not in SPECIAL:
                raise KnowledgeError(f"{where}: unknown class {name!r}{strict.nearest(name, [*self.terms, *SPECIAL])}")
        if len(parts) > 1:
            return Element(joined=self._joined(parts, where), optional=optional)
        if parts[0].startswith("{"):
            return Element(slot=parts[0][1:-1], optional=optional)
        return Element(words=frozenset(body.split("|")), optional=optional)

    def _joined(self, parts: list[str], where: str) -> dict[str, Captures]:
        """Every word that the parts can make, with what it captures."""
        choices = [self._choices(part, where) for part in parts]
        return {
            "".join(form for form, _ in row): tuple(itertools.chain.from_iterable(captured for _, captured in row))
            for row in itertools.product(*choices)
        }

    def _choices(self, part: str, where: str) -> list[tuple[str, Captures]]:
        """The ways to write one part of a joined element."""
        if not part.startswith("{"):
            return [(form, ()) for form in part.split("|")]
        name = part[1:-1]
        if name == "year":
            return [(str(year), ((name, Term((name,), (), year)),)) for year in YEARS]
        if name not in self.terms:
            raise KnowledgeError(f"{where}: {part} cannot be part of a word; write it as an element of its own")
        return [(form, ((name, term),)) for form, term in self.terms[name]]

    def index(self, forms: list[Form]) -> Index:
        """Forms by the two words that may begin them."""
        found: dict[str, dict[str, dict[Form, None]]] = {}
        for form in forms:
            for first, second in self._beginnings(form.elements):
                found.setdefault(first, {}).setdefault(second, {})[form] = None
        return {first: {second: tuple(f) for second, f in table.items()} for first, table in found.items()}

    def _beginnings(self, elements: tuple[Element, ...]) -> set[tuple[str, str]]:
        """First and second word of all that the elements can match."""
        found: set[tuple[str, str]] = set()
        head, rest = elements[0], elements[1:]
        seconds = {first for first, _ in self._beginnings(rest)} if rest else {ANY}
        if rest and all(e.optional for e in rest):
            seconds = seconds | {ANY}
        for words in self._writings(head):
            found.update([(words[0], words[1])] if len(words) > 1 else ((words[0], second) for second in seconds))
        if head.slot == "number":
            found.add((NUMBER, NUMBER))
        return found | (self._beginnings(rest) if head.optional and rest else set())

    def _writings(self, element: Element) -> list[list[str]]:
        """All ways to write one element, as words; NUMBER for what is read off digits."""
        found = [[word] for word in (*element.words, *(element.joined or ()))]
        if element.slot in self.terms:
            found.extend(form.split() for form, _ in self.terms[element.slot])
        if element.slot == "point":
            found.append([ANY])
        elif element.slot in SPECIAL:
            found.append([NUMBER])
        return found


def _parts(body: str) -> list[str]:
    """"mid-{month}" in its parts: "mid-", "{month}"."""
    found: list[str] = []
    while body:
        cut = body.find("}") + 1 if body.startswith("{") else body.find("{")
        cut = cut if cut > 0 else len(body)
        found.append(body[:cut])
        body = body[cut:]
    return found

"""Number words of a language (languages/<language>/numbers.toml), their form and their loader.

Writing: all forms in lower case; several words apart by single spaces ("at least"). Nothing here is a regular
expression. What the coder does with them stands in kroniek.coder.resolve.figures and counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Generic, Literal, TypeVar

from kroniek.errors import KnowledgeError
from kroniek.knowledge import language_folder, strict

Effect = Literal["at-least", "more-than", "at-most", "less-than", "about", "almost", "none"]
Unit = Literal["percent", "money", "age", "measure", "time", "year", "ordinal"]
P = TypeVar("P")
_PLAIN = re.compile(r"\d+", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+", re.ASCII)
_DECIMAL = re.compile(r"\d+([.,])\d+", re.ASCII)
_KEPT_TOKENS = 50_000


@dataclass(frozen=True, slots=True)
class NumberWord:
    """Words for a number below 100. `compound` only: counts only inside a longer word or before a scale ("een")."""

    value: int
    forms: tuple[str, ...]
    compound_only: bool = False


@dataclass(frozen=True, slots=True)
class Scale:
    """Words that multiply what stands before them. `alone`: a number by itself too ("honderd")."""

    value: int
    forms: tuple[str, ...]
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Fraction:
    """Words that count only before a scale, in tenths: "half a" (million) is 5."""

    tenths: int
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vague:
    """Words for an unsure number, from `low` to `high` inclusive; `high` is left out where it is open."""

    low: int
    forms: tuple[str, ...]
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Modifier:
    """Words beside a number that change its bounds. `place`: on which side of it they stand."""

    effect: Effect
    forms: tuple[str, ...]
    place: Literal["before", "after"] = "before"


@dataclass(frozen=True, slots=True)
class UnitWords:
    """Words that tell what a number beside them counts, where that is no persons or things.

    `after` stand behind the number, `before` in front of it; `endings` are glued to it ("53-jarige")."""

    unit: Unit
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Often:
    """Words that say how often by themselves: "twice", "herhaaldelijk". `high` is left out where it is open.

    `ordinal`: the words only number a deed ("for the fourth time"), which is one."""

    low: int
    forms: tuple[str, ...]
    high: int | None = None
    rule: str = "frequency"


@dataclass(frozen=True, slots=True)
class NumbersFile:
    """numbers.toml as written.

    `decimal`: the sign before decimals; the other of "." and "," groups thousands. `unit_joiners`: what joins unit
    and ten in one word ("en" in "vijfentwintig"), empty where nothing does; `joiners`: words inside a number
    ("two hundred and five"). `articles`: singular articles; `links`: words between a figure and its noun ("of").
    `between`, `between_and`, `range`, `change`: "between" 20 "and" 30; 20 "to" 30; "from" before 20 to 30 is a change.
    `times`: nouns of frequency; `times_endings`: glued to a number word ("driemaal"); `not_times`: words after them
    that make a comparison ("three times as many"). `about_endings`: "twintigtal". `not_after`: words before a number
    word that make it none ("no one"). `year_before`: words before 2019 that make it a year; `counted`: nouns that
    are counted without a plural ("1900 man"). `tolls`: nouns for a count of the dead or injured.
    """

    decimal: Literal[".", ","]
    unit_joiners: tuple[str, ...]
    joiners: tuple[str, ...]
    articles: tuple[str, ...]
    links: tuple[str, ...]
    between: tuple[str, ...]
    between_and: tuple[str, ...]
    range: tuple[str, ...]
    change: tuple[str, ...]
    times: tuple[str, ...]
    times_endings: tuple[str, ...]
    not_times: tuple[str, ...]
    about_endings: tuple[str, ...]
    not_after: tuple[str, ...]
    year_before: tuple[str, ...]
    counted: tuple[str, ...]
    tolls: tuple[str, ...]
    number: tuple[NumberWord, ...]
    scale: tuple[Scale, ...]
    fraction: tuple[Fraction, ...]
    vague: tuple[Vague, ...]
    modifier: tuple[Modifier, ...]
    unit: tuple[UnitWords, ...]
    often: tuple[Often, ...]


class Phrases(Generic[P]):
    """Phrases of one or more words by their first word, the longest first; the empty set matches nothing."""

    __slots__ = ("_by_first",)

    def __init__(self, pairs: Iterable[tuple[str, P]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], P]]] = {}
        for form, payload in pairs:
            words = tuple(form.split())
            self._by_first.setdefault(words[0], []).append((words, payload))
        for found in self._by_first.values():
            found.sort(key=lambda pair: -len(pair[0]))

    def at(self, tokens: list[str], i: int, end: int) -> tuple[int, P] | None:
        """The longest phrase that stands at tokens[i:end]: its end (exclusive) and what belongs to it."""
        for words, payload in self._by_first.get(tokens[i], ()) if i < end else ():
            stop = i + len(words)
            if stop <= end and (len(words) == 1 or tuple(tokens[i:stop]) == words):
                return stop, payload
        return None

    def before(self, tokens: list[str], i: int, begin: int) -> tuple[int, P] | None:
        """The longest phrase that ends right before tokens[i]: its beginning and what belongs to it."""
        for start in range(max(begin, i - 4), i):
            found = self.at(tokens, start, i)
            if found is not None and found[0] == i:
                return start, found[1]
        return None

    def __contains__(self, first: str) -> bool:
        return first in self._by_first


@dataclass(frozen=True, slots=True)
class Numbers:
    """Number words of one language, compiled for look-up by lower-case token."""

    language: str
    words: NumbersFile
    small: Mapping[str, int]
    single: Mapping[str, int]
    scales: Mapping[str, Scale]
    vague: Phrases[Vague]
    fractions: Phrases[int]
    before: Phrases[Effect]
    after: Phrases[Effect]
    unit_after: Phrases[Unit]
    unit_before: Phrases[Unit]
    often: Phrases[Often]
    between: Phrases[bool]
    endings: tuple[tuple[str, Unit], ...]
    kept: dict[str, float | None] = field(default_factory=dict)

    def value(self, token: str) -> float | None:
        """The number that one lower-case token writes, in digits or in a word; None where it writes none."""
        if token in self.kept:
            return self.kept[token]
        if len(self.kept) > _KEPT_TOKENS:
            self.kept.clear()
        found = self._digits(token) if token[0].isdigit() else self._word(token)
        self.kept[token] = found
        return found

    def _digits(self, token: str) -> float | None:
        if _PLAIN.fullmatch(token):
            return int(token)
        if _GROUPED.fullmatch(token):
            return int(token.replace(".", "").replace(",", ""))
        decimal = _DECIMAL.fullmatch(token)
        if decimal and decimal[1] == self.words.decimal:
            return float(token.replace(",", "."))
        return None

    def _word(self, token: str) -> float | None:
        if token in self.single:
            return self.single[token]
        return self._compound(token, allow_bare=False) if self.words.unit_joiners else None

    def _compound(self, token: str, *, allow_bare: bool) -> int | None:
        """The value of a number written as one word, by its greatest scale: (left or 1) times scale plus right."""
        if token in self.single:
            return self.single[token]
        if allow_bare and token in self.small:
            return self.small[token]
        for form, scale in self.scales.items():
            left, found, right = token.partition(form)
            if not found or (not left and not right):
                continue
            times = self._compound(left, allow_bare=True) if left else 1
            rest = self._rest(right)
            if times is not None and rest is not None and times < scale.value and rest < scale.value:
                return times * scale.value + rest
        return None

    def _rest(self, right: str) -> int | None:
        """What stands behind a scale in one word: nothing, a number, or a joiner and a number."""
        if not right:
            return 0
        for joiner in ("", *self.words.unit_joiners):
            if right.startswith(joiner) and right != joiner:
                found = self._compound(right[len(joiner) :], allow_bare=True)
                if found is not None:
                    return found
        return self.scales[right].value if right in self.scales and self.scales[right].alone else None


@cache
def numbers(language: str) -> Numbers:
    """numbers.toml of one language. Raises KnowledgeError."""
    path = language_folder(language) / "numbers.toml"
    words = strict.single(path, NumbersFile)
    small = {form: word.value for word in words.number for form in word.forms}
    single = {form: word.value for word in words.number for form in word.forms if not word.compound_only}
    joined = dict(_joined(words.number, words.unit_joiners))
    ordered = sorted(words.scale, key=lambda scale: -scale.value)
    for vague in words.vague:
        if vague.high is not None and vague.high < vague.low:
            raise KnowledgeError(f"{path.name} ({language}), vague {vague.forms[0]!r}: high is below low; swap them")
    return Numbers(
        language, words, small | joined, single | joined | {f: s.value for s in ordered if s.alone for f in s.forms},
        {form: scale for scale in ordered for form in scale.forms},
        Phrases((f, v) for v in words.vague for f in v.forms),
        Phrases((f, x.tenths) for x in words.fraction for f in x.forms),
        Phrases((f, m.effect) for m in words.modifier if m.place == "before" for f in m.forms),
        Phrases((f, m.effect) for m in words.modifier if m.place == "after" for f in m.forms),
        Phrases((f, u.unit) for u in words.unit for f in u.after),
        Phrases((f, u.unit) for u in words.unit for f in u.before),
        Phrases((f, o) for o in words.often for f in o.forms),
        Phrases((f, True) for f in words.between),
        tuple((ending, u.unit) for u in words.unit for ending in u.endings),
    )


def _joined(words: Iterable[NumberWord], joiners: tuple[str, ...]) -> Iterable[tuple[str, int]]:
    """One-word numbers of unit, joiner and ten: "vijfentwintig" is 25."""
    listed = list(words)
    for unit in (w for w in listed if w.value < 10):
        for ten in (w for w in listed if w.value >= 20 and w.value % 10 == 0):
            for joiner in joiners:
                yield from ((u + joiner + t, unit.value + ten.value) for u in unit.forms for t in ten.forms)

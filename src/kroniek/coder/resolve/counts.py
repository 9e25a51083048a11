"""How many, and how often: every figure of a text with its bounds and with what it counts.

A figure is [modifiers] number or range or vague word [modifiers]; what stands beside it tells its unit; the tree, or
else the next noun, tells what is counted. All words are in numbers.toml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kroniek.coder.resolve.figures import Figure, lower_tokens, read_figure
from kroniek.document import Document, Sentence
from kroniek.knowledge.numbers import Effect, Numbers

Bounds = tuple[int | None, int | None]
ABOUT = 10  # percent: "about 30" is 27 to 33 (codebook)
OLDEST = 120  # years
ROUND = 10  # from here on a number that ends in "tal" is a rough one
NOUNS = ("NOUN", "PROPN")
NOUN_WITHIN = 6  # words after a figure in which its noun may stand
_PAIR = re.compile(r"(\d+)[-–](\d+)", re.ASCII)
_YEAR = re.compile(r"(?:1[89]|20)\d\d", re.ASCII)
_CLOCK = re.compile(r"\d{1,2}[.:]\d\d", re.ASCII)
_CODE = re.compile(r"0\d+|\d{8,}|\d+(?:-\d+){2,}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure: words first to last (exclusive); `head` is the counted noun's index, or -1.

    `low` to `high` inclusive, None where open. `unit`: "" persons or things, "percent", "money", "age", "measure",
    "time", "year", "ordinal". `rule` names what made the bounds.
    """

    first: int
    last: int
    head: int
    low: int | None
    high: int | None
    text: str
    start: int
    end: int
    rule: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often: words first to last (exclusive), `low` to `high` times, high None where open.

    Rule "ordinal": the words only number the deed ("for the fourth time"), which is one."""

    first: int
    last: int
    low: int | None
    high: int | None
    text: str
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class _Amount:
    """Bounds as read from the words first to last (exclusive); `core` is where the number itself begins.

    `whole`: a whole number; `digits`: written in digits only; `unit`: where it is glued to the number."""

    first: int
    core: int
    last: int
    low: int | None
    high: int | None
    rule: str
    whole: bool = True
    digits: bool = False
    unit: str = ""


def find_quantities(document: Document, numbers: Numbers, *, singular: bool = False) -> tuple[Quantity, ...]:
    """Every figure of the text, in order. `singular`: "a soldier" too, as 1 to 1 with rule "singular"."""
    reader = _Reader(document, numbers)
    found = [q for s in document.sentences if s.kind != "pointer" for q in reader.quantities(s)]
    if singular:
        taken = {q.head for q in found}
        found.extend(q for q in reader.singulars() if q.head not in taken)
        found.sort(key=lambda q: q.first)
    return tuple(found)


def find_frequencies(document: Document, numbers: Numbers) -> tuple[Frequency, ...]:
    """Every "eleven times", "twice", "for the fourth time", in order."""
    reader = _Reader(document, numbers)
    return tuple(f for s in document.sentences if s.kind != "pointer" for f in reader.frequencies(s))


def bare_plural(document: Document, head: int) -> Bounds | None:
    """(2, None) where word `head` is a plural noun (codebook, rule 11); else None."""
    return (2, None) if "Number=Plur" in document.words[head].feats else None


class _Reader:
    def __init__(self, document: Document, numbers: Numbers) -> None:
        self.document = document
        self.words = document.words
        self.tokens = lower_tokens(document)
        self.numbers = numbers
        self._endings = (*numbers.words.about_endings, *(ending for ending, _ in numbers.endings))
        self._inner_words = frozenset({*numbers.words.links, "-"})
        self.begin = 0
        self.end = 0

    def quantities(self, sentence: Sentence) -> Iterator[Quantity]:
        for amount in self._amounts(sentence):
            if self._times(amount.last) is None:
                yield self._quantity(amount)

    def frequencies(self, sentence: Sentence) -> Iterator[Frequency]:
        i = sentence.first
        amounts = {a.first: a for a in self._amounts(sentence)}
        while i < sentence.last:
            found = self._frequency(i, amounts.get(i), sentence.last)
            if found:
                yield found
                i = found.last
            else:
                i += 1

    def _frequency(self, i: int, amount: _Amount | None, end: int) -> Frequency | None:
        stop = self._times(amount.last) if amount else None
        if amount and stop:
            return self._often(amount.first, stop, amount.low, amount.high, amount.rule)
        set_words = self.numbers.often.at(self.tokens, i, end)
        if set_words and not self._compares(set_words[0]):
            often = set_words[1]
            return self._often(i, set_words[0], often.low, often.high, often.rule)
        for ending in self.numbers.words.times_endings:
            stem = self.tokens[i].removesuffix(ending)
            value = self.numbers.value(stem) if stem and stem != self.tokens[i] else None
            if value:
                return self._often(i, i + 1, int(value), int(value), "number")
        return None

    def _often(self, first: int, last: int, low: int | None, high: int | None, rule: str) -> Frequency:
        start, end = self.words[first].start, self.words[last - 1].end
        return Frequency(first, last, low, high, self.document.text[start:end], start, end, rule)

    def _times(self, i: int) -> int | None:
        """Where a noun of frequency at word i ends ("times", "of times"); None for a comparison, or none."""
        i += i < self.end and self.tokens[i] in self.numbers.words.links
        if i < self.end and self.tokens[i] in self.numbers.words.times and not self._compares(i + 1):
            return i + 1
        return None

    def _compares(self, i: int) -> bool:
        return i < self.end and self.tokens[i] in self.numbers.words.not_times

    def _amounts(self, sentence: Sentence) -> Iterator[_Amount]:
        """The figures of a sentence, in order, without overlap."""
        self.begin, self.end = sentence.first, sentence.last
        i = self.begin
        while i < self.end:
            amount = self._amount(i) if self._may_begin(i) else None
            if amount:
                yield amount
                i = amount.last
            else:
                i += 1

    def _may_begin(self, i: int) -> bool:
        token = self.tokens[i]
        numbers, words = self.numbers, self.numbers.words
        return (
            token[0].isdigit() or token in numbers.before or token in numbers.vague or token in numbers.between
            or token in words.articles or token in numbers.fractions or numbers.value(token) is not None
            or token.endswith(self._endings)
        )

    def _amount(self, i: int) -> _Amount | None:
        """The figure that begins at word i, with the modifiers on both sides."""
        if i > self.begin and self.tokens[i - 1] in self.numbers.words.not_after:
            return None
        effects: list[Effect] = []
        j = i
        amount = self._core(j)
        while amount is None:
            modifier = self.numbers.before.at(self.tokens, j, self.end)
            if modifier is None or modifier[0] >= self.end:
                return None
            effects.append(modifier[1])
            j = modifier[0]
            amount = self._core(j)
        after = self.numbers.after.at(self.tokens, amount.last, self.end)
        if after:
            effects.append(after[1])
            amount = replace(amount, last=after[0])
        telling = [effect for effect in effects if effect != "none"]
        first = i if telling and telling[0] == effects[0] else self._first_telling(i, j, bool(telling))
        for effect in reversed(telling):
            amount = _changed(amount, effect)
        return replace(amount, first=first)

    def _first_telling(self, i: int, core: int, telling: bool) -> int:
        """Where a figure begins: at its first modifier that changes it, or at its number."""
        while telling and i < core:
            modifier = self.numbers.before.at(self.tokens, i, core)
            if modifier is None or modifier[1] != "none":
                return i
            i = modifier[0]
        return core

    def _core(self, i: int) -> _Amount | None:
        """A vague word, a range or a number at word i."""
        vague = self.numbers.vague.at(self.tokens, i, self.end)
        if vague:
            return _Amount(i, i, vague[0], vague[1].low, vague[1].high, "vague")
        between = self._between(i)
        if between:
            return between
        figure = read_figure(self.tokens, i, self.end, self.numbers)
        if figure:
            return self._range(i, i, figure, self.numbers.words.range) or _plain(i, figure)
        return self._glued(i)

    def _between(self, i: int) -> _Amount | None:
        opening = self.numbers.between.at(self.tokens, i, self.end)
        if opening is None or opening[0] >= self.end:
            return None
        figure = read_figure(self.tokens, opening[0], self.end, self.numbers)
        return self._range(i, opening[0], figure, self.numbers.words.between_and) if figure else None

    def _range(self, first: int, core: int, figure: Figure, links: tuple[str, ...]) -> _Amount | None:
        """Two numbers with a link between them, the smaller first; they share a scale ("2 to 3 million")."""
        second = None
        for width in (1, 2, 3):
            stop = figure.last + width
            if stop < self.end and " ".join(self.tokens[figure.last : stop]) in links:
                second = read_figure(self.tokens, stop, self.end, self.numbers)
                break
        if second is None or (first > self.begin and self.tokens[first - 1] in self.numbers.words.change):
            return None
        low, high = figure.value, second.value
        if figure.scale == 1 and second.scale > 1 and low * second.scale < high:
            low *= second.scale
        if not low < high or _YEAR.fullmatch(self.tokens[core]):
            return None
        return _Amount(first, core, second.last, int(low), int(high), "range", digits=figure.digits and second.digits)

    def _glued(self, i: int) -> _Amount | None:
        """Numbers inside one word: "20-30", "53-jarige", "twintigtal"."""
        token = self.tokens[i]
        pair = _PAIR.fullmatch(token)
        if pair and int(pair[1]) < int(pair[2]) and not token.startswith("0"):
            return _Amount(i, i, i + 1, int(pair[1]), int(pair[2]), "range", digits=True)
        for ending, unit in self.numbers.endings if token.endswith(self._endings) else ():
            stem = token.removesuffix(ending)
            value = self.numbers.value(stem) if stem and stem != token else None
            if value is not None:
                return _Amount(i, i, i + 1, int(value), int(value), "number", unit=unit)
        for ending in self.numbers.words.about_endings:
            stem = self.tokens[i].removesuffix(ending)
            value = self.numbers.value(stem) if stem and stem != self.tokens[i] else None
            if value:
                amount = _Amount(i, i, i + 1, int(value), int(value), "number")
                return _changed(amount, "about") if value >= ROUND else amount  # "twintigtal", but "zestal"
        return None

    def _quantity(self, amount: _Amount) -> Quantity:
        head = self._head(amount)
        unit = self._unit(amount, head)
        start, end = self.words[amount.first].start, self.words[amount.last - 1].end
        text = self.document.text[start:end]
        return Quantity(
            amount.first, amount.last, head, amount.low, amount.high, text, start, end, amount.rule, unit
        )

    def _head(self, amount: _Amount) -> int:
        """The counted noun: above the figure in the tree, or the next noun of the phrase; else -1.

        An adjective stands for the noun where none follows ("vijf gewonden", "several wounded")."""
        for i in range(amount.core, amount.last):
            above = self.words[i].head
            near = amount.last <= above < min(self.end, amount.last + NOUN_WITHIN)
            nominal = self.words[above].upos in (*NOUNS, "ADJ") or "VerbForm=Part" in self.words[above].feats
            if near and self.words[i].deprel == "nummod" and nominal:  # a participle too ("drie verdachten")
                return above
        adjective = -1
        for j in range(amount.last, min(self.end, amount.last + NOUN_WITHIN)):
            word = self.words[j]
            if word.upos in NOUNS:
                apart = j > amount.last and self.numbers.unit_after.at(self.tokens, j, self.end)
                return adjective if apart else self._compound_head(j)
            if word.upos not in ("ADJ", "ADV", "DET", "NUM") and self.tokens[j] not in self._inner_words:
                break
            nominal = word.deprel not in ("amod", "advmod") or amount.core <= word.head < amount.last
            adjective = j if word.upos == "ADJ" and nominal else adjective
        return adjective

    def _compound_head(self, i: int) -> int:
        """The last noun of a run: "police officers", where the first does not stand in the plural or apart."""
        while i + 1 < self.end and self.words[i + 1].upos == "NOUN" and self.words[i].head == i + 1:
            i += 1
        return i

    def _unit(self, amount: _Amount, head: int) -> str:
        """What the figure counts, by the words beside it; "" for persons and things."""
        i, last = amount.core, amount.last
        if amount.unit:
            return amount.unit
        after = self.numbers.unit_after.at(self.tokens, self._shared_end(last), self.end)
        if after:
            return after[1]
        before = self.numbers.unit_before.before(self.tokens, amount.first, self.begin)
        if before and not (before[1] == "time" and head >= 0 and head == last):
            return before[1]
        token = self.tokens[i]
        if last < self.end and self.tokens[last] in self.numbers.words.times:
            return "measure"
        if not amount.digits or amount.last - i > 1:
            return "" if amount.whole else "measure"
        if _CODE.fullmatch(token):
            return "ordinal"
        if not amount.whole or _CLOCK.fullmatch(token):
            return "measure"
        if self._is_year(i, head):
            return "year"
        if self._is_age(i):
            return "age"
        return "ordinal" if self._is_label(i, head) else ""

    def _shared_end(self, last: int) -> int:
        """Where the unit of a figure stands: behind it, or behind the next one that shares it ("1 en 2 mei")."""
        words = self.numbers.words
        if last + 1 < self.end and self.tokens[last] in (*words.joiners, *words.range):
            other = read_figure(self.tokens, last + 1, self.end, self.numbers)
            return other.last if other else last
        return last

    def _is_year(self, i: int, head: int) -> bool:
        if not _YEAR.fullmatch(self.tokens[i]):
            return False
        if i > self.begin and self.tokens[i - 1] in self.numbers.words.year_before:
            return True
        if head < 0:
            return True
        return "Number=Plur" not in self.words[head].feats and self.tokens[head] not in self.numbers.words.counted

    def _is_age(self, i: int) -> bool:
        """"Smith, 53," or "Smith (53)": a number alone between signs, after a name."""
        if i - 2 < self.begin or i + 1 >= self.end or not 0 < (self.numbers.value(self.tokens[i]) or 0) <= OLDEST:
            return False
        closing = {",": (",", ".", ";"), "(": (")", ",")}.get(self.tokens[i - 1], ())
        return self.tokens[i + 1] in closing and self.words[i - 2].upos in ("PROPN", "NOUN")

    def _is_label(self, i: int, head: int) -> bool:
        """A number that belongs to the name before it ("Boeing 737")."""
        return head < 0 and i > self.begin and self.words[i].head == i - 1 and self.words[i - 1].upos == "PROPN"

    def singulars(self) -> Iterator[Quantity]:
        """Singular nouns with an indefinite article, as one."""
        articles = self.numbers.words.articles
        for word in self.words:
            if word.upos == "NOUN" and "Number=Plur" not in word.feats:
                determiners = self.document.dependents(word.i, "det")
                article = next((d for d in determiners if self.tokens[d.i] in articles and d.i < word.i), None)
                if article:
                    text = self.document.text[article.start : word.end]
                    yield Quantity(article.i, word.i + 1, word.i, 1, 1, text, article.start, word.end, "singular")


def _plain(i: int, figure: Figure) -> _Amount:
    """A number as an amount; one with decimals left over is no count."""
    whole = figure.value == int(figure.value)
    return _Amount(i, i, figure.last, int(figure.value), int(figure.value), "number", whole, figure.digits)


def _changed(amount: _Amount, effect: Effect) -> _Amount:
    """The bounds after a modifier; those of a vague number only open on one side."""
    low, high = amount.low, amount.high
    if effect == "at-least":
        high = None
    elif effect == "more-than":
        low, high = (low + 1 if low is not None and low == high else low), None
    elif effect == "at-most":
        low = None
    elif effect == "less-than":
        low, high = None, (high - 1 if high is not None else None)
    elif low is not None and low == high:
        high = -(-low * (100 + ABOUT) // 100) if effect == "about" else low - 1
        low = low * (100 - ABOUT) // 100
    return replace(amount, low=low, high=high, rule=effect)

"""Reads one number out of consecutive tokens: digits, words, scales ("two hundred and fifty", "2,5 miljoen")."""

from __future__ import annotations

from typing import NamedTuple

from kroniek.document import Document
from kroniek.knowledge.numbers import Numbers


class Figure(NamedTuple):
    """A number and where it ends (exclusive). `scale`: the last scale word's value, 1 where there is none.

    `digits`: it is written in digits, without a scale."""

    value: float
    last: int
    scale: int
    digits: bool


def lower_tokens(document: Document) -> list[str]:
    """The words of a document in lower case, typographic apostrophes made plain."""
    return [word.text.lower().replace("’", "'") for word in document.words]


def read_figure(tokens: list[str], i: int, end: int, numbers: Numbers) -> Figure | None:
    """The longest number that begins at tokens[i] and ends before `end`; None where there is none."""
    opening = _opening(tokens, i, end, numbers)
    if opening is None:
        return None
    current, j = opening
    first_digit = tokens[i][0].isdigit()
    total, scale, spelled = 0.0, 1, not first_digit
    while j < end:
        token = tokens[j]
        if token in numbers.scales and (j > i):
            scale = numbers.scales[token].value
            total, current = _scaled(total, current, scale)
            j += 1
            continue
        step = _added(tokens, j, end, current or total, numbers) if spelled or scale > 1 else None
        if step is None:
            break
        value, j = step
        current += value
    return Figure(total + current, j, scale, first_digit and scale == 1)


def _opening(tokens: list[str], i: int, end: int, numbers: Numbers) -> tuple[float, int] | None:
    """The first part of a number: its value and where it ends."""
    token = tokens[i]
    fraction = numbers.fractions.at(tokens, i, end)
    if fraction and fraction[0] < end and tokens[fraction[0]] in numbers.scales:
        return fraction[1] / 10, fraction[0]
    if token in numbers.words.articles:
        return (1.0, i + 1) if i + 1 < end and tokens[i + 1] in numbers.scales else None
    value = numbers.value(token)
    return None if value is None else (value, i + 1)


def _scaled(total: float, current: float, scale: int) -> tuple[float, float]:
    """Total and current part after a scale word: below a thousand it multiplies the part, else it closes it."""
    times = current or 1
    return (total, times * scale) if scale < 1000 else (total + times * scale, 0.0)


def _added(tokens: list[str], j: int, end: int, before: float, numbers: Numbers) -> tuple[float, int] | None:
    """A smaller number word that goes on a number: "twenty-five", "hundred and five"."""
    k = j + 1 if tokens[j] == "-" or (before >= 100 and tokens[j] in numbers.words.joiners) else j
    if k >= end or tokens[k][0].isdigit():
        return None
    value = numbers.value(tokens[k])
    if value is None or tokens[k] in numbers.scales:
        return None
    tens = before % 100 >= 20 and before % 10 == 0 and value < 10
    hundreds = (before >= 100 and before % 100 == 0 and value < 100) or (
        before >= 1000 and before % 1000 == 0 and value < 1000
    )
    return (value, k + 1) if tens or hundreds else None

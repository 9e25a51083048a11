"""Every line of cases_nl.tsv and cases_en.tsv: a phrase, and the figures and frequencies in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from handmade import document

from kroniek.coder.resolve.counts import find_frequencies, find_quantities
from kroniek.knowledge.numbers import numbers


def cases() -> list[tuple[str, str, str]]:
    found = []
    for path in sorted(Path(__file__).parent.glob("cases_*.tsv")):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
        found.extend((path.stem[-2:], *line.split("\t")) for line in lines[1:])
    return found


def answers(phrase: str, language: str) -> Iterator[str]:
    doc = document(phrase, language)
    for quantity in find_quantities(doc, numbers(language)):
        noun = doc.words[quantity.head].text if quantity.head >= 0 else "-"
        yield quantity.unit or f"{bounds(quantity.low, quantity.high)} of {noun}"
    for frequency in find_frequencies(doc, numbers(language)):
        yield f"{bounds(frequency.low, frequency.high)} times"


def bounds(low: int | None, high: int | None) -> str:
    return f"{'' if low is None else low}..{'' if high is None else high}"


@pytest.mark.parametrize(("language", "phrase", "expected"), cases())
def test_phrase(language: str, phrase: str, expected: str) -> None:
    assert " | ".join(answers(phrase, language)) == (expected if expected != "nothing" else "")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_enough_cases(language: str) -> None:
    assert sum(1 for case in cases() if case[0] == language) >= 80

"""Every line of cases_nl.tsv and cases_en.tsv: a phrase, a day of publication, a clause, and the answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from handmade import document

from kroniek.coder.resolve.dates import find_dates
from kroniek.knowledge.calendar import calendar


def cases() -> list[tuple[str, str, str, str, str]]:
    found = []
    for path in sorted(Path(__file__).parent.glob("cases_*.tsv")):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
        for line in lines[1:]:
            phrase, published, clause, expected = line.split("\t")
            found.append((path.stem[-2:], phrase, published, clause, expected))
    return found


@pytest.mark.parametrize(("language", "phrase", "published", "clause", "expected"), cases())
def test_phrase(language: str, phrase: str, published: str, clause: str, expected: str) -> None:
    found = find_dates(
        document(phrase, language, clause),
        published=None if published == "-" else published,
        calendar=calendar(language),
    )
    answers = [mention.when.edtf or f"[{mention.rule}]" for mention in found]
    assert " | ".join(answers) == (expected if expected != "nothing" else "")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_enough_cases(language: str) -> None:
    assert sum(1 for case in cases() if case[0] == language) >= 120

"""Sentences and lines: one text, and the sentences that come out of it."""

from __future__ import annotations

import pytest

from kroniek.parsers.rules import load_rules
from kroniek.parsers.splitter import Splitter, Stretch
from kroniek.parsers.tokenizer import Tokenizer


def _stretches(language: str, text: str) -> list[tuple[str, Stretch]]:
    rules = load_rules(language)
    found = Splitter(rules, Tokenizer(rules)).stretches(text)
    return [(text[s.words[0][0] : s.words[-1][1]], s) for s in found]


CASES = [
    ("nl", "Hij kwam. Zij ging.", ["Hij kwam.", "Zij ging."]),
    ("nl", "„Ga weg!”, riep hij. „Nu.” Zij bleef.", ["„Ga weg!”, riep hij.", "„Nu.”", "Zij bleef."]),
    ("nl", "Dr. J. Smit sprak o.a. met mr. Bos.", ["Dr. J. Smit sprak o.a. met mr. Bos."]),
    ("nl", "Er waren tenten, dekens enz. De rest ontbrak.", ["Er waren tenten, dekens enz.", "De rest ontbrak."]),
    ("nl", "'Waarom?' vroeg hij. 's Avonds bleef het stil.", ["'Waarom?' vroeg hij.", "'s Avonds bleef het stil."]),
    ("nl", "Het kostte 3.500 euro... Dat was veel.", ["Het kostte 3.500 euro...", "Dat was veel."]),
    ("nl", "Twee eisen: - vrede - brood. Meer niet.", ["Twee eisen:", "- vrede", "- brood.", "Meer niet."]),
    ("nl", "Kop zonder punt\n\nDe zin.", ["Kop zonder punt", "De zin."]),
    ("nl", "De zin loopt\ndoor op de volgende regel.", ["De zin loopt\ndoor op de volgende regel."]),
    ("en", "The U.S. Army left. It did.", ["The U.S. Army left.", "It did."]),
    ("en", "They met at 5 p.m. The talks failed.", ["They met at 5 p.m.", "The talks failed."]),
    ("en", 'He said: "We left." Then he sat.', ['He said: "We left."', "Then he sat."]),
    ("en", "1. Peace\n2. Bread", ["1. Peace", "2. Bread"]),
]


@pytest.mark.parametrize(("language", "text", "wanted"), CASES)
def test_sentences(language: str, text: str, wanted: list[str]) -> None:
    assert [sentence for sentence, _ in _stretches(language, text)] == wanted


def test_lines_broken_at_one_width_belong_together() -> None:
    lines = [
        "The minister of the interior said on Tuesday that the",
        "Ministry of Defence had asked for more men, and that",
        "Parliament was told. It will vote on the plan before",
        "Friday.",
    ]
    found = [sentence for sentence, _ in _stretches("en", "\n".join(lines))]
    assert len(found) == 2
    assert found[1].startswith("It will vote")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("nl", "Lees ook: Wie is de nieuwe premier?"),
        ("nl", "Lees ook Wie is de nieuwe premier? Vijf vragen."),
        ("nl", "Deel op Facebook"),
        ("nl", "Foto's van het bezoek"),
        ("nl", "De markt na de inslag. Foto AFP"),
        ("en", "Read more: Who is the new premier?"),
        ("en", "Share"),
        ("en", "The square at noon. Image: A. Smith (flickr)."),
        ("nl", "Het plein om twaalf uur (foto: A. Smit)"),
        ("en", "READ ALSO | Five questions"),
        ("en", "Photo: the market after the blast"),
        ("en", "The market after the blast [Reuters]"),
    ],
)
def test_pointer_lines(language: str, line: str) -> None:
    assert [s.pointer for _, s in _stretches(language, f"Een zin.\n{line}\nEen zin.")] == [False, True, False]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("nl", "Foto's van het bezoek tonen hoe groot de schade is."),
        ("nl", "Deelnemers gooiden stenen."),
        ("en", "Shared power was the aim of the talks."),
        ("en", "Comments by the minister angered the crowd."),
    ],
)
def test_sentences_that_look_like_pointers(language: str, line: str) -> None:
    assert [s.pointer for _, s in _stretches(language, line)] == [False]


@pytest.mark.parametrize("text", ["", "  \n\t\n ", "\u2028"])
def test_nothing_in_nothing_out(text: str) -> None:
    assert _stretches("nl", text) == []

"""Words: one line, one case. A bar stands where a word ends and the next begins without a blank."""

from __future__ import annotations

import pytest

from kroniek.parsers.rules import load_rules
from kroniek.parsers.tokenizer import Tokenizer

DUTCH = [
    "De minister zei|: „|Wij gaan door|.|”",
    "'s Avonds zag z'n zoon foto's van D66'ers|.",
    "Zo'n 12.500 euro|, oftewel 3,5%|, is weg|.",
    "Hij woont in Noord-Holland|, bij oud-minister J.P. de Vries|.",
    "land- en tuinbouw|, in- en uitvoer",
    "mr. Jansen sprak o.a. met dr. Smit|.",
    "sinds '98|.",
    "Om 11.30 uur (|lokale tijd|) begon 't|.",
    "zie https://example.org/a?b=c|, of mail a.b@example.org|.",
    "demonstrant(en) en (oud-)ministers (|twee|)",
    "„|Nee|!|”|, riep hij|…",
    "‘|Weg ermee|’|, stond er|.",
    "50-60 man",
]
ENGLISH = [
    "They do|n't know|, we|'ll see and it|'s over|.",
    "He can|not go|.",
    "the Iran|-|backed militia|'s base",
    "pro-government and anti-war groups",
    "al|-|Shabaab",
    "$|5|m and 10|km at 7|pm",
    "the U.S. Army and Mr. Smith of Acme Inc. said",
    "“|We did|n’t|,|” he said|.",
    "12,500 people (|or so|)|: 3.5|% more",
    "the troops|' morale",
    "air|—|and sea",
]


def _check(language: str, line: str) -> None:
    wanted = line.replace("|", " ").split()
    text = line.replace("|", "")
    tokenizer = Tokenizer(load_rules(language))
    assert [text[a:b] for a, b in tokenizer.words(text)] == wanted


@pytest.mark.parametrize("line", DUTCH)
def test_dutch(line: str) -> None:
    _check("nl", line)


@pytest.mark.parametrize("line", ENGLISH)
def test_english(line: str) -> None:
    _check("en", line)


def test_offsets_are_of_the_whole_text() -> None:
    text = "Ja.\n\nNee, dus."
    tokenizer = Tokenizer(load_rules("nl"))
    assert [text[a:b] for a, b in tokenizer.words(text, 5)] == ["Nee", ",", "dus", "."]

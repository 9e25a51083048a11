"""Figures in their text: nouns by the tree, singulars and plurals, number words, the strictness of numbers.toml."""

from __future__ import annotations

from pathlib import Path

import pytest
from handmade import document
from hypothesis import given
from hypothesis import strategies as st

from kroniek.coder.resolve.counts import bare_plural, find_frequencies, find_quantities
from kroniek.coder.resolve.figures import read_figure
from kroniek.document import Document, Sentence, Word
from kroniek.errors import KnowledgeError
from kroniek.knowledge import language_folder
from kroniek.knowledge import numbers as module
from kroniek.knowledge.numbers import numbers

UNITS = ["", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien",
         "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien"]  # fmt: skip
TENS = ["", "", "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"]
ENGLISH = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
           "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]  # fmt: skip
ENGLISH_TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def dutch(value: int) -> str:
    """A number below a million as one Dutch word."""
    if value >= 1000:
        times, rest = divmod(value, 1000)
        return (dutch(times) if times > 1 else "") + "duizend" + dutch(rest)
    if value >= 100:
        times, rest = divmod(value, 100)
        return (UNITS[times] if times > 1 else "") + "honderd" + dutch(rest)
    if value < 20:
        return UNITS[value]
    tens, unit = divmod(value, 10)
    joiner = "ën" if unit in (2, 3) else "en"
    return UNITS[unit] + joiner + TENS[tens] if unit else TENS[tens]


def english(value: int) -> str:
    """A number below a million in English tokens."""
    if value >= 1000:
        times, rest = divmod(value, 1000)
        return f"{english(times)} thousand {english(rest)}".strip()
    if value >= 100:
        times, rest = divmod(value, 100)
        return f"{ENGLISH[times]} hundred and {english(rest)}".removesuffix(" and ").strip()
    if value < 20:
        return ENGLISH[value]
    tens, unit = divmod(value, 10)
    return f"{ENGLISH_TENS[tens]} - {ENGLISH[unit]}" if unit else ENGLISH_TENS[tens]


def tree(language: str, *rows: str) -> Document:
    """A sentence of rows "form upos feats head label"; heads count from 0, -1 is the root."""
    words, at = [], 0
    for i, row in enumerate(rows):
        form, upos, feats, head, label = row.split()
        words.append(Word(i, form, at, at + len(form), form.lower(), upos, feats, int(head), label, 0, 1.0))
        at += len(form) + 1
    text = " ".join(word.text for word in words)
    return Document(text, language, tuple(words), (Sentence(0, 0, len(words), 0, len(text)),))


@given(st.integers(2, 999_999))
def test_dutch_number_words(value: int) -> None:
    assert numbers("nl").value(dutch(value)) == value


@given(st.integers(1, 999_999))
def test_english_number_words(value: int) -> None:
    tokens = english(value).split()
    figure = read_figure(tokens, 0, len(tokens), numbers("en"))
    assert figure is not None
    assert (figure.value, figure.last) == (value, len(tokens))


@given(st.integers(0, 10**9), st.sampled_from(["nl", "en"]), st.sampled_from([",", ".", ""]))
def test_figures_with_thousands_apart(value: int, language: str, sign: str) -> None:
    assert numbers(language).value(f"{value:,}".replace(",", sign)) == value


@pytest.mark.parametrize(
    "word", ["vieren", "achten", "zessen", "tienen", "en", "eenen", "honderdhonderd", "duizenden", "enen"]
)
def test_words_that_only_look_like_numbers(word: str) -> None:
    assert numbers("nl").value(word) is None


@given(st.text(min_size=1, max_size=12))
def test_any_word_is_a_number_or_none(word: str) -> None:
    for language in ("nl", "en"):
        value = numbers(language).value(word.lower() or "x")
        assert value is None or value >= 0


def test_the_tree_tells_what_is_counted() -> None:
    rows = ["25 NUM _ 2 nummod", "armed ADJ _ 2 amod", "men NOUN Number=Plur 3 nsubj", "fled VERB _ -1 root"]
    (found,) = find_quantities(tree("en", *rows), numbers("en"))
    assert (found.head, found.text, found.start, found.end) == (2, "25", 0, 2)


def test_an_adjective_stands_for_the_noun() -> None:
    rows = ["Er ADV _ 1 expl", "vielen VERB _ -1 root", "elf NUM _ 3 nummod", "doden ADJ _ 1 nsubj"]
    (found,) = find_quantities(tree("nl", *rows), numbers("nl"))
    assert found.head == 3


def test_a_figure_alone_counts_no_named_noun() -> None:
    rows = ["Five NUM _ 2 nsubj:pass", "were AUX _ 2 aux:pass", "killed VERB _ -1 root"]
    (found,) = find_quantities(tree("en", *rows), numbers("en"))
    assert (found.head, found.low, found.high) == (-1, 5, 5)


def test_no_noun_of_time_is_taken_from_further_on() -> None:
    rows = ["200 NUM _ -1 root", "last ADJ _ 2 amod", "month NOUN Number=Sing 0 obl"]
    (found,) = find_quantities(tree("en", *rows), numbers("en"))
    assert (found.head, found.unit) == (-1, "")


@pytest.mark.parametrize(
    ("language", "article", "noun"), [("nl", "een", "Amerikaan"), ("en", "a", "soldier"), ("en", "an", "officer")]
)
def test_a_singular_is_one_where_asked(language: str, article: str, noun: str) -> None:
    rows = [f"{article} DET _ 1 det", f"{noun} NOUN Number=Sing -1 root"]
    doc = tree(language, *rows)
    assert find_quantities(doc, numbers(language)) == ()
    (found,) = find_quantities(doc, numbers(language), singular=True)
    assert (found.head, found.low, found.high, found.rule) == (1, 1, 1, "singular")


def test_a_bare_plural_is_two_or_more() -> None:
    doc = tree("en", "raids NOUN Number=Plur -1 root", "raid NOUN Number=Sing 0 dep")
    assert (bare_plural(doc, 0), bare_plural(doc, 1)) == ((2, None), None)


@pytest.mark.parametrize(
    ("text", "language", "rule"),
    [
        ("at least 20 people", "en", "at-least"),
        ("dozens of people", "en", "vague"),
        ("20 tot 30 mensen", "nl", "range"),
        ("20 mensen", "nl", "number"),
    ],
)
def test_the_rule_is_told(text: str, language: str, rule: str) -> None:
    (found,) = find_quantities(document(text, language), numbers(language))
    assert found.rule == rule


def test_a_numbered_deed_is_told_from_a_frequency() -> None:
    rules = [f.rule for f in find_frequencies(document("for the fourth time // four times", "en"), numbers("en"))]
    assert rules == ["ordinal", "number"]


def test_pointers_hold_no_figures() -> None:
    doc = document("20 people // twice", "en", kind="pointer")
    assert find_quantities(doc, numbers("en")) == find_frequencies(doc, numbers("en")) == ()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('effect = "about"', 'effect = "abut"', "unknown value 'abut'; did you mean 'about'"),
        ("counted =", "countd =", "unknown key 'countd'; did you mean 'counted'"),
        ("low = 24\nhigh = 99", "low = 24\nhigh = 9", "high is below low"),
    ],
)
def test_numbers_toml_is_read_strictly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, message: str
) -> None:
    text = (language_folder("en") / "numbers.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "numbers.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr(module, "language_folder", lambda language: tmp_path)
    with pytest.raises(KnowledgeError, match=message):
        module.numbers.__wrapped__("en")

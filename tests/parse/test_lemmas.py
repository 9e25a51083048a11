"""Edit scripts: what training makes of a word and its lemma, the runtime turns back."""

from __future__ import annotations

import pytest

from kroniek.parsers.lemmas import apply_script

TRAINING = pytest.importorskip("training.data")

PAIRS = [
    ("gestorven", "sterven"),
    ("uitgestrekte", "uitstrekken"),
    ("Kamers", "kamer"),
    ("GENUA", "Genua"),
    ("is", "zijn"),
    ("was", "be"),
    ("Amerikaanse", "Amerikaans"),
    ("n’t", "not"),
    ("VN", "VN"),
    ("children", "child"),
    ("went", "go"),
    (".", "."),
    ("al-Qaida", "al-Qaida"),
]


@pytest.mark.parametrize(("word", "lemma"), PAIRS)
def test_there_and_back(word: str, lemma: str) -> None:
    assert apply_script(TRAINING.make_script(word, lemma), word) == lemma


def test_a_script_serves_words_of_one_pattern() -> None:
    script = TRAINING.make_script("gevallen", "vallen")
    assert apply_script(script, "Gelopen") == "lopen"


def test_a_script_that_does_not_fit_gives_the_word() -> None:
    assert apply_script(TRAINING.make_script("gestorvenen", "sterven"), "A") == "a"


def test_particles_apart_are_not_in_the_lemma() -> None:
    forms = ("Hij", "legde", "het", "uit", "aan", "uitgeputte", "mannen")
    lemmas = ("hij", "uit_leggen", "het", "uit", "aan", "uit_putten", "man")
    heads = (2, 0, 2, 2, 7, 7, 2)
    labels = ("nsubj", "root", "obj", "compound:prt", "case", "amod", "obl")
    assert TRAINING.dutch_lemmas(forms, lemmas, heads, labels)[1] == "leggen"
    assert TRAINING.dutch_lemmas(forms, lemmas, heads, labels)[5] == "uitputten"

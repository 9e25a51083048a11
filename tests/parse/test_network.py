"""The numpy network, with weights by chance: shapes, and that company changes nothing."""

from __future__ import annotations

import numpy as np
import pytest

from kroniek.parsers import network
from kroniek.parsers.network import Network
from kroniek.parsers.weights import Model

WORD, CHARACTER, FILTERS, HIDDEN, ARC, LABEL = 6, 4, 5, 7, 8, 3


@pytest.fixture(scope="module")
def model() -> Model:
    random = np.random.default_rng(3)
    upos, feats, scripts, labels = ("NOUN", "VERB"), ("_",), ("l;;", "k;;"), ("nsubj", "obj", "root")
    words = {"": 0, "_": 1, "de": 2, "man": 3}
    characters = {c: i for i, c in enumerate("\0\1deman")}
    shapes = {
        "word": (len(words), WORD),
        "character": (len(characters), CHARACTER),
        "arc_root": (ARC,),
        "label_root": (LABEL,),
        "arc_matrix": (ARC + 1, ARC),
        "label_tensor": (LABEL + 1, len(labels), LABEL + 1),
        "script_form.w": (WORD + 2 * FILTERS, len(scripts)),
    }
    for name, width in (("narrow", 3), ("wide", 5)):
        shapes |= {f"{name}.w": (width * CHARACTER, FILTERS), f"{name}.b": (FILTERS,)}
    for layer, size in (("first", WORD + 2 * FILTERS), ("second", 2 * HIDDEN)):
        for way in ("forwards", "backwards"):
            shapes[f"{layer}.{way}.input"] = (size, 4 * HIDDEN)
            shapes[f"{layer}.{way}.recurrent"] = (HIDDEN, 4 * HIDDEN)
            shapes[f"{layer}.{way}.b"] = (4 * HIDDEN,)
    sizes = {"upos": len(upos), "feats": len(feats), "script": len(scripts), "arc_dependent": ARC, "arc_head": ARC}
    for name, n in (sizes | {"label_dependent": LABEL, "label_head": LABEL}).items():
        shapes |= {f"{name}.w": (2 * HIDDEN, n), f"{name}.b": (n,)}
    arrays = {name: random.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    return Model(arrays, words, characters, upos, feats, scripts, labels, frozenset())


SENTENCES = [["De", "man"], ["man"], ["De", "man", "zag", "de", "oude", "vrouw"], ["Zij", "sliep", "."]]


def test_one_analysis_a_sentence_in_the_order_given(model: Model) -> None:
    found = Network(model).analyse(SENTENCES)
    assert [len(analysis.heads) for analysis in found] == [len(sentence) for sentence in SENTENCES]
    for analysis in found:
        assert (analysis.heads == 0).sum() == 1
        assert ((analysis.arc > 0) & (analysis.arc <= 1)).all()


def test_company_changes_nothing(model: Model) -> None:
    together = Network(model).analyse(SENTENCES)
    for sentence, analysis in zip(SENTENCES, together, strict=True):
        alone = Network(model).analyse([sentence])[0]
        assert alone.heads.tolist() == analysis.heads.tolist()
        assert alone.labels.tolist() == analysis.labels.tolist()
        np.testing.assert_allclose(alone.arc, analysis.arc, rtol=1e-4)


def test_forms_kept_or_forgotten_make_no_difference(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = Network(model).analyse(SENTENCES)
    monkeypatch.setattr(network, "KEPT_FORMS", 7)
    monkeypatch.setattr(network, "BATCH_WORDS", 6)
    small = Network(model)
    for _ in range(3):
        for a, b in zip(wanted, small.analyse(SENTENCES), strict=True):
            assert a.heads.tolist() == b.heads.tolist()

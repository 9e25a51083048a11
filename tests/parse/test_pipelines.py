"""The seam for parsers of others, with a stand-in for a spaCy pipeline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from kroniek.errors import ParserMissing
from kroniek.parse import from_spacy


@dataclass
class Token:
    """What PipelineParser reads of a spaCy token."""

    i: int
    text: str
    idx: int
    dep_: str
    pos_: str = "NOUN"
    lemma_: str = "x"
    morph: str = ""
    is_space: bool = False
    head: Any = field(default=None, repr=False)


def _doc(text: str, *sentences: list[tuple[str, int, str]]) -> Any:
    tokens: list[Token] = []
    sents = []
    at = 0
    for sentence in sentences:
        first = len(tokens)
        for form, _, label in sentence:
            at = text.index(form, at)
            tokens.append(Token(len(tokens), form, at, label, is_space=form.isspace()))
            at += len(form)
        for token, (_, head, _) in zip(tokens[first:], sentence, strict=True):
            token.head = tokens[first + head]
        sents.append(tokens[first:])
    return SimpleNamespace(text=text, sents=sents)


class Pipeline:
    def __init__(self, doc: Any) -> None:
        self.doc = doc

    def __call__(self, text: str) -> Any:
        return self.doc

    def pipe(self, texts: list[str]) -> Iterator[Any]:
        for _ in texts:
            yield self.doc


def test_a_pipeline_becomes_a_document() -> None:
    doc = _doc(
        "Hij sliep.\n Zij niet.",
        [("Hij", 1, "nsubj"), ("sliep", 1, "ROOT"), (".", 1, "punct"), ("\n ", 1, "dep")],
        [("Zij", 0, "ROOT"), ("niet", 0, "advmod"), (".", 0, "punct")],
    )
    parser = from_spacy(Pipeline(doc), "nl")
    document = parser.parse("Hij sliep.\n Zij niet.")
    assert [word.text for word in document.words] == ["Hij", "sliep", ".", "Zij", "niet", "."]
    assert [word.head for word in document.words] == [1, -1, 1, -1, 3, 3]
    assert [(s.first, s.last, s.start, s.end) for s in document.sentences] == [(0, 3, 0, 10), (3, 6, 12, 21)]
    assert document.words[1].deprel == "root"
    assert len(parser.parse_many(["a", "b"])) == 2


def test_labels_of_another_scheme_are_refused() -> None:
    doc = _doc("see it", [("see", 0, "ROOT"), ("it", 0, "dobj")])
    with pytest.raises(ParserMissing, match="Universal Dependencies"):
        from_spacy(Pipeline(doc), "en").parse("see it")


def test_a_pipeline_that_is_not_here() -> None:
    with pytest.raises(ParserMissing, match="nl_core_news_nowhere"):
        from_spacy("nl_core_news_nowhere", "nl")

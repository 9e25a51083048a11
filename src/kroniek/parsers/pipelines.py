"""Parsers of others behind the same seam: any spaCy pipeline with Universal Dependencies labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

from kroniek.document import Document, Sentence, Word
from kroniek.errors import ParserMissing

# Labels of the older scheme of some English pipelines, which the coder would misread.
_NOT_UD = frozenset({"dobj", "nsubjpass", "pobj", "auxpass"})


def from_spacy(pipeline: Any, language: str) -> PipelineParser:
    """A parser out of a spaCy pipeline, or of the name of an installed one ("nl_core_news_lg").

    Raises ParserMissing where spaCy or the pipeline is not installed, or its labels are not those of UD.
    """
    if isinstance(pipeline, str):
        pipeline = _load(pipeline)
    return PipelineParser(pipeline, language)


def _load(name: str) -> Any:
    try:
        spacy = import_module("spacy")  # only here: it is an extra and slow to import
    except ImportError:
        raise ParserMissing(f"{name}: spaCy is not installed; pip install 'kroniek[spacy]'") from None
    try:
        return spacy.load(name)
    except OSError:
        raise ParserMissing(f"{name}: no such spaCy pipeline here; python -m spacy download {name}") from None


class PipelineParser:
    """Gives Documents as Parser does; every sentence is of kind "text" and every arc certain (1.0)."""

    def __init__(self, pipeline: Any, language: str) -> None:
        self.language = language
        self._pipeline = pipeline

    def parse(self, text: str, *, title: str | None = None) -> Document:
        """One text. `title` is taken for the sake of the seam and not used."""
        return self._document(self._pipeline(text))

    def parse_many(self, texts: Iterable[str]) -> list[Document]:
        return list(self.parse_each(texts))

    def parse_each(self, texts: Iterable[str]) -> Iterator[Document]:
        for doc in self._pipeline.pipe(texts):
            yield self._document(doc)

    def _document(self, doc: Any) -> Document:
        words: list[Word] = []
        sentences: list[Sentence] = []
        for sent in doc.sents:
            tokens = [token for token in sent if not token.is_space]
            if not tokens:
                continue
            index, first = len(sentences), len(words)
            places = {token.i: first + k for k, token in enumerate(tokens)}
            words.extend(_word(token, places, index) for token in tokens)
            start, end = words[first].start, words[-1].end
            sentences.append(Sentence(index, first, len(words), start, end))
        return Document(doc.text, self.language, tuple(words), tuple(sentences))


def _word(token: Any, places: dict[int, int], sentence: int) -> Word:
    label = token.dep_.lower()
    if label in _NOT_UD:
        raise ParserMissing(
            f"label {token.dep_!r} is not of Universal Dependencies; take a pipeline trained on a UD treebank"
        )
    root = token.head.i == token.i or token.head.i not in places
    return Word(
        i=places[token.i],
        text=token.text,
        start=token.idx,
        end=token.idx + len(token.text),
        lemma=token.lemma_,
        upos=token.pos_,
        feats=str(token.morph) or "_",
        head=-1 if root else places[token.head.i],
        deprel="root" if root else label,
        sentence=sentence,
        arc=1.0,
    )

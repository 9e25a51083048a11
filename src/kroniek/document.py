"""A parsed text: what the parsers hand to the coder. The only types that both know.

Words carry Universal Dependencies labels (universaldependencies.org/u/dep); offsets are characters of the
report's text, ends exclusive; word indices count over the whole document.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One syntactic word. `head` is a document-wide word index, or -1 for the root of its sentence.

    `lemma` of a separable verb holds its particle ("legden ... uit" → "uitleggen").
    `arc` is the parser's probability (0 to 1) of head and label together; 1.0 where the parser gives none.
    """

    i: int
    text: str
    start: int
    end: int
    lemma: str
    upos: str
    feats: str
    head: int
    deprel: str
    sentence: int
    arc: float


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words first (inclusive) to last (exclusive) and the characters that they span.

    `kind` is "text", "title" (the report's headline), "heading" (a short line without a verb or final stop)
    or "pointer" (a "Lees ook" line, caption or button: never coded).
    """

    index: int
    first: int
    last: int
    start: int
    end: int
    kind: str = "text"


class Document:
    """Words and sentences of one text, with the tree's children worked out once."""

    __slots__ = ("children", "language", "sentences", "text", "words")

    def __init__(self, text: str, language: str, words: tuple[Word, ...], sentences: tuple[Sentence, ...]) -> None:
        self.text = text
        self.language = language
        self.words = words
        self.sentences = sentences
        self.children: list[list[int]] = [[] for _ in words]
        for word in words:
            if word.head >= 0:
                self.children[word.head].append(word.i)

    def __len__(self) -> int:
        return len(self.words)

    def words_of(self, sentence: Sentence) -> tuple[Word, ...]:
        return self.words[sentence.first : sentence.last]

    def dependents(self, i: int, *labels: str) -> Iterator[Word]:
        """Direct dependents of word i, in text order; all of them where no label is given.

        A label without subtype matches its subtypes too: "obl" takes "obl:agent".
        """
        for j in self.children[i]:
            word = self.words[j]
            if not labels or word.deprel in labels or word.deprel.partition(":")[0] in labels:
                yield word

    def subtree(self, i: int) -> list[int]:
        """Indices of word i and all below it, in text order."""
        found, stack = [], [i]
        while stack:
            j = stack.pop()
            found.append(j)
            stack.extend(self.children[j])
        return sorted(found)

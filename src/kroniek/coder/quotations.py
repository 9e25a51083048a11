"""Quotations: which words stand between quotation marks, and which quotations are of one breath.

A quotation ends with its closing mark or at a line break (a paragraph that only opens a quotation closes it there).
"""

from __future__ import annotations

from collections.abc import Iterator

from kroniek.document import Document, Sentence, Word

CLOSING = {"“": "”", "„": "”“", "‘": "’'", "«": "»", '"': '"”', "'": "'’"}  # by the mark that opens
APOSTROPHE = "'"
LONGEST = 2  # characters of a mark


class Quotations:
    """The quotations of one document, numbered from 1 in text order."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.at = _numbered(document)
        self.spans: dict[int, tuple[int, int]] = {}
        for i, number in enumerate(self.at):
            if number:
                self.spans[number] = (self.spans.get(number, (i, i))[0], i + 1)
        self._paragraphs = _paragraphs(document)

    def sentences(self, number: int) -> tuple[Sentence, ...]:
        """The sentences in which a quotation stands."""
        first, last = self.spans[number]
        words, all_of = self.document.words, self.document.sentences
        return all_of[words[first].sentence : words[last - 1].sentence + 1]

    def distance(self, number: int, i: int) -> int:
        """Words between word i and a quotation; one that follows its end counts as nearer than one before it."""
        first, last = self.spans[number]
        return 2 * (i - last) if i >= last else 2 * (first - i) + 1

    def beside(self, number: int) -> Iterator[int]:
        """The other quotations of the paragraph: those before, nearest first, then those after."""
        here = self._paragraph(number)
        yield from (n for n in range(number - 1, 0, -1) if self._paragraph(n) == here)
        yield from (n for n in range(number + 1, len(self.spans) + 1) if self._paragraph(n) == here)

    def _paragraph(self, number: int) -> int:
        return self._paragraphs[self.spans[number][0]]


def _breaks(document: Document, i: int) -> bool:
    """Is there a line break before word i?"""
    return i > 0 and "\n" in document.text[document.words[i - 1].end : document.words[i].start]


def _numbered(document: Document) -> list[int]:
    """For each word the number of the quotation in which it stands, 0 for none."""
    marks, number, opened = [0] * len(document), 0, ""
    for word in document.words:
        if _breaks(document, word.i):
            opened = ""
        quote = word.text.strip(",") if len(word.text) <= LONGEST else ""
        if opened and quote and all(c in CLOSING[opened] for c in quote):
            opened = ""
        elif not opened and quote and all(c in CLOSING for c in quote) and _opens(document, word):
            opened, number = quote[0], number + 1
        elif opened:
            marks[word.i] = number
    return _dense(marks)


def _opens(document: Document, word: Word) -> bool:
    """Is a mark no apostrophe behind a word ("the rebels' demand")?"""
    before, after = document.text[max(0, word.start - 1) : word.start], document.text[word.end : word.end + 1]
    return word.text[0] != APOSTROPHE or not (before.isalnum() or after.isspace())


def _dense(marks: list[int]) -> list[int]:
    """The numbers without gaps (a mark that closes nothing opens a quotation of no words)."""
    order = {number: n for n, number in enumerate(dict.fromkeys(m for m in marks if m), 1)}
    return [order.get(m, 0) for m in marks]


def _paragraphs(document: Document) -> list[int]:
    """For each word the number of its paragraph."""
    found, number = [], 0
    for word in document.words:
        number += _breaks(document, word.i)
        found.append(number)
    return found

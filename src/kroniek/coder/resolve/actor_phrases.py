"""Noun phrases: how far the words of an actor reach, and what stands within that says whose it is.

Trees of news sentences are wrong now and then, so that every reach is cut to what lies unbroken around its head.
"""

from __future__ import annotations

from kroniek.document import Document

INSIDE = frozenset({"amod", "compound", "nummod", "nmod", "flat", "fixed", "det", "case", "advmod", "goeswith", "obl"})
OUTSIDE = frozenset({"acl", "conj", "cc", "parataxis", "advcl", "mark", "cop", "nsubj", "aux", "obj", "ccomp", "appos", "punct"})
CLOSE_SIGNS = frozenset({"-", "–", "’", "'", "‘"})
LONGEST = 14  # words


class Phrases:
    """Reaches of noun phrases in one document."""

    def __init__(self, document: Document, definite: frozenset[str], barred: frozenset[int] = frozenset()) -> None:
        """`definite`: articles; `barred`: words that belong to no actor (those of dates)."""
        self.document = document
        self.barred = barred
        self.definite = definite
        self._spans: dict[int, tuple[int, int]] = {}

    def span(self, head: int) -> tuple[int, int]:
        """First and last (exclusive) word of the phrase around `head`: with its adjectives, owner and "of"-phrase,
        without clauses, conjuncts and its article."""
        if head not in self._spans:
            self._spans[head] = self._span(head)
        return self._spans[head]

    def _span(self, head: int) -> tuple[int, int]:
        words = self.document.words
        sentence = self.document.sentences[words[head].sentence]
        inside = {head}
        self._gather(head, inside, top=True)
        first = head
        while first > sentence.first and head - first < LONGEST and self._goes_on(first - 1, inside, first - 2):
            first -= 1
        last = head + 1
        while last < sentence.last and last - head < LONGEST and self._goes_on(last, inside, last + 1):
            last += 1
        while first < head and self._is_border(first):
            first += 1
        return first, last

    def _is_border(self, i: int) -> bool:
        """An article, sign or conjunction that opens a phrase without belonging to it."""
        word = self.document.words[i]
        outside = word.text.lower() in self.definite or word.upos == "CCONJ" or word.text in (",", "'", "‘")
        return outside and not self._opens(i)

    def _opens(self, i: int) -> bool:
        """Is word i the first of a set phrase ("more than")?"""
        return any(True for _ in self.document.dependents(i, "fixed"))

    def _goes_on(self, i: int, inside: set[int], beyond: int) -> bool:
        return i in inside or (beyond in inside and self.document.words[i].text in CLOSE_SIGNS)

    def _gather(self, i: int, inside: set[int], *, top: bool) -> None:
        for child in self.document.dependents(i):
            base = child.deprel.partition(":")[0]
            shut = child.i in inside or base in OUTSIDE or (top and base in ("case", "obl"))
            if (shut and (top or base not in ("conj", "cc"))) or child.i in self.barred:
                continue
            inside.add(child.i)
            self._gather(child.i, inside, top=False)

    def chars(self, first: int, last: int) -> tuple[int, int]:
        """Characters of words `first` to `last` (exclusive)."""
        words = self.document.words
        return words[first].start, words[last - 1].end

    def text(self, first: int, last: int) -> str:
        """The words as they stand in the text."""
        start, end = self.chars(first, last)
        return self.document.text[start:end]

    def sentence_start(self, i: int) -> int:
        return self.document.sentences[self.document.words[i].sentence].first

    def sentence_end(self, i: int) -> int:
        return self.document.sentences[self.document.words[i].sentence].last

    def head(self, first: int, last: int) -> int:
        """The word of a stretch on which the others hang: the first whose head lies outside it."""
        for i in range(first, last):
            if not first <= self.document.words[i].head < last:
                return i
        return first

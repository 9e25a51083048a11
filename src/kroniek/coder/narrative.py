"""The time in which a paragraph is being told: what a date in a main clause says holds for what comes after it.

"In 2003 he took power. His men shut the papers." The shutting lies in 2003 as well, whatever day leads the report. Dates
of nouns, of plans, of what is said and of asides move nothing; an aside's date holds for the rest of that aside.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kroniek.coder.syntax import Syntax
from kroniek.document import Document
from kroniek.records import When

ADVERBIAL = ("obl", "advmod", "nmod:tmod")
OPENS = 3  # words at the head of a sentence within which a date speaks of all of it, wherever the tree hangs it


@dataclass(frozen=True, slots=True)
class Moment:
    """A date that sets the time of what is told behind it. `at`: index of its first word; `acts`: heads of the acts that it
    dates itself; `within`: head of the aside clause in which alone it holds, -1 where it holds for the paragraph."""

    at: int
    sentence: int
    paragraph: int
    when: When
    acts: tuple[int, ...]
    within: int


class Narrative:
    """The moments of a document, and which of them an act is told in."""

    def __init__(self, document: Document, syntax: Syntax, moments: Iterable[Moment], paragraphs: Sequence[int]) -> None:
        self.document = document
        self.syntax = syntax
        self.moments = sorted(moments, key=lambda m: m.at)
        self.paragraphs = paragraphs

    def at(self, head: int) -> Moment | None:
        """The last moment before an act in its paragraph; None where the paragraph has told none yet."""
        sentence = self.document.words[head].sentence
        above = (head, *self.syntax.ancestors(head))
        for moment in reversed(self.moments):
            if moment.at >= head or moment.paragraph > self.paragraphs[sentence]:
                continue
            if moment.paragraph < self.paragraphs[sentence]:
                return None
            if moment.within < 0 or moment.within in above:
                return moment
        return None


def paragraphs(document: Document) -> tuple[int, ...]:
    """By sentence: the number of its paragraph (blank lines part them; single line ends where there are none)."""
    mark = "\n\n" if "\n\n" in document.text else "\n"
    ends: list[int] = []
    start = document.text.find(mark)
    while start >= 0:
        ends.append(start)
        start = document.text.find(mark, start + len(mark))
    return tuple(bisect_right(ends, s.start) for s in document.sentences)

"""When: time expressions of a text, resolved against its day of publication. See `find_dates`."""

from __future__ import annotations

from dataclasses import dataclass

from kroniek.document import Document
from kroniek.knowledge.calendar import Calendar
from kroniek.records import When


@dataclass(frozen=True, slots=True)
class DateMention:
    """A time expression: words first to last (exclusive); `head` is the word of it that hangs in the tree.

    `when.edtf` is "" where the day cannot be told; `rule` then says why.
    """

    first: int
    last: int
    head: int
    when: When
    rule: str


def find_dates(document: Document, *, published: str | None, calendar: Calendar) -> tuple[DateMention, ...]:
    """Every time expression, in text order. Raises BadDate where `published` is no EDTF."""
    return ()

"""When a quotation was spoken: its "today" is the speaker's day, not the day of publication."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kroniek.coder.resolve.date_periods import Period
from kroniek.document import Document

OPENING = frozenset('“„«‘"')
CLOSING = frozenset('”»’"')
STILL_NEWS = 7  # days that a statement may lie before publication


def quoted_words(document: Document) -> frozenset[int]:
    """Words between quotation marks that stand as words of their own. A quotation ends at the end of its line."""
    inside = False
    found = []
    before = 0
    for word in document.words:
        if inside and "\n" in document.text[before : word.start]:
            inside = False
        before = word.end
        if inside and word.text in CLOSING:
            inside = False
        elif not inside and word.text in OPENING:
            inside = True
        elif inside:
            found.append(word.i)
    return frozenset(found)


def day_of_speech(published: date, beside: Sequence[Period], before: Sequence[Period]) -> tuple[date, date]:
    """First and last day on which the words may have been said.

    `beside`: dates in the same sentence outside the quotation, which tell it; `before`: dates named earlier, of which
    the last, if it is recent, may be that day as well as any until publication.
    """
    for period in beside:
        if period.first is not None and period.first == period.last and _recent(period.first, published):
            return period.first, period.first
    last = next((p.first for p in reversed(before) if p.first is not None and p.first == p.last), None)
    return (last, published) if last is not None and _recent(last, published) else (published, published)


def _recent(day: date, published: date) -> bool:
    return 0 <= (published - day).days <= STILL_NEWS

"""Days counted from another deed: "voted on Sunday, two days after the killing" tells when the killing was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from kroniek.document import Document
from kroniek.knowledge.calendar import Calendar
from kroniek.records import When

DAYS: Mapping[str, int] = {"day": 1, "week": 7}


def days_between(document: Document, calendar: Calendar, preposition: int) -> int | None:
    """The days that a count right before the preposition at word `preposition` gives ("two weeks after": 14); None where
    there is none."""
    words = document.words
    if preposition < 2:
        return None
    units = {f: t.unit for t in calendar.words.word if "unit" in t.classes for f in t.forms}
    length = DAYS.get(units.get(words[preposition - 1].text.lower(), "") or "")
    token = words[preposition - 2].text.lower()
    count = 1 if token in calendar.numbers.words.articles else calendar.numbers.value(token)
    return int(count * length) if length and count is not None else None


def shifted(when: When, days: int) -> When | None:
    """The day so many days before `when`; None where that is more than one day."""
    if when.first is None or when.first != when.last:
        return None
    day = (dt.date.fromisoformat(when.first) - dt.timedelta(days=days)).isoformat()
    return replace(when, edtf=day, first=day, last=day, rule=f"{days} days before: {when.text}")

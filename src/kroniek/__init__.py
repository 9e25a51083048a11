"""Kroniek reads news reports on confrontations: who did what to whom, where, when, at what cost, according to whom.

>>> import kroniek
>>> reading = kroniek.read("Rebels shelled the town on Monday.", published="2021-05-06", language="en")
>>> [event.type for event in reading.events]
['ASSAULT']
"""

from __future__ import annotations

from kroniek.errors import KroniekError
from kroniek.reading import Coder, Reading, read
from kroniek.records import Actor, Claim, Event, Link, Place, Report, Span, When
from kroniek.version import VERSION as __version__

__all__ = [
    "Actor",
    "Claim",
    "Coder",
    "Event",
    "KroniekError",
    "Link",
    "Place",
    "Reading",
    "Report",
    "Span",
    "When",
    "__version__",
    "read",
]

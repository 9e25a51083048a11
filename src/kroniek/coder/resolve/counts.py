"""How many: figures and how often, with their bounds. First the form of the answers; see `find_quantities`."""

from __future__ import annotations

from dataclasses import dataclass

from kroniek.document import Document
from kroniek.knowledge.numbers import Numbers


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure: words first to last (exclusive); `head` is the counted noun's index, or -1.

    `low` to `high` inclusive, None where open. `unit`: "" persons or things, "percent", "money", "age", "measure",
    "time", "year", "ordinal". `rule` names what made the bounds.
    """

    first: int
    last: int
    head: int
    low: int | None
    high: int | None
    text: str
    start: int
    end: int
    rule: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often: words first to last (exclusive), `low` to `high` times, high None where open."""

    first: int
    last: int
    low: int | None
    high: int | None
    text: str
    start: int
    end: int
    rule: str


def find_quantities(document: Document, numbers: Numbers, *, singular: bool = False) -> tuple[Quantity, ...]:
    """Every figure of the text, in order. `singular`: "a soldier" too, as 1 to 1 with rule "singular"."""
    return ()


def find_frequencies(document: Document, numbers: Numbers) -> tuple[Frequency, ...]:
    """Every "eleven times", "twice", "for the fourth time", in order."""
    return ()


def bare_plural(document: Document, head: int) -> tuple[int, int | None] | None:
    """(2, None) where word `head` is a plural noun; else None."""
    return (2, None) if "Number=Plur" in document.words[head].feats else None

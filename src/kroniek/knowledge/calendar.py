"""Words and patterns of time of a language (languages/<language>/calendar.toml) and their loader."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Calendar:
    """Words and patterns of one language, compiled."""

    language: str


@cache
def calendar(language: str) -> Calendar:
    """calendar.toml of one language. Raises KnowledgeError."""
    return Calendar(language)

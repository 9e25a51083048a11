"""Number words of a language (languages/<language>/numbers.toml) and their loader."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Numbers:
    """Number words of one language, compiled."""

    language: str


@cache
def numbers(language: str) -> Numbers:
    """numbers.toml of one language. Raises KnowledgeError."""
    return Numbers(language)

"""The data files that Kroniek codes with, and what reads them. No word of any language stands in Python."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

ROOT: Traversable = files(__name__)


def language_folder(language: str) -> Traversable:
    """The folder of one language's files (knowledge/languages/nl)."""
    return ROOT / "languages" / language

"""Words by which an act is doubted (languages/*/doubt.toml): their form and loader."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kroniek.knowledge import language_folder, strict


@dataclass(frozen=True, slots=True)
class DoubtWords:
    """`charges`: lemmas that govern the name of a crime, not a deed ("charge", "suspect"); `purposes`: markers of an
    infinitive of purpose; `means`: markers that make it a deed all the same ("door ... te schieten"); `attempts`:
    nouns whose infinitive was tried; `perfects`: passive auxiliaries whose present is a perfect (Dutch "is gedood"); `topics`: prepositions of what talks are
    about; `tries`: verbs and nouns of trying."""

    charges: tuple[str, ...]
    purposes: tuple[str, ...]
    means: tuple[str, ...]
    attempts: tuple[str, ...]
    perfects: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    tries: tuple[str, ...] = ()


@cache
def doubt(language: str) -> DoubtWords:
    """The words of one language. Raises KnowledgeError."""
    return strict.single(language_folder(language) / "doubt.toml", DoubtWords)

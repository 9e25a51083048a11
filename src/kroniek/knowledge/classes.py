"""Semantic classes of nouns: what kind of thing stands beside an act's verb (languages/*/classes.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from kroniek.errors import KnowledgeError
from kroniek.knowledge import language_folder, strict

# Words that conditions of the act lexicon use beside class names: acts.Act tells what they mean.
RESERVED = frozenset({"actor", "none", "any"})


@dataclass(frozen=True, slots=True)
class SemanticClass:
    """One class. `words` are lemmas; several words are written with spaces ("tear gas")."""

    name: str
    words: tuple[str, ...]


@cache
def classes(language: str) -> Mapping[str, frozenset[str]]:
    """The lemmas of each class, in lower case, by the class's name. Raises KnowledgeError."""
    path = language_folder(language) / "classes.toml"
    found: dict[str, frozenset[str]] = {}
    for entry in strict.entries(path, "class", SemanticClass):
        where = f"{path.name} ({language}), class {entry.name!r}"
        if entry.name in RESERVED:
            raise KnowledgeError(f"{where}: the name has a meaning of its own; choose another")
        if entry.name in found:
            raise KnowledgeError(f"{where}: stands there twice; put the words into one table")
        if not entry.words:
            raise KnowledgeError(f"{where}: no words")
        found[entry.name] = frozenset(word.lower() for word in entry.words)
    return MappingProxyType(found)

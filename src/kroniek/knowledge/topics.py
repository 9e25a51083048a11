"""Topics in which words of conflict tell of no deed (languages/*/topics.toml): their form and loader."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from kroniek.errors import KnowledgeError
from kroniek.knowledge import language_folder, strict
from kroniek.knowledge.acts import types


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic. `sure` words count 3, `strong` ones 1, `weak` ones .5, those `against` it -1; all are lemmas or forms, or several
    words as they stand in the text; "~" takes the last part of a compound. `bars`: types that make no event where the
    score reaches `holds`. `tense` "present": only acts told in the present tense, as plots are."""

    name: str
    bars: tuple[str, ...]
    strong: tuple[str, ...]
    sure: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    tense: Literal["", "present"] = ""
    holds: float = 1.5


@dataclass(frozen=True, slots=True)
class TopicFile:
    """The whole file. `real`: words that speak against every topic."""

    real: tuple[str, ...]
    topic: tuple[Topic, ...]


@cache
def topics(language: str) -> TopicFile:
    """The topics of one language. Raises KnowledgeError."""
    path = language_folder(language) / "topics.toml"
    found = strict.single(path, TopicFile)
    for topic in found.topic:
        for kind in topic.bars:
            if kind not in types():
                raise KnowledgeError(
                    f"{path.name} ({language}), topic {topic.name!r}: unknown type {kind!r}{strict.nearest(kind, types())}"
                )
    return found

"""Is everything in order on this machine? Each check says what it found and, where it fails, what to do."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from kroniek.errors import KroniekError
from kroniek.reading import LANGUAGES
from kroniek.version import VERSION


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, whether it passed, and what was found."""

    name: str
    ok: bool
    detail: str


def checks() -> Iterator[Check]:
    """All checks, cheap ones first. Nothing is changed and nothing is fetched."""
    yield Check("kroniek", True, f"{VERSION}, Python {platform.python_version()}, {sys.platform}")
    for language in LANGUAGES:
        yield _try(f"knowledge {language}", partial(_knowledge, language))
        yield _try(f"parser {language}", partial(_parse, language))


def _try(name: str, work: Callable[[], str]) -> Check:
    try:
        return Check(name, True, work())
    except (KroniekError, OSError, ImportError) as error:
        return Check(name, False, f"{error}. Remedy: install Kroniek again (pip install --force-reinstall kroniek)")


def _knowledge(language: str) -> str:
    from kroniek.coder.line import Knowledge
    from kroniek.knowledge.acts import acts

    Knowledge.load(language)
    words = sum(len(a.verbs) + len(a.nouns) + len(a.phrases) + len(a.adjectives) for a in acts(language))
    return f"{len(acts(language))} acts with {words} words, all files loaded strictly"


def _parse(language: str) -> str:
    from kroniek.parse import Parser

    document = Parser.load(language).parse("Kirkuk 2019.")
    return f"loaded, {len(document)} words parsed"

"""Lines that stand on a page but are no part of the report ("Lees ook: ...") → blanks, so that offsets stay."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kroniek.knowledge import ROOT, strict


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """knowledge/chronicle/boilerplate.toml."""

    longest: int
    starts: tuple[str, ...]


def blank(text: str) -> str:
    """The text, as long as before, with such lines made of blanks."""
    return "".join(_line(line) for line in text.splitlines(keepends=True))


def _line(line: str) -> str:
    bare = line.strip()
    if bare and len(bare) <= _data().longest and _pattern().match(bare):
        return "".join(c if c in "\r\n" else " " for c in line)
    return line


@cache
def _data() -> Boilerplate:
    return strict.single(ROOT / "chronicle" / "boilerplate.toml", Boilerplate)


@cache
def _pattern() -> re.Pattern[str]:
    starts = "|".join(re.escape(s.rstrip(":")) + (":" if s.endswith(":") else r"(?:\s*:|\b)") for s in _data().starts)
    return re.compile(f"(?:{starts})", re.IGNORECASE)

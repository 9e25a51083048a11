"""Claims side by side, and one summary of them: low, best, high.

The rule, after UCDP's low/best/high (Croicu and Sundberg, UCDP GED Codebook) but for many reports:
1. A source is who vouches for the figure; where no one is named, the report's lineage (near-copies are one source).
2. A source's last figure counts: it may have corrected itself. Within one report a source's figures for different
   groups are added.
3. low is the lowest low of all sources, high the highest high (the low where a figure is open above), and best the
   median of the sources' figures (the middle of a range; the low of "at least n"; half the high of "up to n").
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from statistics import median_low

from kroniek.chronicle.sketch import KINDS, Figure


@dataclass(frozen=True, slots=True)
class Told:
    """A figure with where it was told: report number, its lineage, and ordinal of its last day of publication."""

    figure: Figure
    report: int
    lineage: int
    published: int


@dataclass(frozen=True, slots=True)
class Source:
    """What one source says in the end. `name` '' for a report that vouches itself, then `lineage` tells which."""

    name: str
    lineage: int
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Estimate:
    """Persons: lowest, best and highest figure; the sources; and pairs of sources whose ranges exclude each other."""

    low: int
    best: int
    high: int
    sources: tuple[Source, ...]
    disagreements: tuple[tuple[Source, Source], ...]


def estimate(told: Iterable[Told]) -> dict[str, Estimate]:
    """Kind (killed, injured, detained, crowd) → Estimate; kinds without a figure are left out."""
    by_kind: dict[str, list[Told]] = {}
    for one in told:
        by_kind.setdefault(one.figure.kind, []).append(one)
    return {kind: _sum_up(_sources(by_kind[kind])) for kind in KINDS if kind in by_kind}


def _sources(told: list[Told]) -> list[Source]:
    """Each source's last word, sorted by name and lineage."""
    by_source: dict[tuple[str, int], list[Told]] = {}
    for one in told:
        named = one.figure.said_by.casefold()
        by_source.setdefault((named, 0 if named else one.lineage), []).append(one)
    return [_last_word(by_source[key]) for key in sorted(by_source)]


def _last_word(told: list[Told]) -> Source:
    last = max(told, key=lambda t: (t.published, t.report)).report
    groups: dict[str, Figure] = {}
    for one in told:
        if one.report == last:
            groups.setdefault(one.figure.who.casefold(), one.figure)
    figures = list(groups.values())
    low = sum(f.low or 0 for f in figures) if any(f.low is not None for f in figures) else None
    high = None if any(f.high is None for f in figures) else sum(f.high or 0 for f in figures)
    return Source(told[0].figure.said_by, told[0].lineage, low, high)


def _sum_up(sources: list[Source]) -> Estimate:
    lows = [s.low or 0 for s in sources]
    highs = [s.high if s.high is not None else (s.low or 0) for s in sources]
    middles = [_middle(s) for s in sources]
    apart = tuple((a, b) for a, b in combinations(sources, 2) if _exclude(a, b))
    return Estimate(min(lows), median_low(middles), max(highs), tuple(sources), apart)


def _middle(source: Source) -> int:
    if source.high is None:
        return source.low or 0
    return ((source.low or 0) + source.high) // 2


def _exclude(a: Source, b: Source) -> bool:
    one, other = sorted((a, b), key=lambda s: s.low or 0)
    return one.high is not None and one.high < (other.low or 0)

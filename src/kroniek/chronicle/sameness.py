"""The same deed or another? Two events are judged by a sum of small named features (`FEATURES`), each of which says in
its docstring why it speaks for or against. Every feature is symmetric, so that the order of adding cannot matter.

Three answers: same, different, and unsure, which goes to the review queue. Thresholds: knowledge/chronicle/sameness.toml.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from kroniek.chronicle.sketch import Figure, Party, Sketch
from kroniek.knowledge import ROOT, strict

Verdict = Literal["same", "different", "unsure"]
NEVER = -99.0
PLURAL = (2, None)
COARSE = frozenset({"region", "country", ""})


@dataclass(frozen=True, slots=True)
class Settings:
    """knowledge/chronicle/sameness.toml; what each key means stands there."""

    same: float
    unsure: float
    against: float
    near_km: float
    day_slack: int
    longest_days: int
    undated_days: int
    news_days: int
    state: tuple[str, ...]
    families: tuple[tuple[str, ...], ...]
    material: tuple[str, ...]
    modes: tuple[tuple[str, ...], ...]


@cache
def settings() -> Settings:
    """The settings, read strictly once."""
    return strict.single(ROOT / "chronicle" / "sameness.toml", Settings)


@cache
def family(type: str) -> str:
    """The first type of the family of `type`; the type itself where no family names it."""
    return next((f[0] for f in settings().families if type in f), type)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Verdict on two events, the sum, and what each feature added (those that are not 0)."""

    verdict: Verdict
    score: float
    why: dict[str, float]

    def explain(self) -> list[str]:
        """One line a feature, the weightiest first: its value and what it means."""
        order = sorted(self.why.items(), key=lambda item: -abs(item[1]))
        return [f"{value:+.1f} {name}: {_MEANING[name]}" for name, value in order]


def judge(a: Sketch, b: Sketch) -> Judgement:
    """Are the two one deed?"""
    why = {}
    score = 0.0
    for name, feature in FEATURES.items():
        value = feature(a, b)
        if value:
            why[name] = value
            score += value
        if value <= NEVER:
            break
    limits = settings()
    verdict: Verdict = "same" if score >= limits.same else "unsure" if score >= limits.unsure else "different"
    return Judgement(verdict, round(score, 2), why)


def contradict(a: Sketch, b: Sketch) -> bool:
    """Does more speak against one deed than for it? Two events of one report, which its reader has kept apart, want more."""
    return judge(a, b).score < (settings().unsure if a.report == b.report else settings().against)


def _kind(a: Sketch, b: Sketch) -> float:
    """the same type of act; related types say less; what happened is never what did not"""
    if a.status != b.status or family(a.type) != family(b.type):
        return NEVER
    return 0.4 if a.type == b.type else -0.6


def _time(a: Sketch, b: Sketch) -> float:
    """days that can be one; two dated days that cannot are two deeds"""
    gap = max(a.first, b.first) - min(a.last, b.last)
    if not (a.dated and b.dated):
        return _undated(a, b, gap)
    if gap <= 0:
        longest = max(a.days, b.days)
        return 1.2 if longest <= 2 else 0.9 if longest <= 8 else 0.5 if longest <= 62 else 0.1
    return -1.2 if gap <= settings().day_slack else NEVER


def _undated(a: Sketch, b: Sketch, gap: int) -> float:
    """A date that is missing on one side or both: the reports must be near each other in time."""
    if not _material(a, b):
        apart = abs(a.published - b.published)
        return 0.3 if gap <= 0 and apart <= 1 else -0.8 if gap <= 0 and apart <= 4 else -1.5
    if gap > 0:
        return -1.5
    return 0.4 if _news(a, b) else 0.1


def _news(a: Sketch, b: Sketch) -> bool:
    """Is the deed of the undated one the news of its day?"""
    last = [s.last if s.dated else s.published for s in (a, b)]
    return abs(last[0] - last[1]) <= settings().news_days


def _space(a: Sketch, b: Sketch) -> float:
    """the same place, or one inside the other; two places far apart are two deeds"""
    if not a.place or not b.place:
        return 0.0
    if a.country and b.country and a.country != b.country:
        coarse = {a.precision, b.precision} & COARSE  # "in Iraq and Syria" is one deed, of which a report may name one end
        if not coarse:
            return -3.0
        fine = {s.country for s in (a, b) if s.precision not in COARSE} or {a.country, b.country}
        struck = fine & {p.country for p in (*a.targets, *b.targets)}
        return -0.8 if struck else -1.5 if _material(a, b) else -1.0
    if a.geonameid is not None and a.geonameid == b.geonameid:
        return 0.3 if a.precision in COARSE else 1.0
    if a.precision in COARSE or b.precision in COARSE or None in (a.lat, a.lon, b.lat, b.lon):
        return 0.2
    apart = kilometres(a, b)
    near = settings().near_km
    return 0.9 if apart <= near / 6 else 0.5 if apart <= near else -3.0


def _initiator(a: Sketch, b: Sketch) -> float:
    """the same doer; words are their speaker's, so that another speaker is another act"""
    return _actors(a.initiators, b.initiators, same=1.1, side=0.5, other=-1.6 if _material(a, b) else -3.0)


def _target(a: Sketch, b: Sketch) -> float:
    """the same target; victims are named in many ways, so that a difference says less"""
    return _actors(a.targets, b.targets, same=0.8, side=0.4, other=-1.0)


def _once(a: Sketch, b: Sketch) -> float:
    """a named person who is struck: a mention without a date goes back to the one blow that the reports are about"""
    if a.type != "ASSAULT" or (a.dated and b.dated):
        return 0.0
    return 0.9 if {t.key for t in a.targets if t.person} & {t.key for t in b.targets if t.person} else 0.0


def _crossed(a: Sketch, b: Sketch) -> float:
    """who strikes in the one is struck in the other: two deeds, blow and answer"""
    mutual = {x.country for x in a.initiators} & {x.country for x in a.targets}
    turned = _meet(a.initiators, b.targets) and _meet(a.targets, b.initiators)
    return -1.5 if turned and not mutual - {""} else 0.0


def _mode(a: Sketch, b: Sketch) -> float:
    """the same means; two means that exclude each other are two deeds"""
    if not a.mode or not b.mode:
        return 0.0
    if a.mode == b.mode:
        return 0.4
    return 0.1 if any(a.mode in m and b.mode in m for m in settings().modes) else -1.5


def _figures(a: Sketch, b: Sketch) -> float:
    """figures of the same kind that agree, the more the rarer; figures of one deed may well disagree"""
    found = [
        _agreement(one, other)
        for one in a.figures
        for other in b.figures
        if one.kind == other.kind and one.low is not None and other.low is not None
    ]
    return max(found, default=0.0)


def _number(a: Sketch, b: Sketch) -> float:
    """one deed is not several; but "the air strikes" of one day may be "the bombing" """
    if (a.deeds == (1, 1)) == (b.deeds == (1, 1)):
        return 0.2 if a.deeds != (1, 1) and a.deeds == b.deeds else 0.0
    plain = PLURAL in (a.deeds, b.deeds) and a.dated and b.dated and max(a.days, b.days) <= 2
    return -0.2 if plain else -0.8


def _thin(a: Sketch, b: Sketch) -> float:
    """neither a place nor a target to compare: one doer can do several such deeds in a day"""
    told = (a.place and b.place) or (a.targets and b.targets)
    return -0.6 if a.type == b.type == "ASSAULT" and not told else 0.0


def _words(a: Sketch, b: Sketch) -> float:
    """told with the same words"""
    return 0.3 if a.language == b.language and set(a.words) & set(b.words) else 0.0


def _report(a: Sketch, b: Sketch) -> float:
    """one report tells two deeds: its reader has kept them apart already"""
    return -1.6 if a.report == b.report else 0.0


FEATURES: dict[str, Callable[[Sketch, Sketch], float]] = {
    "kind": _kind,
    "time": _time,
    "space": _space,
    "initiator": _initiator,
    "target": _target,
    "once": _once,
    "crossed": _crossed,
    "mode": _mode,
    "figures": _figures,
    "number": _number,
    "thin": _thin,
    "words": _words,
    "report": _report,
}
_MEANING = {name: (feature.__doc__ or "") for name, feature in FEATURES.items()}


def _material(a: Sketch, b: Sketch) -> bool:
    """Are both deeds, and not words?"""
    return a.type in settings().material and b.type in settings().material


def _actors(ours: tuple[Party, ...], theirs: tuple[Party, ...], *, same: float, side: float, other: float) -> float:
    """`same` where one actor is in both, `side` where two are of one country and one is not named, else `other`."""
    return max((_likeness(a, b, same, side, other) for a in ours for b in theirs), default=0.0)


def _likeness(a: Party, b: Party, same: float, side: float, other: float) -> float:
    if a.key == b.key:
        return same if a.named else (same + side) / 2
    if not a.country or not b.country:
        return 0.0 if not (a.named and b.named) else other
    if a.country != b.country:
        return other if a.named and b.named else other / 2
    if a.named and b.named:
        return other / 2 if a.sector and b.sector and a.sector != b.sector else 0.0
    return side if _one_side(a.sector, b.sector) else 0.0


def _one_side(a: str, b: str) -> bool:
    """Can two sectors of a country be one party? A state is named by its army, its police or its government."""
    state = settings().state
    return not a or not b or a == b or (a in state and b in state)


def _meet(one: tuple[Party, ...], other: tuple[Party, ...]) -> bool:
    return any(a.key == b.key or (a.country and a.country == b.country) for a in one for b in other)


def _agreement(one: Figure, other: Figure) -> float:
    """From -0.6 for figures of several persons that are far apart to 0.6 for figures that meet. "At least n" reaches to 2n."""
    low, high = max(one.low or 0, other.low or 0), min(_top(one), _top(other))
    if low > high:
        return -0.6 if high >= 5 and low >= 2 * high else -0.2
    return 0.0 if low <= 1 else 0.3 if low < 5 else 0.6


def _top(claim: Figure) -> float:
    return 2.0 * (claim.low or 0) if claim.high is None else claim.high


def kilometres(a: Sketch, b: Sketch) -> float:
    """Great-circle distance; both have coordinates."""
    lat1, lon1, lat2, lon2 = (math.radians(x or 0.0) for x in (a.lat, a.lon, b.lat, b.lon))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))

"""How much speaks for it that two tellings are of one deed: a sum of small named features (`FEATURES`).

Each feature says in its docstring why it speaks for or against. Two strikes on two days are two; the lead and the
background of one are one.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Sequence

from kroniek.coder.events import Deed, Reading
from kroniek.records import Actor, Place, When

THRESHOLD = 0.9
SAME_SPEAKER = 0.8
SAME_PLACE_KM = 60.0
UNKNOWN = frozenset({"UAF", "CRM", None})  # sectors of doers who may turn out to be anybody
SPOKEN = frozenset({"ACCUSE", "REQUEST", "SUPPORT", "REJECT", "THREATEN"})
MATERIAL = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", "AID", "COOPERATE"})
ALIKE = (
    frozenset({"aerial", "drone", "heavy-weapons", "explosives"}),
    frozenset({"disapprove", "allege"}),
)  # modes that may be told of one deed


def same_actor(a: Actor, b: Actor) -> bool:
    """One actor: the same mention in the text, the same entry, or the same name."""
    return a.start == b.start or bool(a.id and a.id == b.id) or bool(a.name and a.name == b.name)


def overlap(first: Iterable[Actor], second: Sequence[Actor]) -> bool:
    """Is one actor in both?"""
    return any(same_actor(a, b) for a in first for b in second)


def likeness(a: Deed, b: Deed) -> float:
    """How much speaks for one deed: the sum of all features. `a` stands before `b` in the text."""
    if a.type != b.type or a.main.status != b.main.status:
        return -math.inf
    return weight(a, b)


def weight(a: Deed, b: Deed) -> float:
    """The sum of all features, whatever the types and statuses."""
    return sum(feature(a, b) for feature in FEATURES)


def _definite(a: Deed, b: Deed) -> float:
    """ "the attack" points back to one told before; "an attack", "another attack" to a new one."""
    full = [r for r in b.readings if not r.mention.act.dependent]
    nouns = [r for r in full if r.mention.kind == "noun" or r.definite]
    if not nouns:
        return 0.2 if b.type == "ASSAULT" else 0.0
    return 1.2 if any(r.definite for r in nouns) else -0.6


def _initiator(a: Deed, b: Deed) -> float:
    """The same doer; two known doers that differ are two deeds, all the more of words than of blows."""
    if not a.initiators or not b.initiators:
        return 0.2 if b.type in MATERIAL or b.main.definite else -0.5
    if overlap(a.initiators, b.initiators):
        return 0.8
    same_side = {x.country for x in a.initiators} & {x.country for x in b.initiators} - {None}
    vague = all(x.name is None for x in b.initiators) or all(x.name is None for x in a.initiators)
    unknown = any(x.name is None and x.sector in UNKNOWN for x in (*a.initiators, *b.initiators)) and b.main.definite
    return -0.3 if vague and b.type in MATERIAL and (same_side or unknown) else -2.0


def _target(a: Deed, b: Deed) -> float:
    """The same target; victims are often named in several ways, so a difference says less than for doers. One person
    is killed once."""
    if not a.targets or not b.targets:
        return 0.1
    if overlap(a.targets, b.targets):
        named = {x.name for x in a.targets if x.name} & {x.name for x in b.targets}
        return 1.6 if named and _deadly(a) and _deadly(b) else 0.8
    return -0.4 if b.type == "ASSAULT" else -0.9


def _deadly(deed: Deed) -> bool:
    return any(r.mention.act.effect == "killed" or r.mention.act.mode == "targeted" for r in deed.readings)


def _time(a: Deed, b: Deed) -> float:
    """The same day; two days that cannot be one are two deeds; a year ("the 1968 killing") sets apart from the undated."""
    if not a.when or not b.when:
        return -1.2 if b.when and b.when.precision == "year" else 0.0
    if not days_touch(a.when, b.when):
        return -3.0
    return 0.7 if a.when.edtf == b.when.edtf else 0.2


def _space(a: Deed, b: Deed) -> float:
    """The same place; two places far apart are two deeds."""
    if not a.place or not b.place:
        return 0.0
    return -2.5 if far_apart(a.place, b.place) else 0.5


def _manner(a: Deed, b: Deed) -> float:
    """The same mode; two modes that exclude each other (an arrest is no seizure) are two deeds."""
    one, other = _modes(a), _modes(b)
    if not one or not other:
        return 0.1
    if one & other:
        return 0.4
    alike = any(one & group and other & group for group in ALIKE) and is_plural(a.main) == is_plural(b.main)
    return 0.0 if alike else -1.5


def _kindred(a: Deed, b: Deed) -> float:
    """"The strike" points to a blow, not to fighting that two sides share, nor "the attack" to gas used on a crowd."""
    one, other = a.main.mention.act.frame == "mutual", b.main.mention.act.frame == "mutual"
    quelled = "crowd-control" in _modes(a) and not _modes(b) and b.main.mention.kind == "noun"
    return -2.0 if quelled else -0.8 if one != other else 0.0


def _salience(a: Deed, b: Deed) -> float:
    """What a report has told of more than once, or first, it is likely to speak of again."""
    return 0.15 * min(len(a.readings), 4)


def _number(a: Deed, b: Deed) -> float:
    """One deed is not several: "attacks" is no mention of "the attack"."""
    return 0.0 if is_plural(a.main) == is_plural(b.main) else -1.2


def _words(a: Deed, b: Deed) -> float:
    """The same word for it."""
    return 0.4 if {r.mention.act.id for r in a.readings} & {r.mention.act.id for r in b.readings} else 0.0


def _outcome(a: Deed, b: Deed) -> float:
    """Deaths and injuries of which no doer, day or place is told are what the blow told just before did."""
    bare = all(r.mention.act.effect and r.mention.kind != "noun" for r in b.readings) and not (b.initiators or b.main.place)
    gap = b.readings[0].mention.sentence - max(r.mention.sentence for r in a.readings)
    return 0.6 if bare and b.type == "ASSAULT" and gap <= 1 and not any(r.mention.act.effect for r in a.readings) else 0.0


def _nearness(a: Deed, b: Deed) -> float:
    """Told within two sentences."""
    gap = b.readings[0].mention.sentence - max(r.mention.sentence for r in a.readings)
    return 0.2 if gap <= 2 else 0.0


def _speech(a: Deed, b: Deed) -> float:
    """What one speaker goes on to say of the same type is one blame, one threat, unless others are its targets."""
    if b.type not in SPOKEN or not (a.readings[-1].quoted and b.main.quoted) or not overlap(a.initiators, b.initiators):
        return 0.0
    gap = b.readings[0].mention.sentence - max(r.mention.sentence for r in a.readings)
    one, other = ({x.name or x.country for x in d.targets} - {None} for d in (a, b))
    apart = bool(one) and bool(other) and one.isdisjoint(other)
    return 0.0 if gap > 1 or apart else 2.0


def _speaker(a: Deed, b: Deed) -> float:
    """One who blames, asks or praises again in a report mostly does so once, unless it is at others."""
    if b.type not in SPOKEN or not overlap(a.initiators, b.initiators):
        return 0.0
    one, other = ({x.name or x.country for x in d.targets} - {None} for d in (a, b))
    return 0.0 if one and other and one.isdisjoint(other) else SAME_SPEAKER


FEATURES: tuple[Callable[[Deed, Deed], float], ...] = (
    _definite,
    _initiator,
    _target,
    _time,
    _space,
    _manner,
    _number,
    _kindred,
    _salience,
    _words,
    _outcome,
    _nearness,
    _speech,
    _speaker,
)


def _modes(deed: Deed) -> set[str]:
    return {r.mention.act.mode for r in deed.readings if r.mention.act.mode and not r.mention.act.dependent} - {
        "targeted"
    }


def is_plural(reading: Reading) -> bool:
    return reading.occurrences != (1, 1)


def days_touch(a: When, b: When) -> bool:
    first, last = dt.date.min.isoformat(), dt.date.max.isoformat()
    return (a.first or first) <= (b.last or last) and (b.first or first) <= (a.last or last)


def is_before(a: When | None, b: When | None) -> bool:
    """Was it over before the other began? False where one is not known or open there."""
    return bool(a and b and a.last and b.first and a.last < b.first)


def far_apart(a: Place, b: Place) -> bool:
    """Two places that cannot hold one deed: other countries, or more than 60 km between two towns or sites."""
    if a.country and b.country and a.country != b.country:
        return True
    if (
        a.precision in ("region", "country")
        or b.precision in ("region", "country")
        or None in (a.lat, a.lon, b.lat, b.lon)
    ):
        return False
    return _km(a, b) > SAME_PLACE_KM


def _km(a: Place, b: Place) -> float:
    lat1, lon1, lat2, lon2 = (math.radians(x or 0.0) for x in (a.lat, a.lon, b.lat, b.lon))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


def length(when: When) -> float:
    """How long an interval is, in days; infinite where it is open."""
    if not when.first or not when.last:
        return math.inf
    return (dt.date.fromisoformat(when.last) - dt.date.fromisoformat(when.first)).days

"""What a clause leaves open: material acts without a day or place take those of the scene in which they are told.

A scene is a deed with a day (or place) of its own that is told near, has the same actors, or leads the report. What
speaks for and against a scene is summed. Verbal acts keep a blank: people speak at other times and places.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kroniek.coder.events import Deed
from kroniek.coder.narrative import Moment
from kroniek.coder.resolve.places import Places
from kroniek.coder.sameness import far_apart, is_before, length, overlap
from kroniek.coder.settings import LASTING, OPENING, SEA, Story
from kroniek.knowledge.acts import reactions_of
from kroniek.records import Place, When

SCENE = 4  # sentences
SHORT_DAYS = 3
MATERIAL = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", "AID"})
SCENIC = MATERIAL | {"CONCEDE", "CONSULT", "COOPERATE"}
STEP = 0.25  # what a sentence of distance speaks against a scene told before
BACK = 1.5  # ... and so many times more against one told after
SAME_ACTOR = 0.6
ANSWERING = 0.5  # what an act that by its kind answers such a deed is told with
LEAD = 1.0
BACKGROUND = -1.0
WIDE = -0.5
NEVER = -9.0
TOWN = frozenset({"place", "near", "exact"})
OFTEN = 2  # mentions that make a town the place of a report
SHARE = 0.5  # of all mentions of towns in the country that it is about
NEXT = 1  # sentences within which acts that are no deeds of force lend each other a scene without a common actor
OTHER_TIME = 60  # days
ANSWERED_WITHIN = 2  # sentences
STORY = MATERIAL | {"CONCEDE"}
LENDING = SCENIC | {"SANCTION", "AGREE"}
AUTHORITIES = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY"})
DISTANT = frozenset({"phone"})


def ground(places: Places) -> Place | None:
    """Where a report is as a whole: its dateline, else the town in its country that it names most; None where neither."""
    if places.dateline is not None or places.city_state is not None:
        return places.dateline or places.city_state
    towns = [m.place for m in places.mentions if m.place.precision in TOWN and m.place.country == places.main_country]
    most = Counter(place.name for place in towns).most_common(1)
    if not most or most[0][1] < OFTEN or most[0][1] <= SHARE * len(towns):
        return None
    return next(place for place in towns if place.name == most[0][0])


def inherit(deeds: Sequence[Deed], places: Places, story: Story) -> None:
    """Fill the days and places that are missing. Deeds in the order of first mention."""
    whole = ground(places)
    days = {id(d): _day(d) for d in deeds if d.type in LENDING}
    dated = [d for d in deeds if days.get(id(d)) is not None]
    placed = [d for d in deeds if d.type in LENDING and d.place is not None and _is_scenic(d.place)]
    there = {id(d): d.place for d in placed}
    leads = [d for d in deeds if _leads(d, places.main_country)]
    timely = [d for d in leads if _opens(d)] if story.day else leads
    for deed in deeds:
        if deed.type not in SCENIC or deed.main.generic or deed.main.mention.act.dependent:
            continue
        if deed.when is None and deed.main.mention.head not in story.before:
            moment = _moment(deed, story)
            scene = _scene(deed, dated, timely, strict=True) if moment is None else None
            when = moment.when if moment else days[id(scene)] if scene else story.day if deed.type in STORY else None
            deed.when = replace(when, rule=f"scene: {when.text}") if when else None
        if deed.place is None and deed.main.mention.act.mode not in DISTANT:
            scene = _scene(deed, placed, leads, strict=False)
            place = there[id(scene)] if scene else whole if not _is_background(deed, story) else None
            if place is not None and not _is_elsewhere(deed, place):
                deed.place = replace(place, rule=f"scene: {place.text}")


def _moment(deed: Deed, story: Story) -> Moment | None:
    """The moment of its paragraph in which a deed is told, None where there is none."""
    if story.narrative is None:
        return None
    head = deed.main.mention.head
    moment = story.narrative.at(head)
    if moment is None:
        return None
    gap = deed.main.mention.sentence - moment.sentence
    return moment if deed.type in STORY or gap <= NEXT else None


def _is_scenic(place: Place) -> bool:
    """Not so a continent or another area across borders."""
    return place.country is not None or place.rule == SEA


def _is_background(deed: Deed, story: Story) -> bool:
    """Does it lie so long before the story that nothing says it was in the same place?"""
    if deed.when is None or story.day is None or not is_before(deed.when, story.day):
        return False
    return _days_between(deed.when, story.day) > OTHER_TIME


def _is_elsewhere(deed: Deed, place: Place) -> bool:
    """Are its doers authorities of other countries than that of the place, and is it done to nobody of that country? They
    act at home, or nowhere that the report tells; who strikes, strikes abroad."""
    if deed.type == "ASSAULT" or not all(a.sector in AUTHORITIES for a in deed.initiators):
        return False
    doers = {a.country for a in deed.initiators} - {None}
    others = {a.country for a in deed.targets}
    return bool(doers) and place.country not in doers and place.country not in others and None not in others


def _day(deed: Deed) -> When | None:
    """The one day, or few, on which a deed is told to have been; None where it lasted or is not dated."""
    return next((w for w in [deed.when, *(r.when for r in deed.readings)] if w and w.edtf and _is_short(w)), None)


def _scene(deed: Deed, others: Sequence[Deed], leads: Sequence[Deed], *, strict: bool) -> Deed | None:
    """The deed in whose scene this one is told, or None. `strict`: acts that are no deeds of force lend and take only
    where they have an actor in common or stand side by side."""
    lead = next((d for d in others if any(d is one for one in leads)), None)
    fit = [n for n, other in enumerate(others) if other is not deed and not (strict and _strangers(deed, other))]
    near = [(_weight(deed, others[n], lead), -n) for n in fit]
    near = [(weight, n) for weight, n in near if weight > -SCENE * STEP * BACK]
    return others[-max(near)[1]] if near else None


def _leads(deed: Deed, country: str | None) -> bool:
    """May it lend all of a report its scene? It is told at the head of it, or lies in the country it is about."""
    here = deed.place is not None and deed.place.country == country
    return deed.type in MATERIAL and not _is_wide(deed.place) and (_opens(deed) or here)


def _opens(deed: Deed) -> bool:
    return deed.readings[0].mention.sentence < OPENING


def _strangers(deed: Deed, other: Deed) -> bool:
    return not ({deed.type, other.type} <= MATERIAL or _distance(deed, other) <= NEXT or _same_actor(deed, other))


def _same_actor(deed: Deed, other: Deed) -> bool:
    return overlap([*deed.initiators, *deed.targets], [*other.initiators, *other.targets])


def _distance(deed: Deed, other: Deed) -> float:
    sentence = deed.main.mention.sentence
    return min(_gap(sentence, r.mention.sentence) for r in other.readings)


def _weight(deed: Deed, other: Deed, lead: Deed | None) -> float:
    gap = _distance(deed, other)
    if gap > SCENE and other is not lead:
        return NEVER
    if deed.place and other.place and far_apart(deed.place, other.place):
        return NEVER
    if deed.when and other.when and _days_between(deed.when, other.when) > OTHER_TIME:
        return NEVER
    weight = -STEP * min(gap, SCENE) + LEAD * (other is lead) + SAME_ACTOR * _same_actor(deed, other)
    if gap <= ANSWERED_WITHIN and _answers(deed, other):
        weight += ANSWERING
    if _is_wide(other.place):
        weight += WIDE
    if deed.when and other.when and _days_between(deed.when, other.when):
        weight += BACKGROUND
    if lead and is_before(other.when, lead.when):
        weight += BACKGROUND
    return weight


def _answers(deed: Deed, other: Deed) -> bool:
    """Is it of a kind that answers the other (ontology/reactions.toml)?"""
    act = deed.main.mention.act
    return any(other.type in rule.to for rule in reactions_of(act.type, act.mode))


def _is_wide(place: Place | None) -> bool:
    return place is not None and place.precision == "country"


def _gap(sentence: int, other: int) -> float:
    return sentence - other if other <= sentence else BACK * (other - sentence)


def _days_between(a: When, b: When) -> int:
    """Days from the end of the earlier one to the beginning of the later, 0 where they touch or are open there."""
    first, second = (a, b) if is_before(a, b) else (b, a)
    if not is_before(first, second) or first.last is None or second.first is None:
        return 0
    return (dt.date.fromisoformat(second.first) - dt.date.fromisoformat(first.last)).days


def _is_short(when: When) -> bool:
    return length(when) <= SHORT_DAYS and when.rule not in LASTING

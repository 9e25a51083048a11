"""Same deed or another? Readings of one report are merged into deeds, first inside a sentence, then across.

The judgement across sentences stands in sameness.py; here is what is joined, attached and dropped by it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from kroniek.coder.events import Deed, Reading
from kroniek.coder.sameness import (
    MATERIAL,
    THRESHOLD,
    days_touch,
    far_apart,
    is_before,
    is_plural,
    length,
    likeness,
    overlap,
    weight,
)
from kroniek.coder.settings import LASTING
from kroniek.coder.syntax import Syntax
from kroniek.document import Document
from kroniek.knowledge.language import Cue
from kroniek.records import Actor, Place, When

SURE_CUE = 0.6
LONG = 60  # days
ARGUMENT = (
    "nsubj",
    "obj",
    "obl",
    "nmod",
    "iobj",
    "acl",
    "advcl",
    "conj",
    "appos",
    "ccomp",
    "xcomp",
    "parataxis",
    "dep",
    "amod",
    "flat",
)


def merge(document: Document, syntax: Syntax, readings: Sequence[Reading], cues: Sequence[Cue]) -> list[Deed]:
    """Readings in text order → deeds in the order of their first mention. Dependent words without a deed are dropped."""
    phrases = tuple(_phrases(cues))
    groups = _in_sentence(document, syntax, readings, phrases)
    deeds: list[Deed] = []
    loose: list[Deed] = []
    for group in groups:
        deed = settle(Deed(group))
        if all(r.mention.act.dependent for r in group):
            loose.append(deed)
        else:
            _join(deed, deeds, only=all(r.generic for r in group))
    full = list(deeds)
    for deed in loose:
        barred = [d for d in full if any(_answered(document, r, s, phrases) for r in d.readings for s in deed.readings)]
        if not _attach(deed, [d for d in full if d not in barred]) and (
            _counted_apart(deed, deeds) or (barred and any(a.name for a in deed.targets))
        ):
            deeds.append(deed)
    deeds = [d for d in deeds if not _is_denial(d, deeds)]
    return sorted(deeds, key=lambda d: d.first)


def settle(deed: Deed) -> Deed:
    """Work out the values that the readings agree on: the best-named initiators, all targets, nearest date and place."""
    deed.readings.sort(key=lambda r: r.mention.head)
    deed.initiators = _best_actors([r.roles.initiators for r in deed.readings])
    status = deed.main.status
    hit = [r for r in deed.readings if r.status == status]
    deed.targets = _all_actors([r.roles.targets for r in hit], deed.initiators)
    lasting = deed.type == "PROTEST"
    told = _narrowest([r.when for r in deed.readings if not r.mention.act.dependent], lasting=lasting)
    deaths = [r.when for r in deed.readings if r.when and not is_before(told, r.when)]
    deed.when = _narrowest(deaths, lasting=lasting)
    deed.place = finest([r.place for r in deed.readings if not (r.when and deed.when) or days_touch(r.when, deed.when)])
    return deed


def _in_sentence(
    document: Document, syntax: Syntax, readings: Sequence[Reading], phrases: Sequence[list[str]]
) -> list[list[Reading]]:
    group_of: dict[int, int] = {}
    groups: list[list[Reading]] = []
    by_head = {r.mention.head: r for r in readings}
    for reading in readings:
        group_of[reading.mention.head] = len(groups)
        groups.append([reading])
    for reading in readings:
        for above in _relatives(document, syntax, reading, by_head):
            if not _one_deed(document, reading, above) or _apart(document, reading, above, phrases):
                continue
            a, b = group_of[reading.mention.head], group_of[above.mention.head]
            if a != b:
                for moved in groups[a]:
                    group_of[moved.mention.head] = b
                groups[b].extend(groups[a])
                groups[a] = []
    return [sorted(g, key=lambda r: r.mention.head) for g in groups if g]


def _relatives(document: Document, syntax: Syntax, reading: Reading, by_head: dict[int, Reading]) -> Iterator[Reading]:
    """Readings of the same sentence that stand in a relation to this one: above it in the tree, or in its slots."""
    above = _governing(document, reading, by_head)
    if above is not None:
        yield above
    if syntax.is_verbal(reading.mention.head):
        slots = syntax.slots(reading.mention.head)
        for i in (
            *slots.subject,
            *slots.object,
            *slots.passive_subject,
            *(h for hs in slots.obliques.values() for h in hs),
        ):
            if i in by_head and by_head[i] is not reading:
                yield by_head[i]


def _phrases(cues: Sequence[Cue]) -> Iterator[list[str]]:
    """Words that say that one deed answers another: what stands on either side of them is never one deed."""
    for cue in cues:
        if cue.strength >= SURE_CUE and cue.kind == "answers":
            yield from (phrase.lower().split() for phrase in (*cue.phrases, *cue.conjunctions) if " " in phrase)
            yield from ([noun.lower()] for noun in cue.nouns)


def _apart(document: Document, a: Reading, b: Reading, phrases: Sequence[list[str]]) -> bool:
    first, last = sorted((a.mention.head, b.mention.head))
    lows = [w.text.lower() for w in document.words[first + 1 : last]]
    return any(lows[at : at + len(p)] == p for p in phrases for at in range(len(lows) - len(p) + 1))


def _answered(document: Document, deed: Reading, death: Reading, phrases: Sequence[list[str]]) -> bool:
    """Is the death what the deed answers ("a retaliation for the death of the general")?"""
    together = deed.mention.sentence == death.mention.sentence
    return together and deed.mention.head < death.mention.head and _apart(document, deed, death, phrases)


def _governing(document: Document, reading: Reading, by_head: dict[int, Reading]) -> Reading | None:
    """The nearest reading above in the tree, through at most two words that are no act."""
    word = document.words[reading.mention.head]
    outcome = bool(reading.mention.act.effect)  # "the bombing of a rally that killed dozens": past the rally
    for _ in range(5 if outcome else 3):
        if word.head < 0 or word.deprel.partition(":")[0] not in ARGUMENT:
            return None
        word = document.words[word.head]
        above = by_head.get(word.i)
        if above is not None and above is not reading and (not outcome or above.mention.act.type == "ASSAULT"):
            return above
    return None


def _one_deed(document: Document, low: Reading, high: Reading) -> bool:
    """Do two readings of one sentence, one below the other, tell one deed?"""
    a, b = low.mention.act, high.mention.act
    if a.type != b.type or low.status != high.status:
        return False
    if low.place and high.place and far_apart(low.place, high.place):
        return False
    if a.dependent or b.dependent:
        return not _others_below(low, high)
    if is_plural(low) != is_plural(high) and low.mention.kind == high.mention.kind == "noun":
        return False
    if a.mode and b.mode and a.mode != b.mode and not (a.effect or b.effect):
        return False
    if low.when and high.when and not days_touch(low.when, high.when):
        return False
    if low.roles.initiators and high.roles.initiators and not overlap(low.roles.initiators, high.roles.initiators):
        return False
    if a.type in MATERIAL:
        return not (
            low.roles.targets
            and high.roles.targets
            and low.mention.kind == "noun" == high.mention.kind
            and not overlap(low.roles.targets, high.roles.targets)
        )
    return a.id == b.id or overlap(low.roles.targets, high.roles.targets)


def _others_below(low: Reading, high: Reading) -> bool:
    """ "The death of a man who sought the politician abducted in 2002": what is told of somebody below a noun of death is
    another deed."""
    noun, verb = high.mention.kind == "noun", low.mention.kind != "noun"
    mine, theirs = low.roles.targets, high.roles.targets
    return noun and verb and bool(mine) and bool(theirs) and not overlap(mine, theirs)


def _join(deed: Deed, deeds: list[Deed], *, only: bool) -> None:
    """Merge a deed into the best earlier one, or keep it as a new one; with `only`, drop it where none fits."""
    best, best_score = None, THRESHOLD
    for earlier in deeds:
        score = likeness(earlier, deed)
        if score >= best_score:
            best, best_score = earlier, score
    if best is None:
        deeds.extend([] if only else [deed])
    else:
        best.readings.extend(deed.readings)
        settle(best)


def _counted_apart(loose: Deed, deeds: Sequence[Deed]) -> bool:
    """Deaths with a count of their own over a long time ("sixteen journalists have been killed since 2015"), or at
    another place than the assaults that the report tells of."""
    if not any(r.claims for r in loose.readings):
        return False
    if loose.when is not None and LONG < length(loose.when) < math.inf:
        return bool(deeds)
    placed = [d.place for d in deeds if d.type == "ASSAULT" and d.place]
    return loose.place is not None and bool(placed) and all(far_apart(loose.place, p) for p in placed)


def _is_denial(deed: Deed, deeds: Sequence[Deed]) -> bool:
    """Is it but the denial of a deed told before ("the government denied the attack")? That deed is then disputed."""
    if deed.main.status != "not" or not all(r.mention.kind == "noun" and r.definite for r in deed.readings):
        return False
    told = [d for d in deeds if d is not deed and d.main.status == "happened" and d.type == deed.type and d.first < deed.first]
    scores = [weight(d, deed) for d in told]
    if not told or max(scores) < THRESHOLD:
        return False
    told[scores.index(max(scores))].denied = True
    return True


def _attach(loose: Deed, deeds: list[Deed]) -> bool:
    """Give words of death and injury to the assault they belong to: nearest before, then after. False where none fits."""
    sentence = loose.readings[0].mention.sentence
    assaults = [d for d in deeds if d.type == loose.type and d.main.status == "happened"]

    def distance(d: Deed) -> float:
        gaps = [sentence - r.mention.sentence for r in d.readings]
        return min((g if g >= 0 else 1.5 - g) for g in gaps)

    def shared(d: Deed) -> bool:
        return overlap(loose.targets, d.targets) and not is_before(loose.when, d.when)  # who dies of an attack dies on the day or later

    def done(d: Deed) -> bool:
        return overlap(loose.initiators, d.initiators)

    near = [d for d in assaults if shared(d) or (distance(d) <= 3 and not _conflict(d, loose))]
    near = [d for d in near if not overlap(loose.initiators, d.targets)]  # his victims did not die of what was done to him
    if near:
        best = min(near, key=lambda d: (not (shared(d) or done(d)), distance(d), -d.first))
        best.readings.extend(loose.readings)
        settle(best)
    return bool(near)


def _conflict(a: Deed, b: Deed) -> bool:
    """Another time, another place, or a count over a long time ("sixteen killed since 2015")."""
    if b.when and a.when and length(b.when) > LONG and length(a.when) < LONG:
        return True
    return bool(
        (a.when and b.when and not days_touch(a.when, b.when)) or (a.place and b.place and far_apart(a.place, b.place))
    )


def _weight(actor: Actor) -> float:
    return 2.0 * bool(actor.name) + 1.0 * bool(actor.country) + 0.5 * bool(actor.sector)


def _best_actors(sets: Iterable[tuple[Actor, ...]]) -> list[Actor]:
    """The set that names best who it was; the earliest among equals."""
    filled = [s for s in sets if s]
    if not filled:
        return []
    best = max(filled, key=lambda s: sum(map(_weight, s)) / len(s))
    return list(best)


def _all_actors(sets: Iterable[tuple[Actor, ...]], without: list[Actor]) -> list[Actor]:
    """All actors named, once each; a nameless one that says no more than another is left out."""
    found: list[Actor] = []
    for actors in sets:
        for actor in actors:
            if not overlap([actor], found) and not overlap([actor], without):
                found.append(actor)
    named = [a for a in found if a.name]
    kept = [a for a in found if a.name or not any((n.country, n.sector) == (a.country, a.sector) for n in named)]
    seen: set[tuple[str | None, str | None]] = set()
    result = []
    for actor in kept:
        key = (actor.country, actor.sector)
        if actor.name or key not in seen:
            result.append(actor)
            seen.add(key)
    return result


def _narrowest(whens: Iterable[When | None], *, lasting: bool) -> When | None:
    """The shortest interval, `lasting` the shortest that holds the whole; the earliest in the text among equals."""
    known = [w for w in whens if w is not None and w.edtf]
    whole = [w for w in known if lasting and w.rule in LASTING]
    return min(whole or known, key=length) if known else None


FINENESS = {"exact": 0, "place": 1, "near": 1, "region": 2, "country": 3}


def finest(places: Iterable[Place | None]) -> Place | None:
    """The place that is told most exactly; the first of equals."""
    known = [p for p in places if p is not None]
    return min(known, key=lambda p: FINENESS[p.precision]) if known else None

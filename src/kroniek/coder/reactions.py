"""Which deed a reaction answers, where no word says so: a sum of small named features over the deeds of one report.

Kinds of acts answer kinds of acts (ontology/reactions.toml): an arrest answers a riot, tear gas a demonstration, a tribute
an attack. Of the deeds that fit, that one is answered which hangs below the reaction's word, whose doers or victims it
touches, which is told nearest before it, and which the report tells of most.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from kroniek.coder.events import Deed
from kroniek.coder.sameness import is_before, overlap
from kroniek.coder.syntax import Syntax
from kroniek.document import Document
from kroniek.knowledge.acts import Reaction, reactions_of
from kroniek.knowledge.language import RoleWords

STEP = "takes up the step"
TOLD = ("happened", "not")
STEPS = frozenset(
    {"RETREAT", "CONCEDE", "SANCTION", "COERCE", "MOBILIZE", "AGREE", "REJECT", "COOPERATE", "AID"}
)  # are decided on
BELOW = 3.0
TOUCHED = 2.0
DECIDED = 1.5
LEAD = 1.2  # to the deed that the report opens with
OFTEN = 0.3  # for each doubling of the mentions
BEFORE, BEHIND = 2.5, 0.5  # nearness to what is told before and after
ELSEWHERE = -2.0
MERE_TIME = 0.1  # strength up to which a cue says no more than since when
ENOUGH = {"always": 0.3, "near": 1.2, "": math.inf}


def fits(answer: Deed, cause: Deed) -> bool:
    """Do acts of this kind answer acts of that kind?"""
    return any(cause.type in rule.to for rule in reactions_of(answer.type, answer.mode))


def by_kind(
    document: Document, syntax: Syntax, deeds: Sequence[Deed], words: RoleWords
) -> Iterator[tuple[int, int, str]]:
    """(answer, cause, rule): for each deed that by its kind is a reaction, the deed that it most likely answers."""
    steps = frozenset(words.step)
    times = frozenset(p for c in words.cue if c.strength <= MERE_TIME for p in (*c.phrases, *c.conjunctions))
    lead = next((n for n, d in enumerate(deeds) if d.main.status == "happened"), -1)
    for n, deed in enumerate(deeds):
        rules = reactions_of(deed.type, deed.mode)
        if not rules or deed.main.status not in TOLD:
            continue
        below = _below(document, syntax, deed, times)
        step = _speaks_of_step(document, syntax, deed, below, steps)
        weighed = [
            (*_weight(deed, other, rule, below, step=step, lead=m == lead), -m)
            for rule in rules
            for m, other in enumerate(deeds)
            if m != n and other.type in rule.to and other.main.status in TOLD and not is_before(deed.when, other.when)
        ]
        weight, why, cause = max(weighed, default=(-math.inf, "", 0))
        if weight > 0:
            yield n, -cause, why


def _weight(deed: Deed, other: Deed, rule: Reaction, below: frozenset[int], *, step: bool, lead: bool) -> tuple[float, str]:
    """How much speaks for it that `deed` answers `other`, above what the rule wants, and the strongest ground."""
    hangs = deed.type != other.type and any(
        r.mention.head in below and not r.mention.act.dependent for r in other.readings
    )
    touches = _touches(deed, other, rule.touches)
    decided = step and other.type in STEPS
    weight = (
        BELOW * hangs
        + TOUCHED * touches
        + DECIDED * decided
        + LEAD * lead
        + OFTEN * math.log2(len(other.readings))
        + _nearness(deed, other)
        + ELSEWHERE * (not (touches or hangs) and _elsewhere(deed, other, rule.touches))
    )
    why = (
        "takes up the deed"
        if hangs
        else "touches its actors"
        if touches
        else STEP
        if decided
        else "reaction to a deed told near it"
    )
    return weight - (1.0 if hangs or touches or decided else ENOUGH[rule.loose]), why


def _nearness(deed: Deed, other: Deed) -> float:
    """One over the sentences between, from the reaction's first mention back to the other's last; less where it is told after."""
    sentence = deed.readings[0].mention.sentence
    gaps = [sentence - r.mention.sentence for r in other.readings if r.mention.head < deed.first]
    if gaps:
        return BEFORE / (1 + min(gaps))
    return BEHIND / (1 + abs(other.readings[0].mention.sentence - sentence))


def _touches(deed: Deed, other: Deed, how: str) -> bool:
    if how == "addressed":
        return overlap(deed.initiators, other.targets)
    return overlap(deed.targets, other.initiators if how == "doers" else other.targets)


def _elsewhere(deed: Deed, other: Deed, how: str) -> bool:
    """Is the reaction plainly about others than those of the deed: both named, and none in common?"""
    mine = deed.initiators if how == "addressed" else deed.targets
    theirs = other.initiators if how == "doers" else other.targets
    return any(a.name for a in mine) and any(a.name for a in theirs)


def _below(document: Document, syntax: Syntax, deed: Deed, times: frozenset[str]) -> frozenset[int]:
    """Words that a reaction's words govern, but for its subject, clauses beside it, and what tells but since when."""
    found: set[int] = set()
    for reading in deed.readings:
        head = reading.mention.head
        slots = syntax.slots(head)
        roots = [
            w.i
            for w in document.dependents(head)
            if w.deprel.partition(":")[0] not in ("nsubj", "parataxis", "conj")
            and not any(mark.text.lower() in times for mark in document.dependents(w.i, "case", "mark"))
        ]
        for root in roots:
            found.update(document.subtree(root))
        found.update((*slots.object, *slots.passive_subject))
    return frozenset(found - {r.mention.head for r in deed.readings})


def _speaks_of_step(document: Document, syntax: Syntax, deed: Deed, below: frozenset[int], steps: frozenset[str]) -> bool:
    """Does the reaction speak of a step taken by others ("criticised the decision")?"""
    about = set(below)
    for reading in deed.readings:
        slots = syntax.slots(reading.mention.head)
        about.update((*slots.subject, *slots.passive_subject))
    return any(
        document.words[i].lemma.lower() in steps and "Number=Plur" not in document.words[i].feats for i in about
    )

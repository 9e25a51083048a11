"""Which act answers which, inside one report.

Two grounds: words that say so ("in retaliation for", "uit woede over"; roles.toml), and the kinds of acts that answer
others (ontology/reactions.toml): an arrest, charge, inquiry, condemnation, tribute or rescue that takes up a deed told
in the same report, or touches its doers or victims, answers it. Each link carries its cue, or none where it is implied.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kroniek.coder.events import Deed
from kroniek.coder.sameness import is_before, overlap
from kroniek.coder.syntax import Syntax
from kroniek.document import Document
from kroniek.knowledge.acts import Reaction, reactions_of, types
from kroniek.knowledge.language import Cue, RoleWords

ENOUGH = 0.5
NEAR = 2  # sentences
TOUCHED = 4.0  # what a common actor is worth to an answer, above all that nearness can give
MATERIAL = (2, 4)  # quad classes of deeds, not words
STEPS = frozenset(
    {"RETREAT", "CONCEDE", "SANCTION", "COERCE", "MOBILIZE", "AGREE", "REJECT", "COOPERATE", "AID"}
)  # are decided on
STEP = "takes up the step"


@dataclass(frozen=True, slots=True)
class DeedLink:
    """Deed `answer` answers deed `cause` (indices); `words` are the cue's word indices, empty where implied."""

    answer: int
    cause: int
    words: tuple[int, ...]
    rule: str
    kind: str = "answers"


def links(document: Document, syntax: Syntax, deeds: Sequence[Deed], words: RoleWords) -> list[DeedLink]:
    """All links between the deeds of a report, each pair once."""
    found: dict[tuple[int, int], DeedLink] = {}
    direct = [*_by_cue(document, syntax, deeds, words), *_by_verb(document, deeds, words)]
    reactions = list(_by_reaction(document, syntax, deeds, frozenset(words.step)))
    answers = [
        link for link in (*direct, *reactions, *_by_purpose(document, deeds, reactions)) if link.kind == "answers"
    ]
    parts = [link for link in direct if link.kind != "answers" and types()[deeds[link.answer].type].quad in MATERIAL]
    for link in (*answers, *parts):
        if link.answer != link.cause and (link.cause, link.answer) not in found:
            found.setdefault((link.answer, link.cause), link)
    return list(found.values())


def _by_cue(document: Document, syntax: Syntax, deeds: Sequence[Deed], words: RoleWords) -> Iterator[DeedLink]:
    deed_of = {r.mention.head: n for n, d in enumerate(deeds) for r in d.readings}
    by_sentence: dict[int, list[int]] = {}
    for head in sorted(deed_of):
        by_sentence.setdefault(document.words[head].sentence, []).append(head)
    for sentence in document.sentences:
        heads = by_sentence.get(sentence.index, [])
        if not heads:
            continue
        lows = [w.text.lower() for w in document.words_of(sentence)]
        for cue in words.cue:
            if cue.strength < ENOUGH:
                continue
            for at, length in _places(lows, cue):
                yield from _tie(document, syntax, heads, deed_of, sentence.first + at, length, cue)


def _places(lows: list[str], cue: Cue) -> Iterator[tuple[int, int]]:
    for phrase in (*cue.phrases, *cue.conjunctions):
        want = phrase.lower().split()
        for at in range(len(lows) - len(want) + 1):
            if lows[at : at + len(want)] == want:
                yield at, len(want)


def _tie(
    document: Document, syntax: Syntax, heads: list[int], deed_of: dict[int, int], at: int, length: int, cue: Cue
) -> Iterator[DeedLink]:
    """The act that holds the cue, and the act that the cue brings: the nearest after it, below the first."""
    after = [h for h in heads if h >= at + length]
    if not after:
        return
    brought = after[0]
    holders = [h for h in syntax.ancestors(brought) if h in deed_of and deed_of[h] != deed_of[brought]]
    before = [h for h in heads if h < at]
    rest = [h for h in after[1:] if deed_of[h] != deed_of[brought]]
    holder = holders[0] if holders else before[-1] if before else rest[0] if rest else None
    if holder is None:
        return
    answer, cause = (holder, brought) if cue.first == "answer" else (brought, holder)
    words = tuple(range(at, at + length))
    yield DeedLink(deed_of[answer], deed_of[cause], words, " ".join(document.words[i].text for i in words), cue.kind)


def _by_verb(document: Document, deeds: Sequence[Deed], words: RoleWords) -> Iterator[DeedLink]:
    """Verbs that say by themselves that a blow is an answer ("struck back", "retaliated"): to the blow told before."""
    verbs = {v for cue in words.cue if cue.first == "answer" and cue.kind == "answers" for v in cue.verbs}
    for n, deed in enumerate(deeds):
        for reading in deed.readings:
            head = document.words[reading.mention.head]
            if head.lemma.lower() in verbs:
                before = [
                    (max(r.mention.head for r in other.readings if r.mention.head < head.i), m)
                    for m, other in enumerate(deeds)
                    if m != n and other.type == "ASSAULT" and any(r.mention.head < head.i for r in other.readings)
                ]
                if before:
                    yield DeedLink(n, max(before)[1], (head.i,), head.text)
                break


def _by_purpose(document: Document, deeds: Sequence[Deed], reactions: Sequence[DeedLink]) -> Iterator[DeedLink]:
    """ "marched to voice their anger over the strike": the march answers the strike as well as the anger does."""
    for link in reactions:
        voiced = {r.mention.head for r in deeds[link.answer].readings}
        for n, deed in enumerate(deeds):
            voices = any(voiced & set(document.subtree(r.mention.head)) for r in deed.readings)
            if deed.type == "PROTEST" and voices and n not in (link.answer, link.cause):
                yield DeedLink(n, link.cause, (), "the protest voices it")


def _by_reaction(
    document: Document, syntax: Syntax, deeds: Sequence[Deed], steps: frozenset[str]
) -> Iterator[DeedLink]:
    main = principal(deeds)
    for n, deed in enumerate(deeds):
        act = deed.main.mention.act
        rules = reactions_of(act.type, act.mode)
        if not rules:
            continue
        direct = _taken_up(document, syntax, deed, deeds)
        if direct is not None:
            yield DeedLink(n, direct, (), "takes up the deed")
            continue
        step = _step(document, syntax, deed, deeds, steps)
        if step is not None:
            yield DeedLink(n, step, (), STEP)
            continue
        weighed = [
            (_tie_of(deed, n, other, m, m == main, rule), m)
            for rule in rules
            for m, other in enumerate(deeds)
            if m != n
        ]
        weight, cause = max(weighed, key=lambda one: (one[0], -one[1]), default=(0.0, -1))
        if weight > 0:
            yield DeedLink(
                n, cause, (), "touches its actors" if weight >= TOUCHED else "reaction to a deed told near it"
            )


def _tie_of(deed: Deed, n: int, other: Deed, m: int, main: bool, rule: Reaction) -> float:
    """How strongly deed `n` answers deed `m` by one rule; 0 where it does not."""
    if other.type not in rule.to or other.main.status != "happened" or is_before(deed.when, other.when):
        return 0.0
    gap = min(abs(a.mention.sentence - b.mention.sentence) for a in deed.readings for b in other.readings)
    nearness = 1.0 / (1.0 + gap) + 0.5 * main
    if _touches(deed, other, rule.touches):
        return TOUCHED + nearness
    if _elsewhere(deed, other, rule.touches):
        return 0.0
    before = other.first < deed.first
    if rule.loose == "near" and ((before and gap <= NEAR) or main):
        return nearness + 0.5 * before
    free = not any(a.name for a in deed.targets) if rule.act == "AID" else not deed.targets
    return nearness if rule.loose == "main" and main and free else 0.0


def _touches(deed: Deed, other: Deed, how: str) -> bool:
    if how == "addressed":
        return overlap(deed.initiators, other.targets)
    return overlap(deed.targets, other.initiators if how == "doers" else other.targets)


def _elsewhere(deed: Deed, other: Deed, how: str) -> bool:
    """Is the reaction plainly about others than those of the deed: both named, and none in common?"""
    mine = deed.initiators if how == "addressed" else deed.targets
    theirs = other.initiators if how == "doers" else other.targets
    return any(a.name for a in mine) and any(a.name for a in theirs)


def principal(deeds: Sequence[Deed]) -> int | None:
    """The deed that the report is about: the assault told most often, else the most told deed of all; the first of
    equals."""
    told = [(d.type == "ASSAULT", len(d.readings), -n) for n, d in enumerate(deeds) if d.main.status == "happened"]
    return -max(told)[2] if told else None


def _taken_up(document: Document, syntax: Syntax, deed: Deed, deeds: Sequence[Deed]) -> int | None:
    """The deed whose word hangs below the reaction ("condemned the attack", "arrested over the killing")."""
    for reading in deed.readings:
        below = set(document.subtree(reading.mention.head))
        slots = syntax.slots(reading.mention.head)
        below.update((*slots.subject, *slots.passive_subject, *slots.object))
        for m, other in enumerate(deeds):
            if (
                other is not deed
                and other.type != deed.type
                and any(r.mention.head in below and not r.mention.act.dependent for r in other.readings)
            ):
                return m
    return None


def _step(document: Document, syntax: Syntax, deed: Deed, deeds: Sequence[Deed], steps: frozenset[str]) -> int | None:
    """The step told before that a reaction speaks of as such ("criticised the decision"): of those decided by others,
    the one told most often and nearest."""
    heads = (syntax.slots(r.mention.head) for r in deed.readings)
    spoken_of = [
        i
        for s in heads
        for i in (*s.object, *s.subject, *s.passive_subject, *(h for hs in s.obliques.values() for h in hs))
    ]
    if not any(
        document.words[i].lemma.lower() in steps and "Number=Plur" not in document.words[i].feats for i in spoken_of
    ):
        return None
    told = [
        (len(other.readings) + 1 / (1 + deed.main.mention.sentence - other.main.mention.sentence), -m)
        for m, other in enumerate(deeds)
        if other.type in STEPS and other.first < deed.first and not overlap(other.initiators, deed.initiators)
    ]
    return -max(told)[1] if told else None

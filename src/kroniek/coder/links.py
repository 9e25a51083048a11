"""Which act answers which, inside one report.

Two grounds: words that say so ("in retaliation for", "uit woede over"; roles.toml), and the kinds of acts that answer
others (ontology/reactions.toml): an arrest, charge, inquiry, condemnation, tribute or rescue that takes up a deed told
in the same report, or touches its doers or victims, answers it. Each link carries its cue, or none where it is implied.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kroniek.coder.events import Deed
from kroniek.coder.reactions import TOLD, by_kind, fits
from kroniek.coder.sameness import overlap
from kroniek.coder.syntax import Syntax
from kroniek.document import Document, Word
from kroniek.knowledge.acts import types
from kroniek.knowledge.language import Cue, RoleWords

ENOUGH = 0.5
SURE = 0.9  # strength from which a cue ties deeds of any kinds
MATERIAL = (2, 4)  # quad classes of deeds, not words


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
    direct = [
        *_by_cue(document, syntax, deeds, words),
        *_by_noun(document, syntax, deeds, words),
        *_by_verb(document, deeds, words),
    ]
    kinds = by_kind(document, syntax, deeds, words)
    reactions = [DeedLink(answer, cause, (), why) for answer, cause, why in kinds]
    answers = [
        link for link in (*direct, *reactions, *_by_purpose(document, deeds, reactions)) if link.kind == "answers"
    ]
    parts = [link for link in direct if link.kind != "answers" and types()[deeds[link.answer].type].quad in MATERIAL]
    for link in (*answers, *parts):
        real = deeds[link.cause].main.status in TOLD or deeds[link.answer].main.status not in TOLD
        if link.answer != link.cause and real and (link.cause, link.answer) not in found:
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
        for at, length, cue in _places(lows, words):
            yield from _tie(document, syntax, deeds, heads, deed_of, sentence.first + at, length, cue)


def _places(lows: list[str], words: RoleWords) -> list[tuple[int, int, Cue]]:
    """(place, length, cue) of each cue in a sentence, in the order of the file and then of the text."""
    table = _cues(words)
    hits = [
        (rank, at, len(want), cue)
        for at, low in enumerate(lows)
        for rank, want, cue in table.get(low, ())
        if lows[at : at + len(want)] == want
    ]
    return [(at, length, cue) for _, at, length, cue in sorted(hits, key=lambda hit: hit[:2])]


@cache
def _cues(words: RoleWords) -> dict[str, list[tuple[int, list[str], Cue]]]:
    """By first word: the rank, words and cue of each phrase that is strong enough."""
    phrases = [(p.lower().split(), c) for c in words.cue if c.strength >= ENOUGH for p in (*c.phrases, *c.conjunctions)]
    found: dict[str, list[tuple[int, list[str], Cue]]] = {}
    for rank, (want, cue) in enumerate(phrases):
        found.setdefault(want[0], []).append((rank, want, cue))
    return found


def _tie(
    document: Document,
    syntax: Syntax,
    deeds: Sequence[Deed],
    heads: list[int],
    deed_of: dict[int, int],
    at: int,
    length: int,
    cue: Cue,
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
    if cue.kind == "answers" and cue.strength < SURE and not fits(deeds[deed_of[answer]], deeds[deed_of[cause]]):
        return
    words = tuple(range(at, at + length))
    yield DeedLink(deed_of[answer], deed_of[cause], words, " ".join(document.words[i].text for i in words), cue.kind)


def _by_noun(document: Document, syntax: Syntax, deeds: Sequence[Deed], words: RoleWords) -> Iterator[DeedLink]:
    """Nouns for an answer with what is answered below them: "called the raid a reprisal for the killing"."""
    nouns = {n.lower() for cue in words.cue if cue.first == "answer" and cue.kind == "answers" for n in cue.nouns}
    deed_of = {r.mention.head: n for n, d in enumerate(deeds) for r in d.readings}
    for word in document.words:
        if word.upos != "NOUN" or word.lemma.lower() not in nouns or word.i in deed_of:
            continue
        below = [h for h in document.subtree(word.i) if h in deed_of and h > word.i]
        sentence = document.sentences[word.sentence]
        holders = [h for h in syntax.ancestors(word.i) if h in deed_of]
        before = [h for h in range(sentence.first, word.i) if h in deed_of]
        holder = next(iter(holders or before[::-1]), -1)
        if not below and word.head >= 0 and word.deprel in ("obl", "advcl", "advmod", "xcomp"):
            yield from _to_the_last(deeds, deed_of, syntax.clause_head(word.head), word)
        elif below and holder >= 0 and deed_of[holder] != deed_of[below[0]]:
            yield DeedLink(deed_of[holder], deed_of[below[0]], (word.i,), word.text)


def _to_the_last(deeds: Sequence[Deed], deed_of: dict[int, int], clause: int, noun: Word) -> Iterator[DeedLink]:
    """ "In response the ministry recalled its envoy": to the deed told last before, of which it is at the doers."""
    if clause not in deed_of:
        return
    answer = deed_of[clause]
    told = [(max(r.mention.head for r in d.readings if r.mention.head < clause), n) for n, d in enumerate(deeds)
            if n != answer and d.first < min(clause, noun.i)]
    struck = [(at, n) for at, n in told if overlap(deeds[answer].targets, deeds[n].initiators)]
    if told:
        yield DeedLink(answer, max(struck or told)[1], (noun.i,), noun.text)


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


def principal(deeds: Sequence[Deed]) -> int | None:
    """The deed that the report is about: the assault told most often, else the most told deed of all; the first of
    equals."""
    told = [(d.type == "ASSAULT", len(d.readings), -n) for n, d in enumerate(deeds) if d.main.status == "happened"]
    return -max(told)[2] if told else None

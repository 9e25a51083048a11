"""Events against their text: marks in HTML and in the terminal, and an event in one line."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from kroniek.records import Actor, Claim, Event


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks: `marks` are (event id, field) pairs, empty where unmarked."""

    text: str
    marks: tuple[tuple[str, str], ...]


def pieces(text: str, events: Iterable[Event]) -> Iterator[Piece]:
    """The text split at the edges of all marked spans, in order; together the pieces are the text."""
    spans = [(s, e, mark) for s, e, mark in _spans(events) if 0 <= s < e <= len(text)]
    edges = sorted({0, len(text), *(s for s, _, _ in spans), *(e for _, e, _ in spans)})
    for first, last in pairwise(edges):
        marks = tuple(dict.fromkeys(mark for s, e, mark in spans if s <= first and last <= e))
        yield Piece(text[first:last], marks)


def _spans(events: Iterable[Event]) -> Iterator[tuple[int, int, tuple[str, str]]]:
    for event in events:
        for span in event.trigger:
            yield span.start, span.end, (event.id, "trigger")
        for field, actors in (
            ("initiator", event.initiators),
            ("target", event.targets),
            ("source", event.according_to),
        ):
            for actor in actors:
                yield actor.start, actor.end, (event.id, field)
        if event.place:
            yield event.place.start, event.place.end, (event.id, "place")
        if event.when:
            yield event.when.start, event.when.end, (event.id, "when")
        for claim in (*event.killed, *event.injured, *event.detained, *event.crowd):
            yield claim.start, claim.end, (event.id, claim.kind)


def to_html(text: str, events: Iterable[Event]) -> str:
    """The text with one <mark> a piece; works without a script and in print."""
    out = []
    for piece in pieces(text, events):
        body = html.escape(piece.text)
        if piece.marks:
            ids = " ".join(dict.fromkeys(event for event, _ in piece.marks))
            roles = " ".join(dict.fromkeys(role for _, role in piece.marks))
            body = f'<mark data-events="{html.escape(ids)}" class="{roles}" title="{html.escape(ids)}: {roles}">{body}</mark>'
        out.append(body)
    return "".join(out)


def line(event: Event) -> str:
    """An event in one line of plain text."""
    who = ", ".join(map(name, event.initiators)) or "?"
    whom = ", ".join(map(name, event.targets)) or "?"
    parts = [f"{who} → {whom}"]
    if event.place:
        parts.append(event.place.name)
    if event.when and event.when.edtf:
        parts.append(event.when.edtf)
    parts.extend(
        f"{claim.kind} {figure(claim)}" for claim in (*event.killed, *event.injured, *event.detained, *event.crowd)
    )
    if event.according_to:
        parts.append("according to " + ", ".join(map(name, event.according_to)))
    return " · ".join(parts)


def name(actor: Actor) -> str:
    """How an actor is shown: its name or words, with country and sector."""
    tags = "/".join(filter(None, (actor.country, actor.sector)))
    return f"{actor.name or actor.text}{f' [{tags}]' if tags else ''}"


def figure(claim: Claim) -> str:
    """The bounds of a claim: "25", "24-99", "≥20", "≤50"."""
    if claim.low == claim.high:
        return str(claim.low)
    if claim.high is None:
        return f"≥{claim.low}"
    return f"≤{claim.high}" if claim.low is None else f"{claim.low}-{claim.high}"

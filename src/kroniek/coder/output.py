"""Deeds become events: the records that leave the coder, with grounds and confidence."""

from __future__ import annotations

from collections.abc import Sequence

from kroniek.coder.confidence import because, confidence
from kroniek.coder.events import Deed
from kroniek.coder.links import DeedLink
from kroniek.document import Document
from kroniek.knowledge.acts import types
from kroniek.records import Actor, Claim, ClaimKind, Event, Link, Report, Span
from kroniek.version import CODER


def to_events(
    report: Report, document: Document, deeds: Sequence[Deed], linked: Sequence[DeedLink]
) -> tuple[Event, ...]:
    """Events with ids e1, e2 ... in the order of first mention, links between them resolved to those ids."""
    ids = {n: f"e{n + 1}" for n in range(len(deeds))}
    by_answer: dict[int, list[Link]] = {}
    for link in linked:
        record = Link(
            "answers" if link.kind == "answers" else "part_of", ids[link.cause], _cue(document, link), link.rule
        )
        by_answer.setdefault(link.answer, []).append(record)
    return tuple(_event(report, document, deed, ids[n], tuple(by_answer.get(n, ()))) for n, deed in enumerate(deeds))


def _event(report: Report, document: Document, deed: Deed, event_id: str, linked: tuple[Link, ...]) -> Event:
    act = deed.main.mention.act
    kind = types()[act.type]
    mode = deed.mode
    told_plainly = any(not r.told.sources and not r.told.manner for r in deed.readings if not r.mention.act.dependent)
    return Event(
        id=event_id,
        report=report.id,
        language=report.language,
        type=act.type,
        mode=mode,
        context=act.context,
        cameo=act.cameo or _cameo(kind.modes, kind.mode_cameo, mode, kind.cameo),
        quad=kind.quad,
        goldstein=kind.score,
        status=deed.main.status,
        trigger=_triggers(document, deed),
        evidence=_evidence(document, deed),
        initiators=tuple(deed.initiators),
        targets=tuple(deed.targets),
        according_to=tuple(deed.vouching) if told_plainly else _sources(deed),
        place=deed.place,
        when=deed.when,
        occurrences=_occurrences(deed),
        killed=_claims(deed, "killed"),
        injured=_claims(deed, "injured"),
        detained=_claims(deed, "detained"),
        crowd=_claims(deed, "crowd"),
        disputed=deed.denied or any(r.told.manner == "deny" for r in deed.readings),
        links=linked,
        grounds={**_grounds(deed), "confidence": because(document, deed)},
        confidence=confidence(document, deed),
        coder=CODER,
    )


def _cue(document: Document, link: DeedLink) -> Span | None:
    if not link.words:
        return None
    start, end = document.words[link.words[0]].start, document.words[link.words[-1]].end
    return Span(document.text[start:end], start, end)


def _cameo(modes: tuple[str, ...], codes: tuple[str, ...], mode: str | None, default: str) -> str:
    return codes[modes.index(mode)] if mode in modes and codes else default


def _triggers(document: Document, deed: Deed) -> tuple[Span, ...]:
    spans = []
    for reading in deed.readings:
        words = reading.mention.words
        if words[-1] - words[0] > 4 * len(words):
            words = (reading.mention.head,)
        start, end = document.words[words[0]].start, document.words[words[-1]].end
        spans.append(Span(document.text[start:end], start, end))
    return tuple(dict.fromkeys(spans))


def _evidence(document: Document, deed: Deed) -> tuple[Span, ...]:
    indices = sorted({r.mention.sentence for r in deed.readings})
    sentences = [document.sentences[i] for i in indices]
    return tuple(Span(document.text[s.start : s.end], s.start, s.end) for s in sentences)


def _sources(deed: Deed) -> tuple[Actor, ...]:
    found: dict[int, Actor] = {}
    own = {a.start for a in deed.initiators}
    for reading in deed.readings:
        for actor in reading.told.sources:
            if actor.start not in own:
                found.setdefault(actor.start, actor)
    for actor in deed.vouching:
        found.setdefault(actor.start, actor)
    return tuple(found.values())


def _occurrences(deed: Deed) -> tuple[int, int | None]:
    return next((r.occurrences for r in deed.readings if r.occurrences != (1, 1)), (1, 1))


def _claims(deed: Deed, kind: ClaimKind) -> tuple[Claim, ...]:
    """All figures, once each; a nameless single person adds nothing where a figure stands."""
    found: dict[tuple[int | None, int | None], Claim] = {}
    for reading in deed.readings:
        for claim in reading.claims:
            if claim.kind == kind:
                found.setdefault((claim.low, claim.high), claim)
    if len(found) > 1:
        found = {k: c for k, c in found.items() if c.rule != "singular"} or found
    return tuple(found.values())


def _grounds(deed: Deed) -> dict[str, str]:
    main = deed.main
    grounds = {
        "type": f"acts:{main.mention.act.id}",
        "status": main.status_rule,
        "initiators": main.roles.initiator_slot,
        "targets": main.roles.target_slot,
        "according_to": main.told.rule,
        "place": deed.place.rule if deed.place else "",
        "when": deed.when.rule if deed.when else "",
    }
    return {field: rule for field, rule in {**grounds, **deed.why}.items() if rule}

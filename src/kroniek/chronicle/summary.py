"""An incident in one row: what most of its events, or the best informed of them, say. Worked out anew whenever it changes."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import prod
from typing import Any

from kroniek.chronicle.figures import Told, estimate
from kroniek.chronicle.sketch import KINDS, Party, Sketch

FINENESS = {"exact": 0, "place": 1, "near": 2, "region": 3, "country": 4, "": 5}
MOST_PARTIES = 6


@dataclass(frozen=True, slots=True)
class Summary:
    """Rows for the tables incidents, dyads and actors."""

    row: dict[str, Any]
    dyads: list[dict[str, Any]]
    actors: list[dict[str, Any]]


def summarise(
    no: int, id: str, sketches: Sequence[Sketch], lineages: Mapping[int, int], *, unsure: bool = False
) -> Summary:
    """The incident `no` from its events. `lineages`: report number → lineage; `unsure`: a pair waits for review."""
    events = sorted(sketches, key=lambda s: s.uid)
    main = _main(events)
    initiators, targets = _parties([e.initiators for e in events]), _parties([e.targets for e in events])
    day, first, last = _when(events)
    row: dict[str, Any] = {"no": no, "id": id, "merged_into": None, "type": main.type, "mode": main.mode or None}
    row |= {"goldstein": main.goldstein, "quad": main.quad, "day": day, "first": first, "last": last}
    row |= {"initiators": _json(initiators), "targets": _json(targets)}
    row |= _place(events) | _deeds(events) | _figures(events, lineages)
    row["disputed"] = int(row["disputed"] or any(e.disputed for e in events))
    row["review"] = "unsure" if unsure else max((e.review for e in events), key=["", "accepted", "edited"].index)
    row |= _counts(events, lineages)
    return Summary(row, _dyads(no, day, initiators, targets), [_actor(p) for p in (*initiators, *targets)])


def gone(no: int, id: str, merged_into: int | None) -> dict[str, Any]:
    """The row of an incident that no longer stands: where it went, or nowhere (its events were rejected or withdrawn)."""
    return {"no": no, "id": id, "merged_into": merged_into, "events": 0, "disputed": 0}


def _main(events: Sequence[Sketch]) -> Sketch:
    """The event whose type and mode are the commonest; among equals the surest."""
    types = Counter(e.type for e in events)
    modes = Counter(e.mode for e in events if e.mode)
    return min(events, key=lambda e: (-types[e.type], -modes[e.mode], -e.confidence, e.uid))


def _when(events: Sequence[Sketch]) -> tuple[str, str | None, str | None]:
    """Day for sorting; first and last of the narrowest date, the commonest of these, the earliest of these."""
    dated = [e for e in events if e.dated]
    if not dated:
        return _iso(min(e.published for e in events)), None, None
    counts = Counter((e.first, e.last) for e in dated)
    first, last = min(counts, key=lambda d: (d[1] - d[0], -counts[d], d))
    return _iso(first), _iso(first), _iso(last)


def _iso(day: int) -> str:
    return date.fromordinal(max(1, day)).isoformat()


def _place(events: Sequence[Sketch]) -> dict[str, Any]:
    placed = [e for e in events if e.place]
    names = Counter(e.place for e in placed)
    best = min(placed, key=lambda e: (FINENESS[e.precision], -names[e.place], e.uid), default=None)
    if best is None:
        return dict.fromkeys(("place", "country", "geonameid", "lat", "lon", "place_precision"))
    return {
        "place": best.place,
        "country": best.country or None,
        "geonameid": best.geonameid,
        "lat": best.lat,
        "lon": best.lon,
        "place_precision": best.precision,
    }


def _deeds(events: Sequence[Sketch]) -> dict[str, Any]:
    counts = Counter(e.deeds for e in events)
    low, high = min(counts, key=lambda d: (-counts[d], d[0]))
    return {"deeds_low": low, "deeds_high": high}


def _figures(events: Sequence[Sketch], lineages: Mapping[int, int]) -> dict[str, Any]:
    told = [Told(f, e.report, lineages[e.report], e.published) for e in events for f in e.figures]
    found = estimate(told)
    row: dict[str, Any] = {"disputed": any(e.disagreements for e in found.values())}
    for kind in KINDS:
        one = found.get(kind)
        row |= {f"{kind}_{end}": getattr(one, end) if one else None for end in ("low", "best", "high")}
    return row


def _counts(events: Sequence[Sketch], lineages: Mapping[int, int]) -> dict[str, Any]:
    surest: dict[int, float] = {}
    for e in events:
        lineage = lineages[e.report]
        surest[lineage] = max(surest.get(lineage, 0.0), e.confidence)
    return {
        "events": len(events),
        "reports": len({e.report for e in events}),
        "lineages": len(surest),
        "confidence": round(1 - prod(1 - c for c in surest.values()), 4),
    }


def _parties(sets: Sequence[tuple[Party, ...]]) -> list[Party]:
    """Actors by how often they are named; a nameless one is left out where a named one is of its country and sector."""
    counts: Counter[str] = Counter()
    first: dict[str, Party] = {}
    for parties in sets:
        for p in parties:
            counts[p.key] += 1
            kept = first.setdefault(p.key, p)
            first[p.key] = min(kept, p, key=lambda x: (not x.named, x.name))
    named = {(p.country, p.sector) for p in first.values() if p.named}
    kept_parties = [p for p in first.values() if p.named or (p.country, p.sector) not in named]
    return sorted(kept_parties, key=lambda p: (-counts[p.key], not p.named, p.key))[:MOST_PARTIES]


def _json(parties: Sequence[Party]) -> str:
    return json.dumps(
        [{"key": p.key, "name": p.name, "country": p.country or None, "sector": p.sector or None} for p in parties],
        ensure_ascii=False,
    )


def _actor(p: Party) -> dict[str, Any]:
    return {
        "key": p.key,
        "name": p.name,
        "country": p.country or None,
        "sector": p.sector or None,
        "wikidata": p.wikidata or None,
    }


def _dyads(no: int, day: str, initiators: Sequence[Party], targets: Sequence[Party]) -> list[dict[str, Any]]:
    nobody = Party("", "", "", "", False)
    return [
        {
            "incident": no,
            "initiator": a.key,
            "target": b.key,
            "initiator_country": a.country,
            "target_country": b.country,
            "day": day,
        }
        for a in initiators or [nobody]
        for b in targets or [nobody]
    ]

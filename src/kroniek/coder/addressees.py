"""To whom an act is directed where its own sentence names nobody: the other side, of whom the text has told.

Who refuses does so to him who asked; who demonstrates or demands does it of those who govern; who threatens a
country's rulers from outside, or calls his envoy home, has that country in mind.
"""

from __future__ import annotations

from collections.abc import Sequence

from kroniek.coder.events import Deed
from kroniek.coder.resolve.actors import Actors
from kroniek.coder.sameness import overlap
from kroniek.records import Actor

FARTHEST = 1  # sentences between a demand and its refusal
ASKING = frozenset({"REQUEST", "ACCUSE"})
TO_RULERS = frozenset({"PROTEST/demo", "PROTEST/strike", "PROTEST/obstruct", "PROTEST/hunger", "REQUEST/change", "REQUEST/yield"})
ABROAD = frozenset({"THREATEN", "REQUEST", "AID", "SANCTION/discontinue", "SANCTION/withdraw"})
OPPOSED = frozenset({"REB", "PRM", "UAF", "OPP", "LAB", "SOC", "PTY"})
RULERS = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})


def address(deeds: Sequence[Deed], actors: Actors) -> None:
    """Give the deeds that have a doer and no target the one whom the text has told of."""
    for deed in sorted(deeds, key=lambda d: d.first):
        if deed.targets or not deed.initiators or deed.main.status != "happened":
            continue
        found, why = _askers(deed, deeds), "who asked for it"
        if not found:
            found, why = _rulers(deed, actors), "those who govern there (guess)"
        deed.fill("targets", [a for a in found if not overlap([a], deed.initiators)], why)


def _askers(deed: Deed, deeds: Sequence[Deed]) -> list[Actor]:
    """Who asked for what a deed refuses: the doers of the demand told just before it."""
    before = [
        other for other in deeds
        if deed.type == "REJECT" and other.type in ASKING and other.first < deed.first and other.initiators
        and _gap(other, deed) <= FARTHEST and not overlap(other.initiators, deed.initiators)
    ]  # fmt: skip
    return list(max(before, key=lambda d: d.first).initiators) if before else []


def _gap(before: Deed, deed: Deed) -> int:
    """Sentences between the nearest tellings of two deeds."""
    return min(abs(a.mention.sentence - b.mention.sentence) for a in before.readings for b in deed.readings)


def _rulers(deed: Deed, actors: Actors) -> list[Actor]:
    """The country that a report is about, of a deed from abroad; of one by its own people its government."""
    kinds = {deed.type, f"{deed.type}/{deed.main.mention.act.mode}"}
    sides = {a.country for a in deed.initiators}
    main = actors.main_country
    if main is None or None in sides:
        return []
    if main not in sides:
        return actors.states.told(main) if kinds & ABROAD and any(a.sector in RULERS for a in deed.initiators) else []
    governs = any(a.sector in RULERS for a in deed.initiators)
    threat = deed.type == "THREATEN" and any(a.sector in OPPOSED for a in deed.initiators)
    return actors.rulers_told(main, deed.first) if (kinds & TO_RULERS or threat) and not governs else []

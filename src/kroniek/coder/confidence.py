"""How sure an event is, 0 to 1: a sum of small named features, and a rising map from the sum to a chance.

Weights and map stand in knowledge/ontology/confidence.toml, where training/calibrate.py writes them, fitted on coded
reports (docs/quality.md tells how well they hold).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from kroniek.coder.events import Deed
from kroniek.coder.tense import tense
from kroniek.document import Document
from kroniek.knowledge import ROOT, strict
from kroniek.knowledge.acts import types
from kroniek.records import Actor

MANY = 3  # readings from which more add nothing
TOLD = 0.3  # share in the sum from which a feature is named
SPOKEN = (1, 3)  # quad classes of acts done by saying


@dataclass(frozen=True, slots=True)
class Table:
    """`weights`: feature → weight, "bias" included. `scale`: knots (sum, chance), rising, straight between them."""

    weights: dict[str, float]
    scale: tuple[tuple[float, float], ...]

    def chance(self, total: float) -> float:
        """The chance at a sum; beyond the first and last knot that of the knot."""
        first, last = self.scale[0], self.scale[-1]
        if total <= first[0]:
            return first[1]
        for (x0, y0), (x1, y1) in pairwise(self.scale):
            if total <= x1:
                return y0 + (y1 - y0) * (total - x0) / (x1 - x0)
        return last[1]


@cache
def table() -> Table:
    """The table of ontology/confidence.toml. Raises KnowledgeError."""
    found = strict.toml(ROOT / "ontology" / "confidence.toml")
    weights = {name: float(value) for name, value in found["weights"].items()}
    return Table(weights, tuple((float(x), float(y)) for x, y in found["scale"]))


def features(document: Document, deed: Deed) -> dict[str, float]:
    """The named features of a deed, each 0 to 1: what is told of it, and how its main mention is worded."""
    of_type = {f"type {name}": float(name == deed.type) for name in types()}
    return {**_told(deed), **_wording(document, deed), **of_type}


def _told(deed: Deed) -> dict[str, float]:
    """Who, when, where, how many, how often."""
    return {
        "initiator": float(bool(deed.initiators)),
        "initiator known": float(_known(deed.initiators)),
        "initiator named": float(any(a.name for a in deed.initiators)),
        "vouched for": float(any(r.told.sources for r in deed.readings)),
        "target": float(bool(deed.targets)),
        "date": float(deed.when is not None),
        "date of its own": float(any(r.when for r in deed.readings)),
        "place": float(deed.place is not None),
        "figures": float(any(r.claims for r in deed.readings)),
        "mentions": min(len(deed.readings), MANY) / MANY,
    }


def _known(actors: Sequence[Actor]) -> bool:
    return any(a.country or a.name for a in actors)


def _wording(document: Document, deed: Deed) -> dict[str, float]:
    """How the main mention is worded: part of speech, tense, entry, parse."""
    main, arcs = deed.main, [document.words[r.mention.head].arc for r in deed.readings]
    word, told = document.words[main.mention.head], tense(document, main.mention.head)
    quad = types()[deed.type].quad
    return {
        "verb": float(main.mention.kind == "verb"),
        "phrase": float(len(main.mention.words) > 1),
        "present": float(told == "present" and main.mention.kind == "verb"),
        "infinitive": float("VerbForm=Inf" in word.feats),
        "subordinate": float(word.deprel.startswith(("advcl", "acl"))),
        "weak entry": float(main.mention.act.weak),
        "spoken by nobody": float(quad in SPOKEN and not deed.initiators),
        "negated": float(main.status == "not"),
        "quoted": float(main.quoted),
        "arc": sum(arcs) / len(arcs),
    }


def confidence(document: Document, deed: Deed) -> float:
    """Probability that a careful reader would code this deed with this type, rounded to two digits."""
    weights = table().weights
    total = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in features(document, deed).items())
    return round(table().chance(total), 2)


def because(document: Document, deed: Deed) -> str:
    """What raised and lowered the confidence most, strongest first: "+mentions +initiator -quoted"."""
    shares = {name: table().weights.get(name, 0.0) * value for name, value in features(document, deed).items()}
    strongest = sorted((n for n in shares if abs(shares[n]) >= TOLD), key=lambda n: -abs(shares[n]))
    return " ".join(f"{'+' if shares[name] > 0 else '-'}{name.replace(' ', '_')}" for name in strongest)

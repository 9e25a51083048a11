"""How sure an event is, 0 to 1: a logistic sum of small named features, calibrated on cases held out from tuning.

The weights stand in knowledge/ontology/confidence.toml, where benchmarks/calibrate.py writes them.
"""

from __future__ import annotations

import math
from functools import cache

from kroniek.coder.events import Deed
from kroniek.document import Document
from kroniek.knowledge import ROOT, strict


@cache
def weights() -> dict[str, float]:
    """Feature → weight, "bias" included."""
    return {name: float(value) for name, value in strict.toml(ROOT / "ontology" / "confidence.toml").items()}


def features(document: Document, deed: Deed) -> dict[str, float]:
    """The named features of a deed, each 0 to 1."""
    main = deed.main
    arcs = [document.words[r.mention.head].arc for r in deed.readings]
    return {
        "initiator": float(bool(deed.initiators)),
        "target": float(bool(deed.targets)),
        "date": float(deed.when is not None),
        "place": float(deed.place is not None),
        "verb": float(main.mention.kind == "verb"),
        "phrase": float(len(main.mention.words) > 1),
        "weak": float(main.mention.act.weak),
        "mentions": min(len(deed.readings), 4) / 4,
        "arc": sum(arcs) / len(arcs),
        "quoted": float(main.quoted),
        "figures": float(any(r.claims for r in deed.readings)),
        "material": float(deed.type in ("ASSAULT", "PROTEST", "COERCE")),
        "negated": float(main.status == "not"),
    }


def confidence(document: Document, deed: Deed) -> float:
    """Probability that a careful reader would code this deed with this type, rounded to two digits."""
    table = weights()
    total = table["bias"] + sum(table.get(name, 0.0) * value for name, value in features(document, deed).items())
    return round(1 / (1 + math.exp(-total)), 2)

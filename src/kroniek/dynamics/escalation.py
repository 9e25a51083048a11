"""How grave an act is, and which rungs of the ladder it reaches: knowledge/dynamics/escalation.toml put to acts.

No Goldstein sums: verbal acts, material cooperation and material conflict are kept apart, so that praise never makes up
for a bomb, and leaving an agreement is no cooperation.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from kroniek.knowledge import ROOT, strict
from kroniek.knowledge.acts import types

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

VERBAL, MATERIAL = 3, 4


@dataclass(frozen=True, slots=True)
class Factor:
    """A word and what it multiplies gravity by."""

    name: str
    factor: float


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of the ladder; an act reaches it when all that is named here holds."""

    name: str
    gloss: str
    types: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    not_modes: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    deaths: int = 0
    soil: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """When an alert is given; all but the floors in days. See kroniek.dynamics.alerts."""

    window: int
    unseen: int
    long: int
    quiet: int
    ahead: int
    floor_deaths: float
    floor_gravity: float


@dataclass(frozen=True, slots=True)
class Escalation:
    """The whole file."""

    unknown: str
    first_time: float
    type: tuple[Factor, ...]
    weapon: tuple[Factor, ...]
    target: tuple[Factor, ...]
    rung: tuple[Rung, ...]
    alert: Rule


@cache
def escalation() -> Escalation:
    """The file, read once. Raises KnowledgeError where it is wrong."""
    return strict.single(ROOT / "dynamics" / "escalation.toml", Escalation)


def quads(acts: pd.DataFrame, known: Escalation) -> NDArray[np.int64]:
    """Quad class 1 to 4 of each act; a type that the ontology does not know counts as `unknown`."""
    import numpy as np

    by_name = {name: told.quad for name, told in types().items()}
    return np.asarray(acts["type"].map(by_name).fillna(by_name[known.unknown]), dtype=np.int64)


def gravity(acts: pd.DataFrame, known: Escalation | None = None) -> Floats:
    """Gravity of each act, 0 for what is no material conflict; first times are not in it."""
    import numpy as np

    known = known or escalation()
    told = set(types())
    kind = acts["type"].where(acts["type"].isin(told), known.unknown)
    deeds, deaths = acts["deeds"].to_numpy(dtype=float), acts["deaths_best"].fillna(0).to_numpy(dtype=float)
    weight = _factors(kind, known.type, other=0.0) * _factors(acts["mode"], known.weapon) * _factors(acts["target_sector"], known.target)
    return np.asarray(deeds * weight * (1 + np.log2(1 + deaths / deeds)))


def reached(acts: pd.DataFrame, known: Escalation | None = None) -> NDArray[np.bool_]:
    """Which act reaches which rung: (acts, rungs)."""
    import numpy as np

    known = known or escalation()
    return np.stack([_on(acts, rung, known) for rung in known.rung], axis=1)


def _on(acts: pd.DataFrame, rung: Rung, known: Escalation) -> NDArray[np.bool_]:
    kind = acts["type"].where(acts["type"].isin(set(types())), known.unknown)
    holds: Any = acts["deaths_best"].fillna(0) >= rung.deaths
    holds &= kind.isin([factor.name for factor in known.type])
    for column, allowed in ((kind, rung.types), (acts["mode"], rung.modes), (acts["target_sector"], rung.sectors)):
        holds = holds & column.isin(allowed) if allowed else holds
    holds = holds & ~acts["mode"].isin(rung.not_modes)
    if rung.soil:
        abroad = acts["initiator_country"] != acts["target_country"]
        holds = holds & (acts["country"] != "") & (acts["country"] == acts["target_country"]) & abroad
    found: NDArray[np.bool_] = holds.to_numpy(dtype=bool)
    return found


def _factors(words: pd.Series, known: tuple[Factor, ...], *, other: float = 1.0) -> Floats:
    import numpy as np

    return np.asarray(words.map({one.name: one.factor for one in known}).fillna(other), dtype=np.float64)

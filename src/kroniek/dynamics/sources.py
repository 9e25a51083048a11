"""Where acts come from on the command line: a table, a file of events, or a chronicle."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kroniek.dynamics.extra import require
from kroniek.dynamics.options import Actors
from kroniek.errors import InputError
from kroniek.knowledge.strict import nearest

if TYPE_CHECKING:
    import pandas as pd

SQLITE = b"SQLite format 3\x00"
HERE = "chronicle.db"


@dataclass(frozen=True, slots=True)
class Source:
    """Acts, and the name under which results cite where they came from."""

    acts: pd.DataFrame
    name: str


def load(
    path: Path | None, chronicle: str | None, *, dyads: list[str] | None = None, actors: Actors = Actors.country,
    only: list[str] | None = None,
) -> Source:  # fmt: skip
    """The acts of a table or a chronicle, with `--dyad`, `--actors` and `--only` applied.

    Without a path the chronicle is read, by default `chronicle.db`. Raises InputError where nothing is left, and
    ExtraMissing where the extra is not installed.
    """
    require()
    from kroniek.dynamics.acts import by_country, read
    from kroniek.dynamics.incidents import read_chronicle

    if path is None or is_sqlite(path):
        where = str(path) if path else chronicle or HERE
        acts, name = read_chronicle(where), Path(where).name if "://" not in where else "chronicle"
    else:
        acts, name = read(path, dyads=dict(map(parse_dyad, dyads)) if dyads else None), path.name
    acts = by_country(acts) if actors is Actors.country else acts
    acts = kept(acts, only or [])
    if acts.empty:
        raise InputError(f"{name}: no act is left; look at --only, and at what the file holds")
    return Source(acts, name)


def is_sqlite(path: Path) -> bool:
    """Is the file a chronicle, by its first bytes?"""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(SQLITE)) == SQLITE


def kept(acts: pd.DataFrame, conditions: list[str]) -> pd.DataFrame:
    """The rows where each COLUMN=VALUE holds."""
    from kroniek.dynamics.acts import COLUMNS

    for condition in conditions:
        key, _, value = condition.partition("=")
        if key not in COLUMNS:
            raise InputError(f"--only {condition}: no column {key!r}{nearest(key, COLUMNS)}")
        some = acts[acts[key].astype(str) == value]
        some.attrs.update(acts.attrs)
        acts = some
    return acts


def parse_dyad(text: str) -> tuple[str, tuple[str, str]]:
    """COLUMN=INITIATOR>TARGET."""
    name, _, dyad = text.partition("=")
    initiator, _, target = dyad.partition(">")
    if not (name and initiator and target):
        raise InputError(f"--dyad {text}: COLUMN=INITIATOR>TARGET is wanted, deaths_a=ISR>PSE for instance")
    return name, (initiator, target)


def split(text: str) -> tuple[str, ...]:
    """Words parted by commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def pairs(acts: pd.DataFrame, given: list[str] | None) -> list[tuple[str, str]]:
    """The pairs of parties asked for, or the pair with most acts between them."""
    if given:
        return [_pair(text) for text in given]
    known = acts[(acts["initiator"] != "") & (acts["target"] != "") & (acts["initiator"] != acts["target"])]
    if known.empty:
        raise InputError("no act has both an initiator and a target; who answers whom cannot be asked. --dyad may name them")
    counts: dict[tuple[str, str], int] = {}
    for a, b in zip(known["initiator"], known["target"], strict=True):
        pair = (min(a, b), max(a, b))
        counts[pair] = counts.get(pair, 0) + 1
    return [max(counts, key=lambda pair: counts[pair])]


def between(acts: pd.DataFrame, asked: list[tuple[str, str]]) -> pd.DataFrame:
    """The acts between the parties of each pair; the range stays that of the whole table."""
    known = [{a, b} for a, b in asked]
    sides = zip(acts["initiator"], acts["target"], strict=True)
    some = acts[[{a, b} in known for a, b in sides]]
    some.attrs.update(acts.attrs)
    some.attrs.setdefault("range", (f"{acts['first'].min():%Y-%m-%d}", f"{acts['last'].max():%Y-%m-%d}"))
    if some.empty:
        raise InputError(f"no act between {' or '.join(' and '.join(pair) for pair in asked)}")
    return some


def _pair(text: str) -> tuple[str, str]:
    parts = split(text)
    if len(parts) != 2:
        raise InputError(f"--pair {text}: A,B is wanted, USA,IRN for instance")
    return parts[0], parts[1]


def busiest(acts: pd.DataFrame, by: tuple[str, ...], most: int) -> tuple[pd.DataFrame, int]:
    """The acts of the `most` busiest keys, and how many keys are left out. A key with an unknown side is none."""
    keys = acts[list(by)].agg(">".join, axis=1)
    known = (acts[list(by)] != "").all(axis=1)
    if not known.any():
        raise InputError(f"no act whose {' and '.join(by)} are known; another --by may do")
    acts, keys = acts[known], keys[known]
    chosen = keys.value_counts().head(most).index
    return acts[keys.isin(chosen)], keys.nunique() - len(chosen)

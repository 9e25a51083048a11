"""Acts from coded events: JSON Lines as `kroniek read --format jsonl` writes them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from kroniek.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

DONE = "happened"


def read_events(path: Path) -> pd.DataFrame:
    """Acts from a file of events, one JSON object a line, or of incidents (incidents.jsonl of `kroniek export jsonl`).

    Raises InputError with the line that is wrong.
    """
    from kroniek.dynamics.incidents import from_incidents

    lines = list(_objects(path))
    if lines and "killed_best" in lines[0][1]:
        return from_incidents(body for _, body in lines)
    return from_events((_event(body, f"{path.name}, line {number}") for number, body in lines), name=path.name)


def from_events(events: Iterable[Mapping[str, Any]], *, name: str = "events") -> pd.DataFrame:
    """Acts from events that happened and have a first day; the others are counted in `acts.attrs["left_out"]`.

    Of several initiators or targets the first counts; an actor without a name goes by its words.
    Ids are "report:id", so that events of many reports can stand in one table.
    """
    import pandas as pd

    from kroniek.dynamics.acts import COLUMNS, complete

    rows, left_out = [], 0
    for event in events:
        if event["status"] == DONE and event["when"] and event["when"]["first"]:
            rows.append(_row(event))
        else:
            left_out += 1
    acts = complete(pd.DataFrame(rows, columns=list(COLUMNS)), name=name)
    acts.attrs["left_out"] += left_out
    return acts


def _objects(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                body = json.loads(line)
            except json.JSONDecodeError as error:
                raise InputError(f"{path.name}, line {number}: no JSON ({error})") from None
            if not isinstance(body, dict):
                raise InputError(f"{path.name}, line {number}: one object a line is wanted, found {line[:40]!r}")
            yield number, body


def _event(body: Mapping[str, Any], where: str) -> dict[str, Any]:
    missing = [key for key in _KEYS if key not in body]
    if missing:
        raise InputError(f"{where}: no event as `kroniek read --format jsonl` writes it: {', '.join(missing)} missing")
    return {key: body[key] for key in _KEYS} | {key: body.get(key) for key in ("mode", "occurrences")}


_KEYS = ("id", "report", "status", "type", "goldstein", "when", "place", "initiators", "targets", "killed", "answers")


def _row(event: Mapping[str, Any]) -> dict[str, Any]:
    when, place = event["when"], event["place"] or {}
    low, best, high = _figures(event["killed"])
    initiator, target = (_first(event[role]) for role in ("initiators", "targets"))
    return {
        "id": f"{event['report']}:{event['id']}",
        "first": when["first"], "last": when["last"] or when["first"],
        "initiator": initiator.get("name") or initiator.get("text") or "",
        "target": target.get("name") or target.get("text") or "",
        "initiator_country": initiator.get("country") or "", "target_country": target.get("country") or "",
        "target_sector": target.get("sector") or "",
        "country": place.get("country") or "", "place": place.get("name") or "",
        "type": event["type"], "mode": event["mode"] or "", "deeds": (event["occurrences"] or [1])[0],
        "deaths_low": low, "deaths_best": best, "deaths_high": high, "goldstein": event["goldstein"], "reports": 1,
        "answers": " ".join(f"{event['report']}:{other}" for other in event["answers"]),
    }  # fmt: skip


def _first(actors: list[dict[str, Any]]) -> dict[str, Any]:
    return actors[0] if actors else {}


def _figures(claims: list[dict[str, Any]]) -> tuple[float | None, float | None, float | None]:
    """Low, best, high over all claims: the lowest low, the median of the claims' middles, the highest figure.

    Claims stand side by side as rivals; whether two of them count different groups is for the chronicle to say.
    """
    figures = [(c["low"], c["high"]) for c in claims if c["low"] is not None or c["high"] is not None]
    if not figures:
        return None, None, None
    lows = [low if low is not None else 0 for low, _ in figures]
    highs = [high if high is not None else low for low, high in figures]
    middles = [(low + high) / 2 for low, high in zip(lows, highs, strict=True)]
    return min(lows), median(middles), max(highs)

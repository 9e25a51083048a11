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
    """Acts from a file of events, one JSON object a line. Raises InputError with the line that is wrong."""
    return from_events(_lines(path), name=path.name)


def from_events(events: Iterable[Mapping[str, Any]], *, name: str = "events") -> pd.DataFrame:
    """Acts from events that happened and have a first day; the others are counted in `acts.attrs["left_out"]`.

    An actor goes by its country, else its name, else its words. Of several initiators or targets the first counts.
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
    acts.attrs["left_out"] = left_out
    return acts


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                event = json.loads(line)
                yield {key: event[key] for key in _KEYS} | {
                    "mode": event.get("mode"),
                    "occurrences": event.get("occurrences"),
                }
            except (json.JSONDecodeError, KeyError, TypeError) as error:
                raise InputError(
                    f"{path.name}, line {number}: no event as `kroniek read --format jsonl` writes it ({error!r})"
                ) from None


_KEYS = ("id", "report", "status", "type", "goldstein", "when", "place", "initiators", "targets", "killed", "answers")


def _row(event: Mapping[str, Any]) -> dict[str, Any]:
    when, place = event["when"], event["place"] or {}
    low, best, high = _figures(event["killed"])
    return {
        "id": f"{event['report']}:{event['id']}",
        "first": when["first"], "last": when["last"] or when["first"],
        "initiator": _actor(event["initiators"]), "target": _actor(event["targets"]),
        "country": place.get("country") or "", "place": place.get("name") or "",
        "type": event["type"], "mode": event["mode"] or "", "deeds": (event["occurrences"] or [1])[0],
        "deaths_low": low, "deaths_best": best, "deaths_high": high, "goldstein": event["goldstein"], "reports": 1,
        "answers": " ".join(f"{event['report']}:{other}" for other in event["answers"]),
    }  # fmt: skip


def _actor(actors: list[dict[str, Any]]) -> str:
    first = actors[0] if actors else {}
    return str(first.get("country") or first.get("name") or first.get("text") or "")


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

"""Chance reports for property tests and benchmarks: deeds of a small world, each told by some reports in other words."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from coded import CODER, actor, claims, event, place, when

from kroniek.chronicle import Coded
from kroniek.records import Report

SIDES = ["=Red Army|AAA|MIL", "=Blue Front|BBB|REB", "=Green Guard|CCC|PRM", "Grey|DDD|GOV"]
PLACES = ["Northtown|AAA|10|10|place", "Southtown|AAA|12|10|place", "Westport|BBB|30|-5|place", "Bland|BBB|31|-5|region"]
TYPES = ["ASSAULT", "PROTEST", "ACCUSE", "COERCE"]
OUTLETS = ["Courier", "Gazette", "Herald", "Bulletin"]


def reports(seed: int, count: int, *, start: date = date(2021, 3, 1), days: int = 6) -> list[Coded]:
    """`count` reports of up to three events each."""
    chance = random.Random(seed)
    return [_report(chance, f"r{seed}-{n}", start, days) for n in range(count)]


def _report(chance: random.Random, id: str, start: date, days: int) -> Coded:
    day = start + timedelta(days=chance.randrange(days))
    words = " ".join(chance.choice(["shelled", "met", "said", "near", "army", "day", "town", "men"]) for _ in range(30))
    text = f"{id} {words}."
    report = Report(id, text, "en", (day + timedelta(days=1)).isoformat(), None, chance.choice(OUTLETS))
    events = tuple(_event(chance, f"e{n}", text, day) for n in range(1, chance.randrange(1, 4)))
    return Coded(report, events, CODER)


def _event(chance: random.Random, id: str, text: str, day: date) -> dict[str, Any]:
    one, other = chance.sample(SIDES, 2)
    told = {"killed": claims("killed", f"{chance.randrange(9)}-|people|")} if chance.random() < 0.4 else {}
    return event(
        id, chance.choice(TYPES), text=text, trigger=text.split()[0],
        initiators=[actor(one)] if chance.random() < 0.8 else [], targets=[actor(other)] if chance.random() < 0.8 else [],
        place=place(chance.choice(PLACES)) if chance.random() < 0.7 else None,
        when=when(day.isoformat()) if chance.random() < 0.8 else None, **told,
    )  # fmt: skip

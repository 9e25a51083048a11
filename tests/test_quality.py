"""Quality cannot fall unnoticed: scores on the gold reports against floors pinned with a digest of the gold.

A floor is lowered only on purpose: KRONIEK_LOWER_FLOORS=1 writes the new ones, and the changelog says why.
`docs/quality.md` is written from the same run by `tools/quality.py`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

import kroniek
from kroniek.records import Event

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))
FLOORS = Path(__file__).parent / "floors.json"


@pytest.fixture(scope="module")
def scores(shared: Path) -> dict[str, Any]:
    import quality

    gold = shared / "gold"
    return {name: quality.scores(gold, folder) for name, folder in quality.sets(gold).items()}


def test_floors_are_of_this_gold(shared: Path) -> None:
    import quality

    assert json.loads(FLOORS.read_text())["gold"] == quality.digest(shared / "gold")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("reports", ["gold", "looked-at", "held-back"])
def test_no_score_below_its_floor(scores: dict[str, Any], reports: str, language: str) -> None:
    floors, found = json.loads(FLOORS.read_text())["floors"][reports][language], scores[reports][language]
    assert not {slot: (found[slot]["f1"], floor) for slot, floor in floors.items() if found[slot]["f1"] < floor}


def test_languages_stay_level(scores: dict[str, Any]) -> None:
    gold = scores["gold"]
    assert abs(gold["nl"]["typed"]["f1"] - gold["en"]["typed"]["f1"]) <= 0.05


@pytest.fixture(scope="module")
def seed(shared: Path) -> dict[str, Any]:
    path = next((shared / "gold" / "dev").glob("*embassy-baghdad.json"))
    return dict(json.loads(path.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def events(seed: dict[str, Any]) -> tuple[Event, ...]:
    return kroniek.read(seed["text"]["nl"], published="2019-12-31", language="nl").events


class TestSeed:
    """The report that the project began with."""

    def test_strike_with_both_figures_and_its_day(self, events: tuple[Event, ...]) -> None:
        strike = next(e for e in events if e.type == "ASSAULT" and any("bombardement" in s.text for s in e.trigger))
        assert strike.when is not None
        assert strike.when.edtf == "2019-12-29"
        assert {(24, 99), (25, 25)} <= {(c.low, c.high) for c in strike.killed}

    def test_eleven_shellings_are_one_event(self, events: tuple[Event, ...]) -> None:
        assert [e.type for e in events if e.occurrences == (11, 11)] == ["ASSAULT"]

    def test_minister_seen_by_a_news_agency(self, events: tuple[Event, ...]) -> None:
        seen = next(e for e in events if any("gesignaleerd" in s.text for s in e.trigger))
        assert any(a.name == "Associated Press" for a in seen.according_to)

    def test_army_that_did_not_intervene(self, events: tuple[Event, ...]) -> None:
        idle = next(e for e in events if e.status == "not")
        assert [(a.country, a.sector) for a in idle.initiators] == [("IRQ", "MIL")]

    def test_answers(self, events: tuple[Event, ...]) -> None:
        by_id = {e.id: e for e in events}
        storming = next(e for e in events if any("gebroken" in s.text for s in e.trigger))
        strike = next(e for e in events if any("bombardement" in s.text for s in e.trigger))
        shelling = next(e for e in events if any("beschieting" in s.text for s in e.trigger))
        assert strike.id in storming.answers
        assert shelling.id in strike.answers
        assert all(a in by_id for e in events for a in e.answers)

    def test_vague_publication_date_makes_no_false_date(self, seed: dict[str, Any], events: tuple[Event, ...]) -> None:
        vague = kroniek.read(seed["text"]["nl"], published="2019-12", language="nl").events
        exact = {tuple(e.trigger): e.when for e in events if e.when and e.when.edtf}
        for event in vague:
            true = exact.get(tuple(event.trigger))
            if true and event.when and event.when.edtf:
                assert (event.when.first or "0000") <= (true.first or "0000")
                assert (event.when.last or "9999") >= (true.last or "9999")

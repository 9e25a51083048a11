"""Gravity is tested by its order only: A is graver than B. Rungs are tested one by one."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("pandas", reason="the extra 'dynamics' is not installed")

import pandas as pd

from kroniek.dynamics.acts import complete
from kroniek.dynamics.escalation import escalation, gravity, quads, reached
from kroniek.knowledge.acts import types


def act(told: str, **more: Any) -> dict[str, Any]:
    """TYPE/mode@SECTOR deaths."""
    kind, _, deaths = told.partition(" ")
    kind, _, sector = kind.partition("@")
    kind, _, mode = kind.partition("/")
    return {"first": "2020-01-01", "type": kind, "mode": mode, "target_sector": sector, "deaths_best": float(deaths or 0)} | more


def table(*acts: dict[str, Any]) -> pd.DataFrame:
    return complete(pd.DataFrame(list(acts)))


@pytest.mark.parametrize(
    ("graver", "lighter"),
    [
        ("ASSAULT/aerial 25", "ASSAULT/aerial 2"),
        ("ASSAULT/aerial", "ASSAULT/firearms"),
        ("ASSAULT/unconventional", "ASSAULT/aerial"),
        ("ASSAULT/drone@GOV 2", "ASSAULT/drone@MIL 2"),
        ("ASSAULT/heavy-weapons", "ASSAULT/crowd-control"),
        ("ASSAULT", "SANCTION/withdraw"),
        ("SANCTION/withdraw", "THREATEN/violence"),
        ("PROTEST/riot", "PROTEST/demo"),
        ("COERCE/seize", "COERCE/arrest"),
        ("MOBILIZE/troops", "ACCUSE"),
        ("ASSAULT/drone", "PROTEST/riot"),
    ],
)
def test_order(graver: str, lighter: str) -> None:
    first, second = gravity(table(act(graver), act(lighter)))
    assert first > second


@pytest.mark.parametrize("told", ["THREATEN", "ACCUSE", "REQUEST", "REJECT", "AGREE", "AID", "CONSULT", "COOPERATE", "RETREAT"])
def test_words_and_cooperation_weigh_nothing(told: str) -> None:
    assert gravity(table(act(told))).tolist() == [0.0]


def test_leaving_an_agreement_is_conflict() -> None:
    acts = table(act("SANCTION/withdraw"))
    assert quads(acts, escalation()).tolist() == [4]
    assert gravity(acts)[0] > 0


def test_eleven_deeds_weigh_eleven_times() -> None:
    one, eleven = gravity(table(act("ASSAULT"), act("ASSAULT", deeds=11)))
    assert eleven == pytest.approx(11 * one)


@pytest.mark.parametrize(
    ("told", "more", "rungs"),
    [
        ("SANCTION", {}, {"pressure"}),
        ("MOBILIZE/troops", {}, {"forces"}),
        ("PROTEST/riot@GOV", {}, {"crowd"}),
        ("PROTEST/demo", {}, set()),
        ("ASSAULT/crowd-control@OPP", {}, set()),
        ("ASSAULT/firearms@MIL 1", {}, {"attack", "deadly", "military"}),
        ("ASSAULT/aerial@PRM 25", {"country": "IRQ", "initiator_country": "USA", "target_country": "IRQ"}, {"attack", "deadly", "heavy", "soil", "25 dead"}),
        ("ASSAULT/drone", {"country": "IRQ", "initiator_country": "USA", "target_country": "IRN"}, {"attack", "heavy"}),
        ("ASSAULT", {"country": "IRN", "initiator_country": "IRN", "target_country": "IRN"}, {"attack"}),
        ("THREATEN 200", {}, set()),
        ("RPG 3", {}, {"attack", "deadly"}),
    ],
)  # fmt: skip
def test_rungs(told: str, more: dict[str, Any], rungs: set[str]) -> None:
    known = escalation()
    found = reached(table(act(told, **more)))[0]
    assert {rung.name for rung, on in zip(known.rung, found, strict=True) if on} == rungs


def test_the_file_names_only_what_the_ontology_knows() -> None:
    known, told = escalation(), types()
    modes = {mode for one in told.values() for mode in one.modes}
    assert {one.name for one in known.type} == {name for name, one in told.items() if one.quad == 4}
    assert {one.name for one in known.weapon} <= modes
    for rung in known.rung:
        assert set(rung.modes) | set(rung.not_modes) <= modes
        assert set(rung.types) <= set(told)

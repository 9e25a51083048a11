"""A day on which very much happened: what is compared stays bounded, and deeds are still told apart and found together."""

from __future__ import annotations

import pytest
from coded import CODER, actor, event, place, report, when
from sqlalchemy import func, select
from test_examples import groups, partition

from kroniek.chronicle import Chronicle, Coded, crowds, schema, settling
from kroniek.chronicle.adding import add_batch
from kroniek.chronicle.sketch import Sketch


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A block of 20 is busy; counts what is compared."""
    calls = [0]
    judged = settling.judge

    def counting(a: Sketch, b: Sketch) -> object:
        calls[0] += 1
        return judged(a, b)

    monkeypatch.setattr(crowds, "BUSY", 20)
    monkeypatch.setattr(crowds, "EACH", 6)
    monkeypatch.setattr(settling, "MANY", 30)
    monkeypatch.setattr(settling, "judge", counting)
    return calls


def told(n: int, deeds: int) -> Coded:
    """Report `n`, on deed `n` modulo `deeds`, each in a town of its own."""
    deed = n % deeds
    text = f"Shells fell on town {deed}, report {n} says."
    body = event(
        text=text, trigger="Shells fell", initiators=[actor("=Red Army|AAA|MIL")], targets=[actor("=Blue Front|BBB|REB")],
        place=place(f"Town{deed}|AAA|{deed}|10|place"), when=when("2021-03-01"),
    )  # fmt: skip
    return Coded(report(text, f"r{n}", published="2021-03-02"), (body,), CODER)


@pytest.mark.parametrize("deeds", [1, 12, 60])
def test_cost_is_bounded_and_deeds_stay_whole(chronicle: Chronicle, few: list[int], deeds: int) -> None:
    items = [told(n, deeds) for n in range(240)]
    for at in range(0, len(items), 24):
        few[0] = 0
        add_batch(chronicle, items[at : at + 24])
        assert few[0] <= 24 * 5 * 2 * 6, "five traits, six events of the store and six of the batch for each"
    found = groups(partition(chronicle))
    assert len(found) == deeds
    assert {len(g) for g in found} == {240 // deeds}
    with chronicle.reading() as connection:
        kept = connection.execute(select(func.count()).select_from(schema.pairs)).scalar_one()
    assert kept <= 240 * 20


def test_below_the_bound_all_are_compared(chronicle: Chronicle, few: list[int]) -> None:
    add_batch(chronicle, [told(n, 20) for n in range(20)])
    assert few[0] >= 20 * 19 / 2

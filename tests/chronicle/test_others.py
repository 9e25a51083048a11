"""Incidents of confrontations on which the weights were not set, read well and read poorly: pairs put together rightly.

Precision: of the pairs of events put together, how many belong together; recall: of those that belong together, how many
are. The floors are what was measured, less a little; they are raised with the weights.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import combinations

import pytest
from coded import others
from test_examples import partition

from kroniek.chronicle import Chronicle
from kroniek.chronicle.adding import add

Row = dict[str, str]


def as_read(row: Row, chance: random.Random) -> Row:
    return row


def no_place(row: Row, chance: random.Random) -> Row:
    return row | {"place": ""} if chance.random() < 0.4 else row


def no_initiator(row: Row, chance: random.Random) -> Row:
    return row | {"initiators": ""} if chance.random() < 0.4 else row


def wrong_initiator(row: Row, chance: random.Random) -> Row:
    """Who speaks, or another of the sentence, taken for the doer."""
    return row | {"initiators": "reporter|USA|JRN"} if chance.random() < 0.25 else row


def no_date(row: Row, chance: random.Random) -> Row:
    return row | {"when": ""} if chance.random() < 0.4 else row


def vague_date(row: Row, chance: random.Random) -> Row:
    return row | {"when": row["when"][:7]} if chance.random() < 0.4 else row


def all_of_it(row: Row, chance: random.Random) -> Row:
    """A fifth of the places, doers and days lost."""
    for field in ("place", "initiators", "when"):
        row = row | {field: ""} if chance.random() < 0.2 else row
    return row


SEEDS = 20
FLOORS: dict[Callable[[Row, random.Random], Row], tuple[float, float]] = {
    as_read: (0.93, 0.93),
    no_place: (0.88, 0.84),
    no_initiator: (0.93, 0.88),
    wrong_initiator: (0.93, 0.80),
    no_date: (0.93, 0.88),
    vague_date: (0.93, 0.88),
    all_of_it: (0.92, 0.76),
}


def counts(chronicle: Chronicle, damage: Callable[[Row], Row]) -> tuple[int, int, int]:
    """Pairs that belong together and are put together; pairs put together; pairs that belong together."""
    items, truth = others(damage)
    add(chronicle, items)
    home = partition(chronicle)
    pairs = list(combinations(sorted(truth), 2))
    belong = {p for p in pairs if truth[p[0]] == truth[p[1]]}
    put = {p for p in pairs if home[p[0]] == home[p[1]]}
    return len(belong & put), len(put), len(belong)


@pytest.mark.parametrize("damage", FLOORS, ids=lambda d: d.__name__)
def test_pairs(tmp_path_factory: pytest.TempPathFactory, damage: Callable[[Row, random.Random], Row]) -> None:
    right = put = belong = 0
    for seed in range(1 if damage is as_read else SEEDS):
        chance = random.Random(seed)
        with Chronicle(tmp_path_factory.mktemp("c") / "c.db") as chronicle:
            a, b, c = counts(chronicle, lambda row: damage(row, chance))  # noqa: B023
        right, put, belong = right + a, put + b, belong + c
    precision, recall = right / put, right / belong
    print(f"{damage.__name__}: precision {right}/{put} = {precision:.2f}, recall {right}/{belong} = {recall:.2f}")
    assert (precision >= FLOORS[damage][0], recall >= FLOORS[damage][1]) == (True, True), (precision, recall)

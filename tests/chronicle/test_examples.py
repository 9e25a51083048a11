"""The example reports become the incidents that cases/incidents/examples.md lists."""

from __future__ import annotations

import random
from typing import Any

import pytest
from coded import ROOT, examples
from sqlalchemy import select

from kroniek.chronicle import Chronicle, queries, schema
from kroniek.chronicle.adding import add
from kroniek.chronicle.chain import chain

E, R = schema.events.c, schema.reports.c


def partition(chronicle: Chronicle) -> dict[tuple[str, str], int]:
    """(report id, event id) → number of its incident."""
    with chronicle.reading() as connection:
        query = select(R.id, E.local, E.incident).join_from(schema.events, schema.reports).where(E.live == 1)
        return {(id, local): incident for id, local, incident in connection.execute(query)}


def groups(home: dict[Any, Any]) -> set[frozenset[Any]]:
    """The sets of keys with one value."""
    return {frozenset(k for k, v in home.items() if v == value) for value in set(home.values())}


def expected() -> list[dict[str, str]]:
    """Rows of the table in cases/incidents/examples.md."""
    lines = [li for li in (ROOT / "cases" / "incidents" / "examples.md").read_text().splitlines() if li.startswith("|")]
    cells = [[c.strip() for c in line.strip("|").split("|")] for line in lines]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[2:]]


def test_no_deed_twice_and_none_lost(chronicle: Chronicle) -> None:
    items, truth = examples()
    add(chronicle, items)
    wrong = groups(partition(chronicle)) ^ groups(truth)
    assert not wrong, sorted((sorted((truth[m], m) for m in group) for group in wrong), key=str)


@pytest.mark.parametrize("seed", range(3))
def test_order_of_adding_does_not_matter(chronicle: Chronicle, seed: int) -> None:
    items, truth = examples()
    random.Random(seed).shuffle(items)
    for item in items:
        add(chronicle, [item])
    assert groups(partition(chronicle)) == groups(truth)


def test_table_of_incidents(chronicle: Chronicle) -> None:
    items, truth = examples()
    add(chronicle, items)
    home = partition(chronicle)
    with chronicle.reading() as connection:
        rows = {row["no"]: row for row in queries.incidents(connection)}
        answers = {(a.answer, a.act) for a in chain(connection).answers}
    number = {name: home[key] for key, name in truth.items()}
    for row in expected():
        found = rows[number[row["incident"]]]
        told = sorted({key[0][:2] for key, name in truth.items() if name == row["incident"]})
        assert " ".join(told) == row["reports"]
        assert found["type"] == row["type"], row
        assert found["last"] == row["when"] or found["first"] == row["when"], row
        assert (found["country"] or "") == row["country"], row
        if row["killed"]:
            assert f"{found['killed_low']} {found['killed_best']} {found['killed_high']}" == row["killed"], row
        if row["answers"]:
            assert (number[row["incident"]], number[row["answers"]]) in answers, row


def test_claims_side_by_side(chronicle: Chronicle) -> None:
    items, truth = examples()
    add(chronicle, items)
    asad = partition(chronicle)[next(k for k, v in truth.items() if v == "asad")]
    with chronicle.reading() as connection:
        id = next(r["id"] for r in queries.incidents(connection) if r["no"] == asad)
        claims = queries.incident(connection, id)["claims"]
    says = {s["source"]: (s["low"], s["high"]) for s in claims["killed"]["sources"]}
    assert says == {"Iranian state television": (80, None), "Donald Trump": (0, 0), "Iraqi army": (0, 0)}
    assert len(claims["killed"]["disagreements"]) == 2
    assert {s["source"]: s["low"] for s in claims["injured"]["sources"]} == {"Pentagon": 109, "Donald Trump": 0}


def test_the_chain(chronicle: Chronicle) -> None:
    items, truth = examples()
    add(chronicle, items)
    name_of = {no: truth[key] for key, no in partition(chronicle).items()}
    with chronicle.reading() as connection:
        found = chain(connection)
    line = next(li for li in (ROOT / "cases" / "incidents" / "examples.md").read_text().splitlines() if li.startswith("k1 →"))
    names = [name_of[n] for n in found.sequence]
    assert " → ".join(names).startswith(line) or line in " → ".join(names), names
    basis = {(name_of[a.answer], name_of[a.act]): a.basis for a in found.answers}
    assert basis["soleimani", "embassy"] == "inferred"
    assert basis["asad", "soleimani"] == "said"

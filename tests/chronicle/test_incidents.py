"""Identity, merging and idempotence, whatever is added in whatever order."""

from __future__ import annotations

import random

import pytest
from coded import Fresh, actor, event, place, report, when
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up import reports
from sqlalchemy import func, select
from test_examples import groups, partition

from kroniek.chronicle import Chronicle, Coded, queries, schema
from kroniek.chronicle.adding import add
from kroniek.chronicle.sameness import FEATURES, judge
from kroniek.chronicle.sketch import Sketch, sketch

few = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def built(fresh: Fresh, items: list[Coded], *, piece: int) -> dict[tuple[str, str], int]:
    """The partition after adding the items, `piece` at a time."""
    with fresh() as chronicle:
        for at in range(0, len(items), piece):
            add(chronicle, items[at : at + piece])
        return partition(chronicle)


@few
@given(seed=st.integers(0, 10_000), order=st.randoms(use_true_random=False), piece=st.integers(1, 40))
def test_order_and_pieces_change_nothing(fresh: Fresh, seed: int, order: random.Random, piece: int) -> None:
    items = reports(seed, 30)
    shuffled = list(items)
    order.shuffle(shuffled)
    assert groups(built(fresh, items, piece=30)) == groups(built(fresh, shuffled, piece=piece))


@few
@given(seed=st.integers(0, 10_000))
def test_adding_again_changes_nothing(fresh: Fresh, seed: int) -> None:
    items = reports(seed, 15)
    with fresh() as chronicle:
        add(chronicle, items)
        before = dump(chronicle)
        again = add(chronicle, [*items, *items])
        assert {a.state for a in again} == {"known"}
        assert dump(chronicle) == before


@few
@given(seed=st.integers(0, 10_000))
def test_ids_never_change_and_merged_ids_lead_on(fresh: Fresh, seed: int) -> None:
    items = reports(seed, 25)
    with fresh() as chronicle:
        given_out: dict[str, tuple[str, str]] = {}
        for item in items:
            add(chronicle, [item])
            home = partition(chronicle)
            with chronicle.reading() as connection:
                numbers = {row["no"]: row["id"] for row in queries.incidents(connection)}
                for key, no in home.items():
                    given_out.setdefault(numbers[no], key)
                for id in given_out:
                    queries.incident(connection, id)


def dump(chronicle: Chronicle) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, sorted."""
    with chronicle.reading() as connection:
        return {t.name: sorted(map(tuple, connection.execute(select(t))), key=repr) for t in schema.metadata.sorted_tables}


@pytest.mark.parametrize("name", FEATURES)
def test_every_feature_is_symmetric(name: str) -> None:
    drawn = [drawn_of(e, no) for no, e in enumerate((e for c in reports(7, 30) for e in c.events), 1)]
    for a in drawn:
        for b in drawn:
            assert FEATURES[name](a, b) == FEATURES[name](b, a)


def drawn_of(body: dict[str, object], no: int) -> Sketch:
    return sketch(body, no=no, origin=no, uid=f"e{no:016x}", report=no, published=737850, undated_days=10)


BASE = {
    "initiators": [actor("=Red Army|AAA|MIL")],
    "targets": [actor("=Blue Front|BBB|REB")],
    "place": place("Northtown|AAA|10|10|place"),
    "when": when("2021-03-01"),
}


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({}, "same"),
        ({"when": when("2021-03-04")}, "different"),
        ({"when": when("2021-03")}, "same"),
        ({"place": place("Westport|BBB|30|-5|place")}, "different"),
        ({"initiators": [], "place": place("Bland|AAA|10|10|region")}, "same"),
        ({"initiators": BASE["targets"], "targets": BASE["initiators"]}, "different"),
        ({"status": "not"}, "different"),
        ({"type": "PROTEST"}, "different"),
        ({"initiators": [], "targets": [], "place": None}, "unsure"),
    ],
)
def test_verdicts(change: dict[str, object], verdict: str) -> None:
    one, other = event(**BASE), event(**{**BASE, **change})  # type: ignore[arg-type]
    found = judge(drawn_of(one, 1), drawn_of(other, 2))
    assert found.verdict == verdict, found
    assert len(found.explain()) == len(found.why)


def test_wire_copies_are_one_lineage(chronicle: Chronicle) -> None:
    body = "Shells fell on Northtown on Monday and five people were killed, the army said, while the front denied all of it. "
    text = body + "The mayor asked both sides for restraint and opened the schools to those who had lost their homes."
    items = [
        Coded(report(t, id, outlet=outlet, published="2021-03-02"), (event(text=t, trigger="Shells fell", **BASE),), "hand 1")
        for id, outlet, t in (
            ("a", "Courier", text),
            ("b", "Gazette", text + " (Reuter)"),
            ("c", "Herald", "Shells fell on the market of Northtown, and doctors of its hospital count five dead after a day of fire."),
        )
    ]
    add(chronicle, items)
    with chronicle.reading() as connection:
        (row,) = queries.incidents(connection)
    assert (row["events"], row["reports"], row["lineages"]) == (3, 3, 2)


def test_a_changed_article_is_a_new_version(chronicle: Chronicle) -> None:
    def version(count: str, coder: str = "hand 1") -> Coded:
        text = f"Shells fell on Northtown. They killed {count} people."
        claim = {"kind": "killed", "low": int(count), "high": int(count), "who": "people", "text": count, "start": 0, "end": 0,
                 "according_to": [], "rule": ""}  # fmt: skip
        told = event(text=text, trigger="Shells fell", killed=[claim], **BASE)
        return Coded(report(text, f"v{count}", url="https://www.example.org/a?utm_source=x", published="2021-03-02"), (told,), coder)

    assert [a.state for a in add(chronicle, [version("5")])] == ["new"]
    assert [a.state for a in add(chronicle, [version("7")])] == ["version"]
    assert [a.state for a in add(chronicle, [version("5")])] == ["known"]
    with chronicle.reading() as connection:
        (row,) = queries.incidents(connection)
        found = queries.versions(connection, "https://example.org/a")
        assert connection.execute(select(func.count()).select_from(schema.events)).scalar_one() == 2
    assert (row["killed_best"], row["events"]) == (7, 1)
    assert [v["live"] for v in found] == [0, 1]
    assert (len(found[1]["gone"]), len(found[1]["came"])) == (1, 1)


def test_two_versions_in_one_batch(chronicle: Chronicle) -> None:
    texts = ["Shells fell on Northtown.", "Shells fell on Northtown again."]
    items = [
        Coded(report(t, "x", url="https://example.org/b", published="2021-03-02"), (event(text=t, trigger="Shells fell", **BASE),), "hand 1")
        for t in texts
    ]
    assert [a.state for a in add(chronicle, items)] == ["new", "version"]
    with chronicle.reading() as connection:
        (row,) = queries.incidents(connection)
    assert row["events"] == 1

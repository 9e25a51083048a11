"""A person's word holds: in the incidents, in the log, and when all is coded again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from coded import event, examples, report, when
from sqlalchemy import select, update
from test_examples import groups, partition

from kroniek.chronicle import Chronicle, ChronicleError, Coded, NotFound, queries, schema
from kroniek.chronicle.adding import add
from kroniek.chronicle.audit import audit
from kroniek.chronicle.chain import chain
from kroniek.chronicle.corrections import Correction, correct

E = schema.events.c


def filled(chronicle: Chronicle) -> dict[str, tuple[str, str]]:
    """The examples added; incident name → (report, event)."""
    items, truth = examples()
    add(chronicle, items)
    return {name: key for key, name in truth.items()}


def id_of(chronicle: Chronicle, key: tuple[str, str], *, event: bool = False) -> str:
    """Public id of an event, or of the incident that it is in."""
    R = schema.reports.c
    with chronicle.reading() as connection:
        query = select(E.uid, E.incident).join_from(schema.events, schema.reports)
        uid, no = connection.execute(query.where(R.id == key[0], E.local == key[1], E.live == 1)).one()
        return uid if event else connection.execute(select(schema.incidents.c.id).where(schema.incidents.c.no == no)).scalar_one()


def word(chronicle: Chronicle, action: Any, *ids: str, **more: Any) -> int:
    return correct(chronicle, Correction("Ada", action, ids, "seen with own eyes", **more))


def coded_again(items: list[Coded], coder: str = "hand 2") -> list[Coded]:
    """The same events by a newer coder, numbered the other way round."""

    def turned(item: Coded) -> Coded:
        names = {e["id"]: f"e{len(item.events) - n}" for n, e in enumerate(item.events)}
        events = [
            {**e, "id": names[e["id"]], "coder": coder, "links": [{**k, "event": names[k["event"]]} for k in e["links"]],
             "answers": [names[a] for a in e["answers"]]}
            for e in item.events
        ]  # fmt: skip
        return replace(item, events=tuple(reversed(events)), coder=coder)

    return [turned(i) for i in items]


def test_merge_and_split_hold_when_coded_again(chronicle: Chronicle) -> None:
    key = filled(chronicle)
    first, second = key["teargas-first"], key["teargas-second"]
    word(chronicle, "merge", id_of(chronicle, first), id_of(chronicle, second))
    assert id_of(chronicle, first) == id_of(chronicle, second)
    out = ("04-ambassade-nl", "e4")
    strikes = id_of(chronicle, out)
    word(chronicle, "split", id_of(chronicle, out, event=True))
    assert id_of(chronicle, out) != strikes == id_of(chronicle, ("02-aanvallen-nl", "e1"))
    before = {frozenset(trigger(chronicle, k) for k in g) for g in groups(partition(chronicle))}
    states = {a.state for a in add(chronicle, coded_again(examples()[0]))}
    assert states == {"coded again"}
    after = {frozenset(trigger(chronicle, k) for k in g) for g in groups(partition(chronicle))}
    assert after == before
    assert audit(chronicle).damage == audit(chronicle).orphans == ()


def trigger(chronicle: Chronicle, key: tuple[str, str]) -> tuple[str, str]:
    """Public id of an event with its report: the same over all codings."""
    return key[0], id_of(chronicle, key, event=True)


def test_reject_holds_when_coded_again(chronicle: Chronicle) -> None:
    key = filled(chronicle)
    uid, incident = (id_of(chronicle, key["macaire"], event=e) for e in (True, False))
    word(chronicle, "reject", uid)
    for items in ([], coded_again(examples()[0])):
        add(chronicle, items)
        with chronicle.reading() as connection, pytest.raises(NotFound, match="rejected"):
            queries.incident(connection, incident)
    word(chronicle, "accept", uid)
    with chronicle.reading() as connection:
        assert queries.incident(connection, incident)["review"] == "accepted"


def test_edit_holds_when_coded_again(chronicle: Chronicle) -> None:
    key = filled(chronicle)
    uid = id_of(chronicle, key["students"], event=True)
    word(chronicle, "edit", uid, field="when", new="2020-01-10")
    word(chronicle, "edit", uid, field="killed", new=[{"low": 1, "high": 2, "who": "students"}])
    add(chronicle, coded_again(examples()[0]))
    with chronicle.reading() as connection:
        row = queries.incident(connection, f"i{uid[1:]}")
    assert (row["first"], row["killed_low"], row["killed_high"], row["review"]) == ("2020-01-10", 1, 2, "edited")


def test_edits_take_short_forms(chronicle: Chronicle) -> None:
    key = filled(chronicle)
    uid = id_of(chronicle, key["students"], event=True)
    for field, new in (("killed", "3-5"), ("injured", "7-"), ("detained", "2"), ("targets", "Tehran police; dean")):
        word(chronicle, "edit", uid, field=field, new=new)
    with chronicle.reading() as connection:
        row = queries.incident(connection, f"i{uid[1:]}")
    assert (row["killed_low"], row["killed_high"], row["injured_low"], row["detained_best"]) == (3, 5, 7, 2)
    assert [t["name"] for t in row["targets"]] == ["Tehran police", "dean"]


def test_a_correction_holds_in_a_version_in_which_its_words_have_moved(chronicle: Chronicle) -> None:
    def version(text: str) -> Coded:
        told = [
            event(id, type, text=text, trigger=words, when=when("2021-03-01"))
            for id, type, words in (("e1", "ASSAULT", "Shells fell"), ("e2", "ASSAULT", "Bombs struck"))
        ]
        return Coded(report(text, "r", url="https://example.org/a", published="2021-03-02"), tuple(told), "hand 1")

    add(chronicle, [version("Shells fell on Northtown.\nBombs struck Southtown.")])
    uid = id_of(chronicle, ("r", "e2"), event=True)
    word(chronicle, "reject", uid)
    moved = "Note.\nBombs struck Southtown.\nShells fell on Northtown."
    assert [a.lost for a in add(chronicle, [version(moved)])] == [()]
    assert id_of(chronicle, ("r", "e2"), event=True) == uid


def test_a_correction_without_event_is_told(chronicle: Chronicle) -> None:
    key = filled(chronicle)
    uid = id_of(chronicle, key["macaire"], event=True)
    word(chronicle, "accept", uid)
    items = [replace(i, coder="hand 3", events=i.events[:-1]) for i in examples()[0]]
    lost = [u for a in add(chronicle, items) for u in a.lost]
    assert lost == [uid]
    assert [uid in o for o in audit(chronicle).orphans] == [True]
    add(chronicle, [replace(i, coder="hand 4") for i in examples()[0]])
    found = audit(chronicle)
    assert found.damage == found.orphans == ()
    assert id_of(chronicle, key["macaire"], event=True) == uid


def test_links(chronicle: Chronicle) -> None:
    key = filled(chronicle)
    ids = {n: id_of(chronicle, key[n]) for n in ("soleimani", "embassy", "asad")}
    word(chronicle, "unlink", ids["asad"], ids["soleimani"])
    word(chronicle, "link", ids["soleimani"], ids["embassy"])
    with chronicle.reading() as connection:
        found = chain(connection)
    by_id = {(found.incidents[a.answer]["id"], found.incidents[a.act]["id"]): a.basis for a in found.answers}
    assert by_id[ids["soleimani"], ids["embassy"]] == "person"
    assert (ids["asad"], ids["soleimani"]) not in by_id


def test_circles_of_answers_are_cut(chronicle: Chronicle) -> None:
    key = filled(chronicle)
    a, b = id_of(chronicle, key["blame-k1"]), id_of(chronicle, key["k1"])
    word(chronicle, "link", b, a)
    with chronicle.reading() as connection:
        assert [reason for _, reason in chain(connection).left_out] == ["it would close a circle of answers"]


def test_the_log_shows_tampering(chronicle: Chronicle) -> None:
    key = filled(chronicle)
    for name in ("k1", "asad", "embassy"):
        word(chronicle, "accept", id_of(chronicle, key[name]))
    whole = audit(chronicle)
    assert (whole.corrections, whole.damage) == (3, ())
    C = schema.corrections
    with chronicle.writing() as connection:
        connection.execute(update(C).where(C.c.no == 2).values(why="never"))
    assert [d for d in audit(chronicle).damage if "correction 2" in d]
    with chronicle.writing() as connection:
        connection.execute(C.delete().where(C.c.no == 2))
    assert len(audit(chronicle).damage) == 2
    with chronicle.writing() as connection:
        connection.execute(C.delete().where(C.c.no >= 2))
    assert audit(chronicle).damage == ()
    assert audit(chronicle, head=whole.head).damage


@pytest.mark.parametrize(
    ("action", "more", "finding"),
    [
        ("edit", {"field": "typ", "new": "ASSAULT"}, "did you mean 'type'"),
        ("edit", {"field": "type", "new": "ASSAULTT"}, "did you mean 'ASSAULT'"),
        ("edit", {"field": "mode", "new": "arest"}, "did you mean 'arrest'"),
        ("edit", {"field": "killed", "new": [{"low": 3, "high": 2}]}, "above"),
        ("edit", {"field": "targets", "new": [{"nme": "x", "name": "y"}]}, "nme"),
        ("edit", {"field": "occurrences", "new": [2]}, "does not fit"),
        ("edit", {"field": None}, "wants a field"),
        ("merge", {}, "two incidents"),
        ("split", {}, "nothing behind|of one incident"),
        ("link", {}, "two ids"),
        ("acept", {}, "did you mean 'accept'"),
    ],
)
def test_wrong_corrections_are_told_and_leave_nothing(
    chronicle: Chronicle, action: str, more: dict[str, Any], finding: str
) -> None:
    key = filled(chronicle)
    uid = id_of(chronicle, key["macaire"], event=True)
    with pytest.raises(ChronicleError, match=finding):
        word(chronicle, action, uid, **more)
    assert audit(chronicle).corrections == 0

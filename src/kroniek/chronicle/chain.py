"""Which incident answers which: what reports say, what a person says, and what may be inferred, told apart.

A report's word on two of its events holds for their incidents. An answer cannot come before what it answers, and answers
make no circle: of a circle the link with the fewest independent texts is left out (then the latest), and named.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, select

from kroniek.chronicle import queries, rows, schema
from kroniek.chronicle.queries import Filter, Row

E = schema.events.c
L = schema.links.c
R = schema.reports.c
BLOWS = ("ASSAULT", "PROTEST", "COERCE")
WINDOW = 7


@dataclass(frozen=True, slots=True)
class Cue:
    """Where a report says so: its id and outlet, the words (None where implied), the rule, its lineage."""

    report: str
    outlet: str | None
    cue: str | None
    rule: str
    lineage: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Incident `answer` answers incident `act` (numbers). `basis`: said (in reports, `cues`), person, or inferred."""

    answer: int
    act: int
    basis: Literal["said", "person", "inferred"]
    cues: tuple[Cue, ...] = ()

    @property
    def lineages(self) -> int:
        """Independent texts that say so."""
        return len({c.lineage for c in self.cues})


@dataclass(frozen=True, slots=True)
class Chain:
    """Incidents by number, the answers among them, the longest sequence, and answers left out with the reason."""

    incidents: dict[int, Row]
    answers: tuple[Answer, ...]
    sequence: tuple[int, ...]
    left_out: tuple[tuple[Answer, str], ...] = field(default=())


def chain(connection: Connection, wanted: Filter | None = None, *, inferred: bool = True) -> Chain:
    """The answers among the incidents of a filter. `inferred`: also those that no report states."""
    chosen = {row["no"]: row for row in queries.incidents(connection, wanted)}
    stated = [*_said(connection, chosen), *_persons(connection, chosen)]
    denied = _unlinked(connection)
    stated = [a for a in stated if (a.answer, a.act) not in denied]
    guessed = [a for a in _inferred(chosen, stated) if (a.answer, a.act) not in denied] if inferred else []
    kept, left_out = _acyclic([*stated, *guessed], chosen)
    return Chain(chosen, tuple(kept), tuple(_longest(kept, chosen)), tuple(left_out))


def threads(found: Chain) -> list[list[int]]:
    """Incidents that hang together by answers, each thread by day, the largest thread first."""
    from kroniek.chronicle.groups import Edge, components

    nodes = {n for a in found.answers for n in (a.answer, a.act)}
    groups = components(nodes, [Edge(a.answer, a.act, 1.0) for a in found.answers])
    ordered = [sorted(g, key=lambda n: _when(found.incidents[n])) for g in groups]
    return sorted(ordered, key=lambda g: (-len(g), _when(found.incidents[g[0]])))


def _said(connection: Connection, chosen: dict[int, Row]) -> list[Answer]:
    """What reports say, one Answer a pair of incidents."""
    answer, act = schema.events.alias("answer"), schema.events.alias("act")
    query = (
        select(answer.c.incident, act.c.incident.label("other"), R.id, R.outlet, L.cue, L.rule, R.lineage)
        .join_from(schema.links, answer, answer.c.no == L.event)
        .join(act, act.c.no == L.other)
        .join(schema.reports, R.no == answer.c.report)
        .where(L.kind == "answers", answer.c.live == 1, act.c.live == 1, answer.c.incident != act.c.incident)
        .order_by(R.published_last, R.no)
    )
    found: dict[tuple[int, int], list[Cue]] = {}
    for a, b, id, outlet, cue, rule, lineage in connection.execute(query):
        if a in chosen and b in chosen:
            found.setdefault((a, b), []).append(Cue(id, outlet, cue, rule, lineage))
    return [Answer(a, b, "said", tuple(cues)) for (a, b), cues in found.items()]


def _persons(connection: Connection, chosen: dict[int, Row]) -> Iterator[Answer]:
    for (a, b), word in _words(connection).items():
        if word == "linked" and a in chosen and b in chosen and a != b:
            yield Answer(a, b, "person")


def _unlinked(connection: Connection) -> set[tuple[int, int]]:
    return {pair for pair, word in _words(connection).items() if word == "unlinked"}


def _words(connection: Connection) -> dict[tuple[int, int], str]:
    """The last word of a person on each pair of incidents."""
    K = schema.incident_links.c
    log = connection.execute(select(K.a, K.b, K.word).where(K.kind == "answers").order_by(K.no)).all()
    origins = {o for a, b, _ in log for o in (a, b)}
    home = {o: i for o, i, live in rows.fetch(connection, [E.origin, E.incident, E.live], E.origin, origins) if live and i}
    return {(home[a], home[b]): word for a, b, word in log if a in home and b in home}


def _inferred(chosen: dict[int, Row], stated: Sequence[Answer]) -> Iterator[Answer]:
    """A blow that no report calls an answer to a blow may answer the latest one, up to seven days before, that struck
    its doer's side: in the same country, or at the hands of the side that it strikes. A guess, and marked as one."""
    answered = {a.answer for a in stated if chosen[a.act]["type"] in BLOWS}
    blows = [r for r in chosen.values() if r["type"] in BLOWS and r["first"] and r["deeds_low"] != 0]
    blows.sort(key=_when)
    for at, blow in enumerate(blows):
        if blow["no"] not in answered:
            earlier = [b for b in _recent(blows[:at], blow) if _strikes_back(blow, b)]
            if earlier:
                yield Answer(blow["no"], max(earlier, key=lambda b: (b["first"], b["lineages"], b["id"]))["no"], "inferred")


def _recent(earlier: Sequence[Row], blow: Row) -> Iterator[Row]:
    since = (date.fromisoformat(blow["first"]) - timedelta(days=WINDOW)).isoformat()
    for row in reversed(earlier):
        if row["first"] < since:
            return
        if (row["last"] or row["first"]) < blow["first"] and row["type"] != "COERCE":
            yield row


def _strikes_back(blow: Row, earlier: Row) -> bool:
    doer, struck = _countries(blow["initiators"]), _countries(blow["targets"])
    if not doer & _countries(earlier["targets"]) or doer <= _countries(earlier["initiators"]):
        return False
    same_country = bool(blow["country"]) and blow["country"] == earlier["country"]
    return same_country or bool(struck & _countries(earlier["initiators"]))


def _countries(parties: Iterable[dict[str, Any]]) -> set[str]:
    return {p["country"] for p in parties if p["country"]}


def _acyclic(answers: Sequence[Answer], chosen: dict[int, Row]) -> tuple[list[Answer], list[tuple[Answer, str]]]:
    kept: list[Answer] = []
    left_out: list[tuple[Answer, str]] = []
    after: dict[int, set[int]] = {}
    order = sorted(answers, key=lambda a: (a.basis != "person", -a.lineages, *_rank(a, chosen)))
    for answer in order:
        one, other = chosen[answer.answer], chosen[answer.act]
        if one["last"] and other["first"] and one["last"] < other["first"]:
            left_out.append((answer, "it came before what it is said to answer"))
        elif _reaches(after, answer.act, answer.answer):
            left_out.append((answer, "it would close a circle of answers"))
        else:
            after.setdefault(answer.answer, set()).add(answer.act)
            kept.append(answer)
    return sorted(kept, key=lambda a: _rank(a, chosen)), left_out


def _rank(answer: Answer, chosen: dict[int, Row]) -> tuple[str, str]:
    return _when(chosen[answer.answer])[0] + chosen[answer.answer]["id"], chosen[answer.act]["id"]


def _reaches(after: dict[int, set[int]], start: int, goal: int) -> bool:
    """Is `goal` among what `start` answers, directly or through others?"""
    seen, left = set(), [start]
    while left:
        at = left.pop()
        if at == goal:
            return True
        if at not in seen:
            seen.add(at)
            left.extend(after.get(at, ()))
    return False


def _longest(answers: Sequence[Answer], chosen: dict[int, Row]) -> list[int]:
    """The longest sequence act → answer → answer among blows and what stands between them; of equals the one with most
    texts. Empty without answers."""
    acts: dict[int, list[Answer]] = {}
    for a in answers:
        acts.setdefault(a.answer, []).append(a)
    best: dict[int, tuple[float, list[int]]] = {}

    def reach(no: int) -> tuple[float, list[int]]:
        if no not in best:
            before = [(_value(a, chosen) + reach(a.act)[0], reach(a.act)[1]) for a in acts.get(no, ())]
            value, path = max(before, key=lambda v: (v[0], v[1]), default=(0.0, []))
            best[no] = (value, [*path, no])
        return best[no]

    for no in sorted(acts, key=lambda n: _when(chosen[n])):
        reach(no)
    return max(best.values(), key=lambda v: (v[0], v[1]), default=(0.0, []))[1]


def _value(answer: Answer, chosen: dict[int, Row]) -> float:
    """A step between two blows counts most; said counts above inferred; each further text a little."""
    blows = sum(chosen[n]["type"] in BLOWS for n in (answer.answer, answer.act))
    return {2: 1.0, 1: 0.3, 0: 0.2}[blows] + (0.1 * min(answer.lineages, 5) if answer.basis == "said" else 0.0)


def _when(row: Row) -> tuple[str, str]:
    return row["day"] or "", row["id"]


def to_json(found: Chain) -> str:
    """A chain as JSON: the sequence of ids, the answers with their cues, the incidents concerned, what was left out."""
    id_of = {no: row["id"] for no, row in found.incidents.items()}
    nodes = {n for a in found.answers for n in (a.answer, a.act)}

    def one(a: Answer) -> Row:
        cues = [{"report": c.report, "outlet": c.outlet, "cue": c.cue, "rule": c.rule} for c in a.cues]
        return {"answer": id_of[a.answer], "act": id_of[a.act], "basis": a.basis, "lineages": a.lineages, "cues": cues}

    return json.dumps(
        {
            "sequence": [id_of[n] for n in found.sequence],
            "answers": [one(a) for a in found.answers],
            "incidents": [found.incidents[n] for n in sorted(nodes)],
            "left_out": [one(a) | {"reason": reason} for a, reason in found.left_out],
        },
        ensure_ascii=False,
        indent=1,
    )

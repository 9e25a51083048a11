"""The chain for people: the longest sequence step by step with the words of a report, then each thread as a tree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from kroniek.chronicle.chain import Answer, Chain, threads
from kroniek.chronicle.display import figures, what, when, who

Words = Mapping[int, tuple[str, str]]
"""Incident → outlet (or report) and sentence that tell it."""
BASIS = {"said": "answers", "person": "answers (a person says so)", "inferred": "perhaps answers (inferred)"}


def chain(found: Chain, words: Words, *, limit: int = 10) -> Group:
    """The longest sequence, then the `limit` largest threads of answers, then what was left out."""
    if not found.answers:
        return Group(Text("no report tells of an answer, and none is inferred"))
    parts: list[Any] = [Text("The longest sequence of answers", "bold"), _sequence(found, words)]
    several = threads(found)
    for number, thread in enumerate(several[:limit], 1):
        parts.append(Text(f"\nThread {number}: {len(thread)} incidents; what stands below an act answers it", "bold"))
        parts += _trees(found, thread)
    if len(several) > limit:
        parts.append(Text(f"\n{len(several) - limit} smaller threads are not shown; --limit shows more", "dim"))
    for answer, reason in found.left_out:
        parts.append(Text(f"left out: {_name(found, answer.answer)} answers {_name(found, answer.act)}: {reason}", "yellow"))
    parts.append(Text("\n~ before a day: no report dates it, this is when it was printed. `kroniek incidents ID` shows one incident.", "dim"))
    return Group(*parts)


def _sequence(found: Chain, words: Words) -> Table:
    steps = Table.grid(padding=(0, 1))
    steps.add_column(justify="right")
    steps.add_column(overflow="fold")
    before = None
    for number, no in enumerate(found.sequence, 1):
        text = _line(found, no)
        for answer in found.answers:
            if (answer.answer, answer.act) == (no, before):
                text.append(f"\n{BASIS[answer.basis]} {number - 1}{_cues(answer)}", _style(answer))
        if no in words:
            outlet, sentence = words[no]
            text.append(f"\n{outlet}: «{_short(sentence)}»", "italic")
        steps.add_row(f"{number}.", text)
        before = no
    return steps


def _trees(found: Chain, thread: list[int]) -> list[Tree]:
    """The thread's acts that answer nothing, each with its answers below it."""
    above = {no: [a for a in found.answers if a.answer == no] for no in thread}
    made: dict[int, Tree] = {}
    roots = []

    def place(no: int) -> Tree:
        if no in made:
            return made[no]
        if not above[no]:
            made[no] = Tree(_line(found, no))
            roots.append(made[no])
            return made[no]
        first, *others = sorted(above[no], key=lambda a: (a.basis == "inferred", -a.lineages))
        text = _line(found, no)
        text.append(f"\n{BASIS[first.basis]}{_cues(first)}", _style(first))
        for other in others:
            text.append(f"\nand {BASIS[other.basis]} {_name(found, other.act)}{_cues(other)}", _style(other))
        made[no] = place(first.act).add(text)
        return made[no]

    for no in thread:
        place(no)
    return roots


def _line(found: Chain, no: int) -> Text:
    row = found.incidents[no]
    text = Text(f"{when(row)}  {what(row)}  ", "bold")
    text.append(who(row), "not bold")
    if row["place"] and row["place"] not in who(row):
        text.append(f", {row['place']}", "not bold")
    told = figures(row).replace("\n", ", ")
    text.append(f"  ({told})" if told else "", "not bold")
    text.append(f"  {row['id'][:9]}", "not bold dim")
    return text


def _style(answer: Answer) -> str:
    return "not bold dim" if answer.basis == "inferred" else "not bold cyan"


def _cues(answer: Answer) -> str:
    told = [f"{c.outlet or c.report}{f' «{c.cue}»' if c.cue else ''}" for c in answer.cues]
    return f": {'; '.join(dict.fromkeys(told))}" if told else ""


def _name(found: Chain, no: int) -> str:
    row = found.incidents[no]
    return f"{row['id'][:9]} ({what(row)}, {when(row)})"


def _short(sentence: str) -> str:
    """The sentence on one line, cut after some two hundred characters."""
    plain = " ".join(sentence.split())
    return plain if len(plain) <= 200 else plain[:200].rpartition(" ")[0] + " …"

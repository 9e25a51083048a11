"""Where and when of a mention: which of the report's place and date mentions speak of it.

A date or place belongs to the nearest act above it in the tree; acts that share a clause share it. What a clause
leaves open, material acts take from their neighbours in the text (said so in the rule), verbal acts do not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from kroniek.coder.events import Deed
from kroniek.coder.mentions import Mention
from kroniek.coder.syntax import Syntax
from kroniek.document import Document
from kroniek.records import Place, When

SCENE = 4  # sentences
SHORT_DAYS = 3
SCENIC = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", "AID"})


class Located(Protocol):
    """A mention of a date or place: word indices, `last` exclusive, and the head that hangs in the tree."""

    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...
    @property
    def head(self) -> int: ...


L = TypeVar("L", bound=Located)
ARGUMENT = frozenset({"nsubj", "obj", "obl", "nmod", "iobj", "xcomp", "csubj"})


class Settings:
    """Gives each mention of a document its dates and places."""

    def __init__(
        self, document: Document, syntax: Syntax, mentions: Sequence[Mention], is_saying: Callable[[int], bool]
    ) -> None:
        self.document = document
        self.syntax = syntax
        self.heads = {m.head for m in mentions}
        self.is_saying = is_saying
        self._by_sentence: dict[int, list[Mention]] = {}
        for mention in mentions:
            self._by_sentence.setdefault(mention.sentence, []).append(mention)

    def assign(self, located: Iterable[L]) -> dict[int, list[L]]:
        """By mention head: the dates (or places) that belong to it, nearest first."""
        found: dict[int, list[L]] = {}
        for item in located:
            for head in self._owners(item):
                found.setdefault(head, []).append(item)
        for head, items in found.items():
            items.sort(key=lambda item: abs(item.head - head))
        return found

    def _owners(self, item: Located) -> list[int]:
        """Heads of the mentions that an expression speaks of."""
        words = self.document.words
        sentence = words[item.head].sentence
        mentions = self._by_sentence.get(sentence, [])
        if not mentions:
            return []
        inside = [m.head for m in mentions if item.first <= m.head < item.last]
        if inside:
            return inside
        for up in self.syntax.ancestors(item.head):
            if up in self.heads:
                return self._with_arguments(up)
            if self.syntax.is_verbal(up) or words[up].head < 0:
                below = self._below(up, mentions, item.head)
                if below:
                    return below
                if self.is_saying(up):
                    return []
        return [mentions[0].head] if len(mentions) == 1 else []

    def _with_arguments(self, head: int) -> list[int]:
        """A verb's expression speaks of the acts among its subjects and objects too, and of verbs joined to it."""
        found = [head]
        if self.syntax.is_verbal(head):
            for child in self.document.dependents(head):
                base = child.deprel.partition(":")[0]
                if child.i in self.heads and (base in ARGUMENT or (base == "conj" and self.syntax.is_verbal(child.i))):
                    found.append(child.i)
        return found

    def _below(self, up: int, mentions: list[Mention], origin: int) -> list[int]:
        """Acts that hang as arguments on a verb that is itself no act ("the attack took place on Monday")."""
        path = set(self.syntax.ancestors(origin))
        found = []
        for mention in mentions:
            above = self.syntax.ancestors(mention.head)
            if up not in above or mention.head in path:
                continue
            between = above[: above.index(up)]
            if any(self.is_saying(i) for i in [up]) and self.document.words[
                (between or [mention.head])[-1]
            ].deprel.startswith("ccomp"):
                continue
            if not any(self._shut(i) for i in [mention.head, *between]):
                found.append(mention.head)
        return found

    def _shut(self, i: int) -> bool:
        """A relative or other subordinate clause keeps its acts out of the upper clause's time and place."""
        return self.document.words[i].deprel.startswith(("acl:relcl", "advcl", "parataxis"))


def inherit(deeds: Sequence[Deed], dateline: Place | None) -> None:
    """Give material acts without a day or place that of the scene they are told in: the nearest deed before, else after.

    A scene is what is told within `SCENE` sentences. Verbal acts keep a blank: people speak at other times and places.
    """
    dated = [d for d in deeds if d.type in SCENIC and d.when is not None and _is_short(d.when)]
    placed = [d for d in deeds if d.type in SCENIC and d.place is not None and d.place.precision != "country"]
    for deed in deeds:
        if deed.type not in SCENIC or deed.main.generic:
            continue
        if deed.when is None and (near := _nearest(deed, dated)) is not None and near.when is not None:
            deed.when = replace(near.when, rule=f"scene: {near.when.text}")
        if deed.place is None:
            place = near.place if (near := _nearest(deed, placed)) is not None else dateline
            deed.place = replace(place, rule=f"scene: {place.text}") if place is not None else None


def _nearest(deed: Deed, others: Sequence[Deed]) -> Deed | None:
    """The deed told nearest before, within the scene; else the nearest after."""
    sentence = deed.main.mention.sentence
    gaps = [
        (min(_gap(sentence, r.mention.sentence) for r in other.readings), n)
        for n, other in enumerate(others)
        if other is not deed
    ]
    near = [(gap, n) for gap, n in gaps if gap <= SCENE]
    return others[min(near)[1]] if near else None


def _gap(sentence: int, other: int) -> float:
    return sentence - other if other <= sentence else 1.5 * (other - sentence)


def _is_short(when: When) -> bool:
    if not when.first or not when.last:
        return False
    return (dt.date.fromisoformat(when.last) - dt.date.fromisoformat(when.first)).days <= SHORT_DAYS

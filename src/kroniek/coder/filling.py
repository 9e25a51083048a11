"""How a role is filled: the slots of a frame are tried in order, and their noun phrases turned into actors."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from kroniek.coder.syntax import Slots
from kroniek.records import Actor


class Filled(NamedTuple):
    """What filled a role: heads of noun phrases, their actors, and the names of the slots."""

    heads: tuple[int, ...]
    actors: tuple[Actor, ...]
    slots: str


Resolve = Callable[[int, str], tuple[Actor, ...]]


def obliques(slots: Slots, marks: Iterable[str]) -> list[int]:
    """Heads of the phrases with one of the prepositions, in their order."""
    found: list[int] = []
    for mark in marks:
        found.extend(slots.obliques.get(mark, ()))
    return found


def first_filled(
    order: tuple[str, ...], table: dict[str, list[int]], taken: set[int], resolve: Resolve, *, all_of: bool = False
) -> Filled:
    """The first slot of `order` that holds an actor. With `all_of`, all slots together."""
    heads: list[int] = []
    actors: list[Actor] = []
    slots: list[str] = []
    for slot in _with_adjective(order):
        for head in table.get(slot, ()):
            found = resolve(head, slot) if head not in taken and head not in heads else ()
            if found:
                heads.append(head)
                actors.extend(a for a in found if all(a.start != b.start for b in actors))
                slots.append(slot)
        if actors and not all_of:
            break
    return Filled(tuple(heads), tuple(actors), "+".join(dict.fromkeys(slots)))


def _with_adjective(order: tuple[str, ...]) -> list[str]:
    """A verbal noun's adjective of nationality counts as possessor, after all that is said in full."""
    return [s for slot in order for s in ((slot, "adjective") if slot == "possessor" else (slot,))]

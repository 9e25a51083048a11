"""The same event in an older and a newer coding (or version) of one report, found again by its evidence.

Corrections hang on events; so that they hold when everything is coded again, a new coding inherits the identity of the
old event whose words it tells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Body = Mapping[str, Any]
LEAST = 2.0


def match(old: Sequence[Body], new: Sequence[Body], *, same_text: Sequence[bool]) -> dict[int, int]:
    """Index in `new` → index in `old`, one to one, the best matches first. `same_text`: for each of the old, whether it
    is from the text of the new, so that offsets can be compared; else the words are."""
    scored = [(-kinship(a, b, same_text=same_text[i]), i, j) for i, a in enumerate(old) for j, b in enumerate(new)]
    found: dict[int, int] = {}
    taken: set[int] = set()
    for score, i, j in sorted(scored):
        if -score >= LEAST and i not in taken and j not in found:
            found[j] = i
            taken.add(i)
    return found


def kinship(a: Body, b: Body, *, same_text: bool) -> float:
    """How much two codings look like one event: shared trigger words 2, shared sentence 1, type 1, status 0.5."""
    shared_trigger = _share(a["trigger"], b["trigger"], same_text)
    shared_evidence = _share(a["evidence"], b["evidence"], same_text)
    if not (shared_trigger or shared_evidence):
        return 0.0
    alike = 1.0 * bool(a["type"] == b["type"]) + 0.5 * bool(a["status"] == b["status"])
    return 2.0 * shared_trigger + 1.0 * shared_evidence + alike


def _share(one: Sequence[Body], other: Sequence[Body], same_text: bool) -> bool:
    if same_text:
        return any(a["start"] < b["end"] and b["start"] < a["end"] for a in one for b in other)
    return bool({a["text"] for a in one} & {b["text"] for b in other})

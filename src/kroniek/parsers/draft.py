"""A sentence while it is being put together: the one place where the parsers change values in place."""

from __future__ import annotations

from dataclasses import dataclass

ROOT = -1


@dataclass(slots=True)
class Draft:
    """One sentence, a list a field. Heads are places in the sentence; ROOT is -1. `arcs` are probabilities."""

    forms: list[str]
    spans: list[tuple[int, int]]
    lemmas: list[str]
    upos: list[str]
    feats: list[str]
    heads: list[int]
    labels: list[str]
    arcs: list[float]

    def __len__(self) -> int:
        return len(self.forms)

    def children(self, i: int, *labels: str) -> list[int]:
        """Places of the direct dependents of word i; with labels, only those (subtypes count)."""
        found = [j for j, head in enumerate(self.heads) if head == i]
        if not labels:
            return found
        return [j for j in found if self.labels[j] in labels or self.labels[j].partition(":")[0] in labels]

    def root(self) -> int:
        """The first word without a head."""
        return self.heads.index(ROOT)

    def subtree(self, i: int) -> list[int]:
        """Places of word i and all below it, in order."""
        found, stack = [], [i]
        while stack:
            j = stack.pop()
            found.append(j)
            stack.extend(k for k, head in enumerate(self.heads) if head == j)
        return sorted(found)

    def is_finite(self, i: int) -> bool:
        return "VerbForm=Fin" in self.feats[i]


def join(parts: list[Draft]) -> Draft:
    """Pieces of one sentence as one: their roots hang on the root of the longest piece."""
    if len(parts) == 1:
        return parts[0]
    main = max(range(len(parts)), key=lambda k: len(parts[k]))
    starts = [sum(len(part) for part in parts[:k]) for k in range(len(parts))]
    whole = Draft([], [], [], [], [], [], [], [])
    for k, part in enumerate(parts):
        whole.forms += part.forms
        whole.spans += part.spans
        whole.lemmas += part.lemmas
        whole.upos += part.upos
        whole.feats += part.feats
        whole.arcs += part.arcs
        for head, label in zip(part.heads, part.labels, strict=True):
            hangs = head == ROOT and k != main
            whole.heads.append(starts[main] + parts[main].root() if hangs else _moved(head, starts[k]))
            whole.labels.append("parataxis" if hangs else label)
    return whole


def _moved(head: int, start: int) -> int:
    return head if head == ROOT else head + start

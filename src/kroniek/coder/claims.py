"""How many: figures about persons become claims of the act whose role they count.

A killing counts its target, a demonstration its initiator; "five dead" counts itself. The bounds of a figure come from
resolve/counts.py; a named person or a singular noun is one.
"""

from __future__ import annotations

from collections.abc import Iterator

from kroniek.coder.mentions import Mention
from kroniek.coder.resolve.actors import Actors
from kroniek.coder.resolve.counts import Frequency, Quantity
from kroniek.coder.roles import Roles
from kroniek.coder.syntax import Syntax
from kroniek.document import Document, Word
from kroniek.records import Actor, Claim, ClaimKind


class ClaimReader:
    """Reads the claims of the mentions of one document."""

    def __init__(
        self,
        document: Document,
        syntax: Syntax,
        actors: Actors,
        quantities: tuple[Quantity, ...],
        frequencies: tuple[Frequency, ...],
    ) -> None:
        self.document = document
        self.syntax = syntax
        self.actors = actors
        self._by_head = {q.head: q for q in quantities if not q.unit and q.head >= 0}
        self._by_word = {i: q for q in quantities if not q.unit for i in range(q.first, q.last)}
        self.frequencies = frequencies

    def of(self, mention: Mention, roles: Roles, sources: tuple[Actor, ...]) -> tuple[Claim, ...]:
        """The claims that one mention makes."""
        kind = self._kind(mention)
        if not kind:
            return ()
        found = [self._claim(kind, q, head, sources) for head, q in self._counted(mention, kind, roles)]
        return tuple({(c.low, c.high, c.start): c for c in found}.values())

    def none(self, mention: Mention, roles: Roles, sources: tuple[Actor, ...]) -> tuple[Claim, ...]:
        """The claim of a death or injury that is told not to have been: nobody ("no soldiers were harmed")."""
        kind = self._kind(mention)
        heads = roles.target_heads or ((mention.head,) if mention.kind == "noun" else ())
        if not kind or not heads:
            return ()
        word = self.document.words[heads[0]]
        return (Claim(kind, 0, 0, self._phrase(word.i), word.text, word.start, word.end, sources, "none"),)

    def counts(self, head: int) -> bool:
        """Does a figure stand before the word at `head`?"""
        return head in self._by_head

    def occurrences(self, mention: Mention) -> tuple[int, int | None]:
        """How many deeds a mention stands for: its own number, a frequency beside it, or a bare plural."""
        quantity = self._by_head.get(mention.head)
        word = self.document.words[mention.head]
        if mention.kind == "noun" and not mention.act.effect:
            if quantity is not None and quantity.low is not None:
                return (quantity.low, quantity.high)
            if "Number=Plur" in word.feats and not mention.act.dependent:
                return (2, None)
        clause = self.syntax.clause_head(mention.head)
        for frequency in self.frequencies:
            if frequency.first <= frequency.last and self._belongs(frequency, clause, mention):
                return (frequency.low or 1, frequency.high)
        return (1, 1)

    def _belongs(self, frequency: Frequency, clause: int, mention: Mention) -> bool:
        return self.syntax.clause_head(frequency.first) == clause and mention.kind != "noun"

    def _kind(self, mention: Mention) -> ClaimKind | None:
        if mention.act.effect:
            return mention.act.effect
        if mention.act.type == "PROTEST":
            return "crowd"
        return "detained" if mention.act.mode == "arrest" else None

    def _counted(self, mention: Mention, kind: ClaimKind, roles: Roles) -> Iterator[tuple[int, Quantity | None]]:
        if mention.kind == "noun" and (own := self._by_head.get(mention.head)):
            yield mention.head, own
            return
        heads = roles.initiator_heads if kind == "crowd" else roles.target_heads
        slots = self.syntax.slots(mention.head)
        if kind != "crowd" and not heads:
            heads = tuple(
                slots.object or slots.passive_subject or (slots.subject if mention.act.frame == "suffers" else [])
            )
        for head in heads:
            for one in self._conjuncts(head):
                quantity = self._by_head.get(one) or self._by_word.get(one)
                if quantity is not None:
                    yield one, quantity
                elif kind != "crowd" and self._single_person(self.document.words[one]):
                    yield one, None

    def _conjuncts(self, head: int) -> list[int]:
        return [head, *(w.i for w in self.document.dependents(head, "conj") if not self.syntax.is_verbal(w.i))]

    def _single_person(self, word: Word) -> bool:
        """A named person, or a singular noun for one."""
        if self.actors.kind(word.i) != "person":
            return False
        return "Number=Plur" not in word.feats and word.upos in ("NOUN", "PROPN", "PRON")

    def _claim(self, kind: ClaimKind, quantity: Quantity | None, head: int, sources: tuple[Actor, ...]) -> Claim:
        who = self._phrase(head)
        if quantity is None:
            word = self.document.words[head]
            return Claim(kind, 1, 1, who, word.text, word.start, word.end, sources, "singular")
        return Claim(
            kind, quantity.low, quantity.high, who, quantity.text, quantity.start, quantity.end, sources, quantity.rule
        )

    def _phrase(self, head: int) -> str:
        """The noun phrase at `head` without its clauses and conjuncts."""
        keep = [head]
        for child in self.document.dependents(head):
            base = child.deprel.partition(":")[0]
            if base in ("det", "amod", "nummod", "compound", "flat", "nmod") and abs(child.i - head) < 8:
                keep.extend(self.document.subtree(child.i))
        first, last = self.document.words[min(keep)], self.document.words[max(keep)]
        return self.document.text[first.start : last.end]

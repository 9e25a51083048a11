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
        tolls: frozenset[str] = frozenset(),
    ) -> None:
        self.document = document
        self.syntax = syntax
        self.actors = actors
        self._by_head = {q.head: q for q in quantities if not q.unit and q.head >= 0}
        self._by_word = {i: q for q in quantities if not q.unit for i in range(q.first, q.last)}
        self._bare = [q for q in quantities if not q.unit and q.head < 0]
        self.frequencies = frequencies
        self.tolls = tolls
        self.effects: dict[int, ClaimKind] = {}

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
        own = self._own(mention)
        if own is not None:
            yield own.head if own.head >= 0 else mention.head, own
            return
        tolls = self._tolls(mention)
        if tolls:
            yield from ((mention.head, toll) for toll in tolls)
            return
        heads = roles.initiator_heads if kind == "crowd" else roles.target_heads
        for head in heads or self._unassigned(mention, kind):
            yield from self._all_of(head, kind)

    def _own(self, mention: Mention) -> Quantity | None:
        """The figure that the act's own words count: "nine dead", "12 killed", "four injured children"; or one that
        stands alone in the act's clause where the parse lends it another's subject ("and thirty more were injured")."""
        head = self.document.words[mention.head]
        if mention.kind == "noun" or mention.act.effect:
            heads = (mention.head, *mention.words) if mention.kind != "noun" else (mention.head,)
            counted = next((q for i in heads if (q := self._by_head.get(i))), None)
            if counted is not None and (mention.kind == "noun" or not self._is_age(counted)):
                return counted
        elif mention.act.mode == "arrest" and mention.head in self._by_head:
            return self._by_head[mention.head]
        if head.deprel == "amod" and mention.act.effect:
            return self._by_head.get(head.head)
        if not (mention.act.effect or mention.act.mode == "arrest"):
            return None
        slots = self.syntax.slots(mention.head)
        lent = (*slots.object, *slots.passive_subject)
        joined = head.deprel == "conj" and all(self.syntax.clause_head(i) != mention.head for i in lent)
        for quantity in self._bare:
            close = quantity.last == mention.head
            above = self.syntax.ancestors(quantity.last - 1)[:2]
            own = joined and quantity.first > head.head and mention.head in above
            if quantity.first < mention.head and not self._is_age(quantity) and (close or own):
                return quantity
        return None

    def _is_age(self, quantity: Quantity) -> bool:
        """ "A man of 23 stabbed": a number behind a noun and its preposition counts nobody."""
        if quantity.first < 2:
            return False
        noun, mark = self.document.words[quantity.first - 2], self.document.words[quantity.first - 1]
        return mark.upos == "ADP" and noun.upos in ("NOUN", "PROPN") and "Number=Sing" in noun.feats

    def _tolls(self, mention: Mention) -> list[Quantity]:
        """The figures that a count of the dead or injured stands at, rises to or is put at."""
        words = self.document.words
        if mention.kind != "noun" and words[mention.head].upos not in ("NOUN", "ADJ"):
            return []
        above = words[mention.head].head
        noun = next((i for i in (mention.head, above) if i >= 0 and words[i].lemma.lower() in self.tolls), -1)
        if noun < 0:
            return []
        clause = self.syntax.clause_head(noun)
        return [
            q
            for q in (*self._bare, *self._by_head.values())
            if q.first > noun
            and words[q.first].sentence == words[noun].sentence
            and self.syntax.clause_head(q.last - 1) == clause
            and (q.head < 0 or self.actors.is_person_like(q.head))
        ]

    def _unassigned(self, mention: Mention, kind: ClaimKind) -> tuple[int, ...]:
        """Whom an act counts where no role is filled: its object, or the subject of a crowd's act or of a participle."""
        slots = self.syntax.slots(mention.head)
        if kind == "crowd":
            return tuple(slots.subject or slots.passive_subject)
        word = self.document.words[mention.head]
        suffers = mention.act.frame == "suffers" or (
            "VerbForm=Fin" not in word.feats and not any(True for _ in self.document.dependents(word.i, "aux"))
        )
        return tuple(slots.object or slots.passive_subject or (slots.subject if suffers else []))

    def _all_of(self, head: int, kind: ClaimKind) -> Iterator[tuple[int, Quantity | None]]:
        """The figures of a phrase and what is joined to it; a single person and others are one sum ("a man and two
        women": 3)."""
        found: list[tuple[int, Quantity | None]] = []
        for one in self._conjuncts(head):
            if self._counts_other(one, kind):
                continue
            quantity = self._by_head.get(one) or self._by_word.get(one)
            if quantity is None and one != head and not any(True for _ in self.document.dependents(one, "det")):
                continue  # "the senator and candidate Kennedy" is one
            if quantity is not None or (kind != "crowd" and self._single_person(self.document.words[one])):
                found.append((one, quantity))
        exact = [q for _, q in found if q is not None and q.low is not None]
        single = len(found) - len([q for _, q in found if q is not None])
        if single and len(found) > 1 and len(exact) == len(found) - single:
            yield head, self._sum(found, exact, single)
        else:
            yield from found

    def _sum(self, found: list[tuple[int, Quantity | None]], exact: list[Quantity], single: int) -> Quantity:
        words = self.document.words
        first = min(i if q is None else q.first for i, q in found)
        last = max(i + 1 if q is None else q.last for i, q in found)
        low = single + sum(q.low or 0 for q in exact)
        highs = [q.high for q in exact]
        high = None if None in highs else single + sum(h or 0 for h in highs)
        start, end = words[first].start, words[last - 1].end
        return Quantity(first, last, found[0][0], low, high, self.document.text[start:end], start, end, "sum")

    def _counts_other(self, head: int, kind: ClaimKind) -> bool:
        """Is it counted by another act ("five dead and 110 injured", "eight bodies and four injured children")?"""
        marks = (head, *(w.i for w in self.document.dependents(head, "amod")))
        return any(self.effects.get(i, kind) != kind for i in marks)

    def _conjuncts(self, head: int) -> list[int]:
        """A word and what is joined to it, also where the parse joins it to the age behind ("a girl of 15 and three men")."""
        ages = (w.i for w in self.document.dependents(head, "nmod") if w.upos == "NUM")
        joined = (w.i for i in (head, *ages) for w in self.document.dependents(i, "conj"))
        return [head, *(i for i in joined if not self.syntax.is_verbal(i) or i in self._by_head)]

    def _single_person(self, word: Word) -> bool:
        """A named person, or a singular noun for one."""
        if self.actors.kind(word.i) != "person":
            return False
        return "Number=Plur" not in word.feats and word.upos in ("NOUN", "PROPN", "PRON")

    def _claim(self, kind: ClaimKind, quantity: Quantity | None, head: int, sources: tuple[Actor, ...]) -> Claim:
        who = self._phrase(head)
        if quantity is None:
            word = self.document.words[head]
            return Claim(kind, 1, 1, who, word.text, word.start, word.end, (), "singular")
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

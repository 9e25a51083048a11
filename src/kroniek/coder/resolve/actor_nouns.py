"""Nouns that point back: whom "the suspect", "the president", "the group" or "the country" stands for."""

from __future__ import annotations

from kroniek.coder.resolve.actor_cast import Cast
from kroniek.coder.resolve.actor_entities import Entities, Entity
from kroniek.coder.resolve.actor_names import Found
from kroniek.coder.resolve.actor_phrases import Phrases
from kroniek.coder.resolve.actor_surroundings import Surroundings
from kroniek.document import Document
from kroniek.knowledge.actor_index import Entry, fold
from kroniek.knowledge.actors import Reference
from kroniek.records import Actor

ARMED = frozenset({"REB", "PRM", "UAF"})
GROUPS = ARMED | {"OPP", "PTY", "SOC", "CRM", "REL", "LAB"}


class PointingNouns:
    """Finds what the definite nouns of one document point back to. `cast`: who is suspect and victim; `told`: by lemma
    the actor that the noun first named. Both are kept by who resolves the nouns."""

    def __init__(
        self, document: Document, found_at: dict[int, Found], phrases: Phrases, around: Surroundings, entities: Entities,
        reference: Reference,
    ) -> None:  # fmt: skip
        self.document = document
        self.found_at = found_at
        self.phrases = phrases
        self.around = around
        self.entities = entities
        self.reference = reference
        self.same_office = [tuple(map(fold, pair.split(":"))) for pair in reference.same_office]
        self.cast = Cast()
        self.told: dict[str, Actor] = {}

    def same_noun(self, lemma: str, entry: Entry, i: int) -> Actor | None:
        """Who a definite noun points back to: the named suspect, a titled person, a named body, or the same noun."""
        suspect, victim = self.cast
        if lemma in self.reference.victims and victim is not None and not entry.plural:
            return self.entities.actor(victim)
        called = lemma in self.reference.suspects or (lemma in self.reference.persons_only and entry.kind2 == "person")
        if called and suspect is not None and not entry.plural and "Number=Plur" not in self.document.words[i].feats:
            return self.entities.actor(suspect)
        named = self._named_body(lemma, i) or (self._group_before(entry, i) if self.definite(i) else None)
        if named is not None:
            return named
        if entry.kind == "office" or (entry.kind2 == "person" and not entry.plural):
            titled = self._titled_before(lemma, i)
            if titled is not None:
                return self.entities.actor(titled)
        if self.own_words(i):
            return None
        return self._homeland(i) if lemma in self.reference.homeland else self.told.get(lemma)

    def _titled_before(self, lemma: str, i: int) -> Entity | None:
        """ "the president", "the French president": the bearer of the office named last, of the country that is said."""
        first, last = self.phrases.span(i)
        own = self.around.country_in(first, last)
        if own is None and any(c.deprel in ("nmod", "nmod:poss") for c in self.document.dependents(i)):
            return None
        same = {lemma} | {office for noun, office in self.same_office if noun == lemma}
        titled = [
            e for e in self.entities.people()
            if same & e.nouns and e.mentions and e.mentions[0].first < i and own in (None, e.country)
        ]  # fmt: skip


        def weight(e: Entity) -> tuple[int, int, int]:
            before = [m.first for m in e.mentions if m.first < i]
            return bool(same & e.told) + (e.country == self.around.main_country), len(before), before[-1]

        return max(titled, key=weight, default=None)

    def _homeland(self, i: int) -> Actor | None:
        """ "the country": the country named last before word i, as the state that it is."""
        for j in range(i - 1, -1, -1):
            found = self.found_at.get(j)
            if found is not None and found.entry.kind == "country":
                word = self.document.words[j]
                return Actor(
                    word.text,
                    word.start,
                    word.end,
                    None,
                    f"country:{found.entry.key}",
                    found.entry.country,
                    "GOV",
                    rule=f"countries.tsv: {found.entry.key}; the country named last",
                )
        return None

    def _named_body(self, lemma: str, i: int) -> Actor | None:
        """ "the police", "police" for the "Thames Valley Police" told of before."""
        if self.own_words(i):
            return None
        for entity in self.entities.all.values():
            if entity.kind != "body" or not entity.mentions or entity.mentions[0].first >= i:
                continue
            told = (w.text for m in entity.mentions if m.last <= i for w in self.document.words[m.first : m.last])
            if lemma in (*fold(entity.name).split(), *map(fold, told)):
                return self.entities.actor(entity)
        return None

    def _group_before(self, entry: Entry, i: int) -> Actor | None:
        """ "the group", "the party", "the news agency": the body of that kind named last."""
        rebels = entry.plural and entry.sector in ("REB", "PRM")  # "the rebels"
        if entry.kind != "agent" or not (entry.kind2 == "group" or rebels) or self.own_words(i):
            return None
        wanted = ARMED if entry.sector in ARMED else {entry.sector} if entry.sector else GROUPS
        best: tuple[int, Entity] | None = None
        for entity in self.entities.all.values():
            last = max((m.first for m in entity.mentions if m.last <= i), default=-1)
            if entity.kind == "body" and entity.sector in wanted and last >= 0 and (best is None or last > best[0]):
                best = (last, entity)
        return self.entities.actor(best[1]) if best is not None else None

    def own_words(self, i: int) -> bool:
        """Does the phrase say more than article and noun (an owner, an adjective of nationality, a number)?"""
        return any(True for _ in self.document.dependents(i, "nmod", "amod", "nmod:poss", "compound", "nummod"))

    def indefinite(self, i: int) -> bool:
        return any(c.text.lower() in self.reference.indefinite for c in self.document.dependents(i, "det"))

    def definite(self, i: int) -> bool:
        marks = {*self.reference.definite, *self.reference.demonstrative}
        if any(c.text.lower() in marks for c in self.document.dependents(i, "det")):
            return True
        owner = self.document.words[i].deprel == "nmod:poss" and i > 0  # "the parliament's decision"
        return owner and self.document.words[i - 1].text.lower() in marks

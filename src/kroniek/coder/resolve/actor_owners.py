"""Whose a noun is: the country, body or sector that its phrase names as its owner ("the ministry's spokesman", "Iranian
militias", "IS fighters")."""

from __future__ import annotations

from collections.abc import Callable

from kroniek.coder.resolve.actor_entities import Entities
from kroniek.coder.resolve.actor_names import Found
from kroniek.coder.resolve.actor_phrases import Phrases
from kroniek.coder.resolve.actor_surroundings import Surroundings
from kroniek.document import Document, Word
from kroniek.knowledge.actor_index import COMMON, ActorIndex, Entry, Form, fold
from kroniek.records import Actor


class Owners:
    """Finds the owners of the nouns of one document."""

    def __init__(
        self, document: Document, index: ActorIndex, found_at: dict[int, Found], phrases: Phrases, around: Surroundings,
        entities: Entities, *, of: Callable[[int], tuple[Actor, ...]], entry: Callable[[int], Entry | None],
    ) -> None:
        """`of`: the actors that a noun phrase denotes; `entry`: what the files know a word as."""
        self.document = document
        self.index = index
        self.reference = index.knowledge.reference
        self.found_at = found_at
        self.phrases = phrases
        self.around = around
        self.entities = entities
        self.of = of
        self.entry = entry

    def country(self, i: int, entry: Entry) -> tuple[str | None, str]:
        """The country that the phrase names, else a guess from the surroundings."""
        first, last = self.phrases.span(i)
        for j in range(first, last):
            if (country := self.around.own_country(j)) is not None:
                return country, self.document.words[j].text
        for child in self.document.dependents(i, "nmod:poss", "nmod"):
            for actor in self.of(child.i) if self.owns(child) else ():
                if actor.country:
                    return actor.country, actor.text
        if entry.country:
            return entry.country, "the noun"
        for j in range(first, last):
            if fold(self.document.words[j].lemma) in self.reference.elsewhere:
                return None, f"{self.document.words[j].text}: not this country's"
        return self.around.guess(i)

    def lent_sector(self, i: int) -> str | None:
        """Sector of what a noun without one belongs to ("government sources", "a source in the ministry")."""
        form = self.index.compound(self.document.words[i].text)
        if form is not None and (entry := self.index.lemmas.get(form[1])) is not None:
            return entry.sector
        for child in self.document.dependents(i, "compound", "amod", "nmod", "nmod:poss"):
            entry = self.entry(child.i)
            if entry is not None and entry.kind in COMMON and entry.sector not in (None, "inherit", "CVL"):
                return entry.sector
        return None

    def backed_by_state(self, i: int) -> bool:
        """"pro-Iranian militias", "government-backed fighters" stand on a state's side (codebook, decided in doubt 5)."""
        first, last = self.phrases.span(i)
        return any(self.around.sided(j) for j in range(first, last))

    def body(self, i: int) -> Actor | None:
        for child in self.document.dependents(i, "nmod", "compound", "nmod:poss", "amod", "appos"):
            entity = self.entities.at.get(child.i)
            if entity is not None and entity.kind == "body" and (child.deprel != "nmod" or self.owns(child)):
                return self.entities.actor(entity)
        form = self._first_part(i)
        if form is None or form.entry.kind != "body":
            return None
        body = self.entities.listed(form.entry)
        start, end = self.phrases.chars(*self.phrases.span(i))
        return Actor(
            self.document.text[start:end], start, end, body.name, body.id, body.country, body.sector, body.wikidata,
            rule=f"{body.rule}; first part of {self.document.words[i].text!r}",
        )

    def _first_part(self, i: int) -> Form | None:
        """The name that opens a compound ("IS-strijders", "Talibanstrijder")."""
        text = self.document.words[i].text
        before, hyphen, _ = text.rpartition("-")
        if hyphen and not self.around.sided(i) and (form := self.index.first_part(fold(before.replace("-", "")))):
            return form
        return self.index.owner(text)

    def owns(self, child: Word) -> bool:
        marks = [c.text.lower() for c in self.document.dependents(child.i, "case")]
        if not marks and child.deprel == "nmod" and child.i:  # the parser may hang the preposition elsewhere
            marks = [self.document.words[child.i - 1].text.lower()]
        return child.deprel == "nmod:poss" or any(m in self.reference.possessives for m in marks)

    def country_at(self, child: Word) -> tuple[Actor, ...]:
        found = self.found_at.get(child.i)
        if found is None or found.entry.kind not in ("adjective", "country", "people", "capital") or self.around.sided(child.i):
            return ()
        return (Actor(child.text, child.start, child.end, None, f"country:{found.entry.key}", found.entry.country, "GOV", rule=f"countries.tsv: {found.entry.key}"),)

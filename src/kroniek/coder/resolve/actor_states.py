"""States as actors: which words of a country stand for it, and by which of them it is called in full."""

from __future__ import annotations

from dataclasses import replace

from kroniek.coder.resolve.actor_names import Found
from kroniek.coder.resolve.actor_phrases import Phrases
from kroniek.document import Document
from kroniek.knowledge.actor_index import ActorIndex, Entry
from kroniek.records import Actor

CITIES = frozenset({"capital", "metonym"})


class States:
    """The states that one document names."""

    def __init__(self, document: Document, index: ActorIndex, found_at: dict[int, Found], phrases: Phrases) -> None:
        self.document = document
        self.index = index
        self.found_at = found_at
        self.phrases = phrases
        self.indefinite = frozenset(index.knowledge.reference.indefinite)

    def at(self, i: int, entry: Entry) -> tuple[Actor, ...]:
        """The state, or persons of its people, that word i stands for by an entry of the files."""
        counted = entry.kind == "people" and self._counted(i)
        word = self.document.words[i]
        start, end = self.phrases.chars(*self.phrases.span(i))
        text = self.document.text[start:end] if counted else word.text
        span = (start, end) if counted else (word.start, word.end)
        if not counted and (found := self.found_at.get(i)) is not None:
            span = self.phrases.chars(found.first, found.last)
            text = self.document.text[span[0] : span[1]]
        return (
            Actor(
                text,
                *span,
                None,
                f"country:{entry.key}",
                entry.country,
                "CVL" if counted else "GOV",
                rule=f"countries.tsv: {entry.key}",
            ),
        )

    def _counted(self, i: int) -> bool:
        """Persons of a people are counted or unnamed ("two Iraqis", "an American"), not the people as such."""
        for child in self.document.dependents(i, "nummod", "det", "amod"):
            if child.deprel == "nummod" or child.text.lower() in self.indefinite:
                return True
        return "Number=Sing" in self.document.words[i].feats

    def told(self, country: str) -> list[Actor]:
        """The first mention of a state by its own name; [] where the text has none."""
        for i in sorted(self.found_at):
            found, entry = self.found_at[i], self.found_at[i].entry
            if entry.kind == "country" and entry.key == country and found.starts and found.ends:
                return list(self.at(i, entry))
        return []

    def full_form(self, actor: Actor, *, adjective: bool = False) -> Actor:
        """An actor that stands for a state, with its name; a capital, or with `adjective` what is said in one ("the
        Iranian attack"), stands where the text first gives the name in full."""
        if actor.sector != "GOV" or actor.id is None or actor.id != f"country:{actor.country}":
            return actor
        name = next((c.name for c in self.index.knowledge.countries if c.iso3 == actor.country), None)
        kinds = {
            f.entry.kind for i, f in self.found_at.items() if self.document.words[i].start == actor.start
        }  # of the word that the actor begins with
        told = self.told(actor.country or "") if kinds & (CITIES | {"adjective"} if adjective else CITIES) else []
        fullest = next((a for a in told if a.id == actor.id), actor)
        return replace(actor, name=name, text=fullest.text, start=fullest.start, end=fullest.end)

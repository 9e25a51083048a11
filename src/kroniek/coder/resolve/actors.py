"""Who a noun phrase denotes: names, nouns, pronouns → actors with country and sector.

Named actors come from actor_entities.py; this adds common nouns ("three soldiers"), words that point back ("he", "the
group", "the suspect") and owners ("American air strike"). What the text does not say is guessed from the surroundings
and said to be a guess in `rule`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from kroniek.coder.resolve.actor_back import TOPIC, BackReferences
from kroniek.coder.resolve.actor_cast import Part, cast
from kroniek.coder.resolve.actor_entities import Entities, Entity
from kroniek.coder.resolve.actor_names import Found, find_forms
from kroniek.coder.resolve.actor_nouns import PointingNouns
from kroniek.coder.resolve.actor_owners import Owners
from kroniek.coder.resolve.actor_phrases import Phrases
from kroniek.coder.resolve.actor_states import States
from kroniek.coder.resolve.actor_surroundings import PlacesLike, Surroundings
from kroniek.document import Document, Word
from kroniek.knowledge.actor_index import COMMON, Entry, actor_index, fold
from kroniek.knowledge.actors import ActorKnowledge, Pronoun
from kroniek.records import Actor

NUMBER = "a number"  # the rule of actors that nothing but a number names
MANY = Pronoun(forms=(), number="many")
COUNTRY_KINDS = frozenset({"country", "people", "capital", "metonym"})
SHORTEST_OPPONENT = 3  # letters of what follows "anti"


class Actors:
    """The actors of one document."""

    def __init__(
        self,
        document: Document,
        knowledge: ActorKnowledge,
        *,
        published: str | None,
        places: PlacesLike | None = None,
        is_deed: Callable[[str], bool] = lambda lemma: False,
        barred: frozenset[int] = frozenset(),
    ) -> None:
        """`is_deed`: whether a lemma names a deed, so that no compound of it is taken for an actor ("steekpartij");
        `barred`: words that are no part of a name (those of dates)."""
        self.document = document
        self.is_deed = is_deed
        self.index = actor_index(knowledge)
        self.reference = knowledge.reference
        self.places = places
        found = find_forms(document, self.index)
        self.found_at: dict[int, Found] = {i: f for f in found for i in range(f.first, f.last)}
        self.phrases = Phrases(document, frozenset((*self.reference.definite, *self.reference.indefinite)), barred)
        self.around = Surroundings(document, self.index, self.found_at, places)
        self.entities = Entities(
            document, self.index, self.found_at, self.phrases, self.around, published=published, barred=barred
        )
        self._titled = self._title_heads()
        self.owners = Owners(
            document, self.index, self.found_at, self.phrases, self.around, self.entities, of=self.of, entry=self._entry
        )
        self.nouns = PointingNouns(document, self.found_at, self.phrases, self.around, self.entities, self.reference)
        self.states = States(document, self.index, self.found_at, self.phrases)
        self.back = BackReferences(document, self.kind, self._entity_at)
        self._pronouns = {form: p for p in self.reference.pronoun for form in p.forms}
        self._voices = frozenset(self.reference.speaking)
        self._cache: dict[int, tuple[Actor, ...]] = {}
        self._busy: set[int] = set()
        self.voice: Callable[[int], tuple[Actor, ...]] = (
            lambda i: ()
        )  # who says "I" at a word; set by who reads sources

    @property
    def main_country(self) -> str | None:
        """The country that the report is mainly about."""
        return self.around.main_country

    def of(self, head: int) -> tuple[Actor, ...]:
        """The actors that the noun phrase headed by word `head` denotes; coordination gives several; () for none."""
        if head in self._cache:
            return self._cache[head]
        if head in self._busy:
            return ()
        self._busy.add(head)
        found: dict[int, Actor] = {}
        for i in self._conjuncts(head):
            for actor in self._one(i):
                found.setdefault(actor.start, actor)
        self._busy.discard(head)
        self._cache[head] = tuple(found.values())
        return self._cache[head]

    def addressed(self, head: int) -> tuple[Actor, ...]:
        """The state that a word names behind a preposition which may say where ("bij Ankara op aandringen")."""
        entry = self._entry(head)
        named = entry is not None and entry.kind in ("country", "capital", "metonym")
        return self.states.at(head, entry) if named and entry is not None else ()

    def recast(self, parts: Iterable[Part]) -> None:
        """Settle who "the suspect" and "the victim" are, now that the acts of the text have been read once."""
        self.nouns.cast = cast(self.document, self.entities.people(), self.reference, parts)
        self._suspect_from()
        self._cache.clear()
        self.nouns.told.clear()
        for i, found in self.found_at.items():  # in text order: who is told of first may be pointed back to
            if found.entry.kind in COMMON:
                self.of(i)

    def _suspect_from(self) -> None:
        """The named suspect is of the country that the text gives him while he has no name ("a Danish man")."""
        suspect = self.nouns.cast.suspect
        if suspect is None or not suspect.guessed:
            return
        known = {*map(fold, self.reference.suspects), *self.reference.persons_only}
        told = set()
        for i, found in self.found_at.items():
            entry = found.entry
            if entry.kind == "agent" and entry.kind2 == "person" and not entry.plural and fold(entry.key) in known:
                told.add(self.around.country_in(self.phrases.span(i)[0], i) if self.nouns.indefinite(i) else None)
        told.discard(None)
        if len(told) == 1:
            suspect.country, suspect.guessed = told.pop(), False

    def possessors(self, head: int) -> tuple[Actor, ...]:
        """Actors that own or qualify a noun: adjective of nationality, genitive, first part of a compound."""
        found: list[Actor] = []
        for child in self.document.dependents(head, "nmod:poss", "amod", "compound", "nmod", "nmod:desc"):
            if child.deprel == "nmod" and (not self.owners.owns(child) or self.around.after_locative(child.i)):
                continue
            if self.is_scene(child.i):
                continue
            found.extend(self.owners.country_at(child) or (self.of(child.i) if child.deprel != "amod" else ()))
        form = self.index.owner(self.document.words[head].text)
        if form is not None and not found:
            found.extend(self._from_entry(form.entry, self.document.words[head], head))
        return tuple({a.start: a for a in found}.values())

    def suspect(self) -> Actor | None:
        """The named suspect of the report, if it has one."""
        return self.entities.actor(self.nouns.cast.suspect) if self.nouns.cast.suspect is not None else None

    def crowds(self) -> list[tuple[int, Actor]]:
        """(word, actor) of each noun for people who protest, in text order."""
        nouns = [i for i, found in self.found_at.items() if found.entry.kind == "agent" and found.entry.sector == "OPP"]
        return [(i, actor) for i in sorted(nouns) for actor in self.of(i)[:1]]

    def rulers_told(self, country: str, at: int) -> list[Actor]:
        """Who governs a country, as the text tells it nearest to word `at`: by a noun ("the government"), else the person
        in office named most often, else the state."""
        nouns = [
            i for i, found in self.found_at.items()
            if fold(found.entry.key) in self.reference.state_side and found.entry.kind in COMMON
        ]  # fmt: skip
        for i in sorted(nouns, key=lambda i: abs(i - at)):
            if (found := self.of(i)) and found[0].country == country and found[0].sector == "GOV":
                return list(found[:1])
        people = self.entities.people()
        office = [e for e in people if e.country == country and e.sector == "GOV" and e.known and e.mentions]
        if office:
            return [self.entities.actor(max(office, key=lambda e: len(e.mentions)))]
        return self.states.told(country)

    def is_scene(self, i: int) -> bool:
        """Is word i a capital that says where ("the Paris attacks"), not who?"""
        found = self.found_at.get(i)
        return found is not None and found.entry.kind == "capital" and self.document.words[i].deprel == "compound"

    def kind(self, head: int) -> str:
        """ "person", "group", "body", "country" or "" for the word at `head`."""
        entity = self._entity_at(head)
        if entity is not None:
            return "person" if entity.kind == "person" else "body"
        entry = self._entry(head)
        if entry is None:
            return "person" if self.document.words[head].text.lower() in self._pronouns else ""
        if entry.kind in COUNTRY_KINDS:
            return "person" if entry.kind == "people" and not entry.plural else "country"
        if entry.kind == "agent":
            return "person" if entry.kind2 == "person" and not entry.plural else "group"
        return "person" if entry.kind == "office" else "body"

    def is_person_like(self, head: int) -> bool:
        """A person or persons: named, or by a noun for them."""
        return self.kind(head) in ("person", "group")

    def is_quantity(self, head: int) -> bool:
        """A noun that only counts what follows it ("thousands of", "a number of")."""
        word = self.document.words[head]
        return fold(word.lemma) in self.reference.passing_on and word.upos in ("NOUN", "NUM")

    def names_body(self, i: int) -> bool:
        """Is word i part of the name of a body ("Gun Violence Archive"), and so no word for a deed?"""
        entity = (
            self.entities.at.get(i)
            if self.document.words[i].text[0].isupper() and "-" not in self.document.words[i].text
            else None
        )
        return (
            entity is not None
            and entity.kind == "body"
            and any(m.first <= i < m.last and m.last - m.first > 1 for m in entity.mentions)
        )

    def mentions(self) -> Iterator[tuple[int, Actor]]:
        """(word, actor) of every named actor's mentions, in text order."""
        for i in sorted(self.entities.at):
            entity = self.entities.at[i]
            if any(m.first == i for m in entity.mentions):
                yield i, self.entities.actor(entity)

    def _conjuncts(self, head: int) -> Iterator[int]:
        yield head
        for child in self.document.dependents(head, "conj"):
            if child.upos in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
                yield child.i

    def _one(self, i: int) -> tuple[Actor, ...]:
        word = self.document.words[i]
        low = word.text.lower()
        entity = self._entity_at(i) or self._called(word)
        if entity is not None:
            return (self.entities.actor(entity),)
        if low in self._voices:
            return self.voice(i)
        if low in self._pronouns:
            pronoun = self._pronouns[low]
            meant = self.back.antecedent(word, pronoun)
            if meant is None:
                return ()
            return self.of(meant) if pronoun.number == "many" or self.back.is_plural(word) else self._one(meant)
        if low in self.reference.nobody:
            return ()
        handed = self._handed_on(word)
        if handed:
            return handed
        entry = self._entry(i)
        if entry is None:
            return self._so_many(word)
        return self._from_entry(entry, word, i)

    def _so_many(self, word: Word) -> tuple[Actor, ...]:
        """Persons that only a number names: "the six" are those told of before, "dozens" were hurt some people."""
        if not self.back.counts_persons(word, self.reference.counted):
            return ()
        if self.nouns.definite(word.i):
            meant = self.back.counted(word)
            meant = meant if meant is not None else self.back.antecedent(word, MANY, subject=TOPIC)
            if meant is not None:
                return self.of(meant)
        start, end = self._chars(word.i)
        country, why = self.around.guess(word.i)
        return (Actor(self.document.text[start:end], start, end, None, None, country, "CVL", rule=f"{NUMBER}; country: {why}"),)

    def _entity_at(self, i: int) -> Entity | None:
        entity = self.entities.at.get(i) or self._titled.get(i)
        if entity is not None:
            return entity
        for child in self.document.dependents(i, "appos", "flat"):
            if self.document.words[i].upos in ("NOUN", "PROPN") and (found := self.entities.at.get(child.i)) is not None:
                return found if found.kind == "person" and self._entry(i) is not None else None
        return None

    def _called(self, word: Word) -> Entity | None:
        """A surname of a person told of before, though the files know the word as a place or people ("Amman")."""
        if word.upos != "PROPN":
            return None
        entity = self.entities.aliases.at(fold(word.text), word.i)
        return entity if entity is not None and entity.mentions and entity.mentions[0].first < word.i else None

    def _title_heads(self) -> dict[int, Entity]:
        """The nouns of titles stand for the named: "prosecutor" in "prosecutor Jan Smit"."""
        found: dict[int, Entity] = {}
        for entity in self.entities.people():
            for mention in entity.mentions:
                title = self.entities.titles.of(mention.first, mention.last)
                for head in title.heads:
                    found.setdefault(head, entity)
        return found

    def _entry(self, i: int) -> Entry | None:
        found = self.found_at.get(i)
        if found is not None and found.entry.kind != "adjective":
            return found.entry
        word = self.document.words[i]
        if word.upos not in ("NOUN", "PROPN", "ADJ", "VERB", "NUM"):
            return None
        entry = self.index.lemmas.get(fold(word.lemma))
        if entry is not None and word.upos in ("NOUN", "PROPN"):
            return entry
        nominal = word.upos == "NOUN" or (
            word.upos == "VERB" and "VerbForm=Fin" not in word.feats and word.deprel in ("obj", "xcomp", "nsubj")
        )
        compound = self.index.compound(word.text) if nominal and not self.is_deed(word.lemma.lower()) else None
        return compound[0] if compound else None

    def _from_entry(self, entry: Entry, word: Word, i: int) -> tuple[Actor, ...]:
        if entry.kind in COUNTRY_KINDS:
            return self._country(entry, word, i)
        if entry.kind == "body":
            body = self.index.bodies[entry.key][-1]
            return (Actor(word.text, word.start, word.end, body.name, body.id, body.country, body.sector, rule=f"bodies.tsv: {body.id}"),)
        if entry.kind in COMMON:
            return self._common(entry, word, i)
        return ()

    def _country(self, entry: Entry, word: Word, i: int) -> tuple[Actor, ...]:
        """A country or people. A capital or country after a locating preposition is where, not who."""
        hangs = ("obl", "nmod") if entry.kind == "capital" else ("obl",)
        if entry.kind != "people" and word.deprel.startswith(hangs) and self.around.after_locative(i):
            return ()
        return self.states.at(i, entry)

    def _common(self, entry: Entry, word: Word, i: int) -> tuple[Actor, ...]:
        """A common noun: points back where it is definite and something fits, else an actor of its own."""
        lemma = fold(entry.key)
        bare = (
            entry.plural
            and not self.nouns.own_words(i)
            and not self.nouns.indefinite(i)
            and lemma not in self.reference.persons_only
        )
        if self.nouns.definite(i) or bare:
            back = self.nouns.same_noun(lemma, entry, i)
            if back is not None:
                return (back,)
        country, why = self.owners.country(i, entry)
        if entry.sector == "REF" and "guess" in why:
            country, why = None, "refugees: the text does not say"
        if entry.sector is None and (lent := self.owners.lent_sector(i)):
            why = f"{why}; sector of what it belongs to"
            entry = replace(entry, sector=lent)
        sector = None if entry.sector == "inherit" else entry.sector
        if sector in ("UAF", "REB") and self.owners.backed_by_state(i):
            sector = "PRM"
        owner = self.owners.body(i)
        if owner is not None and (lemma in self.reference.members or entry.sector in (None, "inherit")):
            if lemma in self.reference.members and entry.kind == "agent":
                return (owner,)
            country, sector, why = owner.country, sector or owner.sector, f"of {owner.name or owner.text}"
        elif owner is not None and (entry.kind == "agent" or entry.kind2 == "target") and owner.country:
            country, sector, why = owner.country, owner.sector, f"of {owner.name or owner.text}"
        start, end = self._chars(i)
        name = self._institution_name(entry, country)
        actor = Actor(
            self.document.text[start:end],
            start,
            end,
            name,
            None,
            country or entry.country,
            sector,
            rule=f"{entry.kind} {entry.key!r}; country: {why}",
        )
        self.nouns.told.setdefault(lemma, actor)
        return (actor,)

    def opposed(self, head: int) -> tuple[Actor, ...]:
        """Whom the words of a verbal noun name as its opponent ("anti-government protests", "antiregeringsprotest")."""
        for word in (*self.document.dependents(head, "amod", "compound"), self.document.words[head]):
            low = word.text.lower()
            side = next(
                (s for s in self.reference.against if low.startswith(s) and len(low) > len(s) + SHORTEST_OPPONENT), None
            )
            if side is None:
                continue
            rest = word.text[len(side) :].lstrip("-")
            entry = self.index.lemmas.get(fold(rest)) or self._part(rest)
            if entry is not None and (found := self._from_entry(entry, word, word.i)):
                start = word.end - len(rest)
                return tuple(replace(a, text=rest, start=start, end=word.end) for a in found)
        return ()

    def _part(self, text: str) -> Entry | None:
        """The body, country or noun for a body that opens a compound or stands as an adjective."""
        form = self.index.first_part(fold(text))
        for cut in range(len(text) - 3, 3, -1) if form is None else ():
            form = form or self.index.first_part(fold(text[:cut]))
        return form.entry if form is not None else None

    def unmasked(self, head: int) -> tuple[Actor, ...]:
        """The named suspect where word `head` is a nameless single person ("a man", "the gunman"); else nothing."""
        word, entry = self.document.words[head], self._entry(head)
        if (
            self.nouns.cast.suspect is None
            or word.deprel == "appos"
            or entry is None
            or entry.kind != "agent"
            or entry.kind2 != "person"
            or entry.plural
        ):
            return ()
        known = {*self.reference.suspects, *self.reference.persons_only}
        return (self.entities.actor(self.nouns.cast.suspect),) if word.lemma.lower() in known else ()

    def _handed_on(self, word: Word) -> tuple[Actor, ...]:
        """ "dozens of protesters", "members of a militia": the phrase after "of" is meant."""
        if fold(word.lemma) not in self.reference.passing_on and word.upos != "NUM":
            return ()
        for child in self.document.dependents(word.i, "nmod"):
            found = self.of(child.i)
            if found:
                start = min(word.start, found[0].start)
                return tuple(
                    replace(a, text=self.document.text[start : a.end], start=start)
                    if a.start == found[0].start and not a.name and a.end > start
                    else a
                    for a in found
                )
        return ()

    def _institution_name(self, entry: Entry, country: str | None) -> str | None:
        if entry.kind != "institution" or entry.kind2 != "body" or not entry.name or country is None or "{*}" in entry.name:
            return None
        known = next((c.name for c in self.index.knowledge.countries if c.iso3 == country), None)
        return entry.name.replace("{country}", known) if known else None

    def _chars(self, i: int) -> tuple[int, int]:
        first, last = self.phrases.span(i)
        return self.phrases.chars(first, last)

"""Named actors of one report: gazetteer names and unknown ones, each with all its mentions, title, country and sector."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kroniek.coder.resolve.actor_aliases import Aliases
from kroniek.coder.resolve.actor_names import Found, NameRuns
from kroniek.coder.resolve.actor_phrases import Phrases
from kroniek.coder.resolve.actor_standing import body_on, person_on
from kroniek.coder.resolve.actor_surroundings import Surroundings
from kroniek.coder.resolve.actor_titles import Title, Titles
from kroniek.document import Document
from kroniek.knowledge.actor_index import PIECE, ActorIndex, Entry, fold
from kroniek.knowledge.actors import ABOVE_STATES
from kroniek.records import Actor

OF_STATES = frozenset({"GOV", "MIL", "SPY", "COP", "JRN"})  # bodies whose people are mostly of their country


@dataclass(slots=True)
class Mention:
    """Words `first` to `last` (exclusive) that name an entity; `from_word`, `to_word` take in title and apposition."""

    first: int
    last: int
    head: int
    from_word: int
    to_word: int


@dataclass(slots=True, eq=False)
class Entity:
    """One named actor. `nouns`: lemmas by which it may be called, and `told`: by which the text does; `guessed`: the country is that of the surroundings."""

    kind: str
    key: str
    name: str
    id: str | None = None
    country: str | None = None
    sector: str | None = None
    wikidata: str | None = None
    known: bool = False
    guessed: bool = False
    plural: bool = False
    gender: str = ""
    rule: str = ""
    alternatives: tuple[str, ...] = ()
    nouns: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    mentions: list[Mention] = field(default_factory=list)

    @property
    def starts(self) -> list[int]:
        """First words of the mentions."""
        return [m.first for m in self.mentions]


class Entities:
    """Finds and merges the named actors of a document. `at` maps each word to the entity that it names."""

    def __init__(
        self,
        document: Document,
        index: ActorIndex,
        found_at: dict[int, Found],
        phrases: Phrases,
        around: Surroundings,
        *,
        published: str | None,
        barred: frozenset[int] = frozenset(),
    ) -> None:
        """`barred`: words that are no part of a name (those of dates)."""
        self.document = document
        self.index = index
        self.found_at = found_at
        self.phrases = phrases
        self.around = around
        self.published = published
        self.all: dict[str, Entity] = {}
        self.at: dict[int, Entity] = {}
        self.aliases: Aliases[Entity] = Aliases()
        self.definite = frozenset(index.knowledge.reference.definite)
        self.body_words = frozenset(index.knowledge.reference.bodies)
        self.titles = Titles(document, index, found_at, phrases, around)
        runs = [self._trimmed(r, barred) for r in NameRuns(document, index, found_at).find()]
        runs = [r for r in runs if r[0] < r[1]]
        self._listed()
        self._runs(runs)
        self._titles_of_all()
        self._settle()

    def _listed(self) -> None:
        """Countries, bodies and persons of the files."""
        for found in dict.fromkeys(self.found_at.values()):
            entry = found.entry
            if not found.ends and found.last - found.first == 1:
                continue
            if entry.kind == "person":
                self._add_person(found)
            elif entry.kind == "body":
                entity = self.listed(entry)
                self._mention(entity, found.first, found.last)
                self._acronym(entity, found.last)

    def listed(self, entry: Entry) -> Entity:
        """The entity of a body of the files, also where only a compound names it."""
        standing = body_on(self.index.bodies[entry.key], self.published)
        entity = self._entity("body", f"body:{entry.key}", standing.name)
        entity.id, entity.country, entity.sector = standing.id, standing.country, standing.sector
        entity.wikidata, entity.known, entity.plural = standing.wikidata, True, True
        entity.rule = f"bodies.tsv: {standing.id}"
        return entity

    def _add_person(self, found: Found) -> None:
        standing, sector, rule = person_on(self.index.persons[found.entry.key], self.published)
        entity = self._entity("person", f"person:{standing.id}", standing.name)
        entity.id, entity.country, entity.sector, entity.known = standing.id, standing.country, sector, True
        entity.wikidata, entity.rule = standing.wikidata, rule
        if standing.office:
            entity.nouns.add(fold(standing.office))
        self._mention(entity, found.first, found.last)
        self._alias(entity, self.phrases.text(found.first, found.last))
        self._alias(entity, standing.name)

    def _runs(self, runs: list[tuple[int, int]]) -> None:
        long_first = sorted(runs, key=lambda r: (-(min(r[1] - r[0], 2)), r[0]))
        for first, last in long_first:
            self._run(first, last)
        for entity in self.all.values():
            entity.mentions.sort(key=lambda m: m.first)

    def _run(self, first: int, last: int) -> None:
        text = self.phrases.text(first, last)
        known = self.aliases.at(_key(text), first) or self.all.get(f"name:{_key(text)}")
        if known is not None:
            self._mention(known, first, last)
            return
        title = self.titles.of(first, last)
        bodily = any(fold(w.text) in self.body_words for w in self.document.words[first:last])
        if not bodily and not title.heads and self.around.is_place(first, last):
            return
        if not bodily and not title.heads and not self._acts(self.phrases.head(first, last), alone=last - first == 1):
            return
        if not title.heads and first and self.document.words[first - 1].text.lower() in self.definite:
            bodily = True
        bodily = bodily or title.bodily
        entity = self._entity("body" if bodily or _is_acronym(text) else "person", f"name:{_key(text)}", text)
        self._mention(entity, first, last)
        self._acronym(entity, last)
        if entity.kind == "person":
            self._alias(entity, text)

    def _acts(self, i: int, *, alone: bool) -> bool:
        """Whether an unknown name stands where an actor stands: no time or place, and, of one word, a subject or agent."""
        word = self.document.words[i]
        if not alone:
            return not self.around.after_locative(i)
        return (
            word.upos == "PROPN"
            and word.deprel in ("nsubj", "nsubj:pass", "obl:agent")
            and not self.around.is_place(i, i + 1)
        )

    def _trimmed(self, run: tuple[int, int], barred: frozenset[int]) -> tuple[int, int]:
        """A run without the date before it, and with the capital that is the last name in it ("Jan Amman")."""
        first, last = run
        while first < last and first in barred:
            first += 1
        found = self.found_at.get(last)
        alone = found is not None and found.first == last and found.last == last + 1
        if first < last and alone and found is not None and found.entry.kind == "capital":
            last += 1
        return first, last

    def _entity(self, kind: str, key: str, name: str) -> Entity:
        if key not in self.all:
            self.all[key] = Entity(kind, key, name)
        return self.all[key]

    def _mention(self, entity: Entity, first: int, last: int) -> None:
        if first in self.at:
            return
        entity.mentions.append(Mention(first, last, self.phrases.head(first, last), first, last))
        for i in range(first, last):
            self.at[i] = entity

    def _alias(self, entity: Entity, text: str) -> None:
        """Parts by which a person is called later: the last name with and without its particles, or the first name."""
        pieces = PIECE.findall(text)
        capitals = [p for p in pieces if p[0].isupper() and len(p) > 1]
        for part in (*capitals[1:][::-1], *capitals[:1]):
            self.aliases.add(fold(part), entity)
        if len(pieces) > 2:
            self.aliases.add(" ".join(fold(p) for p in pieces[1:]), entity)
            self.aliases.add(f"{fold(pieces[0])} {fold(pieces[-1])}", entity)
            self.aliases.add(" ".join(fold(p) for p in pieces[-2:]), entity)

    def _acronym(self, entity: Entity, last: int) -> None:
        """ "Syrian Democratic Forces (SDF)": the letters in brackets name the same body from here on."""
        words = self.document.words
        if (
            last + 2 < len(words)
            and words[last].text == "("
            and words[last + 2].text == ")"
            and _is_acronym(words[last + 1].text)
        ):
            self.aliases.add(_key(words[last + 1].text), entity)

    def _titles_of_all(self) -> None:
        for entity in self.all.values():
            titles = [(m, self.titles.of(m.first, m.last)) for m in entity.mentions]
            for mention, title in titles:
                mention.from_word, mention.to_word = title.first, title.last
                entity.nouns.update(title.lemmas)
                entity.told.update(title.lemmas)
                entity.gender = entity.gender or title.gender
            for mention, title in sorted(titles, key=lambda pair: pair[1].weak):
                if not entity.known and (entity.kind == "person" or title.bodily):
                    self._by_title(entity, title, mention)

    def _by_title(self, entity: Entity, title: Title, mention: Mention) -> None:
        if title.sector and not entity.sector:
            entity.sector, entity.rule = title.sector, f"title: {title.rule}"
        elif title.inherits and not entity.sector and (owner := self._spoken_for(title)) is not None:
            entity.sector, entity.rule = owner[1], f"speaks for: {owner[2]}"
            entity.country = entity.country or owner[0]
        if title.country and not entity.country:
            entity.country = title.country
        elif not entity.country:
            before = self.around.country_in(title.first, mention.first) or self._of_body(title)
            entity.country = before or self.around.country_in(mention.last, title.last)

    def _of_body(self, title: Title) -> str | None:
        """Whose the body is that a title names ("EU commissioner", "a CIA contractor")."""
        found = (self.found_at.get(i) for i in range(title.first, title.last))
        bodies = (f.entry for f in found if f is not None and f.entry.kind == "body")
        return next((b.country for b in bodies if b.country in ABOVE_STATES or b.sector in OF_STATES), None)

    def _spoken_for(self, title: Title) -> tuple[str | None, str | None, str] | None:
        """Country, sector and name of the body that stands in the title."""
        for i in range(title.first, title.last):
            entity = self.at.get(i)
            if entity is not None and entity.kind == "body":
                return entity.country, entity.sector, entity.name
            found = self.found_at.get(i)
            if (
                found is not None
                and found.entry.kind in ("institution", "agent")
                and found.entry.plural
                and found.entry.sector
            ):
                return title.country, found.entry.sector, found.entry.key
        return (title.country, "GOV", title.country) if title.country else None

    def _settle(self) -> None:
        """What nothing in the text has said: sector of a person without office, country of the surroundings."""
        for entity in self.all.values():
            if entity.kind == "body" and not entity.known:
                self._settle_body(entity)
            if entity.kind == "person" and entity.sector is None:
                entity.sector = "CVL"
                entity.rule = entity.rule or "person without office"
            if entity.country is None and not entity.known and entity.mentions:
                entity.country, why = self.around.guess(entity.mentions[0].first)
                entity.guessed, entity.rule = True, f"{entity.rule}; country: {why}"

    def _settle_body(self, entity: Entity) -> None:
        sectors = dict(pair.split(":") for pair in self.index.knowledge.reference.body_sectors)
        for piece in reversed(PIECE.findall(entity.name)):
            if fold(piece) in sectors:
                entity.sector, entity.rule = sectors[fold(piece)], f"name holds {piece!r}"
                break
        entity.plural = True
        for mention in entity.mentions:
            country = self.around.country_in(
                max(mention.first - 2, self.phrases.sentence_start(mention.first)), mention.first + 4
            )
            entity.country = entity.country or country
        entity.rule = entity.rule or "unknown name"

    def people(self) -> Iterator[Entity]:
        """The persons."""
        return (e for e in self.all.values() if e.kind == "person")

    def actor(self, entity: Entity) -> Actor:
        """The record of an entity, with its fullest mention."""
        best = max(
            entity.mentions, key=lambda m: (m.last - m.first, m.to_word - m.from_word > m.last - m.first, -m.first)
        )
        start, end = self.phrases.chars(best.from_word, best.to_word)
        return Actor(
            self.document.text[start:end],
            start,
            end,
            entity.name,
            entity.id,
            entity.country,
            entity.sector,
            entity.wikidata,
            entity.alternatives,
            entity.rule,
        )


def _key(text: str) -> str:
    return " ".join(fold(p) for p in PIECE.findall(text))


def _is_acronym(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return 2 <= len(text) <= 8 and bool(letters) and all(c.isupper() for c in letters)

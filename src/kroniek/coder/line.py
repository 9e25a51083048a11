"""The line: a parsed report goes in at the top, events come out at the bottom. Read `code` from top to bottom.

parse → find acts → find roles → resolve (who, where, when, how many, who says so) → merge → link → events
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kroniek.coder.apart import days_between, shifted
from kroniek.coder.claims import ClaimReader
from kroniek.coder.complete import Admission, admissions, blames, complete
from kroniek.coder.doubt import Doubts, anchored, by_doer, turned, unanchored
from kroniek.coder.events import Reading
from kroniek.coder.lexicon import Lexicon, lexicon
from kroniek.coder.links import links
from kroniek.coder.mentions import Classes, Finder, Mention
from kroniek.coder.merge import finest, merge
from kroniek.coder.output import to_events
from kroniek.coder.quoted import SAID
from kroniek.coder.resolve.actor_cast import BLAMED, OFFICES, Part
from kroniek.coder.resolve.actors import Actors
from kroniek.coder.resolve.counts import find_frequencies, find_quantities
from kroniek.coder.resolve.dates import find_dates
from kroniek.coder.resolve.places import Places, find_places
from kroniek.coder.roles import RoleReader, Roles
from kroniek.coder.sameness import SPOKEN, overlap
from kroniek.coder.scenes import inherit
from kroniek.coder.settings import Settings, Story
from kroniek.coder.sources import SourceReader, Told, own_words
from kroniek.coder.speechacts import SpeechActs, decided, threat
from kroniek.coder.status import StatusReader
from kroniek.coder.syntax import Syntax
from kroniek.coder.topics import outside
from kroniek.document import Document
from kroniek.knowledge import language as words
from kroniek.knowledge.actors import ActorKnowledge, actor_knowledge
from kroniek.knowledge.acts import types
from kroniek.knowledge.calendar import Calendar, calendar
from kroniek.knowledge.classes import classes
from kroniek.knowledge.doubt import doubt
from kroniek.knowledge.numbers import Numbers, numbers
from kroniek.knowledge.places import Gazetteer, gazetteer
from kroniek.records import Actor, Claim, Event, Place, Report, Status, When

CONTENT_OF = {"REQUEST": "asked", "THREATEN": "threatened"}  # where the entry does not say
WEAPONS = ("weapon", "projectile", "explosive")  # classes of classes.toml
CRAFT = ("aircraft", "vehicle", "ship")
MERE_TIME = 0.7  # strength of cues that say no more than that one deed came after another
FORCES = frozenset({"MIL", "REB", "PRM", "COP", "UAF", "SPY"})


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All data files of one language, loaded."""

    language: str
    lexicon: Lexicon
    classes: dict[str, frozenset[str]]
    speech: words.Speech
    status: words.StatusWords
    roles: words.RoleWords
    light: words.LightVerbs
    actors: ActorKnowledge
    calendar: Calendar
    numbers: Numbers
    gazetteer: Gazetteer

    @classmethod
    def load(cls, language: str) -> Knowledge:
        """Read and check every file. Raises KnowledgeError."""
        return cls(
            language,
            lexicon(language),
            dict(classes(language)),
            words.speech(language),
            words.status(language),
            words.roles(language),
            words.light(language),
            actor_knowledge(language),
            calendar(language),
            numbers(language),
            gazetteer(),
        )


def code(report: Report, document: Document, knowledge: Knowledge) -> tuple[Event, ...]:
    """The events that a parsed report tells of, in the order of first mention."""
    reader = _Reader(report, document, knowledge)
    readings = reader.read(reader.mentions())
    deeds = merge(document, reader.syntax, readings, knowledge.roles.cue)
    inherit(deeds, reader.places, reader.story)
    linked = links(document, reader.syntax, deeds, knowledge.roles)
    complete(deeds, linked, list(reader.admissions()), document, reader.actors)
    events = to_events(report, document, deeds, linked)
    return tuple(e if anchored(d) else unanchored(e) for d, e in zip(deeds, events, strict=True))


class _Reader:
    """The resolvers of one document, and the readings they give."""

    def __init__(self, report: Report, document: Document, knowledge: Knowledge) -> None:
        self.document = document
        self.published = report.published
        self.knowledge = knowledge
        self.syntax = Syntax(document, agent_words=frozenset(knowledge.roles.agent))
        self.places: Places = find_places(document, gazetteer=knowledge.gazetteer)
        self.dates = find_dates(document, published=report.published, calendar=knowledge.calendar)
        self.days = frozenset(i for d in self.dates for i in range(d.first, d.last))
        self.actors = Actors(
            document,
            knowledge.actors,
            published=report.published,
            places=self.places,
            is_deed=knowledge.lexicon.names_deed,
            barred=self.days,
        )
        self.sources = SourceReader(document, self.syntax, self.actors, knowledge.speech)
        self.actors.voice = self.sources.voice
        self.status = StatusReader(
            document, self.syntax, knowledge.status, knowledge.speech.hearsay, frozenset(knowledge.light.doing)
        )
        weapons, craft = (
            frozenset().union(*(knowledge.classes.get(n, ()) for n in names)) for names in (WEAPONS, CRAFT)
        )
        self.roles = RoleReader(document, self.syntax, self.actors, knowledge.roles, knowledge.light, weapons, craft)
        self.doubts = Doubts(document, self.syntax, doubt(document.language), report.published)
        self.story = Story(None, frozenset())
        self.victims: set[int] = set()
        self.heads: frozenset[int] = frozenset()
        self.reactions: frozenset[int] = frozenset()
        self._following = frozenset(
            p for c in knowledge.roles.cue if c.kind == "answers" and c.strength <= MERE_TIME for p in c.phrases
        )
        quantities = find_quantities(document, knowledge.numbers)
        self.claims = ClaimReader(
            document,
            self.syntax,
            self.actors,
            quantities,
            find_frequencies(document, knowledge.numbers),
            frozenset(knowledge.numbers.words.tolls),
        )

    def mentions(self) -> list[Mention]:
        """Acts by the lexicon, and acts done by saying, in text order."""
        asked = Classes(self.knowledge.classes, self._name_classes)
        found = Finder(self.document, self.syntax, self.knowledge.lexicon, asked).find()
        found = [m for m in found if not (self.actors.names_body(m.head) or self._in_date(m.head))]
        acts = SpeechActs(self.document, self.syntax, self.sources, self.knowledge.speech, self.knowledge.status)
        return outside(self.document, sorted(acts.find(found), key=lambda m: m.head))

    def _in_date(self, i: int) -> bool:
        """Is it a month ("March 4") and no march?"""
        return i in self.days and self.document.words[i].text[0].isupper()

    def admissions(self) -> Iterator[Admission]:
        """Who claims a deed, or is said to have done it."""
        speech = self.knowledge.speech
        yield from admissions(self.document, self.syntax, self.actors, speech.responsibility)
        yield from blames(self.document, self.syntax, self.actors, speech.blamed_on)

    def _name_classes(self, i: int) -> frozenset[str]:
        """Semantic classes of a word that the resolvers know: names of places, persons and forces."""
        found = {"territory", "site"} if self.places.at(i) else set()
        actors = self.actors.of(i)
        if actors:
            found.add("actor")
            found.add("force" if any(a.sector in FORCES for a in actors) else "group")
            if self.actors.is_person_like(i):
                found.add("person")
        return frozenset(found)

    def read(self, mentions: Sequence[Mention]) -> list[Reading]:
        """What is to be told of each mention; those that tell of no deed that happened (or pointedly did not) drop out."""
        settings = Settings(
            self.document,
            self.syntax,
            mentions,
            is_saying=lambda i: self.sources.is_saying(self.document.words[i]),
            is_telling=lambda i: self.sources.is_telling(self.document.words[i]),
            is_announcing=lambda i: self.document.words[i].lemma.lower() in self.knowledge.speech.announcing,
            is_person=self.actors.is_person_like,
        )
        self.status.contents = {m.head: m.act.content or CONTENT_OF.get(m.act.type, "") for m in mentions}
        self.heads = frozenset(m.head for m in mentions)
        self.reactions = frozenset(m.head for m in mentions if (m.act.type, m.act.mode) in BLAMED)
        self.sources.blaming = frozenset(m.head for m in mentions if m.act.mode == "allege")
        self.sources.spoken = frozenset(m.head for m in mentions if m.act.type in SPOKEN)
        self.doubts.blows = frozenset(m.head for m in mentions if types()[m.act.type].quad == 4)
        self.doubts.refusals = frozenset(m.head for m in mentions if m.act.type == "REJECT")
        self.doubts.talks = frozenset(m.head for m in mentions if m.act.type == "CONSULT")
        self.claims.effects = {m.head: m.act.effect for m in mentions if m.act.effect}
        self.victims = {m.head for m in mentions if m.act.dependent and m.act.effect}
        self.roles.charges = {m.head for m in mentions if m.act.type == "ACCUSE"}
        self.actors.recast([self._part(m) for m in mentions])
        days = settings.days(self.dates, self.published)
        self.story = settings.story(self.dates, self.published)
        places = settings.places(self.places.mentions, self.dates)
        readings = [self._reading(m, days.get(m.head), places.get(m.head)) for m in mentions]
        return [r for r in readings if r is not None and not self.doubts.of(r)]

    def _part(self, mention: Mention) -> Part:
        roles = self.roles.of(mention)
        return Part(mention.act.type, mention.act.mode, roles.initiators, roles.targets)

    def _reading(self, mention: Mention, when: When | None, place: Place | None) -> Reading | None:
        status, rule = self.status.of(mention.head, mention.words)
        if mention.act.id.startswith(SAID):  # done by saying it, whatever it speaks of
            status, rule = "happened", "said"
        mention, status = turned(mention, status, self.status.negates(rule))
        found = self.roles.of(mention)
        if mention.act.dependent and not found.initiators:
            found = replace(found, initiators=self._whose_victims(found.target_heads))
        if mention.act.type == "ASSAULT" and self._only_counted(found.target_heads):
            found = replace(found, targets=())
        told = self.sources.of(mention.head)
        mention = by_doer(self._by_crowd(mention, found), found)
        if mention.act.status:
            status, rule = "not", "the entry"
        if not found.initiators and told.sources and types()[mention.act.type].quad in (1, 3):
            found = replace(found, initiators=told.sources, initiator_slot=f"speaker: {told.rule}")
        act = threat(mention, status) if self._announced(mention, found, told) else None
        if act is not None:
            mention, status, rule = replace(mention, act=act), "happened", f"announced: {rule}"
        if decided(mention, status) and self._is_announced(mention):
            status, rule = "happened", f"announced as decided: {rule}"
        doers = tuple(a for a in found.initiators if not overlap([a], told.sources))
        if (doers or self._lent_by_saying(mention)) and told.rule != "quotation":
            found = replace(found, initiators=doers)  # "according to the mayor, X, police are ...": X is no doer
        if act is not None or own_words(mention.act, found.initiators, told.sources):
            told = Told()
        if not (found.initiators or found.targets) and mention.act.weak and not self._cost_lives(mention):
            return None
        when = self._own_day(mention, when)
        place = self._place_in_name(mention) or self._place_of_relative(mention) or place
        return Reading(
            mention,
            found,
            told,
            status,
            rule,
            self._claims(mention, found, told, status),
            self.claims.occurrences(mention),
            when,
            place,
            self._definite(mention),
            self.sources.quoted(mention.head),
            self._generic(mention, bool(found.initiators or found.targets or when or place)),
        )

    def _whose_victims(self, heads: Sequence[int]) -> tuple[Actor, ...]:
        """Who made victims of those who died: "two of the gunman's victims"."""
        heads = [*heads, *(w.i for i in heads for w in self.document.dependents(i, "nmod"))]
        victims = [i for i in heads if self.document.words[i].lemma.lower() in self.actors.reference.victims]
        return tuple(a for i in victims for a in self.actors.possessors(i) if a.sector not in OFFICES)

    def _only_counted(self, heads: Sequence[int]) -> bool:
        """Is nothing said of those whom it was done to but how many ("five dead")? They are a figure, nobody in particular."""
        forms = {form for i in heads for form in (self.document.words[i].text.lower(), self.document.words[i].lemma.lower())}
        return len(heads) == 1 and not forms.isdisjoint(self.actors.reference.harmed)

    def _own_day(self, mention: Mention, when: When | None) -> When | None:
        """A day that hangs above a noun is that of the verdict or answer which the noun is brought in by, not its own; a
        count of days between them tells it ("two days after the killing")."""
        blamed = mention.act.type == "ASSAULT" and not self.reactions.isdisjoint(
            self.syntax.ancestors(mention.head)[:3]
        )
        mark = next(self.document.dependents(mention.head, "case"), None) if mention.kind == "noun" else None
        brought = mark is not None and mark.text.lower() in self._following
        if when is None or not (blamed or brought):
            return when
        within = self.document.subtree(mention.head)
        if self.document.words[within[0]].start <= when.start < self.document.words[within[-1]].end:
            return when
        days = days_between(self.document, self.knowledge.calendar, mark.i) if mark is not None and brought else None
        return shifted(when, days) if days is not None else None

    def _claims(self, mention: Mention, roles: Roles, told: Told, status: Status) -> tuple[Claim, ...]:
        if status == "not" and mention.act.dependent:
            return self.claims.none(mention, roles, told.sources)
        return self.claims.of(mention, roles, told.sources)

    def _place_in_name(self, mention: Mention) -> Place | None:
        """Where, by the noun's own words: "the El Paso shooting", "the 2015 Paris attacks"."""
        if mention.kind != "noun":
            return None
        for child in self.document.dependents(mention.head, "compound", "nmod:desc"):
            found = self.places.at(child.i)
            named = self.actors.is_scene(child.i) or not any(a.id for a in self.actors.of(child.i))
            if found is not None and found.place.precision in ("exact", "place") and named:
                return found.place
        return None

    def _place_of_relative(self, mention: Mention) -> Place | None:
        """Where, by a relative adverb: "in Dayton, Ohio, where ten people died"."""
        words = self.document.words
        for child in self.document.dependents(self.syntax.clause_head(mention.head), "advmod"):
            if ("PronType=Rel" not in child.feats and "PronType=Int" not in child.feats) or child.i < 2:
                continue
            before = child.i - 2 if words[child.i - 1].upos == "PUNCT" else child.i - 1
            if (
                words[before].sentence != child.sentence
                or words[before].upos != "PROPN"
                or self.places.at(before) is None
            ):
                continue
            return finest([found.place for i in range(max(0, before - 4), before + 1) if (found := self.places.at(i))])
        return None

    def _cost_lives(self, mention: Mention) -> bool:
        """A battle in which there were casualties is a deed, though nobody is named ("casualties in the battle")."""
        return mention.kind == "noun" and not self.victims.isdisjoint(self.syntax.ancestors(mention.head)[:2])

    def _generic(self, mention: Mention, told: bool) -> bool:
        """A bare noun of which nothing is told but its kind."""
        if mention.kind != "noun" or (mention.act.effect == "killed" and self.claims.counts(mention.head)):
            return False
        if self._brought_in(mention):
            return False
        if self._is_charge(mention):
            return True
        bare = not any(True for _ in self.document.dependents(mention.head, "det", "nummod", "nmod:poss"))
        verbal = types()[mention.act.type].quad in (1, 3)  # "denied the accusation": whose, the text does not say
        return (bare or verbal) and not told and not self.claims.counts(mention.head)

    def _is_charge(self, mention: Mention) -> bool:
        """A bare noun for what somebody is charged with, tried or held for ("a charge of murder"): no deed by itself."""
        own = self.document.dependents(mention.head, "det", "nummod", "nmod:poss", "nmod", "acl")
        return (
            mention.act.type == "ASSAULT"
            and not any(True for _ in own)
            and not self.reactions.isdisjoint(self.syntax.ancestors(mention.head)[:2])
        )

    def _brought_in(self, mention: Mention) -> bool:
        """A deed that another is said to follow ("resigned after weeks of protests")."""
        words = self.document.words
        i = mention.head
        while words[i].deprel == "nmod" and words[i].head >= 0:
            i = words[i].head
        return (
            types()[mention.act.type].quad in (2, 4)
            and words[i].deprel == "obl"
            and words[i].head in self.heads
            and self.syntax.preposition(i) in self._following
        )

    def _by_crowd(self, mention: Mention, roles: Roles) -> Mention:
        """What protesters burn or smash is vandalism, no assault (codebook, decided in doubt 1)."""
        crowd = roles.initiators and all(a.sector == "OPP" for a in roles.initiators)
        if crowd and mention.act.type == "ASSAULT" and mention.act.mode == "destroy":
            return replace(mention, act=replace(mention.act, type="PROTEST", mode="vandalize"))
        return mention

    def _lent_by_saying(self, mention: Mention) -> bool:
        """A participle without subject, whose only doer would be the one who tells ("..., killing two, the army said")."""
        own = self.document.dependents(mention.head, "nsubj", "nsubj:pass", "obl:agent")
        feats = self.document.words[mention.head].feats
        participle = "VerbForm=Ger" in feats or ("Tense=Pres" in feats and "VerbForm=Part" in feats)
        bare = participle and not any(True for _ in own)
        return bare and types()[mention.act.type].quad in (2, 4)

    def _is_announced(self, mention: Mention) -> bool:
        """Does a verb of announcing govern it?"""
        above = self.syntax.ancestors(mention.head)[:3]
        return any(self.document.words[i].lemma.lower() in self.knowledge.speech.announcing for i in above)

    def _announced(self, mention: Mention, roles: Roles, told: Told) -> bool:
        """Does the doer himself, or one of his side, say that it will be done?"""
        if told.speaker_head < 0:
            return False
        sides = {a.country for a in told.sources} - {None}
        own = any(a.country in sides for a in roles.initiators) or overlap(roles.initiators, told.sources)
        return own or any("Person=1" in self.document.words[i].feats for i in self.syntax.slots(mention.head).subject)

    def _definite(self, mention: Mention) -> bool:
        """Does the noun point back: a definite article, demonstrative or possessive? Of a verb the noun that its
        relative clause tells of ("the attack that was carried out by ...")."""
        head = mention.head
        word = self.document.words[head]
        if mention.kind != "noun":
            if word.deprel != "acl:relcl" or not self.knowledge.lexicon.names_deed(
                self.document.words[word.head].lemma
            ):
                return False
            head = word.head
        determiners = [*self.document.dependents(head, "det"), *self.document.dependents(head, "nmod:poss")]
        return any(
            "Definite=Def" in d.feats or "PronType=Dem" in d.feats or "Poss=Yes" in d.feats or d.deprel == "nmod:poss"
            for d in determiners
        )

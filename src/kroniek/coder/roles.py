"""Find roles: who did it, and to whom. A frame (ontology/frames.toml) names the slots; this reads them.

Slots give heads of noun phrases; `Actors` turns them into actors. A thing stands for its owner ("the ministry's
building"), a deed that is condemned or answered for its doer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kroniek.coder.filling import Filled, first_filled, obliques
from kroniek.coder.mentions import Mention
from kroniek.coder.resolve.actor_cast import BLAMED, OFFICES
from kroniek.coder.resolve.actors import NUMBER, Actors
from kroniek.coder.syntax import Slots, Syntax
from kroniek.document import Document
from kroniek.knowledge.acts import frames
from kroniek.knowledge.language import LightVerbs, RoleWords
from kroniek.records import Actor

CONVICTION = "SANCTION/convict"
HARMS = ("ASSAULT", "COERCE", "SANCTION")  # whose object is no deed of its owner
SPOKEN_FRAMES = ("said-of", "said-to")  # of what is said: their heads may be predicates ("is a disgrace")
OWN = frozenset({"MIL", "COP", "PRM", "GOV", "SPY"})  # who moves at a state's word: its forces and envoys
TERRITORY = "territory"  # the context (acts/*.toml) of deeds that take land


@dataclass(frozen=True, slots=True)
class Roles:
    """The actors of one mention, and by which slots they were found. `*_heads`: the heads of their noun phrases."""

    initiators: tuple[Actor, ...] = ()
    targets: tuple[Actor, ...] = ()
    initiator_heads: tuple[int, ...] = ()
    target_heads: tuple[int, ...] = ()
    initiator_slot: str = ""
    target_slot: str = ""


class RoleReader:
    """Reads the roles of the mentions of one document."""

    def __init__(
        self, document: Document, syntax: Syntax, actors: Actors, words: RoleWords, light: LightVerbs,
        things: frozenset[str] = frozenset(), craft: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        """`things`: nouns of weapons, which are no one's target ("fired drones at Haifa"); `craft`: of aircraft, ships and
        vehicles, which as parts of a noun are a means ("drone strike")."""
        self.document = document
        self.syntax = syntax
        self.actors = actors
        self.words = words
        self.light = light
        self.things = things
        self.means = things | craft
        self.following = frozenset(p for c in words.cue if c.kind == "answers" for p in (*c.phrases, *c.conjunctions))
        self.charges: set[int] = set()
        self._undergoers: dict[int, list[int]] = {}
        self._own: frozenset[int] = frozenset()  # where the words of the mention begin that is read

    def of(self, mention: Mention) -> Roles:
        """Roles of a mention; empty tuples where the text names nobody."""
        frame = frames()[mention.act.frame]
        self._own = frozenset(self.document.words[i].start for i in mention.words)
        slots = self.syntax.slots(mention.head)
        table = self._verbal(mention, slots) if self._acts_as_verb(mention) else self._nominal(mention, slots)
        taken = set(mention.words) - {mention.head}
        first = first_filled(frame.initiator, table, taken, self._resolve, all_of=mention.act.frame == "mutual")
        if not first.actors and self._acts_as_verb(mention):
            first = self._doers_in_phrase(mention, table, frame.initiator)
        if mention.act.type == "ASSAULT":
            first = self._unmasked(first)
        mine = {a.start for a in first.actors}
        if mention.act.type in ("ASSAULT", "MOBILIZE", "COOPERATE", "AID"):
            given = self.means if mention.act.type == "AID" else self.things
            taken |= {i for heads in table.values() for i in heads if self.document.words[i].lemma.lower() in given}
        second = first_filled(frame.target, table, taken | set(first.heads), self._resolve)
        if not second.actors and self._acts_as_verb(mention):
            second = self._in_phrase_or_clause(mention, slots, table, frame.target, set(first.heads))
        if mention.act.type in ("ASSAULT", "COERCE", "ACCUSE"):  # how many were hit says nothing of who was
            second = second._replace(actors=tuple(a for a in second.actors if not a.rule.startswith(NUMBER)))
        if TERRITORY in mention.act.context:  # "recaptured the town from the rebels": from whom it was taken, not what
            below = [h for i in slots.object for h in obliques(self.syntax.slots(i), mention.act.target_with)]
            table["undergoer"] = [*obliques(slots, mention.act.target_with), *below]
            robbed = first_filled(("undergoer",), table, taken | set(first.heads), self._resolve)
            second = robbed if robbed.actors else second
        if not _kinds(mention).isdisjoint(frames()["does-to"].own):
            first, second = self._without_own(first, second, table, taken)
        if self._endures(mention, first, second):
            first, second = Filled((), (), ""), first
        if (mention.act.type, mention.act.mode) in BLAMED:
            second = self._unmasked(second)
        if not second.actors and mention.act.type == "PROTEST" and (inside := self._in_own_phrase(mention)).actors:
            second = inside
        if not second.actors and (opposed := self.actors.opposed(mention.head)):
            second = Filled((mention.head,), opposed, "opponent in the word")
            first = first._replace(actors=tuple(a for a in first.actors if a.end != opposed[0].end))
        targets = tuple(a for a in second.actors if a.start not in mine)
        return Roles(first.actors, targets, first.heads, second.heads, first.slots, second.slots)

    def _without_own(
        self, first: Filled, second: Filled, table: dict[str, list[int]], taken: set[int]
    ) -> tuple[Filled, Filled]:
        """Forces and envoys that are said to be the doer's own are no target, but those behind a preposition are
        ("deployed its troops against the rebels")."""
        own = [a for a in second.actors if a.sector in OWN and _of_one_side(a, first.actors)]
        owned = any(self._is_owned(i) for i in second.heads)
        if not own or not owned or second.slots == "undergoer":
            return first, second
        others = tuple(a for a in second.actors if a not in own)
        if others:
            return first, second._replace(actors=others)
        met = first_filled(("undergoer",), table, taken | {*first.heads, *second.heads}, self._resolve)
        return first, met._replace(actors=tuple(a for a in met.actors if not _of_one_side(a, first.actors)))

    def _in_own_phrase(self, mention: Mention) -> Filled:
        """Against whom the act's own phrase says it is ("marched on the embassy")."""
        for i in mention.words:
            found = self.actors.of(i) if i != mention.head and self.syntax.preposition(i) in self.words.undergoer else ()
            if found:
                return Filled((i,), found, "phrase")
        return Filled((), (), "")

    def _endures(self, mention: Mention, first: Filled, second: Filled) -> bool:
        """Is the doer in truth the one it is done to? Who serves a sentence, walks free or is in custody, unless an
        official, does nothing to anybody."""
        kind = f"{mention.act.type}/{mention.act.mode}"
        if kind not in frames()["does-to"].undergone or mention.act.type not in ("SANCTION", "RETREAT", "COERCE"):
            return False
        persons = bool(first.actors) and all(self.actors.is_person_like(i) for i in first.heads)
        officials = any(a.sector in OFFICES for a in first.actors)
        return persons and not officials and (not second.actors or kind == CONVICTION)

    def _unmasked(self, filled: Filled) -> Filled:
        """The named suspect for one nameless person ("a man was arrested")."""
        masked = self.actors.unmasked(filled.heads[0]) if len(filled.heads) == 1 else ()
        return filled._replace(actors=masked) if masked else filled

    def _doers_in_phrase(self, mention: Mention, table: dict[str, list[int]], order: tuple[str, ...]) -> Filled:
        """Doers that the act's own phrase names ("troops pulled out"), or whose its noun is ("killed in an air strike
        of the army")."""
        within = first_filled(order, table, set(), self._resolve)
        if within.actors:
            return within
        nouns = [i for i in mention.words if i != mention.head and self.document.words[i].upos == "NOUN"]
        if mention.act.type in HARMS:  # "claimed the life of a minister", "was given a prison term": what is taken or given
            nouns = [i for i in nouns if not self.document.words[i].deprel.startswith(("obj", "nsubj"))]
        owned = [h for i in nouns for h in obliques(self.syntax.slots(i), (*self.words.possessor, *self.words.agent))]
        return first_filled(("agent", "adjective"), {"agent": owned, "adjective": nouns}, set(), self._resolve)

    def _in_phrase_or_clause(
        self, mention: Mention, slots: Slots, table: dict[str, list[int]], order: tuple[str, ...], taken: set[int]
    ) -> Filled:
        """Targets named by the act's own phrase ("expelled diplomats"), one noun too low ("suspended aid to Egypt"),
        or in the infinitive of a threat or refusal ("threatened to break ties with Chad")."""
        within = first_filled(order, table, taken, self._resolve)
        if (within.actors and mention.act.type != "AID") or mention.act.frame == "suffers":
            return within  # of help the phrase names what is given ("sent experts")
        marks = mention.act.target_with
        if mention.act.type in ("ASSAULT", "COERCE"):  # "claimed the lives of six monks"
            marks = (*marks, *self.words.possessor)
        low = [h for i in slots.object or slots.passive_subject for h in obliques(self.syntax.slots(i), marks)]
        if slots.infinitive and mention.act.type in ("THREATEN", "REJECT"):
            low += self._undergoing(slots.complement)
        return first_filled(("undergoer",), {"undergoer": low}, taken, self._resolve)

    def _undergoing(self, clause: int) -> list[int]:
        """Whom an infinitive is about: its object, or a phrase with a preposition of undergoer, partner or addressee."""
        inner = self.syntax.slots(clause)
        marks = (*self.words.undergoer, *self.words.partner, *self.words.addressee)
        below = [h for i in inner.object for h in obliques(self.syntax.slots(i), marks)]
        partners = [h for h in obliques(inner, marks) if self.actors.kind(h) in ("country", "body")]  # "... to Chile"
        return partners or [*inner.object, *inner.indirect, *obliques(inner, marks), *below]

    def _acts_as_verb(self, mention: Mention) -> bool:
        return mention.kind != "noun" and (self.syntax.is_verbal(mention.head) or mention.act.frame in SPOKEN_FRAMES)

    def _verbal(self, mention: Mention, slots: Slots) -> dict[str, list[int]]:
        act, words = mention.act, self.words
        slots = self._with_phrase(mention, slots)
        undergone = slots.subject if self._perfect_passive(mention, slots) else []
        table = {
            "subject": self._reproached(mention.head)
            or ([] if undergone or (slots.passive and slots.passive_subject) else slots.subject),
            "object": slots.object,
            "passive_subject": slots.passive_subject or undergone,
            "indirect": slots.indirect + obliques(slots, words.addressee if act.frame == "asks" else ()),
            "agent": slots.agent + obliques(slots, act.initiator_with),
            "undergoer": obliques(slots, act.target_with or (words.undergoer if act.frame != "mutual" else ())),
            "partner": obliques(slots, (*words.partner, *words.between)),
            "complement_subject": self._below(slots.complement),
        }
        if slots.passive and act.frame == "goes":
            if mention.kind == "adjective":  # "was appalled by the raid": the subject feels, the raid is its object
                table["undergoer"], table["agent"] = [*table["undergoer"], *slots.agent], []
            else:
                table["passive_subject"] = []
        return table

    def _reproached(self, head: int) -> list[int]:
        """Who is said to do it where a verb tells what somebody is blamed, tried or praised for: its object
        ("sentenced the man for stabbing two women")."""
        word = self.document.words[head]
        marks = [w.text.lower() for w in self.document.dependents(head, "mark")]
        if not word.deprel.startswith(("advcl", "acl")) or "VerbForm=Fin" in word.feats:
            return []
        if not any(mark in self.words.topic for mark in marks) or any(self.document.dependents(head, "nsubj")):
            return []
        verbs = [i for i in self.syntax.ancestors(head)[:3] if self.syntax.is_verbal(i)]
        above = self.syntax.slots(verbs[0]) if verbs else Slots()
        return above.object or above.passive_subject

    def _with_phrase(self, mention: Mention, slots: Slots) -> Slots:
        """Slots with the prepositions that hang on the phrase's other words: "brought charges against X"."""
        merged = {mark: list(heads) for mark, heads in slots.obliques.items()}
        states = [i for i in mention.words if self.document.words[i].deprel == "xcomp" and i != mention.head]
        if states and not (slots.object or slots.passive):  # "zette de president gevangen": the object hangs on the state
            slots = replace(slots, object=[h for i in states for h in self.syntax.slots(i).object])
        for i in mention.words:
            for mark, heads in self.syntax.slots(i).obliques.items() if i != mention.head else ():
                merged.setdefault(mark, []).extend(h for h in heads if h not in merged.get(mark, ()))
        return replace(slots, obliques=merged)

    def _perfect_passive(self, mention: Mention, slots: Slots) -> bool:
        """ "is neergestoken": a participle of a transitive act with an auxiliary of the passive and no object."""
        if (
            mention.act.frame != "does-to"
            or slots.object
            or "VerbForm=Part" not in self.document.words[mention.head].feats
        ):
            return False
        return any(w.lemma.lower() in self.light.passive for w in self.document.dependents(mention.head, "aux", "cop"))

    def _below(self, clause: int) -> list[int]:
        """Of whom the governed clause speaks: its subject, else its object."""
        if clause < 0:
            return []
        if not self.syntax.is_verbal(clause):
            return list(self.syntax.slots(clause).subject) or [clause]
        inner = self.syntax.slots(clause)
        if inner.passive and inner.agent:  # "claimed that thugs were sent by the government"
            return list(inner.agent)
        own = [w.i for w in self.document.dependents(clause, "nsubj")]
        return (
            [self.syntax.antecedent(i) for i in own]
            or inner.object
            or [h for heads in inner.obliques.values() for h in heads]
        )

    def _nominal(self, mention: Mention, slots: Slots) -> dict[str, list[int]]:
        act, words = mention.act, self.words
        of = obliques(slots, words.possessor)
        owners = [
            w.i
            for w in self.document.dependents(mention.head, "nmod:poss", "amod", "compound", "nmod:desc")
            if w.i not in mention.words
            and not self.actors.is_scene(w.i)
            and not (w.deprel == "compound" and w.lemma.lower() in self.means)
        ]
        below = [self.syntax.slots(i) for i in of]  # "the ratification of the treaty by X": phrases hang too low
        agents = slots.agent + obliques(slots, (*words.agent, *act.initiator_with))
        agents = agents or [i for s in below for i in s.agent]
        undergoer = obliques(slots, (*act.target_with, *words.undergoer))
        directed = self.document.words[mention.head].lemma.lower().endswith(self.words.directed) and not act.effect
        if act.type in frames()[act.frame].owned or directed:
            undergoer = [i for i in undergoer if i not in of]
        if act.type == "ASSAULT" and not self.charges.isdisjoint(self.syntax.ancestors(mention.head)[:2]):
            charged = obliques(slots, words.charged)  # "a charge of murder against X"
            undergoer = [i for i in undergoer if i not in charged]
        lent = self._lent(mention.head)
        of = [h for h in of if h not in undergoer]
        if (
            act.frame == "does-to"
            and of
            and not (undergoer or directed)
            and (agents or self.actors.possessors(mention.head) or mention.act.effect)
        ):
            undergoer, of = of, []
        suffered = bool(act.effect) or f"{act.type}/{act.mode}" in frames()[act.frame].undergone
        if suffered and not undergoer:
            persons = [i for i in owners if self.actors.is_person_like(i)]
            undergoer, of = (of, []) if of else (persons, of)
            owners = [i for i in owners if i not in undergoer]
        if act.frame == "suffers":
            return {"possessor": of + owners, "undergoer": undergoer, "agent": agents, "subject": lent["undergoing"]}
        self._undergoers[mention.head] = undergoer
        return {
            "agent": agents + lent["doing"],
            "possessor": of + owners if act.frame != "does-to" or not lent["undergoing"] else [],
            "adjective": [mention.head],  # of whom it is said in one word; those it is done to are left out (_resolve)
            "undergoer": undergoer + lent["undergoing"],
            "partner": obliques(slots, (*words.partner, *words.between))
            or [i for s in below for i in obliques(s, words.between)],
            "complement_subject": self._below(slots.complement) or self._acl_subject(mention.head),
            "object": [],
            "subject": [],
        }

    def _acl_subject(self, head: int) -> list[int]:
        for clause in self.document.dependents(head, "acl"):
            return self._below(clause.i)
        return []

    def _lent(self, head: int) -> dict[str, list[int]]:
        """Subjects that a light verb lends to its noun ("carried out an attack", "the attack drew criticism")."""
        none: dict[str, list[int]] = {"doing": [], "undergoing": []}
        word = self.document.words[head]
        for clause in self.document.dependents(head, "acl"):  # "an attack carried out by rebels"
            if clause.lemma.lower() in self.light.doing and (agents := self.syntax.slots(clause.i).agent):
                return {"doing": agents, "undergoing": []}
        while word.deprel == "nmod" and self.actors.is_quantity(word.head):  # "suffered thousands of casualties"
            word = self.document.words[word.head]
            head = word.i
        if word.head < 0:
            return none
        verb = self.document.words[word.head]
        lemma, base = verb.lemma.lower(), word.deprel.partition(":")[0]
        slots = self.syntax.slots(verb.i)
        named = any(True for _ in self.document.dependents(head, "appos"))  # "called the stabbing an outrage"
        called = named or (slots.complement >= 0 and not self.syntax.is_verbal(slots.complement))
        if base == "obj" and lemma in self.words.calling and self._is_told(head):
            return none
        mere = base == "obl" and self.syntax.preposition(head) in self.following  # "called on them after the raid"
        if base in ("obj", "obl", "xcomp") and lemma in self.light.doing and not slots.passive and not called and not mere:
            return {"doing": [i for i in slots.subject if i != head], "undergoing": slots.indirect}
        if word.deprel == "nsubj:pass" and lemma in self.light.doing:
            return {"doing": slots.agent, "undergoing": []}
        if base == "obl" and self.syntax.preposition(head) in self.words.instrument and self.syntax.is_verbal(verb.i):
            return {
                "doing": [i for i in slots.subject if i != head],
                "undergoing": obliques(slots, self.words.undergoer),
            }
        if base == "obj" and lemma in self.light.undergoing:
            return {"doing": [], "undergoing": [i for i in slots.subject if i != head]}
        return none

    def _is_owned(self, head: int) -> bool:
        return any("Poss=Yes" in d.feats for d in self.document.dependents(head, "nmod:poss", "det"))

    def _is_told(self, head: int) -> bool:
        """Is a noun definite, and so points back?"""
        return any("Definite=Def" in d.feats or "PronType=Dem" in d.feats for d in self.document.dependents(head, "det"))

    def _resolve(self, head: int, slot: str) -> tuple[Actor, ...]:
        if slot == "adjective":
            owners = self._owners(head)
            undergoing = {a.start for i in self._undergoers.get(head, ()) for a in self.actors.of(i)}
            return tuple(self.actors.states.full_form(a, adjective=True) for a in owners if a.start not in undergoing)
        found = self.actors.of(head) or (self.actors.addressed(head) if slot == "indirect" else ())
        if not found and slot in ("subject", "object", "passive_subject", "undergoer", "complement_subject"):
            found = self._owners(head) or tuple(self._owner(head))
        return found

    def _owners(self, head: int) -> tuple[Actor, ...]:
        """Whose a noun is; a means in it ("drone strike") and the act's own words ("suicide bomber") are nobody."""
        owners = (a for a in self.actors.possessors(head) if a.start not in self._own)
        return tuple(a for a in owners if a.name or a.text.lower() not in self.means)

    def _owner(self, head: int) -> Iterator[Actor]:
        slots = self.syntax.slots(head)
        for i in obliques(slots, (*self.words.possessor, *self.words.agent)):
            yield from self.actors.of(i)
        if self.document.words[head].deprel.startswith("csubj"):  # "what the government does is a disgrace"
            for i in slots.subject:
                yield from self.actors.of(i)
        for clause in self.document.dependents(head, "acl:relcl") if self.document.words[head].upos == "PRON" else ():
            for i in self.syntax.slots(clause.i).subject:
                yield from self.actors.of(i) if i != head else ()


def _kinds(mention: Mention) -> set[str]:
    return {mention.act.type, f"{mention.act.type}/{mention.act.mode}"}


def _of_one_side(actor: Actor, others: Iterable[Actor]) -> bool:
    return any(actor.country == a.country for a in others)

"""Reasons not to code what the lexicon found: each a small function that says why. The first that holds decides.

`turned` comes before: what a negation or the doer makes of an act ("did not agree" is a refusal).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kroniek.coder.events import Deed, Reading
from kroniek.coder.mentions import Mention
from kroniek.coder.roles import Roles
from kroniek.coder.syntax import Syntax
from kroniek.coder.tense import tense
from kroniek.document import Document
from kroniek.knowledge.acts import Act, types
from kroniek.knowledge.doubt import DoubtWords
from kroniek.records import Event, Status

HISTORY = 100  # years before the report from which a deed is history told, not news
VERBAL = (1, 3)  # quad classes of acts done by saying
EPITHETS = frozenset({("SANCTION", "expel"), ("COERCE", "deport"), ("RETREAT", "resign")})
CALLING = ("calling-", "said:")
REFUSED = frozenset({"AGREE", "CONCEDE"})
ON_THE_TABLE = frozenset({"AGREE", "AID", "CONSULT", "SUPPORT", "SANCTION", "COOPERATE", "CONCEDE", "RETREAT"})
UNMADE = frozenset({"AGREE", "CONCEDE", "COOPERATE", "RETREAT"})
SIDES = frozenset({"GOV", "MIL", "COP", "JUD", "SPY", "PRM", "REB", "UAF", "OPP", "CRM"})  # sectors with a part in conflicts
FORCE_MODES = {"MIL": "troops", "COP": "police", "PRM": "militia", "REB": "militia"}


def turned(mention: Mention, status: Status, negation: bool) -> tuple[Mention, Status]:
    """A concession or an agreement that is denied to somebody is a refusal: "did not give in", "stemde niet in"."""
    if status == "not" and negation and mention.act.type in REFUSED and mention.kind == "verb":
        act = mention.act
        return replace(mention, act=Act(f"refusal:{act.id}", "REJECT", act.frame, target_with=act.target_with)), "happened"
    return mention, status


def by_doer(mention: Mention, roles: Roles) -> Mention:
    """Who moves tells the mode of a mobilization: the army troops, the police police."""
    if mention.act.type != "MOBILIZE" or mention.act.mode not in (None, *FORCE_MODES.values()):
        return mention
    modes = {FORCE_MODES[a.sector] for a in roles.initiators if a.sector in FORCE_MODES}
    return replace(mention, act=replace(mention.act, mode=modes.pop())) if len(modes) == 1 else mention


class Doubts:
    """The reasons of one document. `published`: the day of the report (ISO 8601), or None. `blows`: heads of the acts
    of material conflict; `refusals`: those of rejections; `talks`: of consultations."""

    def __init__(self, document: Document, syntax: Syntax, words: DoubtWords, published: str | None) -> None:
        self.document = document
        self.syntax = syntax
        self.words = words
        self.blows: frozenset[int] = frozenset()
        self.refusals: frozenset[int] = frozenset()
        self.talks: frozenset[int] = frozenset()
        self.year = int(published[:4]) if published and published[:4].isdigit() else None
        self.reasons: tuple[Callable[[Reading], bool], ...] = (
            self.unsaid,
            self.state_denied,
            self.unvoiced,
            self.aim,
            self.crime_named,
            self.asked,
            self.commanded,
            self.history,
            self.unhelped,
            self.interview,
            self.rejected,
            self.discussed,
            self.tried,
            self.epithet,
        )

    def of(self, reading: Reading) -> str:
        """The name of the reason not to code a reading, or ""."""
        return next((reason.__name__ for reason in self.reasons if reason(reading)), "")

    def unsaid(self, reading: Reading) -> bool:
        """What was not said is no act of saying."""
        return reading.status == "not" and _verbal(reading)

    def state_denied(self, reading: Reading) -> bool:
        """ "Is not holding any prisoners": no deed is told, nor one that was left undone."""
        own = reading.mention.act.status == "not"
        return reading.status == "not" and not own and tense(self.document, reading.mention.head) in ("present", "")

    def unvoiced(self, reading: Reading) -> bool:
        """An act of saying that nobody does, in the present, as an attribute or as a name: "is considered a threat",
        "the alleged killer"."""
        mention = reading.mention
        if not _verbal(reading) or mention.kind != "verb" or reading.told.sources or self._has_doer(reading):
            return False
        word = self.document.words[mention.head]
        attribute = word.deprel.partition(":")[0] == "amod" or word.upos == "NOUN"
        return attribute or mention.act.id.startswith(CALLING) or tense(self.document, mention.head) == "present"

    def _has_doer(self, reading: Reading) -> bool:
        """Does a word stand where the doer does, be it one that is no known actor?"""
        slots = self.syntax.slots(reading.mention.head)
        return bool(reading.roles.initiators or slots.agent or (slots.subject and not slots.passive))

    def aim(self, reading: Reading) -> bool:
        """A purpose is no deed ("are there to train the army"), unless that of a blow ("fired to disperse them")."""
        word = self.document.words[reading.mention.head]
        if _verbal(reading) or "VerbForm=Inf" not in word.feats or word.deprel.partition(":")[0] not in ("advcl", "acl"):
            return False
        if word.head in self.blows:
            return False
        if word.deprel.startswith("acl") and self.document.words[word.head].lemma.lower() in self.words.attempts:
            return False
        marks = {w.text.lower() for w in self.document.dependents(word.i, "mark", "case")}
        return bool(marks & set(self.words.purposes)) and not marks & set(self.words.means)

    def crime_named(self, reading: Reading) -> bool:
        """The name of a crime in a charge or a law: "a charge of murder"."""
        word = self.document.words[reading.mention.head]
        if reading.mention.kind != "noun" or word.head < 0 or any(True for _ in self.document.dependents(word.i, "det")):
            return False
        if any(True for _ in self.document.dependents(word.i, "nmod:poss", "nummod", "nmod")):
            return False
        return self.document.words[word.head].lemma.lower() in self.words.charges

    def asked(self, reading: Reading) -> bool:
        """What a question asks after, is not told."""
        mention = reading.mention
        sentence = self.document.sentences[mention.sentence]
        text = self.document.text[sentence.start : sentence.end].rstrip("\"'”’» ")
        return text.endswith("?") and mention.kind == "verb" and not reading.quoted

    def commanded(self, reading: Reading) -> bool:
        """An order to do it ("take a knife and attack them") does not do it."""
        word = self.document.words[reading.mention.head]
        first = word.i == self.document.sentences[word.sentence].first
        return "Mood=Imp" in word.feats and not _verbal(reading) and (first or reading.quoted)

    def history(self, reading: Reading) -> bool:
        """What lies more than a lifetime back is told as history."""
        last = reading.when.last if reading.when else None
        return bool(last and self.year and last[:4].isdigit() and int(last[:4]) < self.year - HISTORY)

    def unhelped(self, reading: Reading) -> bool:
        """Help without a helper (codebook, decided in doubt 13: "was taken to hospital")."""
        return reading.mention.act.type == "AID" and reading.mention.kind == "verb" and not self._has_doer(reading)

    def interview(self, reading: Reading) -> bool:
        """A talk with a journalist is how the report came about."""
        actors = (*reading.roles.initiators, *reading.roles.targets)
        return reading.mention.act.type == "CONSULT" and any(a.sector == "JRN" for a in actors)

    def rejected(self, reading: Reading) -> bool:
        """What is refused or blocked was on the table only: "turned down the offer", "blocked an embargo"."""
        mention = reading.mention
        word = self.document.words[mention.head]
        if mention.kind != "noun" or mention.act.type not in ON_THE_TABLE:
            return False
        return word.head in self.refusals and word.deprel.partition(":")[0] in ("obj", "nsubj", "obl")

    def discussed(self, reading: Reading) -> bool:
        """What talks are about is not done yet: "spoke only of the release of the hostages"."""
        mention = reading.mention
        word = self.document.words[mention.head]
        above = self.syntax.ancestors(word.i)[: 2 if word.deprel == "nmod" else 1]  # it often hangs one noun too low
        if mention.kind != "noun" or mention.act.type not in ON_THE_TABLE or self.talks.isdisjoint(above):
            return False
        return self.syntax.preposition(word.i) in self.words.topics

    def tried(self, reading: Reading) -> bool:
        """Peace that is only tried for is not made: "tried to settle the quarrel"; an attack that is tried is one."""
        word = self.document.words[reading.mention.head]
        if reading.mention.act.type not in UNMADE or word.head < 0 or word.deprel.partition(":")[0] not in ("xcomp", "acl", "advcl"):
            return False
        return self.document.words[word.head].lemma.lower() in self.words.tries

    def epithet(self, reading: Reading) -> bool:
        """By what somebody lost or left, the text only says who he is: "the ousted president"."""
        mention = reading.mention
        attribute = self.document.words[mention.head].deprel.partition(":")[0] == "amod"
        return attribute and (mention.act.type, mention.act.mode) in EPITHETS


def _verbal(reading: Reading) -> bool:
    return types()[reading.mention.act.type].quad in VERBAL


def anchored(deed: Deed) -> bool:
    """Does anything tie a deed to the world: a known actor or one of a side, a place, a time, a figure or a source?

    Plots, lessons and similes have none of these; of the deeds in reports of conflict hardly one has none.
    """
    actors = (*deed.initiators, *deed.targets)
    if types()[deed.type].quad in VERBAL or deed.when or deed.place:
        return True
    if any(a.country or a.name or a.sector in SIDES for a in actors):
        return True
    return any(r.claims or r.told.sources for r in deed.readings)


def unanchored(event: Event) -> Event:
    """The event as one that is imagined: it is kept apart with those that are planned or threatened."""
    return replace(event, status="hypothetical", grounds={**event.grounds, "status": "nothing ties it to the world"})

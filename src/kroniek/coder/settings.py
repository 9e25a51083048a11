"""Where and when of a mention: which of the report's place and date mentions speak of it.

A date or place belongs to the nearest act above it in the tree; acts that share a clause share it. What a clause
leaves open is filled from the scene (scenes.py).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from kroniek.coder.mentions import Mention
from kroniek.coder.narrative import ADVERBIAL, OPENS, Moment, Narrative, paragraphs
from kroniek.coder.resolve.dates import DateMention
from kroniek.coder.resolve.places import PlaceMention
from kroniek.coder.sameness import SPOKEN
from kroniek.coder.syntax import Syntax
from kroniek.document import Document
from kroniek.edtf import parse, parse_published
from kroniek.knowledge.calendar import calendar
from kroniek.knowledge.place_words import place_words
from kroniek.records import Place, When

NO_DAY = frozenset({"until", "until-bare", "dateline"})  # rules of dates that are no day of a deed
LASTING = frozenset({"since", "since-bare", "streak"})  # ... that hold all the days on which a deed went on
WHEN = 4  # words behind a day within which a clause of it begins
OPENING = 4  # sentences at the head of a report, the title among them
DAY = frozenset({"day", "night"})
FINENESS = {"exact": 0, "place": 0, "near": 0, "region": 1, "country": 2}
SEA = "name:sea"
NAMED = ("exact", "place", "near")


@dataclass(frozen=True, slots=True)
class Story:
    """The day that the head of the report tells, None where it tells none; heads of acts told as lying before it; the
    time in which each paragraph is told."""

    day: When | None
    before: frozenset[int]
    narrative: Narrative | None = None


class Located(Protocol):
    """A mention of a date or place: word indices, `last` exclusive, and the head that hangs in the tree."""

    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...
    @property
    def head(self) -> int: ...


L = TypeVar("L", bound=Located)
DECIDED = frozenset({"AGREE", "AID", "COERCE", "CONCEDE", "COOPERATE", "MOBILIZE", "RETREAT", "SANCTION"})
REMOTE = SPOKEN | {"AGREE", "SANCTION"}  # a dateline does not say where these were done
CONTENT = ("ccomp", "csubj", "xcomp", "parataxis", "advcl")
UNDERGOER = frozenset({"obj", "nsubj:pass", "nmod", "obl"})
ARGUMENT = frozenset({"nsubj", "obj", "obl", "nmod", "iobj", "xcomp", "csubj"})


class Settings:
    """Gives each mention of a document its dates and places."""

    def __init__(
        self,
        document: Document,
        syntax: Syntax,
        mentions: Sequence[Mention],
        *,
        is_saying: Callable[[int], bool],
        is_telling: Callable[[int], bool],
        is_announcing: Callable[[int], bool],
        is_person: Callable[[int], bool],
    ) -> None:
        self.document = document
        self.syntax = syntax
        self.heads = {m.head for m in mentions}
        self.protests = {m.head for m in mentions if m.act.type == "PROTEST"}
        self.tense = calendar(document.language).words.tense
        self.spoken = {m.head for m in mentions if m.act.type in SPOKEN}
        self.remote = {m.head for m in mentions if m.act.type in REMOTE}
        self.counts = {m.head for m in mentions if m.act.dependent and m.kind == "noun"}
        self.is_saying = is_saying
        self.is_telling = is_telling
        self.is_announcing = is_announcing
        self.is_person = is_person
        words = place_words(document.language)
        self.inside = frozenset((*words.inside, *words.near))
        self.of = frozenset((*words.of, ""))
        self._by_sentence: dict[int, list[Mention]] = {}
        for mention in mentions:
            self._by_sentence.setdefault(mention.sentence, []).append(mention)

    def days(self, dates: Iterable[DateMention], published: str | None) -> dict[int, When]:
        """By mention head: its day, where one is told: the nearest, "earlier" last, none that lies ahead."""
        last = _last_day(published)
        told = [_looking_back(d, last) for d in dates if d.when.edtf and d.rule not in NO_DAY]
        past = [d for d in told if not (last and d.when.first and d.when.first > last)]
        found = {head: min(items, key=_doubt).when for head, items in self.assign(past).items()}
        for item in past:
            for head in self._told_when(item):
                found[head] = _beginning(item.when) if item.rule in LASTING else item.when
        if last:
            self._lasting(past, found, last)
        found.update(list(self._done_before(found)))
        return found

    def _done_before(self, found: Mapping[int, When]) -> Iterator[tuple[int, When]]:
        """What had been done before a dated act on which its clause hangs: up to the day of that act."""
        for head in self.heads - found.keys():
            above = next((found[i] for i in self.syntax.ancestors(head) if i in found), None)
            if above is not None and above.last and self._is_before(head):
                yield head, replace(above, edtf=f"../{above.last}", first=None, precision="open", rule="earlier")

    def _told_when(self, item: DateMention) -> Iterator[int]:
        """The acts of the clause that tells what was done on a day ("on May 2, when troops entered the town")."""
        words = self.document.words
        end = self.document.sentences[words[item.head].sentence].last
        mark = next((w for w in words[item.last : min(item.last + WHEN, end)] if w.text.lower() in self.tense.when), None)
        if mark is None or mark.deprel.partition(":")[0] not in ("advmod", "mark", "obl") or mark.head < mark.i:
            return
        for head in self.heads:
            path = [head, *self.syntax.ancestors(head)]
            if mark.head not in path or self._is_before(head):
                continue
            if not any(self._is_aside(i) for i in path[: path.index(mark.head)]):
                yield head

    def story(self, dates: Iterable[DateMention], published: str | None) -> Story:
        """What the report tells of its own time."""
        dates = list(dates)
        before = frozenset(filter(self._is_before, self.heads))
        return Story(self._story_day(dates, published), before, self._narrative(dates, published))

    def _narrative(self, dates: Iterable[DateMention], published: str | None) -> Narrative:
        last, parts = _last_day(published), paragraphs(self.document)
        told = [_looking_back(d, last) for d in dates if d.when.edtf and d.when.first and d.rule not in NO_DAY]
        moments = (self._moment(d, parts) for d in told if not last or (d.when.last or last) <= last)
        return Narrative(self.document, self.syntax, (m for m in moments if m is not None), parts)

    def _moment(self, item: DateMention, parts: Sequence[int]) -> Moment | None:
        """The moment that a date sets; None where it is that of a noun, of a plan or of the telling."""
        word = self.document.words[item.head]
        sentence = self.document.sentences[word.sentence]
        path = [item.head, *self.syntax.ancestors(item.head)]
        adverbial = word.head < 0 or word.deprel.startswith(ADVERBIAL) or item.first < sentence.first + OPENS
        if not adverbial or self._told_on(item) >= 0 or self._spoken_on(path) or (word.head >= 0 and self._is_beside(item)):
            return None
        within = next((i for i in path if self._is_aside(i)), -1)
        owners, sharers = self._owners(item)
        if owners and self.counts.issuperset(owners):
            return None  # "the toll rose on Monday"
        return Moment(item.first, word.sentence, parts[word.sentence], item.when, (*owners, *sharers), within)

    def _is_before(self, head: int) -> bool:
        """Told in the pluperfect, in no reported speech: it lies before the story."""
        finite = [w for w in self.document.dependents(head, "aux") if "Tense=Past" in w.feats and "VerbForm=Fin" in w.feats]
        told = any(self.is_saying(i) for i in self.syntax.ancestors(head))
        return not told and any(w.lemma.lower() == self.tense.perfect[0] for w in finite)

    def _story_day(self, dates: Iterable[DateMention], published: str | None) -> When | None:
        """The day that the head of the report tells in a main clause, whatever is done in it; None where there is none."""
        last = _last_day(published)
        for item in (_looking_back(d, last) for d in dates):
            word = self.document.words[item.head]
            if word.sentence >= OPENING:
                return None
            path = [item.head, *self.syntax.ancestors(item.head)]
            told = self._told_on(item) >= 0 or (word.head >= 0 and self._is_beside(item)) or self._spoken_on(path)
            if item.when.precision in DAY and item.rule not in NO_DAY and not told and not any(map(self._is_aside, path)):
                return item.when if not last or (item.when.first or last) <= last else None
        return None

    def _spoken_on(self, path: Sequence[int]) -> bool:
        """Is it the day of words, of which a deed that they tell of takes none?"""
        return next((i in self.spoken for i in path if i in self.heads), False)

    def _lasting(self, dates: Sequence[DateMention], found: dict[int, When], last: str) -> None:
        """A day on which something begins is the first of many: of a protest, and of what is done since then."""
        for item in dates:
            start = next((i for i in self.syntax.ancestors(item.head)[:3] if self._begins(i)), -1)
            if start < 0 or not item.when.first:
                continue
            lasting = replace(item.when, edtf=f"{item.when.edtf.partition('/')[0]}/{last}", last=last, rule="since")
            for head, when in found.items():
                if when is item.when and head in self.protests:
                    found[head] = lasting
            governor = self.document.words[start].head
            if governor in self.heads and self._is_since(start):
                found.setdefault(governor, lasting)

    def _begins(self, i: int) -> bool:
        return self.document.words[i].lemma.lower() in self.tense.beginning

    def _is_since(self, i: int) -> bool:
        return any(w.text.lower() in self.tense.since for w in self.document.dependents(i, "mark", "case"))

    def places(self, mentions: Sequence[PlaceMention], dates: Sequence[DateMention]) -> dict[int, Place]:
        """By mention head: its place: the finest among those that locate it, else one named in what it is done to.
        A name inside a date ("October 6") is no place."""
        days = {i for d in dates for i in range(d.first, d.last)}
        mentions = [p for p in mentions if p.head not in days]
        found = {head: finest(items).place for head, items in self.assign(p for p in mentions if self._locates(p)).items()}
        datelines = {p.place.start for p in mentions if p.relation == "dateline"}
        found = {h: p for h, p in found.items() if not (p.start in datelines and h in self.remote)}
        for item in mentions:
            if not item.locative and FINENESS[item.place.precision] == 0 and item.place.rule != SEA:
                head = self._undergone(item)
                if head >= 0 and head not in self.spoken:
                    found.setdefault(head, item.place)
        return found

    def _locates(self, item: PlaceMention) -> bool:
        """By its own preposition, by that of the thing it belongs to ("at the gates of the palace"), or named behind a
        colon for what was told before it ("struck two bases: Ain al-Asad and ...")."""
        if item.first and self.document.words[item.first - 1].text == ":" and item.place.precision in NAMED:
            return True
        word = self.document.words[item.head]
        if item.locative and item.place.country is None and word.deprel == "nmod:poss":
            return False  # "in Africa's largest country"
        if item.locative or item.relation != "of":
            return item.locative
        if word.deprel.partition(":")[0] != "nmod" or word.head < 0 or self.is_person(word.head):
            return False
        return self.syntax.preposition(word.head) in self.inside and word.head not in self.heads

    def _undergone(self, item: PlaceMention) -> int:
        """The act that is done to what the place names or belongs to ("shelled the town of X", "the mayor of X was
        shot"), or -1."""
        i = item.head
        for up in self.syntax.ancestors(i):
            slots = self.syntax.slots(up)
            done_to = self.document.words[i].deprel in UNDERGOER or (slots.passive and i in slots.subject)
            if up in self.heads and (done_to or up in self.protests):
                return up
            if self.syntax.is_verbal(up):
                return -1
            i = up
        return -1

    def assign(self, located: Iterable[L]) -> dict[int, list[L]]:
        """By mention head: the dates (or places) that belong to it, nearest first; its own before those of its verb."""
        found: dict[int, list[L]] = {}
        lent: dict[int, list[L]] = {}
        for item in located:
            owners, sharers = self._owners(item)
            for head in owners:
                found.setdefault(head, []).append(item)
            for head in sharers:
                lent.setdefault(head, []).append(item)
        found = {**lent, **found}
        for head, items in found.items():
            items.sort(key=lambda item: abs(item.head - head))
        return found

    def _owners(self, item: Located) -> tuple[list[int], list[int]]:
        """Heads of the mentions that an expression speaks of, and of those that share it with these."""
        words = self.document.words
        sentence = words[item.head].sentence
        mentions = self._by_sentence.get(sentence, [])
        if not mentions:
            return [], []
        inside = [m.head for m in mentions if item.first <= m.head < item.last and m.head != item.head]
        if inside:
            return inside, []
        above = words[item.head].head
        if above >= 0 and above not in self.heads and not self.syntax.is_verbal(above) and self._is_beside(item):
            return [], []  # "reports on Sunday": the day of the telling
        if (verb := self._told_on(item)) >= 0:
            return [m.head for m in mentions if self._done_by_saying(verb, m) and self._are_one(verb, m.head)], []
        child, deep = item.head, False
        for up in self.syntax.ancestors(item.head):
            if self._is_aside(child) or (isinstance(item, PlaceMention) and self._is_clause(child)):
                return [], []
            if up in self.spoken and deep and not self._is_now(item):
                return self._told_between(up, item, mentions), []
            deep = deep or self.syntax.is_verbal(up) or isinstance(item, PlaceMention)
            child = up
            if up in self.heads:
                return [up], self._sharers(up)
            if self.syntax.is_verbal(up) or words[up].head < 0:
                below = self._below(up, mentions, item.head)
                if below:
                    return below, []
                if self.is_saying(up):
                    return [], []
        return ([mentions[0].head] if len(mentions) == 1 else []), []

    def _are_one(self, verb: int, act: int) -> bool:
        """Does a verb of saying tell an act, from above or in parenthesis ("..., they said on Sunday")?"""
        return verb in self.syntax.ancestors(act) or act in self.syntax.ancestors(verb)

    def _told_on(self, item: Located) -> int:
        """The verb of saying, no act itself, right after which a day stands ("said on Sunday"), wherever the tree
        hangs it; -1 where there is none."""
        words = self.document.words
        i = item.first - 1
        while i >= 0 and words[i].sentence == words[item.head].sentence and words[i].upos in ("ADP", "ADV"):
            i -= 1
        dated = i >= 0 and isinstance(item, DateMention) and words[i].sentence == words[item.head].sentence
        return i if dated and words[i].upos == "VERB" and i not in self.heads and self.is_saying(i) else -1

    def _is_beside(self, item: Located) -> bool:
        """Is it the day of a noun: of what is told ("reports on Sunday") or planned ("the vote of May 2")?"""
        noun = self.document.words[self.document.words[item.head].head]
        planned = noun.lemma.lower() in self.tense.planned and self.syntax.preposition(item.head) in self.of
        return self.is_telling(noun.i) or planned

    def _told_between(self, verb: int, item: Located, mentions: list[Mention]) -> list[int]:
        """What is asked, praised or blamed has a place and day of its own: those of the last act named before them."""
        between = [m.head for m in mentions if verb < m.head < item.first and m.head not in self.spoken]
        return between[-1:]

    def _is_aside(self, i: int) -> bool:
        """Head of a relative or purpose clause, which says nothing of when and where the clause above was."""
        word = self.document.words[i]
        return word.deprel == "acl:relcl" or (word.deprel.startswith("advcl") and "VerbForm=Inf" in word.feats)

    def _is_clause(self, i: int) -> bool:
        """Head of a finite subordinate clause, with a subject of its own."""
        return self.document.words[i].deprel == "advcl" and any(True for _ in self.document.dependents(i, "nsubj"))

    def _is_now(self, item: Located) -> bool:
        """A "today" in what is said is the day on which it is said."""
        return isinstance(item, DateMention) and item.rule == "today"

    def _sharers(self, head: int) -> list[int]:
        """A verb's expression speaks of the acts among its subjects and objects too, and of verbs joined to it."""
        found = []
        if self.syntax.is_verbal(head):
            for child in self.document.dependents(head):
                base = child.deprel.partition(":")[0]
                if child.i in self.heads and (base in ARGUMENT or (base == "conj" and self.syntax.is_verbal(child.i))):
                    found.append(child.i)
        return found

    def _below(self, up: int, mentions: list[Mention], origin: int) -> list[int]:
        """Acts that hang as arguments on a verb that is itself no act ("the attack took place on Monday")."""
        path = set(self.syntax.ancestors(origin))
        found = []
        for mention in mentions:
            above = self.syntax.ancestors(mention.head)
            if up not in above or mention.head in path:
                continue
            between = above[: above.index(up)]
            content = self.document.words[(between or [mention.head])[-1]].deprel.startswith(CONTENT)
            if content and self.is_saying(up) and not self._done_by_saying(up, mention):
                continue
            if not any(self._shut(i) for i in [mention.head, *between]):
                found.append(mention.head)
        return found

    def _done_by_saying(self, verb: int, mention: Mention) -> bool:
        """Is the act done when it is said: a blame, a demand, or what is announced as decided?"""
        return mention.act.type in SPOKEN or (mention.act.type in DECIDED and self.is_announcing(verb))

    def _shut(self, i: int) -> bool:
        """A relative or other subordinate clause keeps its acts out of the upper clause's time and place."""
        return self.document.words[i].deprel.startswith(("acl:relcl", "advcl", "parataxis"))


def _last_day(published: str | None) -> str:
    bounds = parse_published(published)
    return bounds.last.isoformat() if bounds and bounds.last else ""


def _looking_back(item: DateMention, last: str) -> DateMention:
    """A weekday read as the coming one is the last one: what is told here has happened."""
    if item.rule != "weekday" or not item.when.first or not last or item.when.first <= last:
        return item
    day = (dt.date.fromisoformat(item.when.first) - dt.timedelta(weeks=1)).isoformat()
    return replace(item, when=replace(item.when, edtf=day, first=day, last=day))


def _beginning(when: When) -> When:
    """The day, month or year since which something lasts."""
    start = when.edtf.partition("/")[0]
    bounds = parse(start)
    last = bounds.last.isoformat() if bounds.last else None
    return replace(when, edtf=start, last=last, rule="when")


def _doubt(item: DateMention) -> int:
    return 0 if item.rule in LASTING else 2 if item.rule == "earlier" else 1


def finest(items: Sequence[PlaceMention]) -> PlaceMention:
    """The finest of several; the nearest among equals; a sea only where there is nothing else."""
    return min(items, key=lambda p: (p.place.rule == SEA, FINENESS[p.place.precision]))

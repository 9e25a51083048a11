"""The actor files compiled for looking up: a trie over pieces of words, and tables of endings and first parts.

A piece is a run of letters and digits, or one other sign; hyphens drop out, so that "al-Yasiri" and "al Yasiri" are one.
Pieces are compared folded (no accents, no capitals); capitals of a form must then stand in the text as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from kroniek.knowledge.actors import ActorKnowledge, Body, Person

PIECE = re.compile(r"\w+(?:['’`]\w{2,})*|[^\w\s\-‐–]")
_SPECIAL = str.maketrans({"ł": "l", "ø": "o", "ı": "i", "đ": "d", "ß": "ss", "æ": "ae", "þ": "th", "'": None, "’": None, "`": None})

EntryKind = Literal["country", "adjective", "people", "capital", "metonym", "body", "person", "agent", "office", "institution"]
NAMED = frozenset({"country", "people", "capital", "metonym", "body", "person"})
COMMON = frozenset({"agent", "office", "institution"})


@dataclass(frozen=True, slots=True)
class Entry:
    """What a form denotes. `key`: ISO code, id of a body or person, or lemma. `kind2`: kind within its file.

    `plural`: the form is a plural, or a singular noun for many.
    """

    kind: EntryKind
    key: str
    sector: str | None = None
    country: str | None = None
    kind2: str = ""
    plural: bool = False
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write an entry. `cased` holds the pieces with their capitals; `exact`: just these capitals."""

    cased: tuple[str, ...]
    entry: Entry
    exact: bool = False


@dataclass(slots=True)
class Node:
    """A state of the trie. `rest`: here up to three capitalised words may follow ("*")."""

    next: dict[str, Node] = field(default_factory=dict)
    forms: list[Form] = field(default_factory=list)
    rest: Form | None = None


@cache
def fold(text: str) -> str:
    """Lower case without accents and apostrophes."""
    plain = text.casefold().translate(_SPECIAL)
    if plain.isascii():
        return plain
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c)).translate(_SPECIAL)


class ActorIndex:
    """Everything of one language that the resolver looks up."""

    def __init__(self, knowledge: ActorKnowledge) -> None:
        self.knowledge = knowledge
        self.language = knowledge.language
        self.root = Node()
        self.endings: dict[str, Entry] = {}
        self.first_parts: dict[str, Form] = {}
        self.lemmas: dict[str, Entry] = {}
        self.bodies: dict[str, list[Body]] = {}
        self.persons: dict[str, list[Person]] = {}
        self.former: frozenset[str] = frozenset()
        self._later: list[tuple[str, Entry]] = []
        self._rules = [_rule(r) for r in knowledge.reference.plurals]
        self._nouns()
        self._countries()
        self._bodies()
        self._persons()

    def _add(self, text: str, entry: Entry, *, exact: bool = False) -> None:
        pieces = PIECE.findall(text)
        if not pieces:
            return
        exact = exact or (len(pieces) == 1 and text.isupper() and len(text) <= 5)
        form = Form(tuple(pieces), entry, exact)
        node = self.root
        for piece in pieces:
            if piece == "*":
                node.rest = form
                return
            node = node.next.setdefault(fold(piece), Node())
        if all(f.entry.key != entry.key or f.entry.kind != entry.kind for f in node.forms):
            node.forms.append(form)
        if len(pieces) == 1 and entry.kind in ("body", "country", "person") and len(text) >= 2:
            self.first_parts.setdefault(fold(text), form)

    def _nouns(self) -> None:
        known = self.knowledge
        former: list[str] = []
        for office in known.offices:
            if office.kind == "former":
                former.append(office.word.rstrip("-"))
                continue
            self._noun(office.word, Entry("office", office.word, office.sector, kind2=office.kind))
        for agent in known.agents:
            many = agent.kind != "person"
            self._noun(agent.word, Entry("agent", agent.word.lstrip("~"), agent.sector, agent.country, agent.kind, many))
        for thing in known.institutions:
            entry = Entry("institution", thing.word.lstrip("~"), thing.sector, kind2=thing.kind, plural=True, name=thing.name)
            self._noun(thing.word, entry)
        self.former = frozenset(former)
        for word, entry in self._later:
            self._plurals(word, entry)

    def _noun(self, word: str, entry: Entry) -> None:
        plain = word.lstrip("~")
        self.lemmas.setdefault(fold(plain), entry)
        self._add(plain, entry)
        if word.startswith("~"):
            self.endings.setdefault(fold(plain), entry)
        if entry.kind2 not in ("crowd", "address") and not word.endswith("*"):
            self._later.append((word, entry))

    def _plurals(self, word: str, entry: Entry) -> None:
        """Plurals by rule, where no file lists the form itself ("gunmen" may be another thing than "gunman")."""
        many = Entry(entry.kind, entry.key, entry.sector, entry.country, entry.kind2, True, entry.name)
        for plural in self.plurals(word.lstrip("~")):
            if fold(plural) in self.lemmas and self.lemmas[fold(plural)].kind == entry.kind:
                if word.startswith("~"):
                    self.endings.setdefault(fold(plural), self.lemmas[fold(plural)])
                continue
            self._add(plural, many)
            if word.startswith("~"):
                self.endings.setdefault(fold(plural), many)

    def plurals(self, word: str) -> Iterator[str]:
        """All plurals that the language's rules allow, right or wrong: wrong ones are never met."""
        for old, new in self._rules:
            if word.endswith(old):
                yield word[: len(word) - len(old)] + new

    def _countries(self) -> None:
        own = self.language
        for c in self.knowledge.countries:
            for text in getattr(c, f"names_{own}"):
                self._add(text, Entry("country", c.iso3, "GOV", c.iso3, name=c.name))
            for text in getattr(c, f"adjectives_{own}"):
                for ending in self.knowledge.reference.inflections:
                    self._add(text + ending, Entry("adjective", c.iso3, "GOV", c.iso3, name=c.name))
            people = getattr(c, f"people_{own}")
            for n, text in enumerate(people):
                many = n > 0 and fold(text) != fold(people[0])
                self._add(text, Entry("people", c.iso3, "GOV", c.iso3, plural=many, name=c.name))
            for text in getattr(c, f"capital_{own}"):
                self._add(text, Entry("capital", c.iso3, "GOV", c.iso3, name=c.name))
            for text in getattr(c, f"metonyms_{own}"):
                self._add(text, Entry("metonym", c.iso3, "GOV", c.iso3, name=c.name))

    def _bodies(self) -> None:
        for body in self.knowledge.bodies:
            self.bodies.setdefault(body.id, []).append(body)
            entry = Entry("body", body.id, body.sector, body.country, plural=True, name=body.name)
            for text in self._names(body.names_en, body.names_nl):
                self._add(text.rstrip("!"), entry, exact=text.endswith("!"))

    def _names(self, english: tuple[str, ...], dutch: tuple[str, ...]) -> Iterable[str]:
        return (*dutch, *english) if self.language == "nl" else english

    def _persons(self) -> None:
        for person in self.knowledge.persons:
            self.persons.setdefault(person.id, []).append(person)
            entry = Entry("person", person.id, person.sector, person.country, name=person.name)
            for text in (person.name, *person.names):
                self._add(text.rstrip("!"), entry, exact=text.endswith("!"))

    def compound(self, word: str) -> tuple[Entry, str] | None:
        """The entry of a compound's last part, and its first part (folded): "Talibanstrijders" → (strijder, "taliban")."""
        folded = fold(word)
        for cut in range(3, len(folded) - 2):
            entry = self.endings.get(folded[cut:])
            if entry is not None:
                return entry, folded[:cut]
        return None

    def owner(self, word: str) -> Form | None:
        """The named body, country or person that a compound's first part names ("Talibanaanval" → Taliban)."""
        folded = fold(word)
        if not word[:1].isupper() or not self.endings:
            return None
        for cut in range(len(folded) - 3, 3, -1):
            form = self.first_parts.get(folded[:cut])
            if form is not None and form.cased[0][0].isupper() and not (form.exact and not word.startswith(form.cased[0])):
                return form
        return None

    def first_part(self, folded: str) -> Form | None:
        """The named body or country of a first part that may end in a joint ("taliban", "regerings")."""
        for joint in self.knowledge.reference.joints:
            if folded.endswith(joint) and (form := self.first_parts.get(folded[: len(folded) - len(joint)] if joint else folded)):
                return form
        return None


def _rule(text: str) -> tuple[str, str]:
    if text.startswith("+"):
        return "", text[1:]
    old, _, new = text.partition(">")
    return old, new


@cache
def actor_index(knowledge: ActorKnowledge) -> ActorIndex:
    """The compiled files; once a process and language."""
    return ActorIndex(knowledge)

"""Who is who: countries, named bodies and persons, nouns for actors, offices, institutions and words that refer.

Files: actors/{countries,bodies,persons}.tsv (the world) and, a language, agents.tsv, offices.tsv, institutions.tsv and
reference.toml. TSV; ";" stands between alternatives. What is compiled from them stands in kroniek.knowledge.actor_index.

Writing: nouns are lemmas in the singular. A word that begins with "~" also decides a longer Dutch compound that ends
in it ("~strijder" takes "Talibanstrijder"). "*" in an institution stands for the name that follows it
("ministerie van *": up to three capitalised words).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from typing import Literal, TypeVar

from kroniek.errors import KnowledgeError
from kroniek.knowledge import ROOT, language_folder, strict

T = TypeVar("T")

Kind = Literal["person", "group", "crowd"]

# Codes of the codebook for what belongs to no state.
ABOVE_STATES = ("IGO", "UNO", "EUR", "NGO", "NGM", "ISM", "MNC")
SECTORS = (
    "GOV", "MIL", "COP", "JUD", "LEG", "PTY", "SPY", "PRM", "REB", "UAF", "OPP", "CVL", "JRN", "BUS", "CRM", "MED",
    "LAB", "EDU", "REL", "REF", "SOC", "ELI",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Country:
    """One state or territory. `adjectives_*` uninflected ("Iraaks"), `people_*` both singular and plural.

    `metonyms_*`: seats and buildings that stand for its government ("the Kremlin"); the capital does so too.
    """

    iso3: str
    name: str
    names_en: tuple[str, ...] = ()
    names_nl: tuple[str, ...] = ()
    adjectives_en: tuple[str, ...] = ()
    adjectives_nl: tuple[str, ...] = ()
    people_en: tuple[str, ...] = ()
    people_nl: tuple[str, ...] = ()
    capital_en: tuple[str, ...] = ()
    capital_nl: tuple[str, ...] = ()
    metonyms_en: tuple[str, ...] = ()
    metonyms_nl: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """One standing of one named organisation or group; several rows with the same id are one body.

    `start`, `end`: ISO days, months or years, inclusive, blank where open. A form that ends in "!" must be written
    with just those capitals. `sector` blank: bodies of the United Nations."""

    id: str
    name: str
    country: str | None = None
    sector: str | None = None
    names_en: tuple[str, ...] = ()
    names_nl: tuple[str, ...] = ()
    start: str | None = None
    end: str | None = None
    wikidata: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """One office of one person; several rows with the same id are one person. `start`, `end`: ISO days, months or
    years, inclusive; blank where open. Outside all of a person's terms the sector is ELI."""

    id: str
    name: str
    names: tuple[str, ...] = ()
    country: str | None = None
    sector: str | None = None
    office: str | None = None
    start: str | None = None
    end: str | None = None
    wikidata: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Agent:
    """A common noun for an actor. `kind` "person" ("soldier"), "group" ("militia"), "crowd" ("people", "police").

    `sector` blank: a person of whom the noun says nothing more ("man").
    """

    word: str
    kind: Kind = "person"
    sector: str | None = None
    country: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """A title. `sector` "inherit": that of the body it stands for ("spokesman"); "" (blank): a form of address
    ("Mr", "Dr"). `kind` "former" marks who no longer holds it ("ex-", "former"): the sector is then ELI."""

    word: str
    sector: str | None = None
    kind: Literal["office", "address", "former"] = "office"
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Institution:
    """A common body that a country has ("army"). `kind` "building" and "target" stand for their owner ("embassy").

    `name`: the English name's form, with "{country}" and "{*}" for what the text fills in.
    """

    word: str
    sector: str | None = None
    kind: Literal["body", "building", "target"] = "body"
    name: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Pronoun:
    """Forms of one set of pronouns and how their antecedent must be: its number and, where known, gender."""

    forms: tuple[str, ...]
    number: Literal["one", "many", "any"]
    kind: Literal["person", "thing", "any"] = "any"
    gender: Literal["", "f", "m"] = ""
    possessive: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """reference.toml: the words by which a report points back, and how its names and nouns are built.

    `definite`, `indefinite`, `demonstrative`: determiners. `speaking`: words for the speaker ("I", "us").
    `origin`: words before where somebody comes from. `possessives`: words that join an owner ("of").
    `locative`: prepositions after which a country or capital is where, not who. `spokesmen`: prepositions that bring
    the body for which somebody speaks. `suspects`: nouns that a named person may turn out to be ("gunman"), and
    `victims`: ("the deceased"). `harmed`: nouns that only count the harmed ("five dead").
    `naming`: words between such a noun and the name ("identified as"). `passing_on`: nouns that hand on to what
    follows ("dozens of"), and `counted`: those that stand for persons alone ("dozens were hurt"). `same_office`: "noun:office", where the noun
    is another word for an office of the files. `members`: nouns that stand for the body named with them ("IS fighters").
    `persons_only`: nouns that fit any person or group ("man"). `female`, `male`: nouns and addresses that tell.
    `elsewhere`: adjectives of what is not of
    the country around ("foreign"). `inner_particles`: lower-case words within names ("al"); `body_joints`:
    within names of bodies ("for"). `fields`: words for fields of state, as in names of ministries.
    `first_parts`: common nouns that own what a compound names ("leger" in "legeraanval"). `bodies`: words in the names of bodies; `body_sectors`: what
    they say of the sector ("police:COP"). `plurals`: rules "ending>ending" or "+ending" from singular to plural.
    `joints`: letters between the parts of a compound. `inflections`: endings of adjectives. `genitive`: endings of
    an owner. `backed`: second parts that say on whose side one is ("-backed"); `sides`: first parts ("pro-"), and
    of them `against` ("anti"); `homeland`: nouns for a country named before ("the country");
    `state_side`: what stands with either for the state itself. `nobody`: words that denote no one in particular.
    `and_words`: conjunctions within a list.
    """

    pronoun: tuple[Pronoun, ...]
    definite: tuple[str, ...]
    indefinite: tuple[str, ...]
    demonstrative: tuple[str, ...]
    speaking: tuple[str, ...]
    origin: tuple[str, ...]
    possessives: tuple[str, ...]
    locative: tuple[str, ...]
    spokesmen: tuple[str, ...]
    suspects: tuple[str, ...]
    victims: tuple[str, ...]
    harmed: tuple[str, ...]
    naming: tuple[str, ...]
    passing_on: tuple[str, ...]
    counted: tuple[str, ...]
    same_office: tuple[str, ...]
    members: tuple[str, ...]
    persons_only: tuple[str, ...]
    female: tuple[str, ...]
    male: tuple[str, ...]
    elsewhere: tuple[str, ...]
    inner_particles: tuple[str, ...]
    body_joints: tuple[str, ...]
    fields: tuple[str, ...]
    first_parts: tuple[str, ...]
    bodies: tuple[str, ...]
    body_sectors: tuple[str, ...]
    plurals: tuple[str, ...]
    joints: tuple[str, ...]
    inflections: tuple[str, ...]
    genitive: tuple[str, ...]
    backed: tuple[str, ...]
    sides: tuple[str, ...]
    against: tuple[str, ...]
    homeland: tuple[str, ...]
    state_side: tuple[str, ...]
    nobody: tuple[str, ...]
    and_words: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ActorKnowledge:
    """All actor files of one language, checked. Countries, bodies and persons are the same in every language."""

    language: str
    countries: tuple[Country, ...]
    bodies: tuple[Body, ...]
    persons: tuple[Person, ...]
    agents: tuple[Agent, ...]
    offices: tuple[Office, ...]
    institutions: tuple[Institution, ...]
    reference: Reference


@cache
def actor_knowledge(language: str) -> ActorKnowledge:
    """The files of one language and of the world. Raises KnowledgeError."""
    folder = language_folder(language)
    return ActorKnowledge(
        language,
        countries(),
        (*bodies(), *outlets()),
        persons(),
        tuple(_checked(folder / "agents.tsv", Agent, ("word",))),
        tuple(_checked(folder / "offices.tsv", Office, ("word",))),
        tuple(_checked(folder / "institutions.tsv", Institution, ("word",))),
        strict.single(folder / "reference.toml", Reference),
    )


@dataclass(frozen=True, slots=True)
class Outlet:
    """One row of outlets.tsv: who prints reports. `names` holds domains too; those name no actor in a text."""

    id: str
    name: str
    country: str
    names: tuple[str, ...] = ()
    language: str | None = None


@cache
def outlets() -> tuple[Body, ...]:
    """The outlets of outlets.tsv that bodies.tsv does not hold, as bodies of journalists."""
    known = {body.name for body in bodies()}
    rows = _checked(ROOT / "outlets.tsv", Outlet, ("id",))
    forms = ((row, tuple(n for n in row.names if "." not in n)) for row in rows if row.name not in known)
    return tuple(
        Body(f"outlet:{r.id}", r.name, r.country, "JRN", names, names, source="outlets.tsv") for r, names in forms
    )


@cache
def countries() -> tuple[Country, ...]:
    """actors/countries.tsv."""
    return tuple(_checked(ROOT / "actors" / "countries.tsv", Country, ("iso3",)))


@cache
def bodies() -> tuple[Body, ...]:
    """actors/bodies.tsv; its countries are checked against countries.tsv."""
    return tuple(_located(ROOT / "actors" / "bodies.tsv", Body, ("id", "start", "sector")))


@cache
def persons() -> tuple[Person, ...]:
    """actors/persons.tsv, a row an office; countries are checked against countries.tsv."""
    return tuple(_located(ROOT / "actors" / "persons.tsv", Person, ("id", "office", "start")))


def _located(path: Traversable, cls: type[T], key: tuple[str, ...]) -> Iterator[T]:
    known = {c.iso3 for c in countries()} | set(ABOVE_STATES)
    for row in _checked(path, cls, key):
        country = getattr(row, "country", None)
        if country is not None and country not in known:
            where = f"{path.name}, {getattr(row, 'id', '')!r}"
            raise KnowledgeError(f"{where}: unknown country {country!r}{strict.nearest(country, known)}")
        yield row


def _checked(path: Traversable, cls: type[T], key: tuple[str, ...]) -> Iterator[T]:
    """Rows with a known sector and a key that stands there once."""
    seen: set[tuple[str | None, ...]] = set()
    for row in strict.rows(path, cls):
        found = tuple(getattr(row, k) for k in key)
        where = f"{path.parent.name if hasattr(path, 'parent') else ''}/{path.name}, {found[0]!r}"
        if found in seen:
            raise KnowledgeError(f"{where}: stands there twice; put it on one line")
        seen.add(found)
        sector = getattr(row, "sector", None)
        if sector is not None and sector not in SECTORS and not (cls is Office and sector == "inherit"):
            raise KnowledgeError(f"{where}: unknown sector {sector!r}{strict.nearest(sector, SECTORS)}")
        yield row

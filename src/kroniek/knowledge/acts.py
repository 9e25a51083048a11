"""The act lexicon's form and its loader: what words name a deed, of which type, with which roles.

Files: languages/<language>/acts/*.toml, each a list of [[act]] tables. CONTRIBUTING.md shows how to add a word.

Writing of `phrases`: words apart by spaces, the head marked with "*"; the others are forms or lemmas that must stand
among the head's dependents, in any order ("onder vuur nemen*", "open* fire", "take* to the streets"). A noun of
several words is matched word for word ("air strike"; the last is its head unless another is starred).
A Dutch noun or verb that begins with "~" also matches as the last part of a longer compound ("~aanval" takes
"luchtaanval" and "raketaanval"; not "hartaanval" where another entry or `discard` lists that whole word).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from typing import Literal

from kroniek.errors import KnowledgeError
from kroniek.knowledge import ROOT, language_folder, strict


@dataclass(frozen=True, slots=True)
class Act:
    """One family of words that name the same kind of deed.

    `type` may be "NONE": the words then never make an event (a discard), and win over shorter matches.
    Conditions, all of which must hold where given: `subject`, `object` (classes of classes.toml, or "actor", "none",
    "any", or a lemma in quotes like "=visit"), their `not_` forms, `needs` (a preposition among the dependents, or
    "that" for a clause, "to" for an infinitive), `clause` (lemmas of which one must stand in the clause),
    `unless` (lemmas of which none may stand in the clause).
    `weak`: an event only where an actor fills a role. `dependent`: never an event by itself; it adds its trigger and
    figures to the assault it belongs to (die, wounded). `effect`: the claim that the target's number makes.
    `initiator_with`, `target_with`: prepositions that bring the role, besides the language's own (roles.toml).
    `content`: what the clause it governs is told as — "asserted" (says that), "asked" (demands that), "denied",
    "threatened", or "" (nothing).
    """

    id: str
    type: str
    frame: Literal["does-to", "goes", "suffers", "mutual", "asks", "said-of", "said-to"] = "does-to"
    mode: str | None = None
    context: tuple[str, ...] = ()
    cameo: str | None = None
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    not_subject: tuple[str, ...] = ()
    not_object: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    clause: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    initiator_with: tuple[str, ...] = ()
    target_with: tuple[str, ...] = ()
    content: Literal["", "asserted", "asked", "denied", "threatened"] = ""
    effect: Literal["", "killed", "injured", "detained", "crowd"] = ""
    status: Literal["", "not"] = ""
    weak: bool = False
    dependent: bool = False
    match: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Type:
    """One PLOVER type. `mode_cameo` goes with `modes`, place by place."""

    name: str
    gloss: str
    strength: int
    quad: int
    cameo: str
    score: float
    modes: tuple[str, ...] = ()
    mode_cameo: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """Which slots hold the roles; see ontology/frames.toml. `undergone`: TYPE/mode of the verbal nouns whose owner is
    their target where nobody else is named ("his release", "the destruction of the mosque"); `owned`: types of those whose
    owner with "of" does it ("the demands of the unions"); `own`: types whose object may be the doer's own people ("put
    its army on alert"), who are no target."""

    id: str
    gloss: str
    initiator: tuple[str, ...]
    target: tuple[str, ...]
    undergone: tuple[str, ...] = ()
    owned: tuple[str, ...] = ()
    own: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reaction:
    """Which acts answer which by their kind; see ontology/reactions.toml."""

    act: str
    to: tuple[str, ...]
    touches: Literal["doers", "victims", "addressed"]
    loose: Literal["", "near", "always"] = ""


@cache
def reactions() -> dict[str, tuple[Reaction, ...]]:
    """The reactions by TYPE or TYPE/mode. Raises KnowledgeError where one names no type or mode that there is."""
    found: dict[str, tuple[Reaction, ...]] = {}
    for one in strict.entries(ROOT / "ontology" / "reactions.toml", "reaction", Reaction):
        kind, _, mode = one.act.partition("/")
        for name in (kind, *one.to):
            if name not in types():
                raise KnowledgeError(f"reactions.toml, {one.act}: there is no type {name!r}{strict.nearest(name, list(types()))}")
        if mode and mode not in types()[kind].modes:
            raise KnowledgeError(f"reactions.toml, {one.act}: {kind} has no mode {mode!r}{strict.nearest(mode, list(types()[kind].modes))}")
        found[one.act] = (*found.get(one.act, ()), one)
    return found


def reactions_of(kind: str, mode: str | None) -> tuple[Reaction, ...]:
    """The rules by which an act of this type and mode answers others; those of the mode first."""
    return (*reactions().get(f"{kind}/{mode}", ()), *reactions().get(kind, ()))


@cache
def types() -> dict[str, Type]:
    """The sixteen types by name."""
    return {t.name: t for t in strict.entries(ROOT / "ontology" / "types.toml", "type", Type)}


@cache
def frames() -> dict[str, Frame]:
    """The frames by id."""
    return {f.id: f for f in strict.entries(ROOT / "ontology" / "frames.toml", "frame", Frame)}


@cache
def acts(language: str) -> tuple[Act, ...]:
    """All entries of one language, checked. Raises KnowledgeError."""
    found: list[Act] = []
    seen: dict[str, str] = {}
    for path in sorted((language_folder(language) / "acts").iterdir(), key=lambda p: p.name):
        if path.name.endswith(".toml"):
            for act in strict.entries(path, "act", Act):
                _check(act, path, seen)
                found.append(act)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class StrongForm:
    """A form of a strong verb that parsers do not know, and its lemma (languages/*/forms.tsv)."""

    form: str
    lemma: str


@cache
def strong_forms(language: str) -> dict[str, str]:
    """Form → lemma of strong verbs. Raises KnowledgeError."""
    return {f.form: f.lemma for f in strict.rows(language_folder(language) / "forms.tsv", StrongForm)}


def _check(act: Act, path: Traversable, seen: dict[str, str]) -> None:
    where = f"{path.name}, act {act.id!r}"
    if act.id in seen:
        raise KnowledgeError(f"{where}: the id stands already in {seen[act.id]}; choose another")
    seen[act.id] = path.name
    if act.type == "NONE":
        return
    known = types()
    if act.type not in known:
        raise KnowledgeError(f"{where}: unknown type {act.type!r}{strict.nearest(act.type, known)}")
    modes = known[act.type].modes
    if act.mode is not None and act.mode not in modes:
        raise KnowledgeError(f"{where}: mode {act.mode!r} is none of {act.type}{strict.nearest(act.mode, modes)}")
    if not (act.verbs or act.nouns or act.phrases or act.adjectives):
        raise KnowledgeError(f"{where}: no words: give verbs, nouns, phrases or adjectives")

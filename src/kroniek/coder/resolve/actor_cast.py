"""Whom a report's nameless nouns mean: "the suspect", "the gunman", "the man" and "the victim", where the text names them.

Each person of the report is weighed by what the text has him do and undergo (a first reading of the roles) and by what
it calls him; reference.toml says which nouns stand for a suspect and which for a victim.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from kroniek.coder.resolve.actor_entities import Entity
from kroniek.document import Document
from kroniek.knowledge.actor_index import fold
from kroniek.knowledge.actors import Reference
from kroniek.records import Actor

BLAMED = frozenset({("COERCE", "arrest"), ("ACCUSE", "allege"), ("SANCTION", "convict")})
OFFICES = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY", "JRN", "MED"})
ENOUGH = 2.5
NAMED_BY = 9  # words between "identified" and the name
BESIDE = 7  # words between "as" and the name ("identified as 21-year-old X")
LONGEST_COPULA = 6  # letters; shorter words of naming ("is", "called") say too little


class Cast(NamedTuple):
    """The persons that nameless nouns of a report stand for; None where the text names none."""

    suspect: Entity | None = None
    victim: Entity | None = None


class Part(NamedTuple):
    """What one act gives its actors to do: its type and mode, who did it and to whom."""

    type: str
    mode: str | None
    initiators: tuple[Actor, ...]
    targets: tuple[Actor, ...]


def cast(document: Document, people: Iterable[Entity], reference: Reference, parts: Iterable[Part]) -> Cast:
    """Suspect and victim of a report, of its persons and the parts that they have in its acts."""
    struck, strikes, blamed = _tally(parts)
    suspects, victims = frozenset(map(fold, reference.suspects)), frozenset(map(fold, reference.victims))
    naming = [n.split() for n in reference.naming if len(n) > LONGEST_COPULA]
    guilty: list[tuple[float, Entity]] = []
    hit: list[tuple[float, Entity]] = []
    persons = list(people)
    unofficial = {(e.name, document.words[i].sentence) for e in persons if e.sector not in OFFICES for i in e.starts}
    alone = Counter(sentence for _, sentence in unofficial)
    for entity in persons:
        guilt = min(6.0, 3.0 * blamed[entity.name]) + min(4.0, 2.0 * strikes[entity.name])
        blows = min(2, struck[entity.name])
        hit.append((4.0 * bool(entity.nouns & victims) + 3.0 * blows - guilt, entity))
        if entity.sector not in OFFICES:
            called = 4.0 * bool(entity.nouns & suspects)
            called += 3.0 * any(_named_at(document, i, naming) for i in entity.starts[:3])
            called += 3.0 * any(_beside(document, i, suspects) and alone[document.words[i].sentence] == 1 for i in entity.starts)
            guilty.append((called + guilt - 0.5 * blows, entity))
    found = Cast(_best(guilty), _best(hit))
    if found.suspect is not None and found.suspect.sector == "CVL":  # codebook, decided in doubt 5
        found.suspect.sector, found.suspect.rule = "CRM", f"{found.suspect.rule}; suspect of the report"
    return found


def _best(weighed: list[tuple[float, Entity]]) -> Entity | None:
    weight, best = max(weighed, key=lambda one: one[0], default=(0.0, None))
    return best if weight >= ENOUGH else None


def _tally(parts: Iterable[Part]) -> tuple[Counter[str | None], Counter[str | None], Counter[str | None]]:
    """How often each name is struck, strikes alone, and is blamed."""
    struck: Counter[str | None] = Counter()
    strikes: Counter[str | None] = Counter()
    blamed: Counter[str | None] = Counter()
    for part in parts:
        if part.type == "ASSAULT":
            struck.update(a.name for a in part.targets)
            strikes.update(a.name for a in part.initiators if len(part.initiators) == 1)
        elif (part.type, part.mode) in BLAMED:
            blamed.update(a.name for a in part.targets)
    return struck, strikes, blamed


def _named_at(document: Document, first: int, naming: list[list[str]]) -> bool:
    """Do words that bring a name ("identified ... as") stand before it?"""
    words = document.words
    before = [w.text.lower() for w in words[max(0, first - NAMED_BY) : first] if w.sentence == words[first].sentence]
    return any(n[-1] in before[-1 - BESIDE :] and n[0] in before for n in naming)


def _beside(document: Document, first: int, suspects: frozenset[str]) -> bool:
    """Is a suspect spoken of in the same sentence?"""
    return any(fold(w.lemma) in suspects for w in document.words_of(document.sentences[document.words[first].sentence]))

"""What one deed says of another: roles, sources and denials that only the deeds of a report together make plain.

Who is condemned for a deed is its doer, who is mourned its victim; who is blamed, arrested or claims the deed is its
(suspected) doer (codebook, decided in doubt 2); a deed whose doer denies it is disputed (decided in doubt 12).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kroniek.coder.addressees import address
from kroniek.coder.events import Deed
from kroniek.coder.links import DeedLink, principal
from kroniek.coder.reactions import STEP
from kroniek.coder.resolve.actor_cast import BLAMED, OFFICES
from kroniek.coder.resolve.actors import Actors
from kroniek.coder.sameness import SPOKEN, overlap
from kroniek.coder.syntax import Syntax
from kroniek.document import Document
from kroniek.records import Actor

AT_DOERS = frozenset({"ACCUSE", "COERCE", "SANCTION", "ASSAULT", "THREATEN", "AGREE"})
YES_OR_NO = frozenset({"REJECT", "AGREE", "CONCEDE"})
ADDRESSED = frozenset({"REQUEST", "ACCUSE", "PROTEST"})
AT_CROWDS = frozenset({"ASSAULT/crowd-control", "COERCE/arrest"})
FARTHEST = 3  # sentences between a deed and who claims or denies it


@dataclass(frozen=True, slots=True)
class Admission:
    """Somebody claims a deed, or is said to have done it: who, at which word, and the words of what is claimed."""

    actors: tuple[Actor, ...]
    head: int
    words: frozenset[int]


def admissions(document: Document, syntax: Syntax, actors: Actors, phrases: Sequence[str]) -> Iterator[Admission]:
    """Each claim of responsibility in the text ("the group claimed responsibility for the bombing"). `phrases`: of
    speech.toml, the verb marked with an asterisk."""
    wanted = []
    for phrase in phrases:
        parts = phrase.lower().split()
        verb = next((p.rstrip("*") for p in parts if p.endswith("*")), "")
        wanted.append((verb, [p for p in parts if not p.endswith("*")]))
    for word in document.words:
        lemma = word.lemma.lower()
        rest = next((others for verb, others in wanted if verb == lemma and _near(document, word.i, others)), None)
        if rest is None or word.upos not in ("VERB", "AUX"):
            continue
        slots = syntax.slots(word.i)
        heads = slots.agent or ([] if slots.passive else slots.subject)
        found = tuple(a for i in heads for a in actors.of(i) if not _denied(document, i))
        if found:
            yield Admission(found, word.i, frozenset(document.subtree(word.i)))


def blames(document: Document, syntax: Syntax, actors: Actors, phrases: Sequence[str]) -> Iterator[Admission]:
    """Each laying of a deed at somebody's door ("an attack attributed to the Taliban"). `phrases`: `blamed_on`."""
    for phrase in phrases:
        parts = phrase.lower().split()
        verb, mark = next(p.rstrip("*") for p in parts if p.endswith("*")), parts[-1]
        for word in document.words:
            heads = syntax.slots(word.i).obliques.get(mark, []) if word.lemma.lower() == verb else []
            if found := tuple(a for i in heads for a in actors.of(i)):
                below = {*document.subtree(word.i), *syntax.ancestors(word.i)[:1]}
                yield Admission(found, word.i, frozenset(below))


def _near(document: Document, verb: int, others: Sequence[str]) -> bool:
    words = [document.words[i] for i in document.subtree(verb)]
    below = {form.lower() for w in words for form in (w.lemma, w.text)}
    return all(o in below for o in others)


def _denied(document: Document, i: int) -> bool:
    """ "No group claimed ...": the determiner says that nobody did."""
    return any("PronType=Neg" in d.feats for d in document.dependents(i, "det"))


def complete(
    deeds: Sequence[Deed], linked: Sequence[DeedLink], claimed: Sequence[Admission], document: Document, actors: Actors
) -> None:
    """Fill in what the deeds say of each other."""
    _suspected(deeds, actors)
    _crowds(deeds, document, actors)
    for admission in claimed:
        _claim(deeds, admission, document.words[admission.head].sentence)
    for link in linked:
        if link.kind == "answers":
            _by_link(link, deeds[link.answer], deeds[link.cause], document)
    for deed in deeds:
        _at_crowd(deed, deeds)
    for deed in deeds:
        if deed.main.mention.act.content == "denied":
            _dispute(deed, deeds)
    address(deeds, actors)
    for deed in deeds:
        deed.initiators = list(_named(deed.initiators, actors))
        deed.targets = [a for a in _named(deed.targets, actors) if not overlap([a], deed.initiators)]


def _named(found: Sequence[Actor], actors: Actors) -> Iterator[Actor]:
    """Actors with the names of the states among them, each state once ("Washington" and "the US")."""
    seen: set[str] = set()
    for told in found:
        actor = actors.states.full_form(told)
        name = actor.name
        if name is None or name not in seen:
            yield actor
        if name is not None:
            seen.add(name)


def _suspected(deeds: Sequence[Deed], actors: Actors) -> None:
    """The named suspect did the report's main blow where the text names nobody else."""
    suspect, main = actors.suspect(), principal(deeds)
    if suspect is None or main is None or deeds[main].type != "ASSAULT":
        return
    deed = deeds[main]
    one = len(deed.initiators) <= 1 and not any(a.name or a.sector in OFFICES for a in deed.initiators)
    if one and not overlap([suspect], deed.targets):
        deed.fill("initiators", [suspect], "the report's suspect")


def _crowds(deeds: Sequence[Deed], document: Document, actors: Actors) -> None:
    """Of protests without a named doer the protesters are the doers of whom the text speaks nearest to them; and one
    crowd at one scene protests against one opponent."""
    nouns = actors.crowds()
    protests = [d for d in deeds if d.type == "PROTEST"]
    for deed in protests:
        sentences = {r.mention.sentence for r in deed.readings}
        near = [(min(abs(document.words[i].sentence - s) for s in sentences), i, a) for i, a in nouns]
        if not deed.initiators and near and min(near)[0] <= FARTHEST:
            deed.fill("initiators", [min(near)[2]], "the protesters told of nearest to it")
    for before, deed in pairwise(protests):
        gap = deed.main.mention.sentence - max(r.mention.sentence for r in before.readings)
        if not deed.targets and gap <= FARTHEST and _one_crowd(before, deed):
            deed.fill("targets", before.targets, "as of the protest told before")


def _at_crowd(deed: Deed, deeds: Sequence[Deed]) -> None:
    """What is used against crowds, and arrests told beside a protest, without a target are at the protesters told last."""
    act = deed.main.mention.act
    if deed.targets or f"{act.type}/{act.mode}" not in AT_CROWDS:
        return
    before = [d for d in deeds if d.type == "PROTEST" and d.initiators and abs(_gap(d, deed)) <= FARTHEST]
    if before:
        nearest = min(before, key=lambda d: abs(_gap(d, deed)))
        crowd = [a for a in nearest.initiators if not overlap([a], deed.initiators)]
        deed.fill("targets", crowd, "the crowd told of nearest to it")


def _gap(a: Deed, b: Deed) -> int:
    """Sentences between two deeds, the nearest mention of the first counted."""
    return min((b.main.mention.sentence - r.mention.sentence for r in a.readings), key=abs)


def _one_crowd(a: Deed, b: Deed) -> bool:
    """The same doers, or crowds of one country."""
    sides = {x.country for x in a.initiators} & {x.country for x in b.initiators} - {None}
    return overlap(a.initiators, b.initiators) or bool(sides)


def _claim(deeds: Sequence[Deed], admission: Admission, sentence: int) -> None:
    blows = [d for d in deeds if d.type == "ASSAULT" and d.main.status == "happened"]
    below = [d for d in blows if any(r.mention.head in admission.words for r in d.readings)]
    near = [(min(abs(sentence - r.mention.sentence) for r in d.readings), n) for n, d in enumerate(blows)]
    for deed in below or [blows[n] for gap, n in sorted(near)[:1] if gap <= FARTHEST]:
        if all(a.name is None for a in deed.initiators):
            deed.fill("initiators", admission.actors, "claims it or is said to have done it")
        else:
            deed.initiators.extend(a for a in admission.actors if not overlap([a], deed.initiators))


def _by_link(link: DeedLink, answer: Deed, cause: Deed, document: Document) -> None:
    act = answer.main.mention.act
    if (act.type, act.mode) == ("ACCUSE", "allege") and _only_in(cause, answer, document):
        cause.vouching.extend(a for a in answer.initiators if not overlap([a], cause.vouching))
    if not cause.initiators and cause.type == "ASSAULT" and (act.type, act.mode) in BLAMED:
        doers = [a for a in answer.targets if not overlap([a], cause.targets)]
        cause.fill("initiators", doers, "blamed, held or convicted for it")
        if act.type == "ACCUSE":
            cause.vouching.extend(a for a in answer.initiators if a.name and not overlap([a], cause.vouching))
    if not answer.targets and (act.type in AT_DOERS or link.rule == STEP):
        doers = [a for a in cause.initiators if not overlap([a], answer.initiators)]
        answer.fill("targets", doers, "the doer of what it answers")
    if not answer.targets and act.type in ("SUPPORT", "AID"):
        answer.fill("targets", cause.targets, "the victim of what it answers")
    if not cause.targets and act.type in YES_OR_NO and cause.type in ADDRESSED:
        asked = [a for a in answer.initiators if not overlap([a], cause.initiators)]
        cause.fill("targets", asked, "who answers it")


def _only_in(cause: Deed, answer: Deed, document: Document) -> bool:
    """Is a deed told by the words that it is blamed with alone ("accused the army of burning villages")?"""
    below = {i for r in answer.readings for i in document.subtree(r.mention.head)}
    return all(r.mention.head in below for r in cause.readings)


def _dispute(denial: Deed, deeds: Sequence[Deed]) -> None:
    """Who denies speaks of the deed told last of which his side is said to be the doer."""
    sides = {a.country for a in denial.initiators} - {None}
    told = [
        d for d in deeds
        if d.first < denial.first and d.type not in SPOKEN
        and (overlap(denial.initiators, d.initiators) or sides & {a.country for a in d.initiators})
        and denial.main.mention.sentence - d.main.mention.sentence <= FARTHEST
    ]  # fmt: skip
    if told:
        max(told, key=lambda d: d.first).denied = True

"""Which place a name stands for, and whether it stands for one at all.

A reading's score is a sum of few terms, in powers of ten of inhabitants: `rank` (size and kind) plus what the phrase
says plus what the rest of the report says. The weights are our judgement; DESIGN names no source for them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from kroniek.coder.resolve.place_candidates import Candidate
from kroniek.coder.resolve.place_phrases import Phrase
from kroniek.document import Document
from kroniek.knowledge.place_names import fold
from kroniek.knowledge.place_words import careful_names, place_words
from kroniek.knowledge.places import SITES, WIDE, Entry, Gazetteer, Reading

# Terms of the score (in powers of ten of inhabitants).
ALTERNATE = -1.0  # a lesser-known name of the place
REGION = -1.2  # a city and its province share the name: the city is meant
SAID_KIND = 4.0  # "province of X", "the city of X"
SAID_COUNTRY = 5.0  # "the Iraqi city of X", "X, Texas"
SHARE = 3.0  # times the country's share of what the report names
SPELT = 1.5  # the text's letters with marks are those of the place's own name ("San José")
NAMESAKE = 1.0  # within which another place of the name keeps a large town from telling the country
CAPITAL = 1.0  # the seat of government of a country that the report names
NEAR_OTHERS = 0.7  # another place of the report lies within 150 km

# From how many inhabitants a name counts without a locating word, and as a name that persons bear too.
KNOWN_TOWN = 250_000
SMALL_TOWN = 15_000
LARGE_TOWN = 1_000_000


@dataclass(slots=True)
class Context:
    """What the report says of its scene: weight by country, divisions named, surnames of its persons, sure places."""

    countries: dict[str, float] = field(default_factory=dict)
    surnames: set[str] = field(default_factory=set)
    sure: list[Entry] = field(default_factory=list)
    capitals: set[int] = field(default_factory=set)

    def add(self, country: str | None, weight: float) -> None:
        if country:
            self.countries[country] = self.countries.get(country, 0.0) + weight

    def share(self, country: str | None) -> float:
        """0 to 1: how much of what the report names lies in the country."""
        total = sum(self.countries.values())
        return self.countries.get(country or "", 0.0) / total if total else 0.0


def rank(reading: Reading) -> float:
    """The score of a reading without a context: powers of ten of inhabitants."""
    entry = reading.entry
    if entry.kind == "country":
        return 7.5
    size = 4.5 if entry.kind in SITES else math.log10(entry.population + 500)
    return size + (ALTERNATE if reading.alternate else 0)


@dataclass(frozen=True, slots=True)
class Beside:
    """`outer`: the places that the text puts after the name ("X, Texas, USA"); `inner`: what the name right before
    it may stand for ("Atlanta, X")."""

    outer: tuple[Entry, ...] = ()
    inner: tuple[Entry, ...] = ()


def score(reading: Reading, phrase: Phrase, beside: Beside, context: Context) -> float:
    """Higher is likelier; see the terms above."""
    entry = reading.entry
    total = rank(reading) + SHARE * context.share(entry.country)
    total += SAID_KIND * _fits_kind(entry, phrase) + CAPITAL * (entry.id in context.capitals)
    if phrase.country:
        total += SAID_COUNTRY if entry.country == phrase.country else -1.0
    total += sum(SAID_COUNTRY for outer in beside.outer if holds(outer, entry))
    total += SAID_COUNTRY if any(holds(entry, inner) for inner in beside.inner) else 0.0
    if any(o.country == entry.country and o.id != entry.id and distance(o, entry) < 150 for o in context.sure):
        total += NEAR_OTHERS
    return total


def _fits_kind(entry: Entry, phrase: Phrase) -> float:
    if phrase.kind in ("city", "capital"):
        return 1.0 if entry.kind == "city" else -0.5
    if phrase.kind == "region":
        return 1.0 if entry.kind in WIDE else -0.5
    if phrase.kind == "district":
        return 0.3 if entry.kind == "district" else 0.0
    return 0.0


def holds(outer: Entry, inner: Entry) -> bool:
    """Whether the outer place is the country or the division of the inner one."""
    if outer.id == inner.id or outer.country != inner.country:
        return False
    if outer.kind == "country":
        return True
    return outer.kind == "region" and outer.admin1 is not None and outer.admin1 == inner.admin1


def distance(a: Entry, b: Entry) -> float:
    """Kilometres between two places (great circle; mean radius 6,371 km)."""
    la, lb = math.radians(a.lat), math.radians(b.lat)
    h = math.sin((lb - la) / 2) ** 2
    h += math.cos(la) * math.cos(lb) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


def best(candidate: Candidate, phrase: Phrase, beside: Beside, context: Context) -> list[Reading]:
    """The readings, best first; equal scores by the order of the gazetteer (own names first, then size)."""
    towns = [r.entry for r in candidate.readings if r.entry.kind == "city"]

    def order(reading: Reading) -> float:
        bears_town = reading.entry.kind == "region" and any(_is_its_town(t, reading.entry) for t in towns)
        spelt = not candidate.written.isascii() and candidate.written.casefold() == reading.entry.name.casefold()
        return -score(reading, phrase, beside, context) - (REGION if bears_town else 0) - SPELT * spelt

    return sorted(candidate.readings, key=order)


def _is_its_town(town: Entry, region: Entry) -> bool:
    """Whether the region is called after the town: it lies in it, or (a capital set apart) holds a third as many."""
    if town.country != region.country:
        return False
    return holds(region, town) or town.population * 3 >= region.population


def alternatives(readings: list[Reading]) -> tuple[str, ...]:
    """The runners-up as "Name (ISO3)", at most three, without the winner's own province or namesakes beside it.
    One far smaller is left out."""
    first = readings[0].entry
    named: dict[str, None] = {}
    for reading in readings[1:]:
        entry = reading.entry
        if rank(reading) < rank(readings[0]) - (1.5 if reading.alternate else 3):
            continue
        if entry.country != first.country or distance(entry, first) > 100:
            named.setdefault(f"{entry.name} ({entry.country or '?'})")
    return tuple(named)[:3]


ACRONYM = 4  # letters


def is_place(document: Document, candidate: Candidate, phrase: Phrase, reading: Reading, context: Context) -> bool:
    """Whether the name stands for a place here and not for a person, a body or an ordinary word."""
    entry = reading.entry
    if candidate.name in _never(document.language) or _is_body(document, candidate):
        return False
    if entry.kind in ("country", "area", "sea"):
        return not (_is_first_name(document, candidate) or (entry.kind == "sea" and _opens_body(document, candidate)))
    # A description settles it; "the X state" may still be a name, so a weak kind alone does not.
    if phrase.kind in ("city", "capital", "region") and phrase.relation:
        return True
    if _is_person(document, candidate, phrase, context):
        return False
    if _inside_longer_name(document, candidate) or _takes_article(document, candidate, entry):
        return False
    if _is_acronym(document, candidate) and (phrase.weak or phrase.relation not in ("in", "near")):
        return False
    return _sure_enough(document, candidate, phrase, reading, context)


def _never(language: str) -> frozenset[str]:
    return frozenset(place_words(language).stop.never)


def _is_body(document: Document, candidate: Candidate) -> bool:
    bodies = place_words(document.language).bodies
    after = document.words[candidate.last].text.lower() if candidate.last < len(document) else ""
    if after in bodies.after and document.words[candidate.last].text[0].isupper():
        return True
    before = " ".join(w.text.lower() for w in document.words[max(0, candidate.first - 2) : candidate.first])
    return any(before == b or before.endswith(" " + b) for b in bodies.before)


def _is_person(document: Document, candidate: Candidate, phrase: Phrase, context: Context) -> bool:
    if candidate.last - candidate.first == 1 and candidate.name in context.surnames and phrase.relation != "in":
        return True
    before = document.words[candidate.first - 1] if candidate.first else None
    if before is None or before.sentence != document.words[candidate.first].sentence:
        return False
    return before.text.lower() in place_words(document.language).persons.titles


def _takes_article(document: Document, candidate: Candidate, entry: Entry) -> bool:
    """A town has no article of its own: "in the Tour" is no town, "the Tampa area" is one."""
    if entry.kind != "city" or not candidate.first:
        return False
    words = place_words(document.language)
    before = document.words[candidate.first - 1].text.lower()
    if before not in words.definite and before not in words.indefinite:
        return False
    after = document.words[candidate.last] if candidate.last < len(document) else None
    return after is None or after.upos not in ("NOUN", "PROPN", "ADJ")


def _is_acronym(document: Document, candidate: Candidate) -> bool:
    """A few capitals name a body rather than the town that is written so too ("at USI")."""
    text = document.words[candidate.first].text
    return candidate.last - candidate.first == 1 and text.isupper() and 1 < len(text) <= ACRONYM


def _opens_body(document: Document, candidate: Candidate) -> bool:
    """A river or sea at the head of a longer name: "Thames Valley Police"."""
    after = document.words[candidate.last] if candidate.last < len(document) else None
    return after is not None and after.upos == "PROPN" and after.text[0].isupper()


def _is_first_name(document: Document, candidate: Candidate) -> bool:
    """A country's name that persons bear too, right before or after another part of a name ("Jordan Peterson")."""
    if candidate.name not in careful_names(document.language):
        return False
    return _inside_longer_name(document, candidate)


def _inside_longer_name(document: Document, candidate: Candidate) -> bool:
    """Another capitalised proper noun right beside it, bound to it: "Jordan Peterson", "the Lincoln Project"."""
    words = document.words
    sentence = words[candidate.first].sentence
    for i in (candidate.first - 1, candidate.last):
        if not 0 <= i < len(words) or words[i].sentence != sentence:
            continue
        other = words[i]
        bound = other.head in range(candidate.first, candidate.last) or any(
            words[j].head == i for j in range(candidate.first, candidate.last)
        )
        if other.upos == "PROPN" and other.text[0].isupper() and (bound or i == candidate.last):
            return True
    return False


def _sure_enough(
    document: Document, candidate: Candidate, phrase: Phrase, reading: Reading, context: Context
) -> bool:
    entry = reading.entry
    supported = context.share(entry.country) > 0
    locating = phrase.relation in ("in", "near", "dateline", "of") and not phrase.weak
    careful = careful_names(document.language).get(candidate.name)
    first = document.words[candidate.first]
    opens = first.i == document.sentences[first.sentence].first
    if careful == "word":
        return locating and first.upos == "PROPN" and (supported or entry.population >= SMALL_TOWN)
    if first.upos != "PROPN" and opens and entry.population < LARGE_TOWN:
        return False
    if careful == "name":
        return phrase.relation != "" and (locating or (supported and entry.population >= KNOWN_TOWN))
    if entry.kind in SITES or entry.kind == "district":
        return bool(phrase.relation) or candidate.last - candidate.first > 1
    size = entry.population // 10 if reading.alternate else entry.population
    if size < SMALL_TOWN:
        return (locating and first.upos == "PROPN") or (phrase.relation != "" and supported)
    if size < KNOWN_TOWN:
        return phrase.relation != "" or supported
    return True


def first_context(document: Document, found: list[Candidate], gazetteer: Gazetteer) -> Context:
    """The scene before any name is decided: countries named, country adjectives, large towns of one reading."""
    context = Context(surnames=surnames(document, found))
    for candidate in found:
        reading = candidate.readings[0]
        entry = reading.entry
        if entry.kind == "country":
            context.add(entry.country, 1.0 if len(candidate.readings) == 1 else 0.5)
            if entry.country and (capital := gazetteer.capital(entry.country)):
                context.capitals.add(capital.id)
        elif entry.population >= LARGE_TOWN and not reading.alternate and candidate.name not in context.surnames:
            context.add(entry.country, 0.0 if _has_namesake(candidate) else 0.7)
    taken = {i for c in found for i in range(c.first, c.last)}
    for word in document.words:
        if word.text[0].isupper() and word.i not in taken and (code := gazetteer.adjective(word.text)):
            context.add(code, 0.4)
    return context


def _has_namesake(candidate: Candidate) -> bool:
    """Does another country have a town of the name that is nearly as large?"""
    first = candidate.readings[0]
    return any(r.entry.country != first.entry.country and rank(r) > rank(first) - NAMESAKE for r in candidate.readings)


def add_bare_names(document: Document, found: list[Candidate], phrases: list[Phrase], context: Context) -> None:
    """A smaller town that does something and that nothing in the report is in, near, from or to: a person's name."""
    located: set[str] = set()
    acting: set[str] = set()
    for candidate, phrase in zip(found, phrases, strict=True):
        if phrase.relation not in ("", "of") or phrase.kind or (phrase.relation and not phrase.weak):
            located.add(candidate.name)
        elif not phrase.relation and any(
            document.words[i].deprel == "nsubj" for i in range(candidate.first, candidate.last)
        ):
            acting.add(candidate.name)
    large = {c.name for c in found if any(r.entry.population >= LARGE_TOWN for r in c.readings)}
    context.surnames |= acting - located - large


def surnames(document: Document, found: list[Candidate]) -> set[str]:
    """Folded last words of the report's names of two words or more that are no known place ("Abraham Lincoln")."""
    inside = {i for c in found if c.last - c.first > 1 for i in range(c.first, c.last)}
    names: set[str] = set()
    words = document.words
    for word in words[1:]:
        before = words[word.i - 1]
        pair = word.upos == before.upos == "PROPN" and word.sentence == before.sentence
        bound = before.head == word.i or word.head == before.i or (word.head == before.head and word.deprel == "flat")
        if pair and bound and word.deprel.startswith("flat") and not {word.i, before.i} & inside:
            names.add(fold(word.text))
    return names

"""Where: which words of a report name a place, and which place that is.

`find_places` reads the whole report at once, because a place leans on the others: "Tripoli" beside "Misrata" is
Libya's, beside "Beirut" Lebanon's. The steps, one file each:

    known names (place_candidates) → what stands before them (place_phrases) → which reading, if any (place_choice)
    → sites inside them (place_sites) → places meant without their name (place_again)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kroniek.coder.resolve.place_again import find_again
from kroniek.coder.resolve.place_candidates import Candidate, candidates
from kroniek.coder.resolve.place_choice import (
    Beside,
    Context,
    add_bare_names,
    alternatives,
    best,
    first_context,
    holds,
    is_place,
)
from kroniek.coder.resolve.place_mentions import Found, PlaceMention, head_of, is_locative, place_of
from kroniek.coder.resolve.place_nouns import noun_of
from kroniek.coder.resolve.place_phrases import Phrase, lookup, phrase_before
from kroniek.coder.resolve.place_sites import find_sites
from kroniek.document import Document
from kroniek.knowledge.places import Entry, Gazetteer
from kroniek.records import Place

__all__ = ["PlaceMention", "Places", "find_places"]

DATELINE_REACH = 12  # words from the start of the text within which a dateline ends
DASHES = frozenset({"-", "–", "—", "--"})


@dataclass(frozen=True, slots=True)
class Places:
    """All mentions in text order; nested ones ("embassy in Baghdad", "Baghdad") both stand there, outer first.

    `main_country`: ISO alpha-3 of the country that most of the report is about, None where it names none.
    `city_state`: the main country itself, where it is one town.
    `countries`: for each word the country that its own words give (place or country adjective), None elsewhere.
    """

    mentions: tuple[PlaceMention, ...]
    main_country: str | None
    dateline: Place | None
    countries: tuple[str | None, ...]
    innermost: tuple[int, ...]
    city_state: Place | None = None

    def at(self, word_index: int) -> PlaceMention | None:
        """The innermost mention that covers the word; None where there is none."""
        at = self.innermost[word_index]
        return self.mentions[at] if at >= 0 else None

    def country_of(self, word_index: int) -> str | None:
        """The country (ISO alpha-3) that the word belongs to: of its mention, or of a country adjective."""
        mention = self.at(word_index)
        return mention.place.country if mention else self.countries[word_index]


def find_places(document: Document, *, gazetteer: Gazetteer) -> Places:
    """Every place mention of the document, resolved. `gazetteer`: kroniek.knowledge.places.gazetteer()."""
    names = candidates(document, gazetteer)
    context = first_context(document, names, gazetteer)
    dateline_end = _dateline_end(document)
    phrases = [_phrase(document, c, dateline_end, gazetteer) for c in names]
    add_bare_names(document, names, phrases, context)
    named = _choose(document, names, phrases, context, gazetteer)
    _weigh(named, context)
    named = _choose(document, names, phrases, context, gazetteer)
    main = _main_country(document, named, gazetteer)
    sites = find_sites(document, named, gazetteer)
    known = sorted(named + sites, key=_order)
    found = sorted(known + list(find_again(document, known, main, gazetteer)), key=_order)
    dateline = next((f.mention.place for f in named if f.mention.relation == "dateline"), None)
    return _places(document, found, main, dateline, gazetteer)


def _order(found: Found) -> tuple[int, int]:
    return found.mention.first, -found.mention.last


def _places(
    document: Document, found: Sequence[Found], main: str | None, dateline: Place | None, gazetteer: Gazetteer
) -> Places:
    mentions = tuple(f.mention for f in found)
    countries: list[str | None] = [
        gazetteer.adjective(w.text) if w.text[0].isupper() else None for w in document.words
    ]
    innermost = [-1] * len(document)
    for at, mention in enumerate(mentions):
        for i in range(mention.first, mention.last):
            held = innermost[i]
            if held < 0 or mention.last - mention.first <= mentions[held].last - mentions[held].first:
                innermost[i] = at
    return Places(mentions, main, dateline, tuple(countries), tuple(innermost), _city_state(mentions, main, gazetteer))


def _city_state(mentions: Sequence[PlaceMention], main: str | None, gazetteer: Gazetteer) -> Place | None:
    capital = gazetteer.capital(main) if main else None
    lands = (m.place for m in mentions if m.place.country == main and m.place.precision == "country")
    return next((place for place in lands if capital and place.name == capital.name), None)


def _dateline_end(document: Document) -> int:
    """The word index at which the text's dateline ends ("BAGHDAD (AP) -"), 0 where it has none."""
    opening = next((s for s in document.sentences if s.kind == "text"), None)
    if opening is None:
        return 0
    words = document.words[opening.first : opening.first + DATELINE_REACH]
    depth = 0
    for word in words:
        depth += word.text.count("(") - word.text.count(")")
        if word.text in DASHES and depth == 0 and word.i > opening.first:
            spaced = document.text[word.start - 1].isspace()
            return word.i if spaced else 0
        if word.upos in ("VERB", "AUX", "ADP", "DET") and depth == 0:
            return 0
    return 0


def _phrase(document: Document, candidate: Candidate, dateline_end: int, gazetteer: Gazetteer) -> Phrase:
    opening = next((s.first for s in document.sentences if s.kind == "text"), 0)
    if opening <= candidate.first < dateline_end:
        return Phrase(relation="dateline", first=candidate.first)
    phrase = phrase_before(document, candidate.first, gazetteer)
    if not phrase.relation and candidate.first > 1 and document.words[candidate.first - 1].text == ",":
        site = document.words[candidate.first - 2]
        if site.text[0].isupper() and noun_of(document, site):
            phrase = replace(phrase, relation="of", weak=True)  # "Streatham High Road, London"
    return replace(phrase, way=candidate.way) if candidate.way else phrase


def _choose(
    document: Document, names: Sequence[Candidate], phrases: Sequence[Phrase], context: Context, gazetteer: Gazetteer
) -> list[Found]:
    """Decides from the last name to the first, so that "X, Texas" knows Texas; then hands relations on."""
    chosen: dict[int, Found] = {}
    for at in range(len(names) - 1, -1, -1):
        candidate, phrase = names[at], phrases[at]
        beside = Beside(_outer(document, candidate, chosen), _inner(document, names, at))
        ranked = best(candidate, phrase, beside, context)
        held = any(holds(outer, ranked[0].entry) for outer in beside.outer)
        if held or is_place(document, candidate, phrase, ranked[0], context):
            others = alternatives(ranked)
            chosen[candidate.first] = _found(document, candidate, phrase, ranked[0].entry, others, gazetteer)
    return _hand_on(document, [chosen[first] for first in sorted(chosen)])


def _inner(document: Document, names: Sequence[Candidate], at: int) -> tuple[Entry, ...]:
    """The likeliest readings of the name right before this one and a comma: "Atlanta, Georgia"."""
    if not at or names[at - 1].last != names[at].first - 1 or document.words[names[at].first - 1].text != ",":
        return ()
    readings = [r for r in names[at - 1].readings if not r.alternate and r.entry.kind == "city"]
    return tuple(r.entry for r in readings[:3])


def _outer(document: Document, candidate: Candidate, chosen: dict[int, Found]) -> tuple[Entry, ...]:
    """The places put after the name: "X, Texas, USA", "X (Yemen)", "X in Yemen"."""
    found: list[Entry] = []
    last = candidate.last
    for _ in range(2):
        if last + 1 >= len(document) or document.words[last].sentence != document.words[candidate.first].sentence:
            break
        comma = document.words[last].text in (",", "(")
        after = chosen.get(last + 1) if comma else None
        if after is None:
            after = next((chosen[i] for i in range(last + 1, last + 4) if i in chosen), None)
            if after is None or after.phrase.relation != "in" or after.phrase.first != last + 1:
                break
        if after.entry is not None:
            found.append(after.entry)
        last = after.mention.last
    return tuple(found)


def _found(
    document: Document,
    candidate: Candidate,
    phrase: Phrase,
    entry: Entry,
    others: tuple[str, ...],
    gazetteer: Gazetteer,
) -> Found:
    span, rule = (candidate.first, candidate.last), f"name:{entry.kind}"
    place = place_of(
        document, entry, span, phrase, way=phrase.way, alternatives=others, rule=rule, gazetteer=gazetteer
    )
    mention = PlaceMention(*span, head_of(document, *span), place, is_locative(phrase, entry), phrase.relation)
    return Found(mention, entry, phrase)


def _hand_on(document: Document, found: list[Found]) -> list[Found]:
    """In "in Mokha, Yemen" and "in Mosul and Erbil" the second name shares the first one's relation."""
    joined = lookup(document.language).and_ | {",", "("}
    result: list[Found] = []
    for item in found:
        before = result[-1] if result else None
        first = item.mention.first
        if before and not item.phrase.relation and before.mention.relation and first - 2 == before.mention.last - 1 \
                and document.words[first - 1].text.lower() in joined:  # fmt: skip
            phrase = replace(item.phrase, relation=before.phrase.relation, weak=before.phrase.weak)
            mention = replace(item.mention, relation=before.mention.relation, locative=before.mention.locative)
            item = Found(mention, item.entry, phrase)
        result.append(item)
    return result


def _weigh(found: Sequence[Found], context: Context) -> None:
    """Takes the first decisions into the context of the second."""
    for item in found:
        if item.entry is not None and item.entry.kind != "country":
            context.add(item.entry.country, 0.6 if item.mention.locative else 0.2)
            context.sure.append(item.entry)


def _main_country(document: Document, found: Sequence[Found], gazetteer: Gazetteer) -> str | None:
    """The country with the most weight: located places 2, the dateline 3, other places 1, adjectives .5."""
    weights: dict[str, float] = {}
    for item in found:
        if item.entry and item.entry.country:
            weight = 3.0 if item.mention.relation == "dateline" else 2.0 if item.mention.locative else 1.0
            weights[item.entry.country] = weights.get(item.entry.country, 0.0) + weight
    for word in document.words:
        if word.text[0].isupper() and (code := gazetteer.adjective(word.text)):
            weights[code] = weights.get(code, 0.0) + 0.5
    return max(weights, key=lambda c: weights[c], default=None)

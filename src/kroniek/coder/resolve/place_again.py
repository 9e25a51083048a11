"""Places meant without their name: "the city", "the Syrian capital", "northern part of the country", "there"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kroniek.coder.resolve.place_mentions import LOCATIVE, Found, PlaceMention, is_locative, place_of
from kroniek.coder.resolve.place_phrases import Phrase, lookup, phrase_before
from kroniek.document import Document, Word
from kroniek.knowledge.place_words import place_words
from kroniek.knowledge.places import Entry, Gazetteer

_FITTING = {
    "city": frozenset({"city"}),
    "capital": frozenset({"city"}),
    "region": frozenset({"region"}),
    "district": frozenset({"district"}),
    "country": frozenset({"country"}),
}


def find_again(
    document: Document, named: Sequence[Found], main_country: str | None, gazetteer: Gazetteer
) -> Iterator[Found]:
    """Mentions without a name. `named`: those with one, in text order."""
    taken = {i for f in named for i in range(f.phrase.first, f.mention.last)}
    known = lookup(document.language)
    here = frozenset(place_words(document.language).here)
    for word in document.words:
        low = word.text.lower()
        if word.i in taken or document.sentences[word.sentence].kind == "pointer":
            continue
        if low in here and word.upos == "ADV" and not word.deprel.startswith("expl"):
            yield from _there(document, word, named)
        elif low in known.again and word.upos == "NOUN" and not _is_named(document, word):
            found = _the_place(document, word, known.kinds[low], named, main_country, gazetteer)
            if found is not None:
                yield found


def _is_named(document: Document, word: Word) -> bool:
    """Whether a name follows ("the village of Tell Bara"): then that place is meant, known or not."""
    of = lookup(document.language).of
    after = document.words[word.i + 1 : min(word.i + 4, document.sentences[word.sentence].last)]
    if after and after[0].text.lower() in of:
        return any(w.text[0].isupper() for w in after[1:])
    return bool(after) and after[0].text[0].isupper()


def _there(document: Document, word: Word, named: Sequence[Found]) -> Iterator[Found]:
    """The last located place before "there"."""
    before = [f for f in named if f.mention.last <= word.i and f.mention.locative]
    if before and word.sentence - document.words[before[-1].mention.first].sentence <= 2:
        last = before[-1]
        place = replace(last.mention.place, text=word.text, start=word.start, end=word.end, rule="again:there")
        yield Found(PlaceMention(word.i, word.i + 1, word.i, place, True, "in"), last.entry, Phrase(first=word.i))


def _the_place(
    document: Document, word: Word, kind: str, named: Sequence[Found], main: str | None, gazetteer: Gazetteer
) -> Found | None:
    phrase = phrase_before(document, word.i, gazetteer)
    if phrase.definite is not True and not (kind == "capital" and phrase.country):
        return None
    entry = _meant(word, kind, phrase, named, main, gazetteer)
    if entry is None:
        return None
    span = word.i, word.i + 1
    place = place_of(
        document, entry, span, phrase, way=phrase.way, alternatives=(), rule=f"again:{kind}", gazetteer=gazetteer
    )
    locative = is_locative(phrase, entry)
    return Found(PlaceMention(*span, word.i, place, locative, phrase.relation), entry, phrase)


def _meant(
    word: Word, kind: str, phrase: Phrase, named: Sequence[Found], main: str | None, gazetteer: Gazetteer
) -> Entry | None:
    """The last fitting place; of "the capital" the country's seat of government; of "the country" the main one."""
    before = [f for f in named if f.mention.last <= word.i and f.entry is not None]
    if kind == "capital":
        country = phrase.country or main
        return gazetteer.capital(country) if country else None
    if phrase.country:
        return None  # "the Polish town": named by its country only
    if kind == "country":
        return gazetteer.country(main) if main and phrase.relation in LOCATIVE else None
    fitting = [f.entry for f in before if f.entry and f.entry.kind in _FITTING.get(kind, frozenset())]
    return fitting[-1] if fitting else None

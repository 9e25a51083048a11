"""Sites inside a place: "the embassy in Baghdad", "Streatham High Road, London", "Kabul airport", "a base near X".

A site takes the coordinates of the town that its phrase names; it is then "exact" by the codebook though the point is
the town's. A site of an unknown town is none; one that was named before is found again by its noun ("the embassy").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from kroniek.coder.resolve.place_mentions import LOCATIVE, Found, PlaceMention, precision_of
from kroniek.coder.resolve.place_phrases import Phrase, lookup, phrase_before
from kroniek.document import Document, Word
from kroniek.knowledge.place_words import place_words
from kroniek.knowledge.places import Gazetteer
from kroniek.records import Place

REACH = 8  # words between a site and the town it lies in
_LINKS = frozenset({"in", "near", "of"})


@cache
def _nouns(language: str) -> tuple[frozenset[str], tuple[str, ...], frozenset[str], frozenset[str], frozenset[str]]:
    sites = place_words(language).sites
    return (
        frozenset(sites.words),
        sites.compound_endings,
        frozenset(sites.airports),
        frozenset(sites.name_endings),
        frozenset(sites.generic),
    )


def noun_of(document: Document, word: Word) -> str:
    """The site noun that the word is or ends in ("legerbasis" gives "basis"); "" where it is none."""
    words, endings, _, names, _ = _nouns(document.language)
    low, lemma = word.text.lower(), word.lemma.lower()
    if word.upos not in ("NOUN", "PROPN"):
        return ""
    kinds = lookup(document.language).kinds
    if low in kinds and word.deprel == "compound" and document.words[word.head].text.lower() in kinds:
        return ""  # "port town"
    for form in (lemma, low):
        if form in words:
            return form
    if word.text[0].isupper() and low in names:
        return low
    fitting = [e for e in endings if len(lemma) > len(e) + 2 and lemma.endswith(e)]
    return max(fitting, key=len, default="")


def find_sites(document: Document, towns: Sequence[Found], gazetteer: Gazetteer) -> list[Found]:
    """Site mentions in text order. `towns`: the place mentions found so far, in text order."""
    by_word = {i: t for t in towns for i in range(t.mention.first, t.mention.last)}
    earlier: dict[str, Found] = {}
    found = []
    for word in document.words:
        noun = noun_of(document, word)
        if not noun or (word.i in by_word and by_word[word.i].mention.last == word.i + 1 and _known_site(by_word[word.i])):
            continue
        site = _site(document, word, noun, by_word, gazetteer) or _again(document, word, noun, earlier, gazetteer)
        if site is not None:
            found.append(site)
            earlier[noun] = site
    return found


def _known_site(found: Found) -> bool:
    return found.entry is not None and precision_of(found.entry) == "exact"


def _site(
    document: Document, word: Word, noun: str, by_word: dict[int, Found], gazetteer: Gazetteer
) -> Found | None:
    first = _first_of(document, word)
    phrase = phrase_before(document, first, gazetteer)
    last, town = _town_after(document, word, by_word, gazetteer)
    if town is None:
        town = next((by_word[i] for i in range(first, word.i) if i in by_word), None)
    if town is None and _is_named(document, first, word) and phrase.relation in LOCATIVE:
        town = _last_town(by_word, word)
    if town is None or town.entry is None or (town.entry.kind == "country" and noun in _nouns(document.language)[4]):
        return None
    return _made(document, (first, word.i + 1, last), noun, town, phrase, gazetteer)


def _first_of(document: Document, word: Word) -> int:
    """The first word of the site's name or description: adjectives and capitalised words right before the noun."""
    start = document.sentences[word.sentence].first
    i = word.i
    while i > start:
        before = document.words[i - 1]
        named = before.text[0].isupper() and before.upos in ("PROPN", "ADJ", "NOUN", "X", "NUM")
        tied = before.upos in ("ADJ", "PART", "PUNCT") and before.head in range(i - 1, word.i + 1) and before.text not in ",;:()"
        compound = before.deprel == "compound" and before.head == word.i
        if not (named or tied or compound) or (i - 1 == start and before.upos != "PROPN" and not named):
            break
        i -= 1
    return i


def _is_named(document: Document, first: int, word: Word) -> bool:
    """Whether the site has a name of its own: a capitalised noun after a capitalised word, or a Dutch compound."""
    names = _nouns(document.language)[3]
    return word.text[0].isupper() and (first < word.i or word.text.lower() not in names) and word.upos == "PROPN"


def _town_after(
    document: Document, word: Word, by_word: dict[int, Found], gazetteer: Gazetteer
) -> tuple[int, Found | None]:
    """The place that the words after the site put it in, and where its words end."""
    end = document.sentences[word.sentence].last
    for i in range(word.i + 1, min(word.i + 1 + REACH, end)):
        if i in by_word:
            found = by_word[i]
            before = found.phrase.first - 1 - len(found.phrase.preposition.split())
            linked = found.phrase.relation in _LINKS and word.i >= before - _name_after(document, word, before)
            comma = found.mention.first == word.i + 2 and document.words[word.i + 1].text in (",", "(")
            if linked or comma:
                return found.mention.last, found
            return word.i + 1, None
        if document.words[i].upos in ("VERB", "AUX"):
            break
    return word.i + 1, None


def _name_after(document: Document, word: Word, before: int) -> int:
    """How many capitalised words follow the noun directly ("moskee Al-Noor in"): they belong to the site."""
    count = 0
    for i in range(word.i + 1, before + 1):
        if not document.words[i].text[0].isupper():
            break
        count += 1
    return count


def _last_town(by_word: dict[int, Found], word: Word) -> Found | None:
    """The town last placed before the word, in the same or an earlier sentence."""
    for i in range(word.i - 1, -1, -1):
        found = by_word.get(i)
        if found and found.mention.locative and found.entry and found.entry.kind in ("city", "district"):
            return found
    return None


def _made(
    document: Document, span: tuple[int, int, int], noun: str, town: Found, phrase: Phrase, gazetteer: Gazetteer
) -> Found:
    first, name_end, last = span
    last = max(last, name_end)
    words = document.words
    entry = None
    if town.entry is not None and noun in _nouns(document.language)[2] and town.entry.kind == "city":
        entry = gazetteer.airport_of(town.entry)
    text = document.text[words[first].start : words[name_end - 1].end]
    inside = town.mention.place
    near = inside.precision == "near" and phrase.definite is False
    # "a base near Kirkuk" is somewhere near Kirkuk; it has no name of its own.
    name = inside.name if near else text if inside.name in text else f"{text}, {inside.name}"
    place = replace(
        inside,
        text=document.text[words[first].start : words[last - 1].end],
        start=words[first].start,
        end=words[last - 1].end,
        name=entry.name if entry else name,
        lat=entry.lat if entry else inside.lat,
        lon=entry.lon if entry else inside.lon,
        geonameid=None,
        precision="exact" if entry or inside.precision in ("place", "exact") else inside.precision,
        rule="site:airport" if entry else "site:in-place",
    )
    relation = phrase.relation or ("near" if town.mention.relation == "near" else "")
    mention = PlaceMention(first, last, name_end - 1, place, phrase.relation in LOCATIVE, relation)
    return Found(mention, entry, phrase)


def _again(
    document: Document, word: Word, noun: str, earlier: dict[str, Found], gazetteer: Gazetteer
) -> Found | None:
    """A site named before, by its noun alone or as the first part of a compound ("the embassy", "ambassadecomplex")."""
    lemma = word.lemma.lower()
    before = earlier.get(noun) or next((f for n, f in earlier.items() if len(n) > 4 and lemma.startswith(n)), None)
    if before is None:
        return None
    phrase = phrase_before(document, word.i, gazetteer)
    article = phrase.definite is True or lookup(document.language).kinds.get(noun) is not None
    if not article:
        return None
    place = replace(before.mention.place, text=word.text, start=word.start, end=word.end, rule="site:again")
    mention = PlaceMention(word.i, word.i + 1, word.i, place, phrase.relation in LOCATIVE, phrase.relation)
    return Found(mention, before.entry, phrase)

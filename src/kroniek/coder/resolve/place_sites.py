"""Sites inside a place: "the embassy in Baghdad", "Streatham High Road, London", "Kabul airport", "a base near X".

A site takes the coordinates of the town that its phrase names; it is then "exact" by the codebook though the point is
the town's. A site of an unknown town is none; one that was named before is found again by its noun ("the embassy").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kroniek.coder.resolve.place_mentions import LOCATIVE, Found, PlaceMention
from kroniek.coder.resolve.place_nouns import noun_of, site_nouns
from kroniek.coder.resolve.place_phrases import Phrase, lookup, phrase_before
from kroniek.document import Document, Word
from kroniek.knowledge.places import SITES, Gazetteer

REACH = 8  # words between a site and the town it lies in
GENITIVE = frozenset({"'", "’", "'s", "’s"})
_LINKS = frozenset({"in", "near", "of"})


def find_sites(document: Document, towns: Sequence[Found], gazetteer: Gazetteer) -> list[Found]:
    """Site mentions in text order. `towns`: the place mentions found so far, in text order."""
    by_word = {i: t for t in towns for i in range(t.mention.first, t.mention.last)}
    earlier: dict[str, Found] = {}
    found = []
    for word in document.words:
        noun = noun_of(document, word)
        if not noun or word.i in by_word:
            continue  # "West Bank" is a name already
        site = _site(document, word, noun, by_word, gazetteer) or _again(document, word, noun, earlier, gazetteer)
        if site is not None:
            found.append(site)
            earlier[noun] = site
    return found


def _site(
    document: Document, word: Word, noun: str, by_word: dict[int, Found], gazetteer: Gazetteer
) -> Found | None:
    if _describes_site(document, word):
        return None
    first = _first_of(document, word)
    phrase = phrase_before(document, first, gazetteer)
    last, town = _town_after(document, word, by_word, gazetteer)
    if town is None:
        town = next((t for i in range(first, word.i) if (t := by_word.get(i)) and _is_town(t)), None)
    if town is None and _is_named(document, first, word) and phrase.relation in LOCATIVE:
        town = _last_town(by_word, word)
    if town is None or town.entry is None or _names_owner(document, town, noun):
        return None
    return _made(document, (first, word.i + 1, last), noun, town, phrase, gazetteer)


def _describes_site(document: Document, word: Word) -> bool:
    """Whether the noun only tells what the named site after it is: "het park Forbury Gardens"."""
    for after in document.words[word.i + 1 : document.sentences[word.sentence].last]:
        if not after.text[0].isupper() and after.text not in GENITIVE:
            return False
        if noun_of(document, after):
            return word.text[0].islower()
    return False


def _is_town(found: Found) -> bool:
    return found.entry is not None and found.entry.kind in ("city", "district")


def _names_owner(document: Document, town: Found, noun: str) -> bool:
    """Whether the country named is the site's owner ("the parliament of Iraq") or the noun too general to place."""
    assert town.entry is not None
    if town.entry.kind in SITES:
        return True  # "the camp of Al-Hol": one place
    wide = town.entry.kind in ("country", "area")
    return wide and (town.mention.relation == "of" or noun in site_nouns(document.language)[4])


def _first_of(document: Document, word: Word) -> int:
    """The first word of the site's name or description: adjectives and capitalised words right before the noun."""
    start = document.sentences[word.sentence].first
    i = word.i
    while i > start:
        before = document.words[i - 1]
        named = before.text[0].isupper() and before.upos in ("PROPN", "ADJ", "NOUN", "X", "NUM")
        genitive = before.text in GENITIVE and i - 1 > start and document.words[i - 2].text[0].isupper()
        tied = genitive or (before.upos == "ADJ" and before.head == word.i) or before.text == "-"
        compound = i == word.i and before.deprel == "compound" and before.head == word.i
        if not (named or tied or compound) or (i - 1 == start and before.upos != "PROPN" and not named):
            break
        i -= 1
    return i


def _is_named(document: Document, first: int, word: Word) -> bool:
    """Whether the site has a name of its own: a capitalised noun after a capitalised word, or a Dutch compound."""
    names = site_nouns(document.language)[3]
    low = word.text.lower()
    own = (low in names and first < word.i) or (low not in names and any(low.endswith(n) for n in names))
    return word.upos == "PROPN" and word.text[0].isupper() and own


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
    if town.entry is not None and noun in site_nouns(document.language)[2] and town.entry.kind == "city":
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

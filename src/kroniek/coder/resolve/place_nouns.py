"""Nouns for sites inside a town or region ("embassy", "vliegbasis"), by languages/*/places.toml."""

from __future__ import annotations

from functools import cache, lru_cache

from kroniek.document import Document, Word
from kroniek.knowledge.place_words import place_words


@cache
def site_nouns(language: str) -> tuple[frozenset[str], tuple[str, ...], frozenset[str], frozenset[str], frozenset[str]]:
    """Words, last parts of compounds, airports, last words of names, and the nouns too general to place alone."""
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
    if word.upos not in ("NOUN", "PROPN"):
        return ""
    kinds, ways = _kinds_and_ways(document.language)
    low = word.text.lower()
    if low in ways and word.text.islower():
        return ""  # "the centre of Kharkiv" is a part of it
    if low in kinds and word.deprel == "compound" and document.words[word.head].text.lower() in kinds:
        return ""  # "port town"
    return _noun(document.language, word.lemma.lower(), low, word.text[0].isupper())


@cache
def _kinds_and_ways(language: str) -> tuple[frozenset[str], frozenset[str]]:
    words = place_words(language)
    kinds = frozenset(w for k in words.kind for w in k.words)
    return kinds, frozenset(n for d in words.direction for n in d.nouns)


@lru_cache(maxsize=16384)
def _noun(language: str, lemma: str, low: str, capital: bool) -> str:
    words, endings, _, names, _ = site_nouns(language)
    for form in (lemma, low):
        if form in words:
            return form
    if capital and low in names:
        return low
    fitting = [e for e in endings if len(lemma) > len(e) + 2 and lemma.endswith(e)]
    return max(fitting, key=len, default="")

"""Does the clause of a time expression look back or ahead? Told by the verb that governs it, or its auxiliaries."""

from __future__ import annotations

from typing import Literal

from kroniek.document import Document, Word
from kroniek.knowledge.calendar import TenseWords

Tense = Literal["past", "future"]
_SUBORDINATE = frozenset({"xcomp", "acl", "advcl", "ccomp", "csubj"})


def clause_tense(document: Document, i: int, words: TenseWords, *, title: bool) -> Tense:
    """Tense of the clause in which word i stands; "past" where nothing tells it.

    The present tense looks ahead ("meets on Tuesday"), but not in a title. A date inside a noun phrase is past
    ("Tuesday's attack will"), unless the noun may lie ahead ("Friday's vote will").
    """
    noun, verb = _governors(document, i)
    if verb is None:
        return "past"
    tense = _verb_tense(document, verb, words, title=title)
    if noun is not None and noun.lemma.lower() not in words.planned:
        return "past"
    return tense


def surely_past(document: Document, i: int) -> bool:
    """Is word i an adverbial of a finite verb in the past tense, or of a participle with one? Then its day has been."""
    noun, verb = _governors(document, i)
    if noun is not None or verb is None:
        return False
    helpers = list(document.dependents(verb.i, "aux"))
    finite = next((w for w in (verb, *helpers) if "VerbForm=Fin" in w.feats), None)
    looks_ahead = any("VerbForm=Inf" in w.feats for w in (verb, *helpers))
    return finite is not None and "Tense=Past" in finite.feats and not looks_ahead


def is_aside(document: Document, i: int, words: TenseWords) -> bool:
    """Does word i tell the day of something beside the story: in a relative or purpose clause ("to win the vote of May
    2"), or of what may lie ahead? Later expressions do not count from it."""
    noun, verb = _governors(document, i)
    if noun is not None and noun.lemma.lower() in words.planned:
        return True
    if verb is None:
        return False
    base = verb.deprel.partition(":")[0]
    return base == "acl" or (base == "advcl" and "VerbForm=Inf" in verb.feats)


def _governors(document: Document, i: int) -> tuple[Word | None, Word | None]:
    """The noun that the expression modifies, if any, and the verb (or predicate) of the clause."""
    noun: Word | None = None
    here = document.words[i]
    for _ in range(40):
        helps = here.deprel.startswith(("aux", "cop"))  # a date hung on an auxiliary by the parser
        if not helps and _is_predicate(document, here):
            return noun, here
        if here.head < 0:
            return noun, None
        above = document.words[here.head]
        if helps:
            here = above
            continue
        modifies = here.deprel.partition(":")[0] in ("nmod", "compound", "appos")
        if noun is None and modifies and above.upos in ("NOUN", "PROPN"):
            noun = above
        here = above
    return noun, None


def _is_predicate(document: Document, word: Word) -> bool:
    if word.upos in ("VERB", "AUX"):
        return True
    return any(w.upos in ("AUX", "VERB") for w in document.dependents(word.i, "aux", "cop"))


def _verb_tense(document: Document, verb: Word, words: TenseWords, *, title: bool) -> Tense:
    helpers = list(document.dependents(verb.i, "aux", "cop"))
    perfect = any(w.lemma.lower() in words.perfect for w in helpers) and "VerbForm=Part" in verb.feats
    if not perfect and any(w.text.lower().replace("’", "'") in words.future for w in helpers):
        return "future"
    finite = next((w for w in (verb, *helpers) if "VerbForm=Fin" in w.feats or "Tense=" in w.feats), None)
    if "VerbForm=Inf" in verb.feats and not any("VerbForm=Fin" in w.feats for w in helpers):
        return _infinitive_tense(document, verb, words, title=title)
    if finite is None or perfect or title or "Tense=Past" in finite.feats:
        return "past"
    if "Tense=Pres" in finite.feats and "VerbForm=Part" not in finite.feats:
        return "future"
    return _above(document, verb, words, title)


def _infinitive_tense(document: Document, verb: Word, words: TenseWords, *, title: bool) -> Tense:
    """Ahead where what governs the infinitive plans it ("agreed to meet on Friday"), else as the governor."""
    if verb.head >= 0 and document.words[verb.head].lemma.lower() in words.planning:
        return "future"
    return _above(document, verb, words, title)


def _above(document: Document, verb: Word, words: TenseWords, title: bool) -> Tense:
    """The tense of the clause that a clause without a finite verb hangs on."""
    if verb.head < 0 or verb.deprel.partition(":")[0] not in _SUBORDINATE:
        return "past"
    above = document.words[verb.head]
    if not _is_predicate(document, above) or above.head == verb.i:
        return "past"
    return _verb_tense(document, above, words, title=title)

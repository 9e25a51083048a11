"""Documents made by hand, so that tests of resolvers need no parser weights.

Every word of a sentence hangs on one verb at its end, whose tense is given. Tags are those of a few listed words.
"""

from __future__ import annotations

from functools import cache

from kroniek.document import Document, Sentence, Word
from kroniek.parsers.rules import load_rules
from kroniek.parsers.tokenizer import Tokenizer

BREAK = " // "
VERBS = {
    "past": [("deed", "VERB", "Tense=Past|VerbForm=Fin", "root")],
    "present": [("doet", "VERB", "Tense=Pres|VerbForm=Fin", "root")],
    "title": [("doet", "VERB", "Tense=Pres|VerbForm=Fin", "root")],
    "future": [("doen", "VERB", "VerbForm=Inf", "root"), ("zal", "AUX", "Tense=Pres|VerbForm=Fin", "aux")],
    "none": [],
}
FUTURE = {"nl": "zal", "en": "will"}
TAGS = {
    "ADV": "earlier eerder previously recently later yesterday today gisteren vandaag morgen overnight onlangs",
    "ADP": "in op on at since sinds until tot before after voor na van of from to between tussen by aan during",
    "DET": "the de het a an een this deze dit that die dat last",
    "CCONJ": "and en or of",
    "VERB": "march marched killed gedood demonstrators-march",
    "AUX": "may",
}
TAG_OF = {word: tag for tag, words in TAGS.items() for word in words.split()}


@cache
def tokenizer(language: str) -> Tokenizer:
    return Tokenizer(load_rules(language))


def document(text: str, language: str, clause: str = "past", *, kind: str = "text") -> Document:
    """A Document of sentences apart by " // ", each with a verb at its end in the given tense."""
    kind = "title" if clause == "title" else kind
    words: list[Word] = []
    sentences: list[Sentence] = []
    whole = ""
    for n, piece in enumerate(text.split(BREAK)):
        begin, first = len(whole), len(words)
        whole += piece
        spans = [(begin + a, begin + b) for a, b in tokenizer(language).words(piece)]
        root = first + len(spans)
        verbs = VERBS[clause]
        for i, (a, b) in enumerate(spans, first):
            word = whole[a:b]
            head = root if verbs else (first if i > first else -1)
            words.append(Word(i, word, a, b, word.lower(), tag(word), feats(word, language), head, "obl", n, 1.0))
        for form, upos, morphology, label in verbs:
            text_form = FUTURE[language] if label == "aux" else form
            whole += " "
            at = len(whole)
            whole += text_form
            head = -1 if label == "root" else root
            words.append(Word(len(words), text_form, at, len(whole), form, upos, morphology, head, label, n, 1.0))
        sentences.append(Sentence(n, first, len(words), begin, len(whole), kind))
        whole += " "
    return Document(whole, language, tuple(words), tuple(sentences))


def tag(word: str) -> str:
    """A rough part of speech."""
    low = word.lower()
    if low in TAG_OF and not (low in ("may", "march") and word[0].isupper()):
        return TAG_OF[low]
    if not word[0].isalnum():
        return "PUNCT"
    if word[0].isdigit():
        return "NUM"
    return "PROPN" if word[0].isupper() else "NOUN"


def feats(word: str, language: str) -> str:
    """Plural by the ending, roughly."""
    return "Number=Plur" if word.lower().endswith(("s", "en") if language == "nl" else "s") else ""

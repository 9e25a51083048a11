"""Documents from tagged text, so that these tests need no parser weights.

A word is `text/TAG`, TAG one letter of TAGS; a capitalised word without a tag is a proper noun, any other a noun.
`text/TAG/label/+1` sets the label and the head (counted from the word); else all words hang on the sentence's last.
Sentences end with " // ". No space stands before a mark or after an opening bracket.
"""

from __future__ import annotations

from kroniek.document import Document, Sentence, Word

TAGS = {
    "P": "ADP", "D": "DET", "A": "ADJ", "N": "NOUN", "E": "PROPN", "V": "VERB", "B": "ADV", "C": "CCONJ", "Q": "NUM",
    "S": "PART", "R": "PRON",
}  # fmt: skip


def document(tagged: str, language: str) -> Document:
    """The Document of a tagged text."""
    text = ""
    words: list[Word] = []
    sentences: list[Sentence] = []
    for number, piece in enumerate(tagged.split(" // ")):
        first, tokens = len(words), piece.split()
        for i, token in enumerate(tokens, first):
            form, upos, label, head = _read(token)
            if text and form not in ",.)'s" and not text.endswith("("):
                text += " "
            start = len(text)
            text += form
            root = first + len(tokens) - 1
            at = i + head if head else (root if i != root else -1)
            words.append(Word(i, form, start, len(text), form.lower(), upos, "", at, label, number, 1.0))
        sentences.append(Sentence(number, first, len(words), words[first].start, len(text)))
    return Document(text, language, tuple(words), tuple(sentences))


def _read(token: str) -> tuple[str, str, str, int]:
    form, _, rest = token.partition("/")
    tag, _, rest = rest.partition("/")
    label, _, head = rest.partition("/")
    if not tag:
        upos = "PUNCT" if not form[0].isalnum() and form != "'s" else "PROPN" if form[0].isupper() else "NOUN"
    else:
        upos = TAGS[tag]
    return form, upos, label or "dep", int(head or 0)

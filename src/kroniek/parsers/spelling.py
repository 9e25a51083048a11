"""How a word is looked up: the same here and in training, so a change asks for new weights."""

from __future__ import annotations

# Typography differs between newspapers and treebanks, and says nothing about syntax.
_PLAIN = str.maketrans({"’": "'", "‘": "'", "‛": "'", "`": "'", "´": "'", "ʼ": "'",
                        "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"',
                        "–": "-", "—": "-", "―": "-", "‐": "-", "‑": "-", "−": "-"})  # fmt: skip
_DOUBLED = {",,": '"', "''": '"', "``": '"', "--": "-", "…": "..."}
_DIGITS = str.maketrans("123456789", "000000000")
LONGEST_WORD = 30


def plain(word: str) -> str:
    """The word with quotation marks, apostrophes and dashes in their typewriter form."""
    word = word.translate(_PLAIN)
    return _DOUBLED.get(word, word)


def word_key(word: str) -> str:
    """The key into the table of words: plain, lower case, every digit a 0."""
    return plain(word).lower().translate(_DIGITS)


def characters(word: str) -> str:
    """The characters that the convolutions see: plain, case kept, the middle of a very long word left out."""
    word = plain(word).translate(_DIGITS)
    if len(word) <= LONGEST_WORD:
        return word
    half = LONGEST_WORD // 2
    return word[:half] + word[-half:]

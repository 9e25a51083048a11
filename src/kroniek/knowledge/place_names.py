"""How names of places are compared: without case, accents, apostrophes and hyphens."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from hashlib import blake2b

# Letters that do not fall apart into a base letter and an accent (Unicode has no decomposition for them).
_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ə": "a", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
_DROPPED = str.maketrans("", "", "'’‘`´ʿʾʼʻ\"")
_SPACES = str.maketrans("-–/.,", "     ")


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """The name as it is looked up: "Al-Ḥasakah" gives "al hasakah", "Ma'rib" gives "marib"."""
    name = name.casefold().translate(_DROPPED)
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
        name = name.translate(_DROPPED).translate(_LETTERS)
    return " ".join(name.translate(_SPACES).split())


def key(folded: str) -> int:
    """A folded name as a number of 64 bits, the same in every process (Python's own hash is not)."""
    return int.from_bytes(blake2b(folded.encode(), digest_size=8).digest(), "little")

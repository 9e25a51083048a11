"""From text to words, by rules. Words are stretches of the text as it stands, so offsets are exact.

Conventions are those of the treebanks that the parsers learned from: Dutch compounds with hyphens are one word,
English ones three; "don't" is two words in English.
"""

from __future__ import annotations

import re
from itertools import pairwise

from kroniek.parsers.rules import Rules
from kroniek.parsers.spelling import plain

Piece = tuple[int, int]  # start and end (exclusive) in the chunk

_CHUNK = re.compile(r"\S+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\w+\.\w\S*", re.IGNORECASE)
# A hash or at sign stays with its word; a dot or comma stays with its figure.
_OPENING = re.compile(r"\.{2,}|,,|''|``|--+|[^\w@#.,&+§°%/\\]|[.,&+](?!\w)|[.,](?=[^\W\d])|[/\\%]")
_CLOSING = re.compile(r"(?:\.{2,}|''|``|--+|[^\w+°/\\%]|[/\\])$")
_INITIALS = re.compile(r"[^\W\d_]\.(?:-?[^\W\d_]\.)*")
_NUMBER = re.compile(r"[+-]?\d[\d.,:]*")
_INSIDE = re.compile(
    r"\.{3,}|…|[—–―](?=\D)|(?<=[^\W\d])[—–―]|--+|[\"“”„«»()\[\]{};!?<>|=*](?=.)|,(?=[^\d\W])|:(?=[^\W\d])"
)
_HYPHEN = re.compile(r"(?<=\w)[-‐‑](?=\w)")
_SLASH = re.compile(r"(?<=[^\W\d]{2})/(?=[^\W\d]{2})")
_CURRENCY = re.compile(r"(?:US|A|C|HK)?[$€£¥](?=\d)")
_PART_IN_BRACKETS = re.compile(r"\(\w+-?\)\w")
KEPT_CHUNKS = 20_000


class Tokenizer:
    """`words(text)` gives (start, end) of each word. Chunks between blanks are looked up once and kept."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._abbreviations = frozenset(rules.abbreviations) | frozenset(rules.final_abbreviations)
        self._apostrophes = frozenset(rules.apostrophe_words)
        self._prefixes = frozenset(rules.hyphen_prefixes)
        self._units = frozenset(rules.units)
        self._splits = {s.replace("|", ""): s.index("|") for s in rules.splits}
        self._kept: dict[str, tuple[Piece, ...]] = {}

    def words(self, text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
        """Start and end (exclusive) of the words of text[start:end], as offsets of the whole text."""
        found: list[tuple[int, int]] = []
        kept = self._kept
        for match in _CHUNK.finditer(text, start, len(text) if end is None else end):
            chunk, at = match.group(), match.start()
            pieces = kept.get(chunk)
            if pieces is None:
                pieces = self._remember(chunk)
            for a, b in pieces:
                found.append((at + a, at + b))
        return found

    def _remember(self, chunk: str) -> tuple[Piece, ...]:
        if len(self._kept) >= KEPT_CHUNKS:
            self._kept.clear()
        pieces = tuple(self._chunk(chunk))
        self._kept[chunk] = pieces
        return pieces

    def is_abbreviation(self, word: str) -> bool:
        """Whether a word with a final dot keeps it: listed, or initials."""
        return word.lower() in self._abbreviations or _INITIALS.fullmatch(word) is not None

    def _chunk(self, chunk: str) -> list[Piece]:
        start, end = 0, len(chunk)
        before: list[Piece] = []
        while start < end and (match := _OPENING.match(chunk, start)) and not self._keeps_start(chunk, start):
            before.append(match.span())
            start = match.end()
        after: list[Piece] = []
        while start < end and (cut := self._closing(chunk, start, end)) < end:
            after.append((cut, end))
            end = cut
        middle = self._inside(chunk, start, end) if start < end else []
        return [*before, *middle, *reversed(after)]

    def _keeps_start(self, chunk: str, start: int) -> bool:
        """An apostrophe that belongs to its word ("'s avonds", "'em"), a year ('98), a minus, "(oud-)minister"."""
        if _PART_IN_BRACKETS.match(chunk, start):
            return True
        if plain(chunk[start]) != "'":
            return chunk[start] == "-" and chunk[start + 1 : start + 2].isdigit()
        rest = plain(chunk[start:]).lower()
        if re.match(r"'\d\d(?!\w)", rest):
            return True
        return rest.rstrip(".,;:!?)\"'") in self._apostrophes

    def _closing(self, chunk: str, start: int, end: int) -> int:
        """Where the last sign of chunk[start:end] begins, or `end` where it belongs to the word."""
        match = _CLOSING.search(chunk[start:end])
        if not match:
            return end
        cut, word = start + match.start(), plain(chunk[start:end])
        if match.group() == "." and self.is_abbreviation(word):
            return end
        if word.lower() in self._apostrophes:
            return end
        if match.group() == ")" and "(" in word[1:]:
            return end
        # A hyphen at the end stands for the rest of a compound (Dutch "land- en tuinbouw").
        if match.group() == "-" and len(word) > 1 and not self._rules.split_hyphens:
            return end
        return cut

    def _inside(self, chunk: str, start: int, end: int) -> list[Piece]:
        word = chunk[start:end]
        if word.isalpha():
            return self._split_word(word, start)
        if _ADDRESS.fullmatch(word):
            return [(start, end)]
        cuts: set[int] = {0, len(word)}
        for match in _INSIDE.finditer(word):
            if not _brackets_inside(word):
                cuts.update(match.span())
        if self._rules.split_hyphens:
            for match in _HYPHEN.finditer(word):
                if self._cuts_hyphen(word, match.start()):
                    cuts.update(match.span())
            for match in _SLASH.finditer(word):
                cuts.update(match.span())
        for match in _CURRENCY.finditer(word):
            cuts.update((match.start(), match.end()))
        places = sorted(cuts)
        pieces: list[Piece] = []
        for a, b in pairwise(places):
            pieces.extend(self._split_word(word[a:b], start + a))
        return pieces

    def _cuts_hyphen(self, word: str, at: int) -> bool:
        before, after = word[:at], word[at + 1 :]
        first = re.split(r"[-‐‑]", before)[-1].lower()
        figures = word.replace("-", "").isdigit() and word.count("-") > 1
        return first not in self._prefixes and not figures and bool(after)

    def _split_word(self, word: str, start: int) -> list[Piece]:
        """Clitics ("n't"), words that are two ("cannot") and units ("10km") cut off."""
        end = start + len(word)
        low = plain(word).lower()
        cut = self._splits.get(low)
        if cut is None:
            clitic = next((c for c in self._rules.clitics if low.endswith(c) and len(low) > len(c)), None)
            cut = len(word) - len(clitic) if clitic else None
        if cut is None and self._rules.split_units and (match := _NUMBER.match(word)):
            cut = match.end() if low[match.end() :] in self._units else None
        if cut is None or not 0 < cut < len(word):
            return [(start, end)]
        return [(start, start + cut), (start + cut, end)]


def _brackets_inside(word: str) -> bool:
    """Whether brackets belong to the word: "demonstrant(en)", "(oud-)minister"."""
    return re.fullmatch(r"\w*\(?[\w-]+\)[\w-]*|[\w-]+\([\w-]+\)[\w-]*", word) is not None

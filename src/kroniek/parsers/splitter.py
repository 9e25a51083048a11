"""From text to lines and sentences, by rules: the only place that decides where a sentence begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kroniek.parsers.rules import Rules
from kroniek.parsers.spelling import plain
from kroniek.parsers.tokenizer import Tokenizer

Word = tuple[int, int]  # start and end (exclusive) in the text

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_ENDS = re.compile(r"\.|[.…]{2,}|…|[?!]+")
_CLOSERS = frozenset("”’»)]}\"'") | {"''"}
_SURE_CLOSERS = frozenset("”»)]}") | {"''"}
_OPENERS = frozenset("“„‘«([{\"'-–—•*¡¿") | {"``", ",,", "''"}
_FINAL_STOP = re.compile(r"[.?!…:;][\"'”’»)\]]*$")
_BULLETS = frozenset("-–•*·")
_NUMBERING = re.compile(r"\d{1,3}|[^\W\d]")
WRAP = range(45, 130)  # characters: lengths of line at which mail and wire copy are broken
RAGGED = 18  # characters by which such lines may differ
LONGEST_HEADING = 12  # words
LONGEST_POINTER = 40  # words
LONGEST_CREDIT = 60  # characters


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence before parsing. `stopped`: its line ends in a full stop or the like; `alone`: it fills its line."""

    words: tuple[Word, ...]
    pointer: bool
    stopped: bool
    alone: bool


class Splitter:
    """`stretches(text)` gives every sentence of a text, none empty, in order."""

    def __init__(self, rules: Rules, tokenizer: Tokenizer) -> None:
        self._rules = rules
        self._tokenizer = tokenizer
        self._final = frozenset(rules.final_abbreviations)
        self._starters = frozenset(rules.starters)
        self._pointer_lines = frozenset(rules.pointer_lines)
        self._strong = tuple(o for o in rules.pointer_openers if not o.endswith(" "))
        self._weak = tuple(o.strip() for o in rules.pointer_openers if o.endswith(" "))

    def stretches(self, text: str) -> Iterator[Stretch]:
        for start, end in blocks(text):
            words = self._tokenizer.words(text, start, end)
            if not words:
                continue
            line = text[start:end].strip()
            pointer = self._is_pointer(line, len(words))
            stopped = _FINAL_STOP.search(line) is not None
            found = [words] if pointer else list(self._sentences(text, words))
            for sentence in found:
                inside = pointer or self._opens_pointer(text[sentence[0][0] : sentence[-1][1]])
                yield Stretch(tuple(sentence), inside, stopped, len(found) == 1)

    def _sentences(self, text: str, words: list[Word]) -> Iterator[list[Word]]:
        """The words of one block, cut into sentences."""
        first, i = 0, 0
        closing, items = _lonely_closers(text, words), _list_items(text, words)
        while i < len(words):
            word = text[words[i][0] : words[i][1]]
            if i in items and i > first:
                yield words[first:i]
                first = i
            i += 1
            if not self._may_end(word):
                continue
            i = self._past_closers(text, words, i, closing)
            if len(word) > 2 and word[0].isalnum() and not self._starts(text, words, i):
                continue
            numbered = i - first == 2 and _NUMBERING.fullmatch(text[words[first][0] : words[first][1]])
            if i < len(words) and not numbered and self._begins(text, words, i):
                yield words[first:i]
                first = i
        if first < len(words):
            yield words[first:]

    def _may_end(self, word: str) -> bool:
        return _ENDS.fullmatch(word) is not None or (word.endswith(".") and word.lower() in self._final)

    def _starts(self, text: str, words: list[Word], i: int) -> bool:
        """Whether one of the starters stands at word i, or behind an opening sign there."""
        while i < len(words) - 1 and text[words[i][0] : words[i][1]] in _OPENERS:
            i += 1
        return i == len(words) or text[words[i][0] : words[i][1]].lower() in self._starters

    def _past_closers(self, text: str, words: list[Word], i: int, closing: set[int]) -> int:
        """The index of the first word after the quotation marks and brackets that close a sentence."""
        while i < len(words):
            start, end = words[i]
            word = text[start:end]
            glued = start == words[i - 1][1]
            lonely = end == len(text) or text[end].isspace()
            sure = i in closing or (word in _SURE_CLOSERS and lonely)
            if not ((word in _CLOSERS and (glued or sure)) or _ENDS.fullmatch(word)):
                return i
            i += 1
        return i

    def _begins(self, text: str, words: list[Word], i: int) -> bool:
        """Whether a sentence can begin with word i: a capital, a figure, or one of these after an opening sign."""
        if words[i][0] == words[i - 1][1]:
            return text[words[i][0]].isupper() and words[i][1] - words[i][0] > 1
        while i < len(words) - 1 and text[words[i][0] : words[i][1]] in _OPENERS:
            i += 1
        word = plain(text[words[i][0] : words[i][1]])
        if word.startswith("'"):
            # Dutch "'s Avonds", "'t Is": the capital stands in the next word.
            return i + 1 < len(words) and (word[1:2].isupper() or text[words[i + 1][0]].isupper())
        return not word[0].islower() and (word[0].isalnum() or word[0] in "@#$€£%+")

    def _is_pointer(self, line: str, words: int) -> bool:
        low = plain(line).lower()
        bare = low.strip(" .:;!?>»›→▶•|-\"'")
        if bare in self._pointer_lines:
            return True
        if words > LONGEST_POINTER:
            return False
        if self._opens_pointer(line) or self._has_credit(low) or low.rstrip(" .").endswith(self._rules.pointer_closers):
            return True
        return _FINAL_STOP.search(line) is None and _opens(bare, self._weak)

    def _has_credit(self, line: str) -> bool:
        """Whether the line ends in a few words on who made its picture ("Children. Image: A. Smith")."""
        at = max((line.rfind(credit) for credit in self._rules.caption_credits), default=-1)
        return at > 0 and line[at - 1] in " ([|/" and len(line) - at <= LONGEST_CREDIT

    def _opens_pointer(self, text: str) -> bool:
        return _opens(plain(text[:60]).lower().lstrip(" >»›→▶•|-([\"'"), self._strong)


def _lonely_closers(text: str, words: list[Word]) -> set[int]:
    """Indices of straight quotation marks with a blank on both sides that close what another one opened."""
    found: set[int] = set()
    is_open = False
    for i, (start, end) in enumerate(words):
        if text[start:end] != '"':
            continue
        before = start == 0 or text[start - 1].isspace()
        after = end == len(text) or text[end].isspace()
        if before and after and is_open:
            found.add(i)
        is_open = not is_open if before == after else before
    return found


def _list_items(text: str, words: list[Word]) -> set[int]:
    """Indices of the bullets of a list within a line: one after a colon, and from there on those of the same sign.

    The list ends with a full stop that no further bullet follows.
    """
    found: set[int] = set()
    sign, before = "", ""
    for i, (start, end) in enumerate(words):
        word = text[start:end]
        bullet = word in _BULLETS and start > 0 and text[start - 1].isspace() and text[end : end + 1].isspace()
        if bullet and (before == ":" or (word == sign and not before.isdigit())):
            sign = word
            found.add(i)
        elif _ENDS.fullmatch(before):
            sign = ""
        before = word
    return found


def _opens(text: str, openers: tuple[str, ...]) -> bool:
    """Whether the text begins with one of them as whole words."""
    if not text.startswith(openers):
        return False
    return any(text.startswith(o) and (not o[-1].isalnum() or not text[len(o) : len(o) + 1].isalnum()) for o in openers)


def blocks(text: str) -> Iterator[tuple[int, int]]:
    """Start and end (exclusive) of each line, broken lines of one paragraph taken together.

    Lines belong together where the next one begins with a small letter, or where a run of lines is broken at the
    same width, as in mail and wire copy.
    """
    lines = [match.span() for match in _LINE.finditer(text) if match.group().strip()]
    wrapped = _wrapped(text, lines)
    i = 0
    while i < len(lines):
        start, end = lines[i]
        while i + 1 < len(lines) and _continues(text, lines[i], lines[i + 1], wrapped=i in wrapped):
            i += 1
            end = lines[i][1]
        yield start, end
        i += 1


def _continues(text: str, line: tuple[int, int], following: tuple[int, int], *, wrapped: bool) -> bool:
    if _newlines(text, line, following) > 1:
        return False
    if wrapped:
        return True
    before, after = text[line[0] : line[1]].rstrip(), text[following[0] : following[1]].lstrip()
    return after[0].islower() and _FINAL_STOP.search(before) is None


def _newlines(text: str, line: tuple[int, int], following: tuple[int, int]) -> int:
    between = text[line[1] : following[0]]
    return between.replace("\r\n", "\n").replace("\r", "\n").count("\n")


def _wrapped(text: str, lines: list[tuple[int, int]]) -> set[int]:
    """Indices of lines that go on in the next one, because their run is broken at one width.

    A run of lines without a blank line between, at least three; all but the last about equally long, and at least
    one of them without a stop at its end.
    """
    found: set[int] = set()
    run: list[int] = []
    for i in range(len(lines)):
        run.append(i)
        if i + 1 < len(lines) and _newlines(text, lines[i], lines[i + 1]) == 1:
            continue
        body = [text[lines[j][0] : lines[j][1]].rstrip() for j in run[:-1]]
        lengths = [len(line) for line in body]
        even = len(body) >= 2 and max(lengths) in WRAP and min(lengths) >= max(lengths) - RAGGED
        if even and any(_FINAL_STOP.search(line) is None for line in body):
            found.update(run[:-1])
        run = []
    return found

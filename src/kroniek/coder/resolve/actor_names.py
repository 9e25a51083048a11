"""Names and nouns for actors as they stand in a text: all forms of the actor files, found with one pass over the trie.

Also runs of capitalised words that no file knows ("Yassine al-Yasseri", "Thames Valley Police").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kroniek.document import Document
from kroniek.knowledge.actor_index import COMMON, PIECE, ActorIndex, Entry, Form, Node, fold

# Where two files know a form, the more telling reading comes first.
ORDER = ("person", "body", "metonym", "country", "adjective", "people", "capital", "agent", "office", "institution")
NEVER_NAMES = ("PUNCT", "NUM", "PRON", "DET", "ADP", "CCONJ", "SCONJ", "AUX")
MOST_IN_REST = 4  # words that "*" takes, conjunctions included


@dataclass(frozen=True, slots=True)
class Found:
    """Words `first` to `last` (exclusive) that match forms of the files; the first of `entries` is the reading.

    `starts`, `ends`: the match begins and ends where words do ("Houthi" in "Houthi-rebellen" does not end so).
    """

    first: int
    last: int
    entries: tuple[Entry, ...]
    starts: bool = True
    ends: bool = True

    @property
    def entry(self) -> Entry:
        return self.entries[0]

    def get(self, kind: str) -> Entry | None:
        """The reading of one kind."""
        return next((e for e in self.entries if e.kind == kind), None)


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    folded: str
    word: int
    sentence: int
    starts: bool
    ends: bool


def find_forms(document: Document, index: ActorIndex) -> list[Found]:
    """All matches, longest first from the left, without overlap, within sentences."""
    pieces = list(_pieces(document))
    found, at = [], 0
    while at < len(pieces):
        match = _longest(pieces, at, index, document)
        if match is None:
            at += 1
            continue
        length, entries = match
        a, b = pieces[at], pieces[at + length - 1]
        found.append(Found(a.word, b.word + 1, entries, a.starts, b.ends))
        at += length
    return found


def _pieces(document: Document) -> Iterator[_Piece]:
    for word in document.words:
        parts = PIECE.findall(word.text)
        for n, part in enumerate(parts):
            yield _Piece(part, fold(part), word.i, word.sentence, n == 0, n == len(parts) - 1)


def _longest(pieces: list[_Piece], at: int, index: ActorIndex, document: Document) -> tuple[int, tuple[Entry, ...]] | None:
    node: Node | None = index.root.next.get(pieces[at].folded)
    best, n, sentence = None, at, pieces[at].sentence
    while node is not None:
        n += 1
        entries = _readings(node.forms, pieces, at) if node.forms and (n == len(pieces) or pieces[n - 1].ends or _joined(pieces, n)) else ()
        if entries:
            best = (n - at, entries)
        if node.rest is not None and (taken := _rest(pieces, n, index, free=node.rest.entry.kind == "institution")):
            best = (n - at + taken, (node.rest.entry,))
        if n == len(pieces) or pieces[n].sentence != sentence:
            break
        node = node.next.get(pieces[n].folded)
    return best


def _joined(pieces: list[_Piece], n: int) -> bool:
    """Whether a match may end within a word: before a hyphen or an ending of the genitive, not within initials."""
    return len(pieces[n].text) > 1 or not pieces[n].text.isalpha()


def _readings(forms: list[Form], pieces: list[_Piece], at: int) -> tuple[Entry, ...]:
    fitting = [f.entry for f in forms if _same_case(f, pieces, at)]
    return tuple(sorted(fitting, key=lambda e: ORDER.index(e.kind))) if len(fitting) > 1 else tuple(fitting)


def _same_case(form: Form, pieces: list[_Piece], at: int) -> bool:
    for n, cased in enumerate(form.cased):
        text = pieces[at + n].text
        if form.exact:
            if text != cased:
                return False
        elif (cased[0].isupper() and not text[0].isupper()) or (text != cased and not text.isupper() and cased[1:] != cased[1:].lower()):
            return False
    return True


def _rest(pieces: list[_Piece], n: int, index: ActorIndex, *, free: bool) -> int:
    """How many pieces "*" takes from n: a capitalised one, then further words for fields of state, or with `free` any
    capitalised ones, and conjunctions between; 0 where none stands there. A person's name may follow an office."""
    reference = index.knowledge.reference
    taken, sentence = 0, pieces[n - 1].sentence
    while n + taken < len(pieces) and pieces[n + taken].sentence == sentence and taken < MOST_IN_REST:
        piece = pieces[n + taken]
        if piece.text[0].isupper() and (free or not taken or piece.folded in reference.fields):
            taken += 1
        elif (taken and piece.folded in reference.and_words and _upper(pieces, n + taken + 1, sentence)) or (taken and piece.text == "," and _listed(pieces, n + taken, sentence, reference.and_words)):
            taken += 2
        else:
            break
    return taken


def _listed(pieces: list[_Piece], n: int, sentence: int, joins: tuple[str, ...]) -> bool:
    """A comma within a list of fields that a conjunction ends ("Foreign, Commonwealth and Development")."""
    return _upper(pieces, n + 1, sentence) and n + 2 < len(pieces) and pieces[n + 2].folded in joins


def _upper(pieces: list[_Piece], n: int, sentence: int) -> bool:
    return n < len(pieces) and pieces[n].sentence == sentence and pieces[n].text[0].isupper()


class NameRuns:
    """Runs of capitalised words outside the files' names: persons, bodies and places that nobody listed."""

    def __init__(self, document: Document, index: ActorIndex, at: dict[int, Found]) -> None:
        self.document = document
        self.at = at
        reference = index.knowledge.reference
        self.bodies = frozenset(reference.bodies)
        self.inner = frozenset(reference.inner_particles)
        self.joints = frozenset(reference.body_joints)

    def find(self) -> list[tuple[int, int]]:
        """(first, last) of each run, last exclusive, in text order."""
        found = []
        for sentence in self.document.sentences:
            i = sentence.first
            while i < sentence.last:
                last = self._end(i, sentence.last, sentence.first)
                if last > i:
                    found.append((i, last))
                i = max(last, i + 1)
        return found

    def _end(self, i: int, stop: int, start: int) -> int:
        """The end of the run that begins at i; i itself where none does."""
        if not self._nameish(i, start) and not self._common_start(i, start, stop):
            return i
        last = i + 1
        while last < stop:
            if self._nameish(last, start) or self._common(last):
                last += 1
            elif (hyphened := self._hyphened(last, stop, start)) > last:
                last = hyphened
            elif last + 1 < stop and self._joins(i, last) and (self._nameish(last + 1, start) or self._common(last + 1)):
                last += 2
            else:
                break
        return last

    def _hyphened(self, i: int, stop: int, start: int) -> int:
        """The end of what hyphens tie to a name before word i ("al-Hadidi", "Abdul-Mahdi", in words of their own)."""
        words = self.document.words
        if words[i].text in self.inner:
            i += 1
        tied = i + 1 < stop and words[i].text == "-" and words[i - 1].end == words[i].start and words[i].end == words[i + 1].start
        return i + 2 if tied and self._nameish(i + 1, start) else -1

    def _nameish(self, i: int, start: int) -> bool:
        word = self.document.words[i]
        if not self._capital(word.text) or i in self.at or word.upos in NEVER_NAMES:
            return False
        return word.upos == "PROPN" or (i > start and word.upos in ("NOUN", "ADJ", "X", "VERB", "ADV"))

    def _capital(self, text: str) -> bool:
        """A capital at the beginning, or after a particle ("al-Yasiri")."""
        if text[0].isupper():
            return True
        particle, _, rest = text.partition("-")
        return particle in self.inner and rest[:1].isupper()

    def _common_start(self, i: int, start: int, stop: int) -> bool:
        """A capitalised common noun that opens a name ("National" in "National Directorate for Security")."""
        return i > start and i + 1 < stop and self._common(i) and self._nameish(i + 1, start)

    def _common(self, i: int) -> bool:
        """A capitalised common noun that may stand within a name ("Police" in "Thames Valley Police"); no title."""
        word, found = self.document.words[i], self.at.get(i)
        if found is None or not word.text[0].isupper() or (found.last - found.first > 1 and fold(word.text) not in self.bodies):
            return False
        if found.entry.kind not in COMMON:
            return False
        return fold(word.text) in self.bodies or (word.upos in ("PROPN", "ADJ") and found.get("office") is None)

    def _joins(self, first: int, i: int) -> bool:
        """A lower-case word within a name: of a person ("bin"), or of a body once it is known to be one ("for")."""
        text = self.document.words[i].text
        if text in self.inner:
            return True
        return text in self.joints and any(fold(self.document.words[j].text) in self.bodies for j in range(first, i))

"""Treebanks into arrays: reading CoNLL-U, vocabularies, edit scripts, batches by length."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from kroniek.parsers.spelling import characters, plain, word_key

PAD, UNKNOWN = 0, 1
LONGEST_SENTENCE = 100  # words; the few longer ones cost more memory than they teach
# Features that one version of a treebank writes and another does not.
DRIFTED = {"nl": {"Mood=Ind", "PronType=Art"}, "en": set[str]()}

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Tree:
    """One sentence. Heads count from 1; 0 is the root. `spaces[i]`: a blank follows word i."""

    source: str
    text: str
    forms: tuple[str, ...]
    lemmas: tuple[str, ...]
    upos: tuple[str, ...]
    feats: tuple[str, ...]
    heads: tuple[int, ...]
    labels: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.forms)


def read_trees(path: Path, language: str) -> list[Tree]:
    """Every sentence of a gzipped CoNLL-U file; multi-word ranges and empty nodes left out."""
    trees, comments, rows = [], {}, []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("#"):
                key, _, value = line[1:].partition("=")
                comments[key.strip()] = value.strip()
            elif line.strip():
                rows.append(line.rstrip("\n").split("\t"))
            elif rows:
                trees.append(_tree(comments, rows, language))
                comments, rows = {}, []
    return trees


def _tree(comments: dict[str, str], rows: list[list[str]], language: str) -> Tree:
    words = [row for row in rows if row[0].isdigit()]
    forms = tuple(row[1] for row in words)
    heads = tuple(int(row[6]) for row in words)
    labels = tuple(row[7] for row in words)
    lemmas = tuple(row[2] for row in words)
    if language == "nl":
        lemmas = dutch_lemmas(forms, lemmas, heads, labels)
    return Tree(
        source=re.sub(r"-?\d.*", "", comments.get("sent_id", "")),
        text=comments.get("text", ""),
        forms=forms,
        lemmas=lemmas,
        upos=tuple(row[3] for row in words),
        feats=tuple(_feats(row[5], DRIFTED[language]) for row in words),
        heads=heads,
        labels=labels,
    )


def _feats(feats: str, drifted: set[str]) -> str:
    return "|".join(f for f in feats.split("|") if f not in drifted) or "_"


def dutch_lemmas(
    forms: Sequence[str], lemmas: Sequence[str], heads: Sequence[int], labels: Sequence[str]
) -> tuple[str, ...]:
    """Lemmas without underscores, and without a particle that stands elsewhere in the sentence.

    The treebank has "af_leggen" for both "aflegt" and "legt ... af"; the second becomes "leggen" here, since
    the particle is joined to the lemma after parsing.
    """
    apart: dict[int, set[str]] = {}
    for i, (head, label) in enumerate(zip(heads, labels, strict=True)):
        if label == "compound:prt":
            below = [j for j, h in enumerate(heads) if h == i + 1]
            apart.setdefault(head - 1, set()).update(forms[j].lower() for j in [i, *below])
    return tuple(
        _without_particle(lemma, apart.get(i, set())).replace("_", "") or lemma for i, lemma in enumerate(lemmas)
    )


def _without_particle(lemma: str, apart: set[str]) -> str:
    parts = lemma.split("_")
    while len(parts) > 1 and parts[0] in apart:
        parts = parts[1:]
    return "_".join(parts)


def make_script(word: str, lemma: str) -> str:
    """The edit script (kroniek.parsers.lemmas) from word to lemma."""
    word, lemma = plain(word), plain(lemma)
    low, goal = word.lower(), lemma.lower()
    match = SequenceMatcher(None, low, goal, autojunk=False).find_longest_match()
    if not match.size or len(low) != len(word):
        return "=" + lemma
    if lemma == goal:
        case = "l"
    elif lemma == goal[:1].upper() + goal[1:] and not word.istitle():
        case = "t"
    else:
        case, low, goal = "k", word, lemma
        match = SequenceMatcher(None, low, goal, autojunk=False).find_longest_match()
        if not match.size:
            return "=" + lemma
    prefix = _edits(low[: match.a], goal[: match.b])
    suffix = _edits(low[match.a + match.size :], goal[match.b + match.size :])
    return f"{case};{prefix};{suffix}"


def _edits(before: str, after: str) -> str:
    edits = []
    for op, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if op == "equal":
            edits.append("." * (b - a))
        else:
            edits.append("-" * (b - a) + "".join("+" + char for char in after[c:d]))
    return "".join(edits)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every list that the model's numbers point into. Words and characters begin with padding and unknown."""

    words: list[str]
    characters: list[str]
    upos: list[str]
    feats: list[str]
    scripts: list[str]
    labels: list[str]
    sources: list[str]


def build_vocabulary(trees: Sequence[Tree]) -> Vocabulary:
    """Words seen twice, characters and features thrice, scripts twice, labels ten times or more."""
    words, chars, upos, feats, scripts, labels, sources = (Counter[str]() for _ in range(7))
    for tree in trees:
        sources[tree.source] += 1
        upos.update(tree.upos)
        feats.update(tree.feats)
        labels.update(tree.labels)
        scripts.update(map(make_script, tree.forms, tree.lemmas))
        words.update(map(word_key, tree.forms))
        for form in tree.forms:
            chars.update(characters(form))
    return Vocabulary(
        words=["", "", *_frequent(words, 2)],
        characters=["", "", *_frequent(chars, 3)],
        upos=_frequent(upos, 1),
        feats=_frequent(feats, 3),
        scripts=_frequent(scripts, 3),
        labels=_frequent(labels, 10),
        sources=_frequent(sources, 1),
    )


def _frequent(counts: Counter[str], least: int) -> list[str]:
    return sorted((key for key, n in counts.items() if n >= least), key=lambda key: (-counts[key], key))


@dataclass(frozen=True, slots=True)
class Batch:
    """Arrays of one batch: B sentences padded to T words, U different words padded to C characters.

    Targets are -100 where a value is outside the vocabulary or on padding; heads count from 1, 0 is the root.
    """

    forms: Ints  # [B, T], rows of `words` and `chars`
    words: Ints  # [U]
    chars: Ints  # [U, C]
    source: Ints  # [B]
    lengths: Ints  # [B]
    upos: Ints
    feats: Ints
    scripts: Ints
    heads: Ints
    labels: Ints


IGNORED = -100


class Encoder:
    """Trees into batches, with look-up tables made once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._words, self._chars, self._upos, self._feats, self._scripts, self._labels, self._sources = (
            {key: i for i, key in enumerate(keys)}
            for keys in (vocabulary.words, vocabulary.characters, vocabulary.upos, vocabulary.feats,
                         vocabulary.scripts, vocabulary.labels, vocabulary.sources)
        )  # fmt: skip
        self._made: dict[tuple[str, str], int] = {}

    def batch(self, trees: Sequence[Tree]) -> Batch:
        forms: dict[str, int] = {"": 0}
        rows = [[forms.setdefault(form, len(forms)) for form in tree.forms] for tree in trees]
        spelled = [[self._chars.get(c, UNKNOWN) for c in characters(form)] for form in forms]
        return Batch(
            forms=padded(rows, 0),
            words=np.array([self._words.get(word_key(form), UNKNOWN) for form in forms]),
            chars=padded(spelled, PAD),
            source=np.array([self._sources.get(tree.source, 0) for tree in trees]),
            lengths=np.array([len(tree) for tree in trees]),
            upos=padded([[self._upos.get(x, IGNORED) for x in tree.upos] for tree in trees], IGNORED),
            feats=padded([[self._feats.get(x, IGNORED) for x in tree.feats] for tree in trees], IGNORED),
            scripts=padded([list(map(self._script, tree.forms, tree.lemmas)) for tree in trees], IGNORED),
            heads=padded([list(tree.heads) for tree in trees], IGNORED),
            labels=padded([[self._label(x) for x in tree.labels] for tree in trees], IGNORED),
        )

    def _label(self, label: str) -> int:
        return self._labels.get(label, self._labels.get(label.partition(":")[0], IGNORED))

    def _script(self, form: str, lemma: str) -> int:
        key = (form, lemma)
        if key not in self._made:
            self._made[key] = self._scripts.get(make_script(form, lemma), IGNORED)
        return self._made[key]


def padded(rows: Sequence[Sequence[int]], filler: int) -> Ints:
    array = np.full((len(rows), max(map(len, rows), default=0)), filler, np.int64)
    for i, row in enumerate(rows):
        array[i, : len(row)] = row
    return array


def by_length(trees: Sequence[Tree], words: int, random: Random) -> Iterator[list[Tree]]:
    """Batches of about `words` words, of sentences of about equal length, in random order."""
    order = sorted(trees, key=lambda tree: len(tree) + random.random() * 3)
    batches: list[list[Tree]] = [[]]
    room = words
    for tree in order:
        if len(tree) > room and batches[-1]:
            batches.append([])
            room = words
        batches[-1].append(tree)
        room -= len(tree)
    random.shuffle(batches)
    yield from batches


QUOTES = ('"', "'")


def varied(tree: Tree, random: Random) -> Tree:
    """The tree with other quotation marks, or without its final stop, now and then.

    The styles of curly quotes need no variation, for look-ups make them plain (kroniek.parsers.spelling).
    """
    if random.random() < 0.15:
        mark = random.choice(QUOTES)
        forms = (mark if plain(form) in QUOTES else form for form in tree.forms)
        tree = replace(tree, forms=tuple(forms))
    if random.random() < 0.05 and len(tree) > 3 and tree.forms[-1] == "." and len(tree) not in tree.heads:
        tree = replace(
            tree,
            forms=tree.forms[:-1],
            lemmas=tree.lemmas[:-1],
            upos=tree.upos[:-1],
            feats=tree.feats[:-1],
            heads=tree.heads[:-1],
            labels=tree.labels[:-1],
        )
    return tree

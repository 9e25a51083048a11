"""The trained network in numpy: words in, tags, heads and labels out. training/model.py describes it.

What depends on a word's form alone (its vectors, the first layer's input, a part of the lemma's score) is
worked out once a form and kept. All else is done for many sentences of about equal length at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kroniek.parsers.spelling import characters, word_key
from kroniek.parsers.tree import best_heads
from kroniek.parsers.weights import Floats, Ints, Model

UNKNOWN = 1
BATCH_WORDS = 1500  # padded words a batch; more gains no speed and costs memory
KEPT_FORMS = 6000  # some 10 KB each
LEAK = np.float32(0.1)


@dataclass(frozen=True, slots=True)
class Analysis:
    """One sentence's numbers, each [n]. Heads count from 1, 0 is the root; `arc` is a probability."""

    upos: Ints
    feats: Ints
    scripts: Ints
    heads: Ints
    labels: Ints
    arc: Floats


@dataclass(frozen=True, slots=True)
class Layer:
    """Both directions of an LSTM layer, forwards first: input [D, 8H], recurrent [2, H, 4H], bias [8H].

    Gates stand in the order input, forget, output, candidate; the first three are halved, so that one tanh
    serves all (the logistic function of x is (1 + tanh(x / 2)) / 2).
    """

    input: Floats
    recurrent: Floats
    bias: Floats


class Network:
    """`analyse` takes any number of sentences. For one thread at a time: it keeps forms."""

    def __init__(self, model: Model) -> None:
        self._model = model
        a = model.arrays
        self._first, self._second = _layer(a, "first"), _layer(a, "second")
        self._hidden = self._first.recurrent.shape[1]
        self._narrow, self._wide = (_character_tables(a, name) for name in ("narrow", "wide"))
        self._tags = np.concatenate([a["upos.w"], a["feats.w"], a["script.w"]], 1)
        self._tag_bias = np.concatenate([a["upos.b"], a["feats.b"], a["script.b"]])
        names = ("arc_dependent", "arc_head", "label_dependent", "label_head")
        self._arcs = np.concatenate([a[f"{name}.w"] for name in names], 1)
        self._arc_bias = np.concatenate([a[f"{name}.b"] for name in names])
        self._cuts = np.cumsum([a[f"{name}.b"].shape[0] for name in names])[:-1]
        self._rows: dict[str, int] = {}
        self._projected = np.empty((KEPT_FORMS, 2, 4 * self._hidden), np.float32)
        self._scripts = np.empty((KEPT_FORMS, len(model.scripts)), np.float32)

    def analyse(self, sentences: Sequence[Sequence[str]]) -> list[Analysis]:
        """One Analysis a sentence, in the order given. No sentence may be empty."""
        found: list[Analysis | None] = [None] * len(sentences)
        for group in _groups(sentences):
            for i, analysis in zip(group, self._batch([sentences[i] for i in group]), strict=True):
                found[i] = analysis
        return [analysis for analysis in found if analysis is not None]

    def _batch(self, sentences: Sequence[Sequence[str]]) -> Iterator[Analysis]:
        """Sentences from the longest to the shortest. Words stand by place, then by sentence ("packed")."""
        lengths = np.array([len(words) for words in sentences])
        places, counts = _packing(lengths)
        back = _backwards(places, lengths)
        rows = self._rows_of([sentences[b][t] for t, n in enumerate(counts) for b in range(n)])
        low = _run(self._first, self._into_first(rows, back), counts, back)
        high = _run(self._second, _into(self._second, low, back), counts, back)
        upos, feats, scripts = self._tag(low, rows)
        heads, labels, arc = self._attach(high, places, lengths)
        for b, n in enumerate(lengths):
            at = places[b, :n]
            yield Analysis(upos[at], feats[at], scripts[at], heads[b, :n], labels[at], arc[at])

    # What depends on the form alone

    def _rows_of(self, words: Sequence[str]) -> Ints:
        """[N] rows of the kept forms; those not met before are worked out first."""
        new = list(dict.fromkeys(word for word in words if word not in self._rows))
        if len(self._rows) + len(new) > KEPT_FORMS:
            self._rows.clear()
            new = list(dict.fromkeys(words))
        if new:
            self._keep(new)
        return np.array([self._rows[word] for word in words])

    def _keep(self, words: Sequence[str]) -> None:
        known = self._model.words
        start = len(self._rows)
        vectors = np.concatenate(
            [
                self._model.arrays["word"][[known.get(word_key(word), UNKNOWN) for word in words]],
                *self._convolve(words),
            ],
            1,
        )
        kept = slice(start, start + len(words))
        projected = vectors @ self._first.input + self._first.bias
        self._projected[kept] = projected.reshape(len(words), 2, -1)
        self._scripts[kept] = vectors @ self._model.arrays["script_form.w"]
        self._rows.update((word, start + i) for i, word in enumerate(words))

    def _convolve(self, words: Sequence[str]) -> tuple[Floats, Floats]:
        spelled = [[self._model.characters.get(c, UNKNOWN) for c in characters(word)] for word in words]
        codes = np.zeros((len(words), max(map(len, spelled)) + 4), np.int64)
        for i, row in enumerate(spelled):
            codes[i, 2 : 2 + len(row)] = row
        bias = self._model.arrays["narrow.b"], self._model.arrays["wide.b"]
        return _convolution(codes[:, 1:-1], self._narrow, bias[0]), _convolution(codes, self._wide, bias[1])

    # What depends on the sentence

    def _into_first(self, rows: Ints, back: Ints) -> Floats:
        """[2, N, 4H]: what the first layer gets from each word, in the order in which each direction reads."""
        return np.stack([self._projected[rows, 0], self._projected[rows[back], 1]])

    def _tag(self, low: Floats, rows: Ints) -> tuple[Ints, Ints, Ints]:
        scores = low @ self._tags + self._tag_bias
        upos, feats = len(self._model.upos), len(self._model.feats)
        scores[:, upos + feats :] += self._scripts[rows]
        return (
            scores[:, :upos].argmax(1),
            scores[:, upos : upos + feats].argmax(1),
            scores[:, upos + feats :].argmax(1),
        )

    def _attach(self, high: Floats, places: Ints, lengths: Ints) -> tuple[Ints, Ints, Floats]:
        """Heads [B, T]; labels and probabilities of arc and label together, packed [N]."""
        a = self._model.arrays
        made = high @ self._arcs + self._arc_bias
        np.maximum(made, LEAK * made, out=made)
        dependent, head, label_dependent, label_head = np.split(made, self._cuts, 1)
        root = np.broadcast_to(a["arc_root"], (len(lengths), 1, head.shape[1]))
        mixed: Floats = _with_one(dependent) @ a["arc_matrix"]
        scores: Floats = mixed[places] @ np.concatenate([root, head[places]], 1).transpose(0, 2, 1)
        outside = np.arange(scores.shape[2]) > lengths[:, None]
        scores[np.broadcast_to(outside[:, None, :], scores.shape)] = -1e4
        heads = best_heads(scores, lengths)
        inside = np.arange(places.shape[1]) < lengths[:, None]
        at = places[inside]
        arc = np.empty(len(high), np.float32)
        arc[at] = _probability(scores[inside], heads[inside])
        # Row 0 is the root, so a packed word p is row p + 1.
        rows = np.zeros(len(high), np.int64)
        above = np.take_along_axis(places, np.maximum(heads - 1, 0), 1) + 1
        rows[at] = np.where(heads == 0, 0, above)[inside]
        labels, sure = self._label(label_dependent, np.concatenate([a["label_root"][None], label_head])[rows])
        return heads, labels, arc * sure

    def _label(self, dependent: Floats, head: Floats) -> tuple[Ints, Floats]:
        tensor = self._model.arrays["label_tensor"]
        size, labels, other = tensor.shape
        mixed: Floats = (_with_one(dependent) @ tensor.reshape(size, -1)).reshape(-1, labels, other)
        scores: Floats = (mixed @ _with_one(head)[:, :, None])[:, :, 0]
        best = scores.argmax(1)
        return best, _probability(scores, best)


def _groups(sentences: Sequence[Sequence[str]]) -> Iterator[list[int]]:
    """Indices of sentences, from long to short, in batches of at most BATCH_WORDS padded words."""
    group: list[int] = []
    for i in sorted(range(len(sentences)), key=lambda i: -len(sentences[i])):
        if group and (len(group) + 1) * len(sentences[group[0]]) > BATCH_WORDS:
            yield group
            group = []
        group.append(i)
    if group:
        yield group


def _packing(lengths: Ints) -> tuple[Ints, list[int]]:
    """[B, T] packed place of each word (0 beyond the end), and the number of sentences still going at each t."""
    counts = [int((lengths > t).sum()) for t in range(int(lengths[0]))]
    starts = np.cumsum([0, *counts[:-1]])
    places = starts[None, :] + np.arange(len(lengths))[:, None]
    return np.where(np.arange(len(counts)) < lengths[:, None], places, 0), counts


def _backwards(places: Ints, lengths: Ints) -> Ints:
    """[N]: for each packed place, the packed place of the word that stands there in the sentence reversed."""
    t = np.arange(places.shape[1])[None, :]
    inside = t < lengths[:, None]
    mirrored = np.take_along_axis(places, np.where(inside, lengths[:, None] - 1 - t, 0), 1)
    back = np.empty(int(lengths.sum()), np.int64)
    back[places[inside]] = mirrored[inside]
    return back


def _into(layer: Layer, x: Floats, back: Ints) -> Floats:
    half = layer.bias.shape[0] // 2
    forwards = x @ layer.input[:, :half]
    forwards += layer.bias[:half]
    backwards = x[back] @ layer.input[:, half:]
    backwards += layer.bias[half:]
    return np.stack([forwards, backwards])


def _run(layer: Layer, x: Floats, counts: Sequence[int], back: Ints) -> Floats:
    """[2, N, 4H] → [N, 2H], both directions side by side, one place of all sentences at a time."""
    size = layer.recurrent.shape[1]
    made = np.empty((2, x.shape[1], size), np.float32)
    hidden = cell = np.zeros((2, counts[0], size), np.float32)
    start = 0
    for t, n in enumerate(counts):
        gates = x[:, start : start + n]
        if t:
            gates = gates + hidden[:, :n] @ layer.recurrent
        gates = np.tanh(gates)
        open_gates = gates[..., : 3 * size]
        open_gates *= 0.5
        open_gates += 0.5
        cell = open_gates[..., size : 2 * size] * cell[:, :n]
        cell += open_gates[..., :size] * gates[..., 3 * size :]
        hidden = np.tanh(cell)
        hidden *= open_gates[..., 2 * size :]
        made[:, start : start + n] = hidden
        start += n
    return np.concatenate([made[0], made[1][back]], 1)


def _layer(a: dict[str, Floats], name: str) -> Layer:
    sides = [f"{name}.{way}" for way in ("forwards", "backwards")]
    return Layer(
        input=np.concatenate([_gates(a[f"{side}.input"]) for side in sides], 1),
        recurrent=np.stack([_gates(a[f"{side}.recurrent"]) for side in sides]),
        bias=np.concatenate([_gates(a[f"{side}.b"]) for side in sides]),
    )


def _gates(x: Floats) -> Floats:
    """From PyTorch's order (input, forget, candidate, output) to Layer's, three of them halved."""
    i, f, candidate, o = np.split(x, 4, -1)
    half = np.float32(0.5)
    return np.concatenate([i * half, f * half, o * half, candidate], -1)


def _character_tables(a: dict[str, Floats], name: str) -> Floats:
    """[width, characters, filters]: what each character adds at each place of a window."""
    vectors = a["character"]
    tables: Floats = vectors @ a[f"{name}.w"].reshape(-1, vectors.shape[1], a[f"{name}.b"].shape[0])
    return tables


def _convolution(codes: Ints, tables: Floats, bias: Floats) -> Floats:
    """[U, C + width - 1] characters with padding on both sides → [U, filters], the maximum over each word."""
    width = len(tables)
    length = codes.shape[1] - width + 1
    made = sum(tables[k][codes[:, k : k + length]] for k in range(width)) + bias
    real = codes[:, width // 2 : width // 2 + length] > 0
    best: Floats = np.where(real[:, :, None], made, np.float32(-1e4)).max(1)
    return np.maximum(best, 0)


def _probability(scores: Floats, chosen: Ints) -> Floats:
    """[n, k] scores → [n]: the share of the chosen one after softmax."""
    powers = np.exp(scores - scores.max(1, keepdims=True))
    share: Floats = powers[np.arange(len(chosen)), chosen] / powers.sum(1)
    return share


def _with_one(x: Floats) -> Floats:
    return np.concatenate([x, np.ones((len(x), 1), np.float32)], 1)

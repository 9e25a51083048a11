"""The network: words and characters, two BiLSTM layers, tags on the first, biaffine arcs on the second.

After Dozat and Manning (2017), Deep Biaffine Attention for Neural Dependency Parsing. The treebank of each
sentence is a further input (Stymne et al. 2018), so that labels that drifted between treebanks do no harm.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from training.data import IGNORED, UNKNOWN, Batch, Vocabulary


@dataclass(frozen=True, slots=True)
class Sizes:
    """Dimensions, and dropout as probabilities."""

    word: int = 96
    character: int = 32
    filters: int = 64
    source: int = 8
    hidden: int = 256
    arc: int = 256
    label: int = 64
    dropout: float = 0.33
    input_dropout: float = 0.25
    unknown: float = 0.1


@dataclass(frozen=True, slots=True)
class Scores:
    """Logits: [B, T, n] for tags, [B, T, 1 + T] for arcs (column 0 is the root)."""

    upos: Tensor
    feats: Tensor
    scripts: Tensor
    arcs: Tensor
    label_dependent: Tensor
    label_head: Tensor


class CharacterConvolution(nn.Module):
    """Width-w windows over a word's characters, the maximum over the word: [U, C] → [U, filters]."""

    def __init__(self, width: int, size: int, filters: int) -> None:
        super().__init__()
        self.width = width
        self.linear = nn.Linear(width * size, filters)

    def forward(self, embedded: Tensor, real: Tensor) -> Tensor:
        side = self.width // 2
        windows = F.pad(embedded, (0, 0, side, side)).unfold(1, self.width, 1)  # [U, C, size, width]
        made = self.linear(windows.transpose(2, 3).flatten(2))
        return torch.relu(made.masked_fill(~real.unsqueeze(-1), -1e4).amax(1))


class BothWays(nn.Module):
    """One bidirectional LSTM layer without packing: the backward one reads each sentence reversed in place."""

    def __init__(self, size: int, hidden: int) -> None:
        super().__init__()
        self.forwards = nn.LSTM(size, hidden, batch_first=True)
        self.backwards = nn.LSTM(size, hidden, batch_first=True)
        for lstm in (self.forwards, self.backwards):
            _start(lstm, hidden)

    def forward(self, x: Tensor, reverse: Tensor) -> Tensor:
        rows = torch.arange(x.shape[0]).unsqueeze(1)
        back = self.backwards(x[rows, reverse])[0][rows, reverse]
        return torch.cat([self.forwards(x)[0], back], -1)


def _start(lstm: nn.LSTM, hidden: int) -> None:
    for name, parameter in lstm.named_parameters():
        if "weight_hh" in name:
            for start in range(0, 4 * hidden, hidden):
                nn.init.orthogonal_(parameter.data[start : start + hidden])
        elif "weight_ih" in name:
            nn.init.xavier_uniform_(parameter)
        else:
            parameter.data.zero_()
            if "bias_ih" in name:
                parameter.data[hidden : 2 * hidden] = 1.0  # begin by remembering


def shared_dropout(x: Tensor, p: float, training: bool) -> Tensor:
    """One mask a sentence, shared by its words (Gal and Ghahramani 2016)."""
    if not training:
        return x
    mask = torch.rand(x.shape[0], 1, x.shape[2]) > p
    return x * mask / (1 - p)


class Network(nn.Module):
    def __init__(self, vocabulary: Vocabulary, sizes: Sizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.word = nn.Embedding(len(vocabulary.words), sizes.word, padding_idx=0)
        self.character = nn.Embedding(len(vocabulary.characters), sizes.character, padding_idx=0)
        self.source = nn.Embedding(len(vocabulary.sources), sizes.source)
        self.narrow = CharacterConvolution(3, sizes.character, sizes.filters)
        self.wide = CharacterConvolution(5, sizes.character, sizes.filters)
        form = sizes.word + 2 * sizes.filters
        both = 2 * sizes.hidden
        self.first = BothWays(form + sizes.source, sizes.hidden)
        self.second = BothWays(both, sizes.hidden)
        self.upos = nn.Linear(both, len(vocabulary.upos))
        self.feats = nn.Linear(both, len(vocabulary.feats))
        self.script = nn.Linear(both, len(vocabulary.scripts))
        self.script_form = nn.Linear(form, len(vocabulary.scripts), bias=False)
        self.arc_dependent, self.arc_head = nn.Linear(both, sizes.arc), nn.Linear(both, sizes.arc)
        self.label_dependent, self.label_head = nn.Linear(both, sizes.label), nn.Linear(both, sizes.label)
        self.arc_root = nn.Parameter(torch.randn(sizes.arc) * 0.1)
        self.label_root = nn.Parameter(torch.randn(sizes.label) * 0.1)
        self.arc_matrix = nn.Parameter(torch.zeros(sizes.arc + 1, sizes.arc))
        self.label_tensor = nn.Parameter(torch.zeros(sizes.label + 1, len(vocabulary.labels), sizes.label + 1))
        for embedding, scale in ((self.word, 0.1), (self.character, 0.3), (self.source, 0.1)):
            nn.init.normal_(embedding.weight, std=scale)
            embedding.weight.data[0] *= 0.0 if embedding.padding_idx == 0 else 1.0

    def forms(self, words: Tensor, chars: Tensor) -> Tensor:
        """[U] and [U, C] → [U, form]."""
        if self.training:
            words = words.masked_fill(torch.rand(words.shape) < self.sizes.unknown, UNKNOWN)
        spelled = self.character(chars)
        real = chars > 0
        return torch.cat([self.word(words), self.narrow(spelled, real), self.wide(spelled, real)], -1)

    def forward(self, batch: Batch) -> Scores:
        p, on = self.sizes.dropout, self.training
        rows = torch.from_numpy(batch.forms)
        lengths = torch.from_numpy(batch.lengths)
        forms = self.forms(torch.from_numpy(batch.words), torch.from_numpy(batch.chars))
        x = F.dropout(forms[rows], self.sizes.input_dropout, on)
        source = self.source(torch.from_numpy(batch.source)).unsqueeze(1).expand(-1, x.shape[1], -1)
        reverse = reversed_places(lengths, x.shape[1])
        low = shared_dropout(self.first(torch.cat([x, source], -1), reverse), p, on)
        high = shared_dropout(self.second(low, reverse), p, on)
        dependent, head = (
            shared_dropout(F.leaky_relu(layer(high), 0.1), p, on) for layer in (self.arc_dependent, self.arc_head)
        )
        label_dependent, label_head = (
            shared_dropout(F.leaky_relu(layer(high), 0.1), p, on) for layer in (self.label_dependent, self.label_head)
        )
        return Scores(
            upos=self.upos(low),
            feats=self.feats(low),
            scripts=self.script(low) + self.script_form(x),
            arcs=self._arcs(dependent, _with_root(head, self.arc_root), lengths),
            label_dependent=label_dependent,
            label_head=_with_root(label_head, self.label_root),
        )

    def _arcs(self, dependent: Tensor, head: Tensor, lengths: Tensor) -> Tensor:
        scores = (_with_one(dependent) @ self.arc_matrix) @ head.transpose(1, 2)
        outside = torch.arange(head.shape[1]).unsqueeze(0) > lengths.unsqueeze(1)
        return scores.masked_fill(outside.unsqueeze(1), -1e4)

    def labels(self, scores: Scores, heads: Tensor) -> Tensor:
        """Logits [B, T, n] of the labels, given each word's head."""
        rows = torch.arange(heads.shape[0]).unsqueeze(1)
        chosen = _with_one(scores.label_head[rows, heads.clamp(min=0)])
        size, n, other = self.label_tensor.shape
        mixed = _with_one(scores.label_dependent) @ self.label_tensor.reshape(size, n * other)
        made: Tensor = mixed.reshape(*heads.shape, n, other) @ chosen.unsqueeze(-1)
        return made.squeeze(-1)

    def loss(self, batch: Batch) -> Tensor:
        """Arc + label + .5 part of speech + .25 features + .4 lemma, each a mean over words."""
        scores = self(batch)
        heads = torch.from_numpy(batch.heads)
        parts = (
            (1.0, scores.arcs, heads),
            (1.0, self.labels(scores, heads), torch.from_numpy(batch.labels)),
            (0.5, scores.upos, torch.from_numpy(batch.upos)),
            (0.25, scores.feats, torch.from_numpy(batch.feats)),
            (0.4, scores.scripts, torch.from_numpy(batch.scripts)),
        )
        losses = [w * F.cross_entropy(x.flatten(0, 1), y.flatten(), ignore_index=IGNORED) for w, x, y in parts]
        return torch.stack(losses).sum()


def reversed_places(lengths: Tensor, longest: int) -> Tensor:
    """[B, T]: the place of each word when its sentence is read backwards; padding stays where it is."""
    places = torch.arange(longest).unsqueeze(0).expand(len(lengths), -1)
    back = lengths.unsqueeze(1) - 1 - places
    return torch.where(back >= 0, back, places)


def _with_root(x: Tensor, root: Tensor) -> Tensor:
    return torch.cat([root.expand(x.shape[0], 1, -1), x], 1)


def _with_one(x: Tensor) -> Tensor:
    return torch.cat([x, torch.ones(*x.shape[:-1], 1)], -1)

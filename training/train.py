"""Train the parser of one language. See training/README.md for the exact commands.

The learning rate falls along a cosine over the given minutes, not over a number of epochs, so that a busy
machine trains shorter and not longer; the log says how many epochs were made.
"""

from __future__ import annotations

import argparse
import copy
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np
import torch

from training.data import LONGEST_SENTENCE, Batch, Encoder, Tree, build_vocabulary, by_length, read_trees, varied
from training.export import export, export_verbs
from training.model import Network, Sizes

MAIN_SOURCE = {"nl": "alpino-cdb", "en": "ewt"}
PEAK_RATE, FLOOR, WARM_UP = 2.5e-3, 0.03, 150  # per step; share of the peak; steps
AVERAGE, AVERAGE_FROM = 0.997, 0.5  # decay a step; share of the time after which averaging begins
BATCH_WORDS = 1600
LONGEST_GRADIENT = 5.0


@dataclass(frozen=True, slots=True)
class Clock:
    """Wall-clock time since `start`, in seconds."""

    start: float
    length: float

    def share(self) -> float:
        """How much of the training time is over, 0 to 1."""
        return min(1.0, (time.monotonic() - self.start) / self.length)


class Average:
    """The exponential average of the weights, from AVERAGE_FROM on; before, the weights themselves."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._kept: Network | None = None

    @torch.no_grad()
    def update(self, share: float) -> None:
        if share < AVERAGE_FROM:
            return
        if self._kept is None:
            self._kept = copy.deepcopy(self._network)
        for kept, now in zip(self._kept.parameters(), self._network.parameters(), strict=True):
            kept.lerp_(now, 1 - AVERAGE)

    def network(self) -> Network:
        return self._kept or self._network


def learning_rate(step: int, share: float) -> float:
    cosine = FLOOR + (1 - FLOOR) * 0.5 * (1 + math.cos(math.pi * share))
    return PEAK_RATE * cosine * min(1.0, (step + 1) / WARM_UP)


@torch.no_grad()
def accuracy(network: Network, encoder: Encoder, trees: Sequence[Tree], source: str) -> dict[str, float]:
    """Greedy UAS, LAS (subtypes ignored), UPOS, features and lemma scripts, in per cent of all words."""
    network.eval()
    right = np.zeros(5)
    short = torch.tensor([_main_label(label, encoder.vocabulary.labels) for label in encoder.vocabulary.labels])
    for group in by_length([replace(tree, source=source) for tree in trees], BATCH_WORDS, Random(1)):
        batch = encoder.batch(group)
        scores = network(batch)
        gold = torch.from_numpy(batch.heads)
        heads = scores.arcs.argmax(-1)
        labels = short[network.labels(scores, heads).argmax(-1)]
        arcs = heads == gold
        wanted = torch.from_numpy(batch.labels)
        same = (labels == short[wanted.clamp(min=0)]) & (wanted >= 0)
        right += [int(arcs.sum()), int((arcs & same).sum())] + [
            int((logits.argmax(-1) == torch.from_numpy(target)).sum())
            for logits, target in (
                (scores.upos, batch.upos),
                (scores.feats, batch.feats),
                (scores.scripts, batch.scripts),
            )
        ]
    network.train()
    shares = 100 * right / sum(map(len, trees))
    return dict(zip(("UAS", "LAS", "UPOS", "feats", "lemma"), map(float, shares), strict=True))


def _main_label(label: str, labels: Sequence[str]) -> int:
    main = label.partition(":")[0]
    return next(i for i, other in enumerate(labels) if other.partition(":")[0] == main)


@dataclass(frozen=True, slots=True)
class Corpus:
    """What one training reads and encodes."""

    train: Sequence[Tree]
    dev: Sequence[Tree]
    encoder: Encoder

    @classmethod
    def read(cls, treebanks: Path, language: str) -> Corpus:
        trees = read_trees(treebanks / f"{language}-train.conllu.gz", language)
        trees = [tree for tree in trees if len(tree) <= LONGEST_SENTENCE]
        dev = read_trees(treebanks / f"{language}-dev.conllu.gz", language)
        return cls(trees, dev, Encoder(build_vocabulary(trees)))


class Trainer:
    """One training: `epoch` goes once over the corpus, or as far as the time reaches, and gives the mean loss."""

    def __init__(self, corpus: Corpus, sizes: Sizes, clock: Clock, random: Random) -> None:
        self._corpus, self._clock, self._random = corpus, clock, random
        self._network = Network(corpus.encoder.vocabulary, sizes)
        self._optimizer = torch.optim.Adam(self._network.parameters(), lr=PEAK_RATE, betas=(0.9, 0.95))
        self._average = Average(self._network)
        self._step = 0

    def epoch(self) -> float:
        losses = []
        trees = [varied(tree, self._random) for tree in self._corpus.train]
        for group in by_length(trees, BATCH_WORDS, self._random):
            if self._clock.share() >= 1:
                break
            losses.append(self._learn(self._corpus.encoder.batch(group)))
        return float(np.mean(losses)) if losses else 0.0

    def _learn(self, batch: Batch) -> float:
        share = self._clock.share()
        for settings in self._optimizer.param_groups:
            settings["lr"] = learning_rate(self._step, share)
        loss = self._network.loss(batch)
        self._optimizer.zero_grad()
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(self._network.parameters(), LONGEST_GRADIENT)
        self._optimizer.step()
        self._average.update(share)
        self._step += 1
        return loss.item()

    def network(self) -> Network:
        """The network to use: the average of the weights, once there is one."""
        return self._average.network()


def train(options: argparse.Namespace) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    main = MAIN_SOURCE[options.language]
    corpus = Corpus.read(options.treebanks, options.language)
    vocabulary = corpus.encoder.vocabulary
    export_verbs(corpus.train, options.out)
    clock = Clock(time.monotonic(), options.minutes * 60)
    trainer = Trainer(corpus, Sizes(hidden=options.hidden), clock, Random(options.seed))
    epoch = 0
    while clock.share() < 1:
        loss = trainer.epoch()
        epoch += 1
        scores = accuracy(trainer.network(), corpus.encoder, corpus.dev, main)
        shown = " ".join(f"{name} {score:.2f}" for name, score in scores.items())
        print(f"epoch {epoch} {clock.share() * options.minutes:.1f} min loss {loss:.3f} dev {shown}", flush=True)
        export(trainer.network(), vocabulary, main, options.out)
    _choose_source(trainer.network(), corpus.encoder, corpus.dev, options)


def _choose_source(network: Network, encoder: Encoder, dev: Sequence[Tree], options: argparse.Namespace) -> None:
    """Export with the treebank whose habits agree best with the development set."""
    found = {s: accuracy(network, encoder, dev, s)["LAS"] for s in encoder.vocabulary.sources}
    print({s: round(las, 2) for s, las in found.items()}, flush=True)
    best = max(found, key=lambda s: found[s])
    export(network, encoder.vocabulary, best, options.out)
    torch.save({"weights": network.state_dict(), "source": best}, options.out / "network.pt")
    print(f"exported to {options.out}, labelled as {best}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("language", choices=("nl", "en"))
    parser.add_argument("--treebanks", type=Path, required=True, help="folder of the *.conllu.gz files")
    parser.add_argument("--out", type=Path, required=True, help="folder for weights.npz and model.json")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--hidden", type=int, default=Sizes().hidden)
    parser.add_argument("--seed", type=int, default=1)
    train(parser.parse_args())


if __name__ == "__main__":
    main()

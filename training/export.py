"""The trained network into the files that Kroniek ships: weights.npz (fp16), model.json and verbs.txt.

    python -m training.export nl --treebanks FOLDER --network FOLDER/network.pt --out FOLDER

does so from the checkpoint that training left.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from training.data import LONGEST_SENTENCE, Tree, Vocabulary, build_vocabulary, read_trees
from training.model import BothWays, CharacterConvolution, Network, Sizes

Arrays = dict[str, NDArray[np.float32]]


def export(network: Network, vocabulary: Vocabulary, source: str, folder: Path) -> None:
    """Write both files. `source` is the treebank whose habits of labelling the parser is to follow."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays = shipped_arrays(network, vocabulary.sources.index(source))
    staged = folder / "weights.tmp.npz"
    np.savez_compressed(staged, allow_pickle=False, **{name: a.astype(np.float16) for name, a in arrays.items()})
    lists = {
        "words": vocabulary.words,
        "characters": vocabulary.characters,
        "upos": vocabulary.upos,
        "feats": vocabulary.feats,
        "scripts": vocabulary.scripts,
        "labels": vocabulary.labels,
    }
    text = json.dumps(lists, ensure_ascii=False, indent=0) + "\n"
    (folder / "model.tmp.json").write_text(text, encoding="utf-8")
    (folder / "model.tmp.json").replace(folder / "model.json")
    staged.replace(folder / "weights.npz")


def export_verbs(trees: Sequence[Tree], folder: Path) -> None:
    """Write the lemmas of all verbs, one a line: the runtime trusts a lemma that it finds there."""
    verbs = {x for tree in trees for x, upos in zip(tree.lemmas, tree.upos, strict=True) if upos == "VERB"}
    text = "".join(f"{verb}\n" for verb in sorted(verbs) if verb.isalpha() and verb.islower())
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "verbs.txt").write_text(text, encoding="utf-8")


def shipped_arrays(network: Network, source: int) -> Arrays:
    """Every matrix as input × output; the treebank's vector is folded into the first layer's biases."""
    arrays: Arrays = {
        "word": _numpy(network.word.weight),
        "character": _numpy(network.character.weight),
        "arc_root": _numpy(network.arc_root),
        "label_root": _numpy(network.label_root),
        "arc_matrix": _numpy(network.arc_matrix),
        "label_tensor": _numpy(network.label_tensor),
        "script_form.w": _numpy(network.script_form.weight).T,
    }
    for name in ("narrow", "wide"):
        convolution = getattr(network, name)
        assert isinstance(convolution, CharacterConvolution)
        arrays |= _linear(name, convolution.linear)
    for name in ("upos", "feats", "script", "arc_dependent", "arc_head", "label_dependent", "label_head"):
        arrays |= _linear(name, getattr(network, name))
    treebank = _numpy(network.source.weight)[source]
    arrays |= _layer("first", network.first, treebank)
    arrays |= _layer("second", network.second, np.zeros(0, np.float32))
    return arrays


def _layer(name: str, layer: BothWays, constant: NDArray[np.float32]) -> Arrays:
    """Both directions of a layer; `constant` is the part of its input that is the same for every word."""
    arrays: Arrays = {}
    for way, lstm in (("forwards", layer.forwards), ("backwards", layer.backwards)):
        weights = {key: _numpy(parameter) for key, parameter in lstm.named_parameters()}
        into = weights["weight_ih_l0"].T
        varying = into.shape[0] - len(constant)
        bias = weights["bias_ih_l0"] + weights["bias_hh_l0"]
        arrays[f"{name}.{way}.input"] = into[:varying]
        arrays[f"{name}.{way}.recurrent"] = weights["weight_hh_l0"].T
        arrays[f"{name}.{way}.b"] = bias + constant @ into[varying:]
    return arrays


def _linear(name: str, layer: nn.Linear) -> Arrays:
    return {f"{name}.w": _numpy(layer.weight).T, f"{name}.b": _numpy(layer.bias)}


def _numpy(tensor: Tensor) -> NDArray[np.float32]:
    return tensor.detach().numpy().astype(np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("language", choices=("nl", "en"))
    parser.add_argument("--treebanks", type=Path, required=True, help="folder of the *.conllu.gz files")
    parser.add_argument("--network", type=Path, required=True, help="network.pt of a finished training")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    trees = read_trees(options.treebanks / f"{options.language}-train.conllu.gz", options.language)
    vocabulary = build_vocabulary([tree for tree in trees if len(tree) <= LONGEST_SENTENCE])
    stored = torch.load(options.network, weights_only=True)
    hidden = stored["weights"]["first.forwards.weight_hh_l0"].shape[1]
    network = Network(vocabulary, Sizes(hidden=hidden))
    network.load_state_dict(stored["weights"])
    export(network, vocabulary, stored["source"], options.out)
    export_verbs(trees, options.out)


if __name__ == "__main__":
    main()

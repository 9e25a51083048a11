"""A parser's files, as training/export.py writes them: weights.npz (fp16), model.json (lists), verbs.txt (lemmas)."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kroniek.errors import ParserMissing, UnknownLanguage

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

LANGUAGES = ("en", "nl")
# A developer's switch: a folder that holds nl/ and en/, to try parsers that are not shipped (yet).
OTHER_PARSERS = "KRONIEK_PARSERS"


@dataclass(frozen=True, slots=True)
class Model:
    """Arrays by name, each input × output in single precision, and the lists that its numbers point into.

    Words and characters begin with padding (0) and unknown (1). `verbs` are the lemmas of verbs met in training.
    """

    arrays: dict[str, Floats]
    words: dict[str, int]
    characters: dict[str, int]
    upos: tuple[str, ...]
    feats: tuple[str, ...]
    scripts: tuple[str, ...]
    labels: tuple[str, ...]
    verbs: frozenset[str]


def load_model(language: str) -> Model:
    """The shipped parser of a language, or the one that KRONIEK_PARSERS points to.

    Raises UnknownLanguage or ParserMissing.
    """
    if language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise UnknownLanguage(f"language {language!r}: there is no parser for it; we have {known}")
    elsewhere = os.environ.get(OTHER_PARSERS)
    if elsewhere:
        return _read(Path(elsewhere) / language)
    with as_file(files("kroniek.parsers") / language) as folder:
        return _read(folder)


def _read(folder: Path) -> Model:
    weights, lists, verbs = folder / "weights.npz", folder / "model.json", folder / "verbs.txt"
    for path in (weights, lists, verbs):
        if not path.exists():
            raise ParserMissing(
                f"{path}: not there; install Kroniek again, or check {OTHER_PARSERS} if you have set it"
            )
    with np.load(weights, allow_pickle=False) as stored:
        arrays = {name: np.ascontiguousarray(stored[name], np.float32) for name in stored.files}
    texts: dict[str, list[str]] = json.loads(lists.read_text(encoding="utf-8"))
    return Model(
        arrays=arrays,
        words={word: i for i, word in enumerate(texts["words"])},
        characters={char: i for i, char in enumerate(texts["characters"])},
        upos=tuple(texts["upos"]),
        feats=tuple(texts["feats"]),
        scripts=tuple(texts["scripts"]),
        labels=tuple(texts["labels"]),
        verbs=frozenset(verbs.read_text(encoding="utf-8").split()),
    )

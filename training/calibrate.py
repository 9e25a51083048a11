"""Fit the weights of coder/confidence.py and its map on coded reports, and say how they hold.

Usage: calibrate.py [--gold DIR] [--write]. The reports are the gold's development reports and our own (cases/reports).
Weights are a logistic regression, drawn towards confidence_prior.toml (ridge); the rising map from the sum to a chance is
an isotonic regression (Zadrozny and Elkan 2002) over blocks of BLOCK events or more, on the reports held back alone: on
those that were looked at the coder is better than on new text. The tables are cross-fitted: each fifth of the reports
held back is judged with weights and map of all others. With --write weights and map go to ontology/confidence.toml and the
tables to docs/quality.md.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from errors import GOLD, load_score, readings  # noqa: E402
from quality import sets  # noqa: E402

from kroniek import read  # noqa: E402
from kroniek.coder import confidence, output  # noqa: E402
from kroniek.knowledge import strict  # noqa: E402
from kroniek.reading import Reading  # noqa: E402
from kroniek.serial import event_to_dict  # noqa: E402

RIDGE = 10.0
BLOCK = 60  # events
FOLDS = 5
WEIGHTS = ROOT / "src" / "kroniek" / "knowledge" / "ontology" / "confidence.toml"
PRIOR = ROOT / "training" / "confidence_prior.toml"
PAGE = ROOT / "docs" / "quality.md"
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 1.01)
MINIMA = (0.0, 0.3, 0.5, 0.7, 0.9)
HEAD = """# Weights of the features of coder/confidence.py (logistic), and `scale`: knots (sum, chance) of
# the map from their sum to the confidence, straight between knots. Source: own work. Licence: CC BY 4.0.
# Written by `python training/calibrate.py --write`; fitted on the gold's development reports and cases/reports.
# Known problems: the features tell right from wrong only weakly (docs/quality.md, "Confidence").
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """Events read: features (n × f), whether each is right (n), whether its report is held back (n), and the report."""

    features: np.ndarray
    right: np.ndarray
    fresh: np.ndarray
    group: tuple[str, ...]


class Recorder:
    """Stands in for `confidence` and keeps the features of every event of the report being read."""

    def __init__(self) -> None:
        self.rows: list[dict[str, float]] = []
        output.confidence = self

    def __call__(self, document: Any, deed: Any) -> float:
        self.rows.append(confidence.features(document, deed))
        return 0.5

    def of(self, reading: Reading) -> list[dict[str, float]]:
        """The features of a reading's events, in their order; forgets them."""
        rows = [self.rows[int(e.id[1:]) - 1] for e in reading.events]
        self.rows.clear()
        return rows


def from_reports(recorder: Recorder, gold: Path) -> Sample:
    """Every event read in the coded reports; right where the gold's scorer pairs it with one of its type."""
    score = load_score(gold)
    rows: list[dict[str, float]] = []
    right: list[bool] = []
    fresh: list[bool] = []
    group: list[str] = []
    for name, doc, language, reading in ((n, *one) for n, folder in sets(gold).items() for one in readings(folder, None)):
        rows += recorder.of(reading)
        text = reading.report.text
        wanted = [score.Side(e, text, language, True) for e in doc["events"]]
        found = [score.Side(event_to_dict(e), text, language, False) for e in reading.events]
        hits = {j for i, j in score.pair(wanted, found) if wanted[i].type == found[j].type}
        right += [j in hits for j in range(len(found))]
        fresh += [name == "held-back"] * len(found)
        group += [doc["id"]] * len(found)
    return _sample(rows, right, fresh, group)


def _sample(rows: list[dict[str, float]], right: list[bool], fresh: list[bool], group: list[str]) -> Sample:
    table = np.array([[*row.values(), 1.0] for row in rows])
    return Sample(table, np.array(right, float), np.array(fresh), tuple(group))


def fit(x: np.ndarray, y: np.ndarray, start: np.ndarray, ridge: float) -> np.ndarray:
    """Logistic weights by Newton's method, drawn towards `start` by `ridge`; the last, the bias, is free."""
    weights, pull = start.copy(), np.eye(x.shape[1]) * ridge
    pull[-1, -1] = 1e-3
    for _ in range(50):
        p = _chance(x @ weights)
        step = np.linalg.solve((x.T * (p * (1 - p))) @ x + pull, x.T @ (y - p) - pull @ (weights - start))
        weights = weights + step
        if abs(step).max() < 1e-6:
            break
    return weights


def scaled(total: np.ndarray, right: np.ndarray) -> list[tuple[float, float]]:
    """The knots (sum, chance) of the rising map: mean sum and share right of each block."""
    order = np.argsort(total, kind="stable")
    pieces = np.array_split(order, max(1, len(order) // BLOCK))
    blocks = [(total[p].sum(), right[p].sum() + 0.5, len(p) + 1.0, len(p)) for p in pieces]
    pooled: list[tuple[float, float, float, int]] = []
    for block in blocks:
        pooled.append(block)
        while len(pooled) > 1 and pooled[-2][1] / pooled[-2][2] >= pooled[-1][1] / pooled[-1][2]:
            last, before = pooled.pop(), pooled.pop()
            pooled.append(tuple(x + y for x, y in zip(before, last, strict=True)))  # type: ignore[arg-type]
    return [(float(sums / count), float(good / weight)) for sums, good, weight, count in pooled]


def crossed(sample: Sample, prior: np.ndarray) -> np.ndarray:
    """Chances of the events held back, each fifth of their reports by weights and map of all others."""
    names = sorted({name for name, fresh in zip(sample.group, sample.fresh, strict=True) if fresh})
    fold = np.array([names.index(name) % FOLDS if name in names else -1 for name in sample.group])
    chances = np.empty_like(sample.right)
    for n in range(FOLDS):
        inside = fold == n
        weights = fit(sample.features[~inside], sample.right[~inside], prior, RIDGE)
        others = sample.fresh & ~inside
        knots = scaled(sample.features[others] @ weights, sample.right[others])
        chances[inside] = np.interp(sample.features[inside] @ weights, [k for k, _ in knots], [c for _, c in knots])
    return chances[sample.fresh]


def _chance(total: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-total)))


def tables(chances: np.ndarray, right: np.ndarray) -> Iterator[str]:
    """Reliability by bins, and what is kept at a minimum."""
    yield "| confidence | events | mean confidence | right |"
    yield "|---|---|---|---|"
    for low, high in pairwise(BINS):
        inside = (chances >= low) & (chances < high)
        if inside.any():
            cells = f"{inside.sum()} | {chances[inside].mean():.2f} | {right[inside].mean():.2f}"
            yield f"| {low:.1f} to {min(high, 1):.1f} | {cells} |"
    yield ""
    yield "| `--min-confidence` | events kept | precision | right events kept |"
    yield "|---|---|---|---|"
    for minimum in MINIMA:
        kept = chances >= minimum
        precision = f"{right[kept].mean():.2f}" if kept.any() else "-"
        yield f"| {minimum:.1f} | {kept.sum()} of {len(right)} | {precision} | {right[kept].sum() / right.sum():.2f} |"
    yield ""
    yield f"Area under the curve (right above wrong) {area(chances, right):.2f}; Brier score {((chances - right) ** 2).mean():.3f}."


def area(chances: np.ndarray, right: np.ndarray) -> float:
    """The chance that a right event has a higher confidence than a wrong one; ties count half."""
    good, bad = chances[right == 1], chances[right == 0]
    above = (good[:, None] > bad[None, :]).mean() + 0.5 * (good[:, None] == bad[None, :]).mean()
    return float(above)


def main() -> None:
    """Fit, print the tables, and write them where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    recorder = Recorder()
    read("Police arrested a man in Rome.", language="en")
    names = [*recorder.rows[0], "bias"]
    recorder.rows.clear()
    prior = {name: float(value) for name, value in strict.toml(PRIOR).items()}
    start = np.array([prior.get(name, 0.0) for name in names])
    sample = from_reports(recorder, options.gold)
    fresh = sample.fresh
    lines = list(tables(crossed(sample, start), sample.right[fresh]))
    print("\n".join(lines))
    if options.write:
        weights = fit(sample.features, sample.right, start, RIDGE)
        write(dict(zip(names, weights, strict=True)), scaled(sample.features[fresh] @ weights, sample.right[fresh]), lines)


def write(weights: dict[str, float], knots: list[tuple[float, float]], lines: list[str]) -> None:
    """Put weights and map into the ontology and the tables into docs/quality.md."""
    rows = [f"scale = {[[round(x, 2), round(y, 2)] for x, y in knots]}", "", "[weights]"]
    rows += [f'"{name}" = {value:.2f}' for name, value in weights.items()]
    WEIGHTS.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    block = "<!-- confidence -->\n" + "\n".join(lines) + "\n<!-- end of confidence -->"
    page = PAGE.read_text(encoding="utf-8")
    pattern = r"<!-- confidence -->.*?<!-- end of confidence -->"
    PAGE.write_text(re.sub(pattern, lambda _: block, page, flags=re.DOTALL), encoding="utf-8")


if __name__ == "__main__":
    main()

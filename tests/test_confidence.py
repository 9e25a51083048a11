"""The table of confidence: its features are those of the code, its map rises, and a minimum leaves events out."""

from __future__ import annotations

from itertools import pairwise

import pytest

import kroniek
from kroniek.coder import confidence

TEXT = "Gunmen killed five soldiers near Kidal on Monday. The Malian president condemned the attack."


def test_weights_name_the_features_of_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, float]] = []
    features = confidence.features
    monkeypatch.setattr(confidence, "features", lambda *deed: seen.append(features(*deed)) or seen[-1])
    kroniek.read(TEXT, language="en", published="2019-07-01")
    assert set(confidence.table().weights) == {*seen[0], "bias"}
    assert all(0 <= value <= 1 for found in seen for value in found.values())


def test_the_map_rises() -> None:
    scale = confidence.table().scale
    assert all(x0 < x1 and y0 <= y1 for (x0, y0), (x1, y1) in pairwise(scale))


@pytest.mark.parametrize(("total", "chance"), [(-9.0, 0.2), (0.0, 0.2), (0.5, 0.4), (1.0, 0.6), (9.0, 0.6)])
def test_chances_lie_on_the_map(total: float, chance: float) -> None:
    assert confidence.Table({}, ((0.0, 0.2), (1.0, 0.6))).chance(total) == pytest.approx(chance)


def test_a_minimum_leaves_out_what_is_less_sure() -> None:
    events = kroniek.read(TEXT, language="en", published="2019-07-01").events
    least = min(e.confidence for e in events)
    kept = kroniek.read(TEXT, language="en", published="2019-07-01", minimum=least + 0.01).events
    assert [e.id for e in kept] == [e.id for e in events if e.confidence > least]

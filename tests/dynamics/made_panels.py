"""Made-up panels for the tests of forecasts: a few units with wars that come, last and go, from a fixed seed."""

from __future__ import annotations

import pytest

pytest.importorskip("scoringrules", reason="the extra 'dynamics' is not installed")

import numpy as np
import pandas as pd

from kroniek.dynamics.forecasts.panel import Panel, panel


def made_panel(periods: int = 180, units: int = 30, seed: int = 1, start: str = "2000-01") -> Panel:
    """Counts from a negative binomial whose level drifts in logs, switched on and off; the first unit is always 0."""
    rng = np.random.default_rng(seed)
    level, on = rng.normal(2, 1, units), rng.random(units) < 0.4
    rows = np.zeros((periods, units))
    for t in range(periods):
        on = np.where(on, rng.random(units) > 0.03, rng.random(units) < 0.02)
        level = level + rng.normal(0, 0.25, units) - 0.05 * (level - 2)
        rows[t] = rng.poisson(rng.gamma(0.8, 1 / 0.8, units) * np.exp(level)) * on
    rows[:, 0] = 0
    months = pd.period_range(start, periods=periods, freq="M").astype(str)
    return panel(pd.DataFrame(rows, index=months, columns=[f"u{n}" for n in range(units)]), vintage="made up")

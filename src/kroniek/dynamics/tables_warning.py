"""Warnings and their scores as tables for people."""

from __future__ import annotations

from rich.console import Group
from rich.table import Table
from rich.text import Text

from kroniek.dynamics.tables import table
from kroniek.dynamics.warning import FEATURES, Model, Warned
from kroniek.dynamics.warning_scores import Evaluation

REASONS = 2


def warned_table(found: Warned, model: Model, most: int, trusted: Evaluation | None) -> Group:
    """The `most` highest chances with what speaks for each, then how good such warnings were."""
    target = found.target
    made = table(
        f"{target.words()}; issued on {found.issued_on}",
        "unit", "chance", "count to reach", "speaks for it most",
    )  # fmt: skip
    for unit in (-found.chance).argsort(kind="stable")[:most]:
        made.add_row(found.units[unit], f"{found.chance[unit]:.1%}", f"{found.bar[unit]:,.0f}", reasons(found, int(unit)))
    learned = Text(f"learned to {model.until} from {model.cells:,} cases, in {model.events} of which it came", style="dim")
    return Group(made, learned, *(evaluation_tables(trusted) if trusted else []))


def reasons(found: Warned, unit: int) -> str:
    """The features that raise a unit's chance most, with their part of the logit."""
    parts = found.because[:, unit]
    names = list(FEATURES)
    return ", ".join(f"{names[at]} {parts[at]:+.1f}" for at in (-parts).argsort()[:REASONS] if parts[at] > 0) or "nothing"


def evaluation_tables(found: Evaluation) -> list[Table | Text]:
    """Average precision and Brier score beside the peers', and what was said beside what came."""
    rate = found.scores[0].events / found.scores[0].cells
    scores = table(
        f"Such warnings, issued {found.first} to {found.last}, learned to {found.model.until}",
        "model", "average precision", "Brier score",
    )  # fmt: skip
    for one in found.scores:
        scores.add_row(one.model, f"{one.precision:.3f}", f"{one.brier:.5f}")
    held = table("Was the chance honest?", "chance said", "cases", "mean", "came")
    for bin in found.reliability:
        held.add_row(f"{bin.low:.0%} to {bin.high:.0%}", f"{bin.cells:,}", f"{bin.chance:.1%}", f"{bin.came:.1%}")
    said = f"it came in {found.scores[0].events} of {found.scores[0].cells:,} cases; chance alone has an average precision of {rate:.3f}"
    return [scores, held, Text(said, style="dim")]

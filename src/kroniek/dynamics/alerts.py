"""Alerts by a stated rule, and how often the rule was right on the past.

Rule       The level of the last `window` steps is at least `floor` and higher than at any time in the `unseen` steps before
           ("medium"; "high": in the `long` steps before); none within `quiet` steps of the last alert.
Escalation What an alert should announce: the `ahead` steps to come add up to at least 3 floors and to more than any `ahead`
           steps of the year before. Hit: an escalation (a run of such days) with an alert in it; miss: one without; false
           alarm: an alert with no escalation behind it. By chance, an alert is right as often as days of escalation are.

Levels are sums over trailing windows, known on their day. Source: HDX Signals methodology, OCHA Centre for Humanitarian
Data (2024), for the rule; the verdict on the past is ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kroniek.dynamics.escalation import Rule

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

STEP_DAYS = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "year": 365.25}
FLOORS_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Steps:
    """The rule in steps of a series, at least 1 each; `floor` on the level of a window."""

    window: int
    unseen: int
    long: int
    quiet: int
    ahead: int
    floor: float

    @classmethod
    def of(cls, rule: Rule, period: str, floor: float) -> Steps:
        """The rule for series of a day, week or month."""
        days = (rule.window, rule.unseen, rule.long, rule.quiet, rule.ahead)
        window, unseen, long, quiet, ahead = (max(1, round(n / STEP_DAYS[period])) for n in days)
        return cls(window, unseen, long, quiet, ahead, floor)


@dataclass(frozen=True, slots=True)
class Alert:
    """`at`: step on which the level was known; `since`: steps for which such a level had not been seen (all that are known,
    at most); `right`: whether an escalation followed, None where that is not yet known."""

    at: int
    degree: str
    level: float
    since: int
    right: bool | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The rule on the past: escalations with (`hits`) and without (`misses`) an alert in them; alerts that were `right`, false
    alarms, and those whose future is not known yet (`undecided`); `chance`: share of days on which an alert would have been
    right, NaN where no day is known."""

    hits: int
    misses: int
    right: int
    false_alarms: int
    undecided: int
    chance: float


def trailing_sum(values: Floats, window: int) -> Floats:
    """Sum of the last `window` values, the present one included."""
    import numpy as np

    sums = np.concatenate([[0.0], np.cumsum(values)])
    at = np.arange(1, len(values) + 1)
    level: Floats = sums[at] - sums[np.maximum(at - window, 0)]
    return level


def alerts(values: Floats, steps: Steps) -> list[Alert]:
    """All alerts that the rule would have given, in order."""
    import numpy as np

    level, coming = trailing_sum(values, steps.window), escalates(values, steps)
    unseen, long = (_before(level, n) for n in (steps.unseen, steps.long))
    found: list[Alert] = []
    for at in np.flatnonzero((level >= steps.floor) & (level > unseen)):
        if at < steps.unseen or (found and at - found[-1].at < steps.quiet):
            continue
        higher = np.flatnonzero(level[:at] >= level[at])
        since = int(at - higher[-1]) if len(higher) else int(at)
        degree = "high" if at >= steps.long and level[at] > long[at] else "medium"
        known = at + steps.ahead < len(values)
        found.append(Alert(int(at), degree, float(level[at]), since, bool(coming[at]) if known else None))
    return found


def escalates(values: Floats, steps: Steps) -> Flags:
    """Whether an escalation follows each step; False also where the future is not known."""
    import numpy as np

    n = len(values)
    sums = trailing_sum(values, steps.ahead)
    coming = np.full(n, -1.0)
    coming[: max(n - steps.ahead, 0)] = sums[steps.ahead :]
    past = np.maximum(_before(sums, steps.unseen), sums)
    grown: Flags = (coming >= FLOORS_AHEAD * steps.floor) & (coming > past)
    grown[: steps.unseen] = False
    return grown


def verdict(values: Floats, given: list[Alert], steps: Steps) -> Verdict:
    """How the rule did on one series."""
    import numpy as np

    coming = escalates(values, steps)
    judged = coming[steps.unseen : max(len(values) - steps.ahead, steps.unseen)]
    runs = episodes(coming, steps.window)
    at = np.array([one.at for one in given], dtype=int)
    hits = sum(bool(((at >= first) & (at <= last)).any()) for first, last in runs)
    right = sum(one.right is True for one in given)
    wrong = sum(one.right is False for one in given)
    open_ = sum(one.right is None for one in given)
    return Verdict(hits, len(runs) - hits, right, wrong, open_, float(judged.mean()) if len(judged) else float("nan"))


def together(verdicts: list[Verdict]) -> Verdict:
    """The sum over series; `chance` is the mean of those known."""
    import numpy as np

    known = [v.chance for v in verdicts if v.chance == v.chance]
    names = ("hits", "misses", "right", "false_alarms", "undecided")
    hits, misses, right, wrong, open_ = (sum(getattr(v, name) for v in verdicts) for name in names)
    return Verdict(hits, misses, right, wrong, open_, float(np.mean(known)) if known else float("nan"))


def episodes(flags: Flags, gap: int) -> list[tuple[int, int]]:
    """Runs of True, first and last step inclusive; runs less than `gap` steps apart are one."""
    import numpy as np

    at = np.flatnonzero(flags)
    if not len(at):
        return []
    cuts = np.flatnonzero(np.diff(at) > gap)
    firsts, lasts = np.concatenate([at[:1], at[cuts + 1]]), np.concatenate([at[cuts], at[-1:]])
    return [(int(a), int(b)) for a, b in zip(firsts, lasts, strict=True)]


def _before(level: Floats, steps: int) -> Floats:
    """The highest level in the `steps` steps before each, itself not included; −1 at the first."""
    import numpy as np
    from scipy.ndimage import maximum_filter1d

    shifted = np.concatenate([[-1.0], level[:-1]])
    highest: Floats = maximum_filter1d(shifted, steps, mode="constant", cval=-1.0, origin=(steps - 1) // 2)
    return highest

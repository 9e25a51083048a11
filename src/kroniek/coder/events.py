"""The working form of an event while the line builds it: mentions with all that was read about each.

A `Told` deed (Deed) is mutable on purpose: merging and linking fill it step by step; records.Event is what leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from kroniek.coder.mentions import Mention
from kroniek.coder.roles import Roles
from kroniek.coder.sources import Told
from kroniek.records import Actor, Claim, Place, Status, When


@dataclass(frozen=True, slots=True)
class Reading:
    """One mention and what was read about it. `definite`: a noun that points back; `generic`: a bare noun that names
    a kind of deed ("attacks", a charge of "murder") and tells of one only where another mention does."""

    mention: Mention
    roles: Roles
    told: Told
    status: Status
    status_rule: str
    claims: tuple[Claim, ...]
    occurrences: tuple[int, int | None]
    when: When | None
    place: Place | None
    definite: bool
    quoted: bool
    generic: bool


@dataclass(slots=True)
class Deed:
    """All readings of one deed, and the values they agree on. `vouching`: who blames the doer where the text itself names
    none; `denied`: somebody denies the deed; `why`: the grounds of roles that other deeds filled."""

    readings: list[Reading]
    initiators: list[Actor] = field(default_factory=list)
    targets: list[Actor] = field(default_factory=list)
    when: When | None = None
    place: Place | None = None
    vouching: list[Actor] = field(default_factory=list)
    denied: bool = False
    why: dict[str, str] = field(default_factory=dict)

    def fill(self, role: Literal["initiators", "targets"], actors: Sequence[Actor], why: str) -> None:
        """Give a role its actors from elsewhere in the text, and say on what ground; nothing where there are none."""
        if actors:
            setattr(self, role, list(actors))
            self.why[role] = why

    @property
    def first(self) -> int:
        """Word index of the first mention."""
        return min(r.mention.head for r in self.readings)

    @property
    def main(self) -> Reading:
        """The reading that gives type and mode: the heaviest that is not dependent, earliest first."""
        full = [r for r in self.readings if not r.mention.act.dependent] or self.readings
        return full[0]

    @property
    def type(self) -> str:
        return self.main.mention.act.type

    @property
    def mode(self) -> str | None:
        """The mode of the mentions: one that says more than the main mention's wins where that has none."""
        return next((m for r in [self.main, *self.readings] if (m := r.mention.act.mode)), None)

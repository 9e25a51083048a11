"""What comes into a chronicle: a report with its events, and where its text is from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kroniek.records import Event, Report
from kroniek.serial import event_to_dict


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a report's text comes from. `pages`: offsets at which pages begin; `guid`: an agency's id, kept over versions."""

    origin: str | None = None
    bytes_sha256: str | None = None
    extractor: str | None = None
    pages: tuple[int, ...] = ()
    guid: str | None = None


@dataclass(frozen=True, slots=True)
class Coded:
    """A report with its events, as plain values in the form of `kroniek schema event`, and the coder that wrote them."""

    report: Report
    events: tuple[Mapping[str, Any], ...]
    coder: str
    provenance: Provenance = field(default_factory=Provenance)

    @classmethod
    def of(cls, report: Report, events: Iterable[Event], *, provenance: Provenance | None = None) -> Coded:
        """From records."""
        bodies = tuple(event_to_dict(e) for e in events)
        coder = bodies[0]["coder"] if bodies else ""
        return cls(report, bodies, coder, provenance or Provenance())

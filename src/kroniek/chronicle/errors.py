"""What can go wrong with a chronicle.

ChronicleError
├── ChronicleFull   the disk is full; nothing of the running batch is kept, everything before it is
└── NotFound        no report, event or incident has this id
"""

from __future__ import annotations

from kroniek.errors import KroniekError


class ChronicleError(KroniekError):
    """The chronicle cannot do this; the message names the place and the remedy."""


class ChronicleFull(ChronicleError):
    """The disk is full; nothing of the running batch is kept, everything before it is."""


class NotFound(ChronicleError):
    """No report, event or incident has this id."""

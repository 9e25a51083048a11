"""The chronicle: many reports, one confrontation. Events of several reports become incidents with all their claims."""

from __future__ import annotations

from kroniek.chronicle.adding import Added
from kroniek.chronicle.coded import Coded
from kroniek.chronicle.errors import ChronicleError, ChronicleFull, NotFound
from kroniek.chronicle.store import Chronicle

__all__ = ["Added", "Chronicle", "ChronicleError", "ChronicleFull", "Coded", "NotFound"]

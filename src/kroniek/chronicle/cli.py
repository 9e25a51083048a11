"""The commands that keep a chronicle; `kroniek` mounts them at its top level."""

from __future__ import annotations

from kroniek.chronicle.commands import adding, asking, deciding
from kroniek.chronicle.commands.options import app

__all__ = ["adding", "app", "asking", "deciding"]

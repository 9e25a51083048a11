"""The versions that every event carries."""

from importlib.metadata import PackageNotFoundError, version

try:
    VERSION = version("kroniek")
except PackageNotFoundError:  # run from a checkout that is not installed
    VERSION = "0+unknown"

CODER = f"kroniek {VERSION}"

"""What reading a file gives: texts with what is known of them, withdrawals, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field

from kroniek.errors import InputError
from kroniek.records import Report

MB = 1_000_000
LARGEST = 20 * MB
"""Bytes of one text file, page or feed. A news page has some 0.2 MB; more is a dump that wants to be split."""


@dataclass(frozen=True, slots=True)
class Found:
    """A text as a report, and where it is from. `pages`: offsets at which pages begin; `guid`: an agency's own id;
    `bytes_sha256`: of the bytes it was made from; `extractor`: what made it, with version."""

    report: Report
    origin: str
    extractor: str = "text"
    bytes_sha256: str | None = None
    pages: tuple[int, ...] = ()
    guid: str | None = None
    url: str | None = field(default=None)


@dataclass(frozen=True, slots=True)
class Killed:
    """An agency takes a report back: its guid, and what the notice says."""

    guid: str
    origin: str
    reason: str


class TooLarge(InputError):
    """More bytes, pages or seconds than a report can reasonably take."""


class Broken(InputError):
    """The file is not what its name or beginning says, or is damaged."""


def bounded(data: bytes, where: str, most: int = LARGEST) -> bytes:
    """The data, if it is not too large. Raises TooLarge."""
    if len(data) > most:
        raise TooLarge(f"{where}: {len(data) / MB:.0f} MB; the most is {most / MB:.0f} MB. Split it, or give only the article")
    return data

"""Near-copies: reports whose words largely agree go back to one text and count as one source.

MinHash over word triples (Broder, On the resemblance and containment of documents, 1997), 64 numbers, in 16 bands of 4:
two reports that share a band are compared; from 0.6 estimated resemblance on they are one lineage. A short text without
triples is its own lineage unless it is the same to the letter.
"""

from __future__ import annotations

import re
import zlib
from functools import cache
from hashlib import blake2b
from typing import Any

import numpy as np

NUMBERS, BANDS, ALIKE = 64, 16, 0.6
DAYS = 32
PRIME = (1 << 61) - 1
WORD = re.compile(r"\w+")
Signature = np.ndarray[Any, np.dtype[np.uint32]]


def signature(text: str) -> Signature:
    """MinHash of the word triples of a text: 64 unsigned 32-bit numbers."""
    hashes = np.array([zlib.crc32(w.encode()) for w in WORD.findall(text.casefold())], dtype=np.uint64)
    if len(hashes) < 3:
        hashes = np.concatenate([hashes, np.zeros(3, dtype=np.uint64)])
    triples = np.unique(hashes[:-2] * np.uint64(3) + hashes[1:-1] * np.uint64(5) + hashes[2:] * np.uint64(7))
    factors, shifts = _mixers()
    mixed = (triples[:, None] * factors + shifts) >> np.uint64(32)
    least: Signature = mixed.min(axis=0).astype(np.uint32)
    return least


def band_keys(found: Signature, day: int) -> list[int]:
    """Keys under which a report of this day (an ordinal; 0 unknown) is filed: one a band, the month in the upper bits, so
    that reports added by time are written side by side."""
    return [day // DAYS * 2**32 + key for key in _bands(found)]


def near_keys(found: Signature, day: int) -> list[int]:
    """Keys under which near-copies of it are filed: its own span of days and those beside it. A copy printed more than
    a month later is not looked for; who reprints that late no longer reports the news."""
    return [(day // DAYS + n) * 2**32 + key for n in ((-1, 0, 1) if day else (0,)) for key in _bands(found)]


def _bands(found: Signature) -> list[int]:
    rows = found.reshape(BANDS, NUMBERS // BANDS)
    return [int.from_bytes(blake2b(bytes([n]) + r.tobytes(), digest_size=4).digest(), "big") for n, r in enumerate(rows)]


def alike(one: Signature, other: Signature) -> float:
    """Estimated resemblance of two texts, 0 to 1."""
    return float((one == other).mean())


def to_bytes(found: Signature) -> bytes:
    """Little-endian, 256 bytes."""
    return found.astype("<u4").tobytes()


def from_bytes(data: bytes) -> Signature:
    """Back from `to_bytes`."""
    return np.frombuffer(data, dtype="<u4").astype(np.uint32)


@cache
def _mixers() -> tuple[Any, Any]:
    """Odd factors and shifts of multiply-shift hashing; the seed is part of the file format."""
    chance = np.random.default_rng(20191231)
    return (
        chance.integers(1, 2**63, NUMBERS, dtype=np.uint64) * np.uint64(2) + np.uint64(1),
        chance.integers(0, 2**63, NUMBERS, dtype=np.uint64),
    )

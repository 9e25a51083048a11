"""WARC web archives, by warcio: every page of HTML in them as a report, under the address at which it was taken."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from hashlib import sha256
from typing import BinaryIO

from kroniek.errors import InputError
from kroniek.reports.found import Broken, Found
from kroniek.reports.html import MOST, read_html
from kroniek.reports.plain import Rejected


def read_warc(stream: BinaryIO, name: str, *, origin: str) -> Iterator[Found | Rejected]:
    """A report a page; pages without an article are told, other records are passed by. Raises Broken."""
    from dataclasses import replace

    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        for record in ArchiveIterator(stream):
            if record.rec_type != "response" or not record.http_headers:
                continue
            if "html" not in (record.http_headers.get_header("Content-Type") or "html"):
                continue
            url = record.rec_headers.get_header("WARC-Target-URI") or name
            data = record.content_stream().read(MOST + 1)
            try:
                found = read_html(data, url, origin=f"{origin}#{url}", url=url)
                yield replace(found, bytes_sha256=sha256(data).hexdigest())
            except InputError as error:
                yield Rejected(f"{name}, {url}", str(error).removeprefix(f"{url}: "))
    except (ArchiveLoadFailed, EOFError, OSError) as error:
        raise Broken(f"{name}: damaged from here on ({type(error).__name__}: {error}); what was before it is read") from None


def opened(data: bytes) -> BinaryIO:
    """Bytes as a stream."""
    return io.BytesIO(data)


def cut_off(data: bytes) -> bool:
    """Does a compressed archive end in the middle of a record? (Its reader would pass over that in silence.)"""
    if not data.startswith(b"\x1f\x8b"):
        return False
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            while stream.read(1 << 20):
                pass
    except (EOFError, OSError, zlib.error):
        return True
    return False

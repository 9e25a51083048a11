"""A Word file (.docx) → its paragraphs, by python-docx. Zip bombs are told by what the archive says of itself."""

from __future__ import annotations

import io
import zipfile
from importlib.metadata import version

from kroniek.records import Report
from kroniek.reports.boilerplate import blank
from kroniek.reports.found import MB, Broken, Found, TooLarge, bounded

UNPACKED = 100 * MB
RATIO = 200
"""Unpacked to packed; a Word file has 3 to 20."""


def read_word(data: bytes, name: str, *, origin: str) -> Found:
    """The paragraphs, an empty line between them; title and date from the file's own properties. Raises TooLarge, Broken."""
    import docx

    check_zip(bounded(data, name), name)
    try:
        document = docx.Document(io.BytesIO(data))
    except Exception as error:  # python-docx raises what its XML and zip libraries raise
        raise Broken(f"{name}: this is no whole Word file ({type(error).__name__}); open it and save it anew") from None
    text = "\n\n".join(p.text for p in document.paragraphs if p.text.strip())
    if not text:
        raise Broken(f"{name}: this Word file holds no text")
    about = document.core_properties
    report = Report(name, blank(text), "", title=about.title or None)
    return Found(report, origin, f"python-docx {version('python-docx')}")


def check_zip(data: bytes, name: str) -> None:
    """Raises Broken for no zip archive, TooLarge for one that unpacks to more than a report can hold."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        raise Broken(f"{name}: this is no whole Word file (its archive is damaged); open it and save it anew") from None
    if unpacked > UNPACKED or (unpacked > MB and unpacked > RATIO * len(data)):
        raise TooLarge(
            f"{name}: unpacks to {unpacked / MB:.0f} MB from {len(data) / MB:.1f} MB: a zip bomb, or full of pictures; give its text"
        )

"""A PDF → its text, page after page, by pypdfium2. Scans without a text layer are told as such."""

from __future__ import annotations

import time
from importlib.metadata import version

from kroniek.records import Report
from kroniek.reports.boilerplate import blank
from kroniek.reports.found import MB, Broken, Found, TooLarge, bounded

MOST_PAGES = 1000
SECONDS = 50.0
LARGEST = 100 * MB
GAP = "\n\n"


def read_pdf(data: bytes, name: str, *, origin: str) -> Found:
    """The text of all pages, two line ends between them. Raises TooLarge, and Broken for damaged, locked and scanned files."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(bounded(data, name, LARGEST))
    except pypdfium2.PdfiumError as error:
        raise Broken(f"{name}: this PDF is damaged or locked ({error}); open it and save it anew") from None
    with document:
        pages = _pages(document, name)
    text, starts = "", []
    for page in pages:
        starts.append(len(text))
        text += page + GAP
    if not text.strip():
        raise Broken(f"{name}: this PDF holds pictures and no text; run OCR on it first")
    return Found(
        Report(name, blank(text), "", title=None), origin, f"pypdfium2 {version('pypdfium2')}", pages=tuple(starts)
    )


def _pages(document: object, name: str) -> list[str]:
    count = len(document)  # type: ignore[arg-type]
    if count > MOST_PAGES:
        raise TooLarge(f"{name}: {count} pages; the most is {MOST_PAGES}. Split it")
    end, found = time.monotonic() + SECONDS, []
    for n in range(count):
        if time.monotonic() > end:
            raise TooLarge(f"{name}: page {n + 1} was not reached in {SECONDS:.0f} seconds; split it")
        page = document[n]  # type: ignore[index]
        found.append(page.get_textpage().get_text_range().replace("\r\n", "\n").replace("\x00", " "))
    return found

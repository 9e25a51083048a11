"""One report, read: the coder as an object, and what it returns."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from kroniek import highlight
from kroniek.document import Document
from kroniek.edtf import parse_published
from kroniek.errors import EmptyText, UnknownLanguage
from kroniek.records import Event, Report
from kroniek.serial import event_to_dict

if TYPE_CHECKING:
    import pandas

LANGUAGES = ("en", "nl")
BATCH = 64


@dataclass(frozen=True, slots=True)
class Reading:
    """A report and its events. `dropped`: events that are told as planned, threatened or imagined."""

    report: Report
    document: Document
    events: tuple[Event, ...]
    dropped: tuple[Event, ...] = ()

    def to_dicts(self) -> list[dict[str, Any]]:
        """The events as plain values, in the form of `kroniek schema event`."""
        return [event_to_dict(event) for event in self.events]

    def to_pandas(self) -> pandas.DataFrame:
        """The events as a data frame, one row each. Wants pandas (`pip install "kroniek[pandas]"`)."""
        import pandas as pd

        return pd.DataFrame(self.to_dicts())

    def _repr_html_(self) -> str:
        """Notebook view: the text with the events' words marked, and a line for each event."""
        rows = "".join(
            f"<li><b>{html.escape(e.id)} {html.escape(e.type)}</b> {html.escape(highlight.line(e))}</li>"
            for e in self.events
        )
        return (
            f'<div style="white-space:pre-wrap">{highlight.to_html(self.report.text, self.events)}</div><ol>{rows}</ol>'
        )


class Coder:
    """Parsers and knowledge of the languages wanted, loaded when first needed. Picklable; not safe to share by threads."""

    def __init__(self, languages: Iterable[str] = LANGUAGES) -> None:
        self.languages = tuple(languages)
        for language in self.languages:
            _known(language)

    def read(self, report: Report, *, minimum: float = 0.0) -> Reading:
        """Read one report. `minimum`: leave out events with a lower confidence. Raises InputError."""
        return next(iter(self.read_many([report], minimum=minimum)))

    def read_many(self, reports: Iterable[Report], *, minimum: float = 0.0) -> Iterator[Reading]:
        """Read many reports; parsed in batches, given back in their order. Raises InputError at the report that is wrong."""
        batch: list[Report] = []
        for report in reports:
            batch.append(check(report))
            if len(batch) == BATCH:
                yield from self._read_batch(batch, minimum)
                batch = []
        yield from self._read_batch(batch, minimum)

    def _read_batch(self, batch: list[Report], minimum: float) -> Iterator[Reading]:
        documents: dict[int, Document] = {}
        for language in {r.language for r in batch}:
            chosen = [n for n, r in enumerate(batch) if r.language == language]
            parsed = _parser(language).parse_many([batch[n].text for n in chosen])
            documents.update(zip(chosen, parsed, strict=True))
        for n, report in enumerate(batch):
            yield _code(report, documents[n], minimum)


def read(
    text: str,
    *,
    published: str | None = None,
    language: str | None = None,
    title: str | None = None,
    report_id: str = "report",
    minimum: float = 0.0,
) -> Reading:
    """Read one text: its events with their evidence.

    `published` is EDTF ("2019-12-31", "2019-12") or None: relative dates then stay unresolved. `language` ("nl", "en")
    is found from the text when not given. Raises EmptyText, BadDate, UnknownLanguage.
    """
    found = language or detect(text)
    return coder().read(Report(report_id, text, found, published, title), minimum=minimum)


@cache
def coder() -> Coder:
    """The coder that `read` uses, made once."""
    return Coder()


def check(report: Report) -> Report:
    """A report that can be read, control characters blanked (offsets stay). Raises EmptyText, BadDate, UnknownLanguage."""
    if not report.text.strip():
        raise EmptyText(f"report {report.id!r}: the text is empty; give the text of a report")
    _known(report.language)
    parse_published(report.published)
    if any(ord(c) < 32 and c not in "\n\t\r" for c in report.text):
        clean = "".join(c if ord(c) >= 32 or c in "\n\t\r" else " " for c in report.text)
        return replace(report, text=clean)
    return report


def detect(text: str) -> str:
    """The language of a text, "nl" or "en". Raises EmptyText, and UnknownLanguage where it is more likely another."""
    if not text.strip():
        raise EmptyText("the text is empty; give the text of a report")
    import py3langid  # takes a moment: only where no language is given

    best, _ = py3langid.classify(text[:20_000])
    if best not in LANGUAGES:
        raise UnknownLanguage(
            f"the text seems to be in {best!r}; Kroniek reads {', '.join(LANGUAGES)}. Give --language if it is one of these"
        )
    return str(best)


def _known(language: str) -> None:
    if language not in LANGUAGES:
        raise UnknownLanguage(f"language {language!r} is not known; Kroniek reads {', '.join(LANGUAGES)}")


@cache
def _parser(language: str) -> Any:
    from kroniek.parse import Parser

    return Parser.load(language)


def _code(report: Report, document: Document, minimum: float) -> Reading:
    from kroniek.coder.line import code

    events = code(report, document, _knowledge(report.language))
    told = tuple(e for e in events if e.status in ("happened", "not") and e.confidence >= minimum)
    return Reading(report, document, told, tuple(e for e in events if e.status not in ("happened", "not")))


@cache
def _knowledge(language: str) -> Any:
    from kroniek.coder.line import Knowledge

    return Knowledge.load(language)

"""From what files and feeds give to the chronicle: skip what is there, read the rest, keep the reasons of what failed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import delete, insert, select

from kroniek.chronicle import adding, schema
from kroniek.chronicle.adding import Added
from kroniek.chronicle.coded import Coded, Provenance
from kroniek.chronicle.identity import canonical
from kroniek.chronicle.store import Chronicle, now
from kroniek.errors import InputError
from kroniek.records import Report
from kroniek.reports.found import Found, Killed
from kroniek.reports.ingest import Item
from kroniek.reports.plain import Rejected
from kroniek.reports.watch import Feed, Politeness, visit

BATCH = 64
LONGEST = 5_000_000
Read = Callable[[Sequence[Report]], Iterable[tuple[Report, Sequence[object]]]]


@dataclass(frozen=True, slots=True)
class Options:
    """Language and date that win over what files say; `again` reads what this coder has read before."""

    language: str | None = None
    published: str | None = None
    again: bool = False


def take_in(chronicle: Chronicle, items: Iterable[Item], options: Options) -> Iterator[Added | Rejected | Killed]:
    """Read items into the chronicle, 64 a transaction; tells of each as it is done. What is known costs no reading."""
    batch: list[Found] = []
    for item in items:
        if isinstance(item, Found):
            ready = _ready(item, options)
            if isinstance(ready, Found):
                batch.append(ready)
                if len(batch) == BATCH:
                    yield from _add(chronicle, batch, options)
                    batch = []
                continue
            item = ready
        if isinstance(item, Killed):
            yield from _add(chronicle, batch, options)
            batch = []
            adding.withdraw(chronicle, item.guid)
        else:
            adding.refuse(chronicle, [(item.where, item.reason)])
        yield item
    yield from _add(chronicle, batch, options)


def watch(chronicle: Chronicle, feeds: Sequence[Feed], polite: Politeness, options: Options) -> Iterator[Added | Rejected | Killed]:
    """Visit each feed once and take in what is new."""
    for feed in feeds:
        marks = _marks(chronicle, feed.url)
        yield from take_in(chronicle, visit(feed, polite, marks=marks, known=lambda url: _known(chronicle, url)), options)
        _remember(chronicle, feed.url, marks)


def _ready(item: Found, options: Options) -> Found | Rejected:
    """The item as it can be read, with language and date."""
    from kroniek import reading

    report = replace(
        item.report,
        language=options.language or item.report.language,
        published=options.published or item.report.published,
    )
    try:
        if len(report.text) > LONGEST:
            raise InputError(f"{len(report.text):,} characters; the most is {LONGEST:,}. Split it into reports")
        if not report.language:
            report = replace(report, language=reading.detect(report.text))
        return replace(item, report=reading.check(report))
    except InputError as error:
        return Rejected(item.origin, str(error))


def _add(chronicle: Chronicle, batch: Sequence[Found], options: Options) -> Iterator[Added]:
    """Read what is not known yet; the others are told as known."""
    from kroniek import reading
    from kroniek.version import CODER

    if not batch:
        return
    reports = [b.report for b in batch]
    left = reports if options.again else adding.unknown(chronicle, reports, CODER, guids=[b.guid for b in batch])
    wanted = {id(r) for r in left}
    found = {
        id(report): reading_.events for report, reading_ in zip(left, reading.coder().read_many(left), strict=True)
    }
    items = [
        Coded(b.report, Coded.of(b.report, found[id(b.report)]).events, CODER, _provenance(b))
        for b in batch
        if id(b.report) in wanted
    ]
    yield from adding.add_batch(chronicle, items, again=options.again) if items else ()
    for report in reports:
        if id(report) not in wanted:
            yield Added(report.id, 0, "known", 0)


def _provenance(item: Found) -> Provenance:
    return Provenance(item.origin, item.bytes_sha256, item.extractor, item.pages, item.guid)


def _known(chronicle: Chronicle, url: str) -> bool:
    R = schema.reports.c
    with chronicle.reading() as connection:
        query = select(R.no).where((R.address == canonical(url)) | (R.url == url)).limit(1)
        return connection.execute(query).first() is not None


def _marks(chronicle: Chronicle, url: str) -> dict[str, str]:
    F = schema.feeds.c
    with chronicle.reading() as connection:
        row = connection.execute(select(F.etag, F.modified).where(F.url == url)).first()
    return {"etag": row.etag or "", "modified": row.modified or ""} if row else {"etag": "", "modified": ""}


def _remember(chronicle: Chronicle, url: str, marks: dict[str, str]) -> None:
    with chronicle.writing() as connection:
        connection.execute(delete(schema.feeds).where(schema.feeds.c.url == url))
        connection.execute(insert(schema.feeds), [{"url": url, **marks, "visited": now()}])

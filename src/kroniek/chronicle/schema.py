"""The tables of a chronicle, a comment on every column. SQLite and PostgreSQL hold the same ones.

Numbers ("no") are given out by the writer, who holds the only write lock, so that a batch can be inserted at once.
Days are ISO 8601, inclusive. JSON stands in text columns, so that Datasette and any SQLite shell show it. A person's
word is never overwritten: `corrections` is appended to only, reports and events are kept when newer ones take over.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

VERSION = 1
metadata = MetaData()


def _number(name: str, comment: str) -> Column[int]:
    return Column(name, Integer, primary_key=True, autoincrement=False, comment=comment)


def _incident(name: str, comment: str, **more: Any) -> Column[int]:
    """A pointer to an incident, checked when the batch is committed: summaries are written last."""
    later = ForeignKey("incidents.no", deferrable=True, initially="DEFERRED", name=f"{name}_leads_to_an_incident")
    return Column(name, Integer, later, comment=comment, **more)


def _text(name: str, comment: str, *, null: bool = True) -> Column[str]:
    return Column(name, Text, nullable=null, comment=comment)


def _flag(name: str, comment: str) -> Column[int]:
    return Column(name, SmallInteger, nullable=False, default=0, comment=comment)


meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True, comment="name of the setting: schema, created"),
    _text("value", "its value", null=False),
    comment="the chronicle itself: version of its schema, when it was made",
)
about = Table(
    "about",
    metadata,
    Column("table_name", Text, primary_key=True, comment="a table of this chronicle"),
    Column("column_name", Text, primary_key=True, comment="its column; empty for the table as a whole"),
    _text("comment", "what it holds", null=False),
    comment="what every column means; for people who open the file in Datasette or a shell",
)
reports = Table(
    "reports",
    metadata,
    _number("no", "number of this version of the report"),
    _text("id", "name under which it came: file name or given id", null=False),
    _text(
        "address",
        "what makes two reports versions of one: canonical URL or agency id; else digest and outlet",
        null=False,
    ),
    Column("version", Integer, nullable=False, comment="1 for the first text seen under the address, then 2, 3 ..."),
    _flag("live", "1 for the version that counts, 0 for one that a newer took over from or a kill notice withdrew"),
    _text("language", "ISO 639-1", null=False),
    _text("published", "EDTF, as given"),
    _text("published_first", "first day it may have been published"),
    _text("published_last", "last day it may have been published"),
    _text("title", "headline"),
    _text("outlet", "who printed it"),
    _text("url", "where it stood, as given"),
    _text("text", "the frozen text: all offsets count its characters", null=False),
    _text("sha256", "SHA-256 of the text in UTF-8", null=False),
    _text("bytes_sha256", "SHA-256 of the bytes it was read from, where it came from a file or an address"),
    _text("extractor", "what made text of the bytes, with its version"),
    _text("origin", "file or address it was read from"),
    _text("pages", "JSON: offset in the text at which each page begins (PDF), or null"),
    _text("coder", "coder that last read it"),
    _text("added", "when it was added, UTC", null=False),
    Column("lineage", Integer, nullable=False, comment="smallest number among the reports that are near-copies of it"),
    Column("signature", LargeBinary, nullable=False, comment="MinHash of its word triples: 64 unsigned 32-bit numbers"),
    Index("reports_address", "address", "version"),
    Index("reports_sha256", "sha256"),
    Index("reports_lineage", "lineage"),
    Index("reports_outlet", "outlet", "published_first"),
    comment="one row a version of a report",
)
bands = Table(
    "bands",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False, comment="month of publication and digest of four numbers of the signature"),
    Column("report", Integer, primary_key=True, autoincrement=False, comment="reports.no"),
    comment="index for near-copies: reports that share a band are compared",
    sqlite_with_rowid=False,
)
refused = Table(
    "refused",
    metadata,
    _number("no", "number"),
    _text("origin", "file, line or address that could not be read", null=False),
    _text("reason", "why, and what to do", null=False),
    _text("at", "when, UTC", null=False),
    UniqueConstraint("origin", "reason"),
    comment="what could not be read; nothing fails in silence",
)
feeds = Table(
    "feeds",
    metadata,
    Column("url", Text, primary_key=True, comment="address of the feed"),
    _text("etag", "ETag of the last visit, sent back so that an unchanged feed costs nothing"),
    _text("modified", "Last-Modified of the last visit"),
    _text("visited", "when, UTC"),
    comment="feeds that `kroniek watch` follows",
)
events = Table(
    "events",
    metadata,
    _number("no", "number of this coding of the event"),
    _text("uid", "public id: 'e' and 16 hexadecimal digits; shared by all codings of one event", null=False),
    Column("origin", Integer, nullable=False, comment="events.no of the first coding; incidents are named after it"),
    Column("report", Integer, ForeignKey("reports.no"), nullable=False, comment="reports.no"),
    _text("local", "id within its report: e1, e2 ...", null=False),
    _flag("live", "1 for the coding that counts; 0 where a newer coding or version took over"),
    _text("review", "'' not looked at, 'accepted', 'rejected', 'edited'", null=False),
    _text("type", "PLOVER type", null=False),
    _text("mode", "PLOVER mode"),
    _text("status", "happened, not, future, hypothetical", null=False),
    _text("first", "first day on which it may have been"),
    _text("last", "last day on which it may have been"),
    Column("confidence", Float, nullable=False, comment="0 to 1, of the coder"),
    _incident("incident", "incidents.no; null where the event is not live or did not happen"),
    _text("body", "JSON: the event as the coder wrote it (schema `event`)", null=False),
    _text("edited", "JSON: fields that a person changed, with their new values; null where none"),
    _text("sketch", "JSON list: what sameness looks at (kroniek.chronicle.sketch)", null=False),
    _text("coder", "coder that wrote it", null=False),
    Index("events_report", "report"),
    Index("events_uid", "uid"),
    Index("events_incident", "incident"),
    Index("events_origin", "origin"),
    comment="one row a coding of an event: one deed as one report tells it",
)
blocks = Table(
    "blocks",
    metadata,
    Column(
        "key", BigInteger, primary_key=True, autoincrement=False, comment="day and digest of type family and country"
    ),
    Column("event", Integer, primary_key=True, autoincrement=False, comment="events.no"),
    comment="index for sameness: only events that share a block are compared",
    sqlite_with_rowid=False,
)
pairs = Table(
    "pairs",
    metadata,
    Column("a", Integer, primary_key=True, autoincrement=False, comment="events.no, the smaller"),
    Column("b", Integer, primary_key=True, autoincrement=False, comment="events.no, the larger"),
    _text("verdict", "same or unsure; pairs judged different are not kept", null=False),
    Column("score", Float, nullable=False, comment="sum of the features"),
    _text("why", "JSON: feature → value, those that are not 0", null=False),
    Index("pairs_b", "b"),
    Index("pairs_unsure", "verdict", "a"),
    comment="pairs of events judged the same deed, or perhaps the same (these wait for review)",
    sqlite_with_rowid=False,
)
ties = Table(
    "ties",
    metadata,
    Column("a", Integer, primary_key=True, autoincrement=False, comment="events.origin, the smaller"),
    Column("b", Integer, primary_key=True, autoincrement=False, comment="events.origin, the larger"),
    _text("kind", "same or different", null=False),
    Column("correction", Integer, nullable=False, comment="corrections.no that says so; the latest stands"),
    Index("ties_b", "b"),
    comment="a person's word on whether two events are one deed; wins over `pairs`",
)
claims = Table(
    "claims",
    metadata,
    Column("event", Integer, ForeignKey("events.no"), primary_key=True, autoincrement=False, comment="events.no"),
    Column("nth", Integer, primary_key=True, autoincrement=False, comment="0, 1 ... within the event"),
    _text("kind", "killed, injured, detained, crowd", null=False),
    Column("low", Integer, comment="persons, inclusive; null where open"),
    Column("high", Integer, comment="persons, inclusive; null where open"),
    _text("who", "the group counted, in the words of the text", null=False),
    _text("said_by", "who vouches for it, '; ' between several; '' where the report itself does", null=False),
    _text("quote", "the words that give it", null=False),
    Column("start", Integer, nullable=False, comment="offset of the quote in the report's text"),
    Column("end", Integer, nullable=False, comment="end of the quote, exclusive"),
    comment="figures that somebody vouches for; kept side by side",
)
links = Table(
    "links",
    metadata,
    Column("event", Integer, ForeignKey("events.no"), primary_key=True, autoincrement=False, comment="events.no"),
    Column(
        "other", Integer, ForeignKey("events.no"), primary_key=True, autoincrement=False, comment="events.no of the event answered"
    ),
    Column("kind", Text, primary_key=True, comment="answers or part_of"),
    _text("cue", "the words that say so; null where implied"),
    Column("start", Integer, comment="offset of the cue"),
    Column("end", Integer, comment="its end, exclusive"),
    _text("rule", "lexicon entry or rule that read it", null=False),
    Index("links_other", "other"),
    comment="which event a report says answers, or is part of, which",
)
incidents = Table(
    "incidents",
    metadata,
    _number("no", "events.origin of its oldest event"),
    _text("id", "public id: 'i' and the digits of that event's id; never changes", null=False),
    Column("merged_into", Integer, comment="incidents.no that took it in; null for one that stands"),
    _text("type", "PLOVER type of most of its events"),
    _text("mode", "PLOVER mode of most of its events that have one"),
    Column("goldstein", Float, comment="-10 to 10"),
    Column("quad", SmallInteger, comment="1 to 4, see the codebook"),
    _text("day", "first day told, else the earliest day of publication: for sorting and filtering"),
    _text("first", "first day of the narrowest date told; null where no report gives one"),
    _text("last", "last day of it"),
    _text("initiators", "JSON: list of {key, name, country, sector}"),
    _text("targets", "JSON: list of {key, name, country, sector}"),
    _text("place", "name of the finest place told"),
    _text("country", "ISO 3166 alpha-3 of the place"),
    Column("geonameid", Integer, comment="GeoNames id"),
    Column("lat", Float, comment="degrees, WGS 84"),
    Column("lon", Float, comment="degrees, WGS 84"),
    _text("place_precision", "exact, place, near, region, country"),
    Column("deeds_low", Integer, comment="how many deeds it stands for, at least"),
    Column("deeds_high", Integer, comment="at most; null where open"),
    *(
        Column(f"{kind}_{end}", Integer, comment=f"persons {kind}: {end} estimate over all claims; null where none")
        for kind in ("killed", "injured", "detained", "crowd")
        for end in ("low", "best", "high")
    ),
    _flag("disputed", "1 where somebody denies it, or figures exclude each other"),
    _text("review", "'', 'accepted', 'edited'; 'unsure' where a pair waits for review"),
    Column("confidence", Float, comment="1 minus the product of the doubts of its independent lineages"),
    Column("events", Integer, comment="how many live events it holds"),
    Column("reports", Integer, comment="how many reports tell it"),
    Column("lineages", Integer, comment="how many independent texts: near-copies count once"),
    Index("incidents_id", "id", unique=True),
    Index("incidents_day", "day"),
    Index("incidents_place", "lat", "lon"),
    Index("incidents_type", "type", "day"),
    Index("incidents_country", "country", "day"),
    comment="the deed itself, over all reports; a summary worked out from its events",
)
dyads = Table(
    "dyads",
    metadata,
    _incident("incident", "incidents.no", primary_key=True, autoincrement=False),
    Column("initiator", Text, primary_key=True, comment="key of the actor: id, else country, else words; '' unknown"),
    Column("target", Text, primary_key=True, comment="key of the actor; '' unknown"),
    _text("initiator_country", "ISO 3166 alpha-3 or codebook code", null=False),
    _text("target_country", "ISO 3166 alpha-3 or codebook code", null=False),
    _text("day", "incidents.day"),
    Index("dyads_keys", "initiator", "target", "day"),
    Index("dyads_countries", "initiator_country", "target_country", "day"),
    Index("dyads_target", "target", "day"),
    comment="who to whom, one row a pair of actors of an incident",
)
actors = Table(
    "actors",
    metadata,
    Column("key", Text, primary_key=True, comment="id in knowledge/actors, else 'country:sector', else the words"),
    _text("name", "English name, else the words first met", null=False),
    _text("country", "ISO 3166 alpha-3 or codebook code"),
    _text("sector", "as in the codebook"),
    _text("wikidata", "Wikidata id"),
    comment="every actor met, as last described",
)
incident_links = Table(
    "incident_links",
    metadata,
    Column("no", Integer, primary_key=True, autoincrement=False, comment="corrections.no that says so"),
    Column("a", Integer, nullable=False, comment="events.origin of the answering act"),
    Column("b", Integer, nullable=False, comment="events.origin of the act answered"),
    _text("kind", "answers or part_of", null=False),
    _text("word", "linked or unlinked; the latest stands", null=False),
    Index("incident_links_a", "a"),
    comment="a person's word on which incident answers which; wins over `links`",
)
corrections = Table(
    "corrections",
    metadata,
    _number("no", "1, 2 ... without gaps"),
    _text("at", "when, UTC", null=False),
    _text("who", "who decided", null=False),
    _text("action", "accept, reject, edit, merge, split, link, unlink", null=False),
    _text("targets", "JSON: list of public ids it is about", null=False),
    _text("field", "field that was edited; else null"),
    _text("old", "JSON: value before"),
    _text("new", "JSON: value after"),
    _text("why", "reason given", null=False),
    _text("anchors", "JSON: per event, report digest, type, trigger and evidence as they stood", null=False),
    _text("previous", "hash of the correction before; 64 zeros for the first", null=False),
    _text("hash", "SHA-256 over all columns before this one, as canonical JSON", null=False),
    comment="every decision of a person, appended only, chained by hashes",
)


def comments() -> list[dict[str, str]]:
    """Rows for the table `about`."""
    rows = []
    for table in metadata.sorted_tables:
        rows.append({"table_name": table.name, "column_name": "", "comment": table.comment or ""})
        rows += [{"table_name": table.name, "column_name": c.name, "comment": c.comment or ""} for c in table.columns]
    return rows

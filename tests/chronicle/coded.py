"""Events made by hand for the tests: short to write, complete in form."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from kroniek import edtf
from kroniek.chronicle import Chronicle, Coded
from kroniek.knowledge.acts import types
from kroniek.records import Report
from kroniek.reports.plain import read_text

ROOT = Path(__file__).parent.parent.parent
CODER = "hand 1"
Fresh = Callable[[], AbstractContextManager[Chronicle]]
"""Opens an empty chronicle each time it is called."""


def event(id: str = "e1", type: str = "ASSAULT", *, text: str = "", trigger: str = "", **fields: Any) -> dict[str, Any]:
    """An event in the form of `kroniek schema event`. `trigger`: words of `text`."""
    at = text.index(trigger) if trigger else 0
    span = {"text": trigger, "start": at, "end": at + len(trigger)}
    line_start, line_end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    line_end = len(text) if line_end < 0 else line_end
    told = types()[type]
    body: dict[str, Any] = {
        "id": id, "report": "r", "language": "en", "type": type, "mode": None, "context": [], "cameo": told.cameo,
        "quad": told.quad, "goldstein": told.score, "status": "happened", "trigger": [span],
        "evidence": [{"text": text[line_start:line_end], "start": line_start, "end": line_end}],
        "initiators": [], "targets": [], "according_to": [], "place": None, "when": None, "occurrences": [1, 1],
        "killed": [], "injured": [], "detained": [], "crowd": [], "disputed": False, "links": [], "answers": [],
        "part_of": [], "grounds": {}, "confidence": 0.7, "coder": CODER,
    }  # fmt: skip
    return body | fields


def actor(told: str) -> dict[str, Any]:
    """name|country|sector, with "=" before the name of a body and "@" before that of a person."""
    name, country, sector = (told + "||").split("|")[:3]
    named, rule = name.startswith(("=", "@")), "persons.tsv: hand" if name.startswith("@") else "hand"
    name = name.lstrip("=@")
    return {
        "text": name, "start": 0, "end": 0, "name": name if named else None, "id": name.casefold() if named else None, "country": country or None,
        "sector": sector or None, "wikidata": None, "alternatives": [], "rule": rule,
    }  # fmt: skip


def place(told: str) -> dict[str, Any] | None:
    """name|country|lat|lon|precision."""
    if not told:
        return None
    name, country, lat, lon, precision = told.split("|")
    return {
        "text": name, "start": 0, "end": 0, "name": name, "country": country, "geonameid": None, "admin1": None,
        "lat": float(lat), "lon": float(lon), "precision": precision, "alternatives": [], "rule": "hand",
    }  # fmt: skip


def when(told: str) -> dict[str, Any] | None:
    """EDTF."""
    if not told:
        return None
    bounds = edtf.parse(told)
    first, last = (d.isoformat() if d else None for d in (bounds.first, bounds.last))
    precision = "day" if first == last else "interval"
    return {"text": told, "start": 0, "end": 0, "edtf": told, "first": first, "last": last, "precision": precision, "rule": "hand"}


def claims(kind: str, told: str) -> list[dict[str, Any]]:
    """low-high|who|said by; several apart by ";"."""
    found = []
    for one in filter(None, told.split(";")):
        figure, who, said = one.split("|")
        low, high = figure.split("-")
        found.append({
            "kind": kind, "low": int(low) if low else None, "high": int(high) if high else None, "who": who,
            "text": figure, "start": 0, "end": 0, "according_to": [actor(f"={said}")] if said else [], "rule": "hand",
        })  # fmt: skip
    return found


def link(other: str, kind: str = "answers", cue: str | None = None) -> dict[str, Any]:
    """A link to another event of the report."""
    return {"kind": kind, "event": other, "cue": {"text": cue, "start": 0, "end": 0} if cue else None, "rule": "hand"}


def examples() -> tuple[list[Coded], dict[tuple[str, str], str]]:
    """The example reports with their events as coded by hand in cases/incidents; and (report id, event id) → incident."""
    rows, items, truth = _table("examples"), [], {}
    for path in sorted((ROOT / "examples").glob("*.txt")):
        report = read_text(path.read_text(), path.stem)
        told = rows[path.stem[:2]]
        ids = {row["incident"]: f"e{n}" for n, row in enumerate(told, 1)}
        items.append(Coded(report, tuple(_row(row, ids, report) for row in told), CODER))
        truth |= {(report.id, id): name for name, id in ids.items()}
    return items, truth


def others(damage: Callable[[dict[str, str]], dict[str, str]] = dict) -> tuple[list[Coded], dict[tuple[str, str], str]]:
    """The reports of cases/incidents/others.tsv, as `examples`. `damage`: what a poor reader makes of a row."""
    items, truth = [], {}
    for id, told in _table("others").items():
        text = "\n".join(row["sentence"] for row in told)
        found = Report(id, text, id[-2:], told[0]["published"], None, told[0]["outlet"])
        ids = {row["incident"]: f"e{n}" for n, row in enumerate(told, 1)}
        items.append(Coded(found, tuple(_row(damage(row), ids, found) for row in told), CODER))
        truth |= {(id, e): name for name, e in ids.items()}
    return items, truth


def _table(name: str) -> dict[str, list[dict[str, str]]]:
    """Rows of cases/incidents/<name>.tsv by report."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    lines = [li for li in (ROOT / "cases" / "incidents" / f"{name}.tsv").read_text().splitlines() if not li.startswith("#")]
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        rows[row["report"]].append({k: v or "" for k, v in row.items()})
    return rows


def _row(row: dict[str, str], ids: dict[str, str], report: Report) -> dict[str, Any]:
    links = [link(ids[row["answers"]])] if row.get("answers") else []
    return event(
        ids[row["incident"]], row["type"], text=report.text, trigger=row["trigger"], language=report.language,
        mode=row["mode"] or None, status=row["status"],
        initiators=[actor(a) for a in filter(None, row["initiators"].split(";"))],
        targets=[actor(a) for a in filter(None, row["targets"].split(";"))],
        place=place(row["place"]), when=when(row["when"]), killed=claims("killed", row["killed"]),
        injured=claims("injured", row["injured"]), links=links, answers=[x["event"] for x in links], report=report.id,
    )  # fmt: skip


def report(text: str, id: str = "r", **fields: Any) -> Report:
    """A report in English."""
    return Report(id, text, "en", **fields)

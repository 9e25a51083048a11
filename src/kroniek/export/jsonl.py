"""events.jsonl (each line valid against `kroniek schema event`, under public ids), incidents.jsonl with the ids of their
events, and answers.jsonl, in a folder."""

from __future__ import annotations

import json
from pathlib import Path

from kroniek.export.material import Material
from kroniek.export.tables import INCIDENTS, answer_rows


def write(material: Material, folder: Path) -> int:
    """Gives the number of events."""
    count = 0
    with (
        (folder / "events.jsonl").open("w", encoding="utf-8") as events,
        (folder / "incidents.jsonl").open("w", encoding="utf-8") as incidents,
        (folder / "answers.jsonl").open("w", encoding="utf-8") as answers,
    ):
        for incident in material.incidents():
            told = incident.pop("tellings")
            row = {k: v for k, v in incident.items() if k in INCIDENTS} | {"event_ids": [t["uid"] for t in told]}
            incidents.write(json.dumps(row, ensure_ascii=False) + "\n")
            for telling in told:
                events.write(json.dumps(telling["event"], ensure_ascii=False) + "\n")
                count += 1
        for row in answer_rows(material):
            answers.write(json.dumps(row, ensure_ascii=False) + "\n")
    return count

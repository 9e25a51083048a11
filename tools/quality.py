"""Score the coder on the gold's development reports and on our own; write docs/quality.md's tables and the floors.

Usage: quality.py [--gold DIR] [--write]. Without --write the scores are printed. Floors are the measured F1 rounded
down to two digits. The scorer is the gold's, for all reports.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from errors import GOLD, readings

from kroniek.serial import event_to_dict

ROOT = Path(__file__).parent.parent
FLOORS = ROOT / "tests" / "floors.json"
PAGE = ROOT / "docs" / "quality.md"
PINNED = ("typed", "initiator", "target", "when", "when~", "place", "killed", "source", "answers", "whole")


def digest(gold: Path) -> str:
    """SHA-256 over the gold's files, in the order of their names, and the scorer."""
    found = hashlib.sha256()
    for path in [*sorted((gold / "dev").glob("*.json")), gold / "score.py"]:
        found.update(path.read_bytes())
    return found.hexdigest()


def sets(gold: Path) -> dict[str, Path]:
    """The folders of coded reports, by the name that tables and floors give them."""
    own = ROOT / "cases" / "reports"
    return {"gold": gold / "dev", "looked-at": own / "looked-at", "held-back": own / "held-back"}


def scores(gold: Path, reports: Path) -> dict[str, Any]:
    """What the gold's score.py says of a folder: language → slot → gold, coded, right, precision, recall, f1."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8", delete=False) as file:
        for _, _, reading in readings(reports, None):
            file.writelines(json.dumps(event_to_dict(event), ensure_ascii=False) + "\n" for event in reading.events)
    try:
        command = [sys.executable, str(gold / "score.py"), "events", str(reports), file.name, "--json"]
        return dict(json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout))
    finally:
        Path(file.name).unlink()


def table(found: dict[str, Any]) -> str:
    """The scores as a Markdown table, both languages side by side."""
    lines = ["| slot | nl P | nl R | nl F1 | en P | en R | en F1 |", "|---|---|---|---|---|---|---|"]
    for slot in found["nl"]:
        cells = [
            f"{found[language][slot][key]:.3f}" for language in ("nl", "en") for key in ("precision", "recall", "f1")
        ]
        lines.append(f"| {slot} | {' | '.join(cells)} |")
    return "\n".join(lines)


def write(gold: Path, found: dict[str, dict[str, Any]]) -> None:
    """Put the tables into docs/quality.md and the floors into tests/floors.json. Floors only rise unless told."""
    page = PAGE.read_text(encoding="utf-8")
    for name, one in found.items():
        block = f"<!-- {name} -->\n{table(one)}\n<!-- end -->"
        before, rest = page.split(f"<!-- {name} -->", 1)
        page = before + block + rest.split("<!-- end -->", 1)[1]
    PAGE.write_text(page, encoding="utf-8")
    old = json.loads(FLOORS.read_text())["floors"] if not os.environ.get("KRONIEK_LOWER_FLOORS") else {}
    floors = {name: {lang: _floors(one[lang], old.get(name, {}).get(lang, {})) for lang in one} for name, one in found.items()}
    FLOORS.write_text(json.dumps({"gold": digest(gold), "floors": floors}, indent=1) + "\n")


def _floors(measured: dict[str, Any], old: dict[str, float]) -> dict[str, float]:
    return {slot: max(math.floor(measured[slot]["f1"] * 100) / 100, old.get(slot, 0.0)) for slot in PINNED}


def main() -> None:
    """Print the tables, or write them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found = {name: scores(options.gold, folder) for name, folder in sets(options.gold).items()}
    for name, one in found.items():
        print(f"{name}\n\n{table(one)}\n")
    if options.write:
        write(options.gold, found)


if __name__ == "__main__":
    main()

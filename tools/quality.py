"""Score the coder on the gold reports; write docs/quality.md's tables and the floors that tests hold.

Usage: quality.py [--gold DIR] [--write]. Without --write the scores are printed. Floors are the measured F1 rounded
down to two digits.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import re
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


def scores(gold: Path) -> dict[str, Any]:
    """What the gold's score.py says: language → slot → gold, coded, right, precision, recall, f1."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8", delete=False) as file:
        for _, _, reading in readings(gold, None):
            file.writelines(json.dumps(event_to_dict(event), ensure_ascii=False) + "\n" for event in reading.events)
    try:
        command = [sys.executable, str(gold / "score.py"), "events", str(gold / "dev"), file.name, "--json"]
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


def write(gold: Path, found: dict[str, Any]) -> None:
    """Put the table into docs/quality.md and the floors into tests/floors.json. Floors only rise unless told."""
    page = PAGE.read_text(encoding="utf-8")
    block = f"<!-- scores -->\n{table(found)}\n<!-- end -->"
    PAGE.write_text(re.sub(r"<!-- scores -->.*?<!-- end -->", lambda _: block, page, flags=re.DOTALL), encoding="utf-8")
    new = {lang: {slot: math.floor(found[lang][slot]["f1"] * 100) / 100 for slot in PINNED} for lang in found}
    if FLOORS.exists() and not os.environ.get("KRONIEK_LOWER_FLOORS"):
        old = json.loads(FLOORS.read_text())["floors"]
        new = {lang: {slot: max(value, old[lang].get(slot, 0)) for slot, value in new[lang].items()} for lang in new}
    FLOORS.write_text(json.dumps({"gold": digest(gold), "floors": new}, indent=1) + "\n")


def main() -> None:
    """Print the table, or write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    found = scores(options.gold)
    print(table(found))
    if options.write:
        write(options.gold, found)


if __name__ == "__main__":
    main()

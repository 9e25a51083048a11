"""Set the mark "(open)" on the cases that are not read as their table says, and take it off those that are.

Usage: mark_open.py; run it after a change, and read the difference in git before committing it.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from casefile import CASES, Case, faults, load

from kroniek import read


def main() -> None:
    """Rewrite the headings of all case files; print what changed and the sum."""
    wrong = 0
    for case in load():
        found = faults(case, read(case.text, published=case.published, language=case.language).events)
        wrong += bool(found)
        if bool(found) != case.open:
            print(f"{'open' if found else 'closed'}: {case.file}: {case.name}{'; '.join(['', *found])}")
            _mark(case, is_open=bool(found))
    print(f"{len(load())} cases, {wrong} open")


def _mark(case: Case, *, is_open: bool) -> None:
    path = CASES / Path(case.file) if (CASES / case.file).exists() else CASES / Path(case.file).name
    text = path.read_text(encoding="utf-8")
    heading = re.compile(rf"^## {re.escape(case.name)}( \(open\))?[ ]*$", re.MULTILINE)
    path.write_text(heading.sub(lambda _: f"## {case.name}{' (open)' if is_open else ''}", text), encoding="utf-8")


if __name__ == "__main__":
    main()

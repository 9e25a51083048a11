"""Every case in cases/ is read as its table says, but for those marked (open)."""

from __future__ import annotations

import pytest
from casefile import Case, faults, load

from kroniek import read

CASES = load()


@pytest.mark.parametrize("case", CASES, ids=[f"{c.file}: {c.name}" for c in CASES])
def test_case(case: Case) -> None:
    found = faults(case, read(case.text, published=case.published, language=case.language).events)
    if case.open:
        if found:
            pytest.xfail("; ".join(found))
        return
    assert not found

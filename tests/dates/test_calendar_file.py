"""calendar.toml is read strictly: each mistake is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from kroniek.errors import KnowledgeError
from kroniek.knowledge import calendar as module

HEAD = """
numeric = "dmy"
ordinal_endings = []
dateline = []
word = [{ classes = ["weekday"], value = 0, forms = ["maandag"] }]
holiday = []
tense = { future = [], perfect = [], planning = [], planned = [], beginning = [], since = [], when = [] }
"""


def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, patterns: str) -> module.Calendar:
    (tmp_path / "calendar.toml").write_text(HEAD + patterns, encoding="utf-8")
    monkeypatch.setattr(module, "language_folder", lambda language: tmp_path)
    return module.calendar.__wrapped__("nl")


def pattern(match: str, *, id: str = "x", op: str = "weekday", more: str = "") -> str:
    return f'[[pattern]]\nid = "{id}"\nop = "{op}"\nmatch = {match}\n{more}\n'


def test_a_good_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = load(tmp_path, monkeypatch, pattern('["de? {weekday}"]'))
    assert set(found.plain) == {"de", "maandag"}


@pytest.mark.parametrize(
    ("patterns", "message"),
    [
        (pattern('["{wekday}"]'), "unknown class 'wekday'; did you mean 'weekday'"),
        (pattern('["de?"]'), "all is optional"),
        (pattern("[]"), "no match"),
        (pattern('["x"]') + pattern('["y"]'), "the id stands there twice"),
        (pattern('["x"]', op="weekdy"), "unknown value 'weekdy'; did you mean 'weekday'"),
        (pattern('["x"]', more="shif = 1"), "unknown key 'shif'; did you mean 'shift'"),
        (pattern('["mid-{number}"]'), "cannot be part of a word"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, patterns: str, message: str) -> None:
    with pytest.raises(KnowledgeError, match=message):
        load(tmp_path, monkeypatch, patterns)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_two_languages_name_the_same_days(language: str) -> None:
    words = module.calendar(language).words
    for name, values in (
        ("weekday", range(7)),
        ("month", range(1, 13)),
        ("season", (3, 6, 9, 12)),
        ("part", (1, 2, 3)),
    ):
        assert {term.value for term in words.word if name in term.classes} == set(values)

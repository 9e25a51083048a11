"""EDTF: what is read, what is written, and that the two agree."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kroniek import edtf
from kroniek.errors import BadDate

DAYS = st.dates(date(1000, 1, 1), date(9990, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019", "2019-01-01", "2019-12-31"),
        ("2019-12", "2019-12-01", "2019-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2020-01-03~", "2020-01-03", "2020-01-03"),
        ("2020-01?", "2020-01-01", "2020-01-31"),
        ("2019-10-29/2019-12-31", "2019-10-29", "2019-12-31"),
        ("2019-06~/2019-09-06", "2019-06-01", "2019-09-06"),
        ("2014/2019-01-30", "2014-01-01", "2019-01-30"),
        ("../2020-02-01", None, "2020-02-01"),
        ("/2020-02-01", None, "2020-02-01"),
        ("2020-02-01/..", "2020-02-01", None),
        ("2020-02-01/", "2020-02-01", None),
        ("2019-21", "2019-03-01", "2019-05-31"),
        ("2019-22", "2019-06-01", "2019-08-31"),
        ("2019-23", "2019-09-01", "2019-11-30"),
        ("2019-24", "2019-12-01", "2020-02-29"),
        (" 2019-12-31 ", "2019-12-31", "2019-12-31"),
    ],
)
def test_bounds(text: str, first: str | None, last: str | None) -> None:
    found = edtf.parse(text)
    assert (found.first and found.first.isoformat(), found.last and found.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "31-12-2019",
        "2019-13",
        "2019-02-30",
        "2019-25",
        "2019-12-31/2019-12-01",
        "../..",
        "/",
        "19-12",
        "2019-1-3",
        "2019-21-03",
        "2019-12-31/2020-01-01/2020-01-02",
        "0000-01-01",
        "２０１９",
    ],
)
def test_no_date_says_what_to_write(text: str) -> None:
    with pytest.raises(BadDate, match="write EDTF, for instance"):
        edtf.parse(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2019-12-31", "2019-12-31", "2019-12-31"),
        ("2019-12-31T14:05:00Z", "2019-12-31", "2019-12-31"),
        ("2019-12", "2019-12-01", "2019-12-31"),
    ],
)
def test_published(text: str, first: str, last: str) -> None:
    found = edtf.parse_published(text)
    assert found is not None
    assert (str(found.first), str(found.last)) == (first, last)


@pytest.mark.parametrize("text", [None, "", "  "])
def test_no_publication_date(text: str | None) -> None:
    assert edtf.parse_published(text) is None


@pytest.mark.parametrize("text", ["../2019-12-31", "2019-12-31/..", "T12:00"])
def test_publication_has_two_ends(text: str) -> None:
    with pytest.raises(BadDate):
        edtf.parse_published(text)


@pytest.mark.parametrize(
    ("first", "last", "written"),
    [
        (date(2019, 12, 31), date(2019, 12, 31), "2019-12-31"),
        (date(2019, 12, 1), date(2019, 12, 31), "2019-12"),
        (date(2019, 1, 1), date(2019, 12, 31), "2019"),
        (date(2019, 12, 1), date(2019, 12, 30), "2019-12-01/2019-12-30"),
        (None, date(2019, 12, 30), "../2019-12-30"),
        (date(2019, 12, 1), None, "2019-12-01/.."),
    ],
)
def test_shortest_form(first: date | None, last: date | None, written: str) -> None:
    assert edtf.write(first, last) == written


def test_ends_at_their_grain() -> None:
    text = edtf.write(date(2019, 6, 1), date(2019, 9, 6), doubt_first="~", grain_first="month")
    assert text == "2019-06~/2019-09-06"


@given(DAYS, st.integers(0, 800), st.sampled_from(["", "~", "?", "%"]))
def test_what_is_written_is_read_back(first: date, length: int, doubt: str) -> None:
    last = first + timedelta(days=length)
    found = edtf.parse(edtf.write(first, last, doubt_first=doubt, doubt_last=doubt))
    assert (found.first, found.last, found.doubt_first, found.doubt_last) == (first, last, doubt, doubt)


@given(DAYS)
def test_open_ends_are_read_back(day: date) -> None:
    assert edtf.parse(edtf.write(None, day)) == edtf.Bounds(None, day)
    assert edtf.parse(edtf.write(day, None)) == edtf.Bounds(day, None)


@given(st.text(max_size=24))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = edtf.parse(text)
    except BadDate:
        return
    assert found.first is None or found.last is None or found.first <= found.last

"""Tables that others publish become acts; what is wrong in them is told with its row."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("pandas", reason="the extra 'dynamics' is not installed")

import pandas as pd

from kroniek.dynamics.acts import COLUMNS, by_country, complete, from_table, from_wide, read
from kroniek.errors import InputError

GED = {
    "id": [1, 2], "date_start": ["2020-01-31 00:00:00.000", "2020-02-03"], "date_end": ["2020-02-02 00:00:00.000", "2020-02-03"],
    "side_a": ["Government of Iraq", "IS"], "side_b": ["IS", "Civilians"], "type_of_violence": [1, 3], "best": [5, 2],
    "low": [4, 2], "high": [9, 2], "country": ["Iraq", "Iraq"], "number_of_sources": [3, -1],
}  # fmt: skip
ACLED = {
    "event_id_cnty": ["IRQ1"], "event_date": ["03 January 2020"], "actor1": ["Military Forces of the United States"], "actor2": ["PMF"],
    "event_type": ["Explosions/Remote violence"], "sub_event_type": ["Air/drone strike"], "fatalities": [8], "country": ["Iraq"],
}  # fmt: skip
OWN = {
    "id": ["e1", "e2"], "report": ["r", "r"], "type": ["ASSAULT", "ACCUSE"], "mode": ["drone", ""], "when": ["2020-01-03", ""],
    "initiators": ["American [USA/MIL]; Nobody", "Iraq [IRQ]"], "targets": ["Qassem Soleimani [IRN/MIL]", ""],
    "killed": ["≥2; 8", ""], "occurrences_low": [1, 1], "country": ["IRQ", ""],
}  # fmt: skip
INCIDENTS = {
    "id": ["i1"], "type": ["ASSAULT"], "first": ["2020-01-08"], "last": ["2020-01-08"], "initiators": ["Iran; Guards"],
    "initiator_countries": ["IRN; IRN"], "targets": ["Americans"], "target_countries": ["USA"], "killed_low": [0],
    "killed_best": [0], "killed_high": [80], "deeds_low": [1], "lineages": [3],
}  # fmt: skip


def test_ged() -> None:
    acts = from_table(pd.DataFrame(GED))
    assert tuple(acts.columns) == COLUMNS
    first = acts.iloc[0]
    assert (f"{first['first']:%F}", f"{first['last']:%F}") == ("2020-01-31", "2020-02-02")
    assert (first["initiator"], first["target"], first["type"]) == ("Government of Iraq", "IS", "ASSAULT")
    assert (first["deaths_low"], first["deaths_best"], first["deaths_high"], first["reports"]) == (4, 5, 9, 3)


@pytest.mark.parametrize("day", ["2020-01-03", "03 January 2020"])
def test_acled(day: str) -> None:
    acts = from_table(pd.DataFrame({**ACLED, "event_date": [day]}))
    assert f"{acts.iloc[0]['first']:%F}" == "2020-01-03"
    assert acts.iloc[0][["target", "type", "deaths_best"]].to_list() == ["PMF", "ASSAULT", 8]


def test_our_own_table_of_events() -> None:
    acts = from_table(pd.DataFrame(OWN))
    assert acts.attrs["left_out"] == 1
    one = acts.iloc[0]
    assert one[["initiator", "initiator_country", "target_country", "target_sector"]].to_list() == ["American", "USA", "IRN", "MIL"]
    assert one["deaths_best"] == 2
    assert by_country(acts).iloc[0]["target"] == "IRN"


def test_our_own_table_of_incidents() -> None:
    one = by_country(from_table(pd.DataFrame(INCIDENTS))).iloc[0]
    assert one[["initiator", "target", "deaths_high", "reports"]].to_list() == ["IRN", "USA", 80, 3]


@pytest.mark.parametrize(
    ("told", "first", "last"),
    [
        ("2020-01-03", "2020-01-03", "2020-01-03"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2020", "2020-01-01", "2020-12-31"),
        ("2019-10/2019-12", "2019-10-01", "2019-12-31"),
        ("2020-01-03?", "2020-01-03", "2020-01-03"),
        ("2020-01-03T14:30:00Z", "2020-01-03", "2020-01-03"),
    ],
)
def test_dates(told: str, first: str, last: str) -> None:
    one = from_table(pd.DataFrame({"date": [told], "city": ["X"]})).iloc[0]
    assert (f"{one['first']:%F}", f"{one['last']:%F}") == (first, last)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"date": ["soon"]}, "row 1: 'soon' is no date"),
        ({"dat": ["2020-01-01"]}, "did you mean 'date'"),
        ({"date": ["2020-01-05"], "last": ["2020-01-01"]}, "ends"),
        ({"date": ["2020-01-05"], "deaths": ["many"]}, "row 1: deaths_best 'many' is no number"),
        ({"date": ["2020-01-05"], "low": [5], "high": [3]}, "the low figure comes first"),
    ],
)
def test_what_is_wrong_is_told(table: dict[str, list[object]], said: str) -> None:
    with pytest.raises(InputError, match=said.replace("(", r"\(")):
        from_table(pd.DataFrame(table), name="t.csv")


def test_a_table_of_counts_keeps_its_range() -> None:
    acts = from_table(pd.DataFrame({"month": ["2020-01", "2020-02", "2020-03"], "country_id": [1, 1, 1], "deaths": [0, 7, 0]}))
    assert len(acts) == 1
    assert acts.attrs["range"] == ("2020-01-01", "2020-03-31")


def test_acts_without_deaths_stay() -> None:
    acts = from_table(pd.DataFrame({"date": ["2020-01-01"], "initiator": ["A"], "deaths": [0]}))
    assert len(acts) == 1


def test_a_wide_table() -> None:
    table = pd.DataFrame({"date": ["2020-01-01", "2020-01-02", "2020-01-03"], "a": [0, 2, 0], "b": [0, 1, 0]})
    acts = from_wide(table, {"a": ("A", "B"), "b": ("B", "A")})
    assert acts[["initiator", "deaths_best"]].to_numpy().tolist() == [["A", 2], ["B", 1]]
    assert acts.attrs["range"] == ("2020-01-01", "2020-01-03")


def test_events_and_incidents_as_json_lines(tmp_path: Path) -> None:
    actor = {"name": None, "text": "jets", "country": "USA", "sector": "MIL"}
    event = {
        "id": "e1", "report": "r", "status": "happened", "type": "ASSAULT", "mode": "aerial", "goldstein": -9.0,
        "when": {"first": "2020-01-03", "last": None}, "place": None, "initiators": [actor], "targets": [],
        "killed": [{"low": 20, "high": 25}, {"low": 30, "high": None}], "answers": ["e2"],
    }  # fmt: skip
    path = tmp_path / "events.jsonl"
    path.write_text("\n".join(json.dumps(e) for e in (event, {**event, "id": "e2", "status": "future"})))
    acts = read(path)
    assert acts.attrs["left_out"] == 1
    assert acts.iloc[0][["id", "deaths_low", "deaths_best", "deaths_high", "answers"]].to_list() == ["r:e1", 20, 26.25, 30, "r:e2"]
    path.write_text("{}")
    with pytest.raises(InputError, match="line 1: no event"):
        read(path)
    path.write_text("[")
    with pytest.raises(InputError, match="line 1: no JSON"):
        read(path)


@pytest.mark.parametrize("name", ["none.csv", ".", "text.parquet"])
def test_files_that_are_none(name: str, tmp_path: Path) -> None:
    (tmp_path / "text.parquet").write_text("no parquet")
    with pytest.raises(InputError):
        read(tmp_path / name)


def test_parquet(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    frame = pd.DataFrame(GED)
    duckdb.from_df(frame).write_parquet(str(tmp_path / "ged.parquet"))
    assert read(tmp_path / "ged.parquet")["deaths_best"].sum() == 7


def test_an_empty_table_is_complete() -> None:
    assert list(complete(pd.DataFrame({"first": []})).columns) == list(COLUMNS)

"""Every format: its columns are those that its tools expect, and real readers read it back."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "chronicle"))
from coded import examples

from kroniek.chronicle import Chronicle
from kroniek.chronicle.adding import add
from kroniek.chronicle.queries import Filter
from kroniek.errors import InputError
from kroniek.export import FILES, FOLDERS, FORMATS, export

COUNTS = {"acled": 31, "ged": 49, "gdelt": 61, "polecat": 40}


@pytest.fixture(scope="module")
def chronicle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chronicle]:
    with Chronicle(tmp_path_factory.mktemp("chronicle") / "c.db") as opened:
        add(opened, examples()[0])
        yield opened


def written(chronicle: Chronicle, format: str, tmp_path: Path) -> str:
    assert export(chronicle, format, tmp_path / "out") > 0
    return (tmp_path / "out").read_text()


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_writes(chronicle: Chronicle, format: str, tmp_path: Path) -> None:
    assert export(chronicle, format, tmp_path / "out") > 0
    assert export(chronicle, format, tmp_path / "none", Filter(country="NLD")) == 0


@pytest.mark.parametrize(("format", "count"), COUNTS.items())
def test_columns(chronicle: Chronicle, format: str, count: int, tmp_path: Path) -> None:
    columns = import_module(f"kroniek.export.{format}").COLUMNS
    assert len(columns) == len(set(columns)) == count
    lines = written(chronicle, format, tmp_path).splitlines()
    sign = "\t" if format in ("gdelt", "polecat") else ","
    assert {len(row) for row in csv.reader(lines, delimiter=sign)} == {count}
    if format != "gdelt":
        assert lines[0].split(sign) == list(columns)


def test_unknown_format(chronicle: Chronicle, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="did you mean 'geojson'"):
        export(chronicle, "geojsn", tmp_path / "x")


def test_jsonl_is_valid_against_our_schema(chronicle: Chronicle, tmp_path: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    from kroniek.serial import event_schema

    export(chronicle, "jsonl", tmp_path)
    schema = event_schema()
    events = [json.loads(line) for line in (tmp_path / "events.jsonl").read_text().splitlines()]
    for event in events:
        jsonschema.validate(event, schema)
    incidents = [json.loads(line) for line in (tmp_path / "incidents.jsonl").read_text().splitlines()]
    assert sorted(e["id"] for e in events) == sorted(i for n in incidents for i in n["event_ids"])


def test_parquet_and_csv_agree(chronicle: Chronicle, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    from kroniek.export.tables import TABLES

    export(chronicle, "parquet", tmp_path)
    export(chronicle, "csv", tmp_path)
    for name, columns in TABLES.items():
        found = duckdb.sql(f"SELECT * FROM '{tmp_path}/{name}.parquet'")
        rows = list(csv.DictReader(io.StringIO((tmp_path / f"{name}.csv").read_text())))
        assert found.columns == list(columns) == list(rows[0])
        assert len(found.fetchall()) == len(rows)


def test_csv_reads_in_pandas(chronicle: Chronicle, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    export(chronicle, "csv", tmp_path)
    frame = pandas.read_csv(tmp_path / "incidents.csv")
    assert frame["killed_high"].max() == 176


def test_geojson(chronicle: Chronicle, tmp_path: Path) -> None:
    geojson = pytest.importorskip("geojson")
    found = geojson.loads(written(chronicle, "geojson", tmp_path))
    assert found.is_valid
    assert any(f["geometry"] is None for f in found["features"])
    assert {"title", "date", "description", "links", "source"} <= set(found["features"][0]["properties"])


def test_followthemoney(chronicle: Chronicle, tmp_path: Path) -> None:
    pytest.importorskip("followthemoney")
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from followthemoney import EntityProxy

        entities = [EntityProxy.from_dict(json.loads(line)) for line in written(chronicle, "ftm", tmp_path).splitlines()]
    known = {e.id for e in entities}
    for entity in entities:
        entity.schema.validate(entity.to_dict())
        assert entity.caption
        assert set(entity.get("organizer", quiet=True) + entity.get("involved", quiet=True)) <= known
    assert len(known) == len(entities)


def test_plover(chronicle: Chronicle, tmp_path: Path) -> None:
    from kroniek.export.plover import FIELDS

    records = [json.loads(line) for line in written(chronicle, "plover", tmp_path).splitlines()]
    for record in records:
        assert tuple(record) == FIELDS
        assert all(record[field] is not None for field in ("id", "date", "actor", "event"))
        assert record["quad_code"] in (1, 2, 3, 4)
    strikes = next(r for r in records if r["dead"] == ["25+"])
    assert (strikes["event"], strikes["mode"]) == (["ASSAULT"], ["aerial"])


def test_polecat_marks_what_is_missing(chronicle: Chronicle, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(written(chronicle, "polecat", tmp_path)), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert {r["Actor COW"] for r in rows} == {"None"}
    assert "" not in {v for r in rows for v in r.values()}


def test_acled(chronicle: Chronicle, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(written(chronicle, "acled", tmp_path))))
    kinds = {(r["event_date"], r["sub_event_type"], r["fatalities"], r["iso"]) for r in rows}
    assert ("2019-12-29", "Air/drone strike", "25", "368") in kinds
    assert ("2019-12-31", "Violent demonstration", "0", "368") in kinds
    assert {r["event_type"] for r in rows} <= set(import_module("kroniek.export.acled").DISORDER)


def test_ged(chronicle: Chronicle, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(written(chronicle, "ged", tmp_path))))
    asad = next(r for r in rows if r["high"] == "80")
    assert (asad["low"], asad["best"], asad["side_a"], asad["country"]) == ("0", "0", "Government of Iran", "Iraq")
    for row in rows:
        parts = [int(row[f"deaths_{p}"]) for p in ("a", "b", "civilians", "unknown")]
        assert sum(parts) == int(row["best"])
        assert int(row["low"]) <= int(row["best"]) <= int(row["high"])


def test_gdelt(chronicle: Chronicle, tmp_path: Path) -> None:
    columns = import_module("kroniek.export.gdelt").COLUMNS
    rows = [dict(zip(columns, li.split("\t"), strict=True)) for li in written(chronicle, "gdelt", tmp_path).splitlines()]
    placed = [r for r in rows if r["ActionGeo_Fullname"].startswith("Kirkuk") or r["ActionGeo_Fullname"].startswith("K-1")]
    assert {r["ActionGeo_CountryCode"] for r in placed} == {"IZ"}
    assert {len(r["Day"]) for r in rows} == {8}


def test_timemap(chronicle: Chronicle, tmp_path: Path) -> None:
    events = json.loads(written(chronicle, "timemap", tmp_path))
    for event in events:
        assert all(isinstance(v, str) for k, v in event.items() if k not in ("associations", "sources"))
        assert bool(event["latitude"]) == bool(event["longitude"])
        assert event["date"] or event["latitude"]


def test_hxl_has_its_tags_in_the_second_row(chronicle: Chronicle, tmp_path: Path) -> None:
    rows = list(csv.reader(io.StringIO(written(chronicle, "hxl", tmp_path))))
    assert all(cell.startswith("#") for cell in rows[1])
    assert {"#event+id", "#date+occurred", "#event+type", "#group+name+actor1", "#adm1+name", "#geo+lat", "#geo+lon",
            "#affected+killed", "#meta+source"} <= set(rows[1])  # fmt: skip


@pytest.mark.parametrize("format", ["ged", "acled"])
def test_what_we_export_can_be_imported(chronicle: Chronicle, format: str, tmp_path: Path) -> None:
    from kroniek.chronicle import queries
    from kroniek.chronicle.importing import import_table

    export(chronicle, format, tmp_path / f"{format}.csv")
    with Chronicle(tmp_path / "c.db") as other:
        first = list(import_table(other, tmp_path / f"{format}.csv"))
        assert {a.state for a in first} == {"new"}
        again = list(import_table(other, tmp_path / f"{format}.csv"))
        assert {a.state for a in again} == {"known"}
        with other.reading() as connection:
            rows = queries.incidents(connection)
        assert any(r["killed_high"] == 176 for r in rows)
        assert {r["type"] for r in rows} <= {"ASSAULT", "PROTEST", "COERCE", "RETREAT", "MOBILIZE", "CONCEDE"}


def test_ged_without_header(chronicle: Chronicle, tmp_path: Path) -> None:
    from kroniek.chronicle.importing import import_table

    export(chronicle, "ged", tmp_path / "ged.csv")
    lines = (tmp_path / "ged.csv").read_text().splitlines(keepends=True)
    (tmp_path / "bare.csv").write_text("".join(lines[1:]))
    with Chronicle(tmp_path / "c.db") as other:
        assert len(list(import_table(other, tmp_path / "bare.csv"))) == len(lines) - 1


def test_what_is_no_table_of_events(tmp_path: Path) -> None:
    from kroniek.chronicle.importing import import_table

    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    with Chronicle(tmp_path / "c.db") as other, pytest.raises(InputError, match="UCDP GED or ACLED"):
        list(import_table(other, tmp_path / "x.csv"))


def test_formulas_are_disarmed() -> None:
    from kroniek.export.writing import cell

    values: list[Any] = ["=cmd()", "+1", "@x", -5, "plain"]
    assert [cell(v) for v in values] == ["'=cmd()", "'+1", "'@x", -5, "plain"]


def test_lists_of_formats() -> None:
    assert set(FORMATS) == set(FOLDERS) | set(FILES)

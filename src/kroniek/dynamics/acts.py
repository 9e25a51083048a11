"""The one table of dated acts that all dynamics start from, and what reads others' tables into it.

A table of acts is a pandas data frame with the columns of `COLUMNS`, one act a row, sorted by `first`:

    id           text, unique
    first, last  first and last day of the act, inclusive (datetime64); `first` may carry a time of day
    initiator, target, country, place, type, mode    text, "" where not known; `country` is that of the place
    initiator_country, target_country, target_sector    of the first initiator and target, "" where not known
    deeds        how many deeds the row stands for, at least 1 ("eleven shellings since October" = 11)
    deaths_low, deaths_best, deaths_high    persons; NaN where nobody says
    goldstein    −10 to +10; NaN where not known
    reports      how many reports or sources stand behind it, at least 1
    answers      ids of the acts that it is said to answer, separated by spaces
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kroniek import edtf
from kroniek.dynamics.importers import Importer, importer_for
from kroniek.errors import BadDate, InputError
from kroniek.knowledge.strict import nearest

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "id", "first", "last", "initiator", "target", "initiator_country", "target_country", "target_sector", "country",
    "place", "type", "mode", "deeds", "deaths_low", "deaths_best", "deaths_high", "goldstein", "reports", "answers",
)  # fmt: skip
TEXT = (
    "initiator", "target", "initiator_country", "target_country", "target_sector", "country", "place", "type", "mode", "answers",
)  # fmt: skip
COUNTED = {"first", "last", "country", "deaths_low", "deaths_best", "deaths_high"}
NUMBERS = ("deaths_low", "deaths_best", "deaths_high", "goldstein")


def read(path: str | Path, *, dyads: Mapping[str, tuple[str, str]] | None = None) -> pd.DataFrame:
    """Acts from a file: CSV, TSV, Parquet, or JSON Lines as `kroniek read --format jsonl` writes them.

    `dyads`: the table is wide, one day a row; each named column counts deaths that an initiator caused to a target.
    Raises InputError where the file has no column of dates, or a value is no date or number.
    """
    path = Path(path)
    if not path.is_file():
        raise InputError(f"{path.name}: {'a folder; name a file in it' if path.is_dir() else 'no such file'}")
    if path.suffix in (".jsonl", ".ndjson"):
        from kroniek.dynamics.events import read_events

        return read_events(path)
    table = read_table(path)
    return from_wide(table, dyads, name=path.name) if dyads else from_table(table, name=path.name)


def read_table(path: Path) -> pd.DataFrame:
    """A CSV, TSV or Parquet file as it is. Parquet goes through DuckDB, which needs no further package."""
    import pandas as pd

    if path.suffix == ".parquet":
        return _parquet(path)
    try:
        separator = "\t" if path.suffix in (".tsv", ".tab") else ","
        return pd.read_csv(path, sep=separator, low_memory=False, comment="#" if path.suffix == ".tsv" else None)
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise InputError(f"{path.name}: no table of {path.suffix or 'CSV'} could be read ({error})") from None


def _parquet(path: Path) -> pd.DataFrame:
    import duckdb

    try:
        with duckdb.connect() as connection:
            frame: pd.DataFrame = connection.execute("select * from read_parquet($1)", [str(path)]).df()
    except duckdb.Error as error:
        raise InputError(f"{path.name}: no Parquet file could be read ({str(error).splitlines()[0]})") from None
    return frame


def from_table(table: pd.DataFrame, *, name: str = "table", importer: Importer | None = None) -> pd.DataFrame:
    """Acts from any table, by the importer that its columns give away (or the one given).

    A table of counts (days or months, countries and deaths, nothing else) may have rows of 0 deaths: they make no act, and
    its range is kept in `acts.attrs["range"]`.
    """
    import pandas as pd

    importer = importer or importer_for(list(table.columns))
    columns = {ours: importer.column(ours, list(table.columns)) for ours in COLUMNS}
    if columns["first"] is None:
        hint = next((found for c in table.columns if (found := nearest(str(c), importer.first))), "")
        raise InputError(
            f"{name}: no column of dates among {', '.join(map(str, table.columns))}{hint}; "
            f"one of {', '.join(importer.first)} is wanted"
        )
    acts = pd.DataFrame({ours: table[theirs] for ours, theirs in columns.items() if theirs})
    if importer.dates:
        for column in {"first", "last"} & set(acts):
            told = pd.to_datetime(acts[column], format=importer.dates, errors="coerce").dt.strftime("%Y-%m-%d")
            acts[column] = told.fillna(acts[column])
    if importer.actor:
        acts = _actors(acts, importer.actor)
    if importer.types and "type" in acts:
        acts["type"] = acts["type"].astype(str).map(importer.type_names()).fillna("")
    made = complete(acts, name=name)
    if made.empty or "deaths_best" not in acts or set(acts) - COUNTED:
        return made
    some = made[made["deaths_best"] != 0].reset_index(drop=True)
    some.attrs.update(made.attrs)
    some.attrs["range"] = (f"{made['first'].min():%Y-%m-%d}", f"{made['last'].max():%Y-%m-%d}")
    return some


def by_country(acts: pd.DataFrame) -> pd.DataFrame:
    """The acts with initiator and target by country where it is known; the others keep their names."""
    acts = acts.copy()
    for role in ("initiator", "target"):
        country = acts[f"{role}_country"]
        acts[role] = acts[role].where(country == "", country)
    return acts


def _actors(acts: pd.DataFrame, pattern: str) -> pd.DataFrame:
    """Of several actors in a cell, joined by "; ", the first; its name, country and sector by the importer's pattern."""
    for role in ("initiator", "target"):
        if role in acts:
            first = acts[role].fillna("").astype(str).str.split("; ").str[0]
            parts = first.str.extract(pattern)
            acts[role] = parts["name"].fillna(first)
            for part in ("country", "sector"):
                if part in parts and f"{role}_{part}" in TEXT and f"{role}_{part}" not in acts:
                    acts[f"{role}_{part}"] = parts[part]
    for column in ("initiator_country", "target_country"):
        if column in acts:
            acts[column] = acts[column].fillna("").astype(str).str.split("; ").str[0]
    return acts


def from_wide(table: pd.DataFrame, dyads: Mapping[str, tuple[str, str]], *, name: str = "table") -> pd.DataFrame:
    """Acts from a table with one period a row and one column of deaths a directed dyad; rows of 0 make no act.

    The range of the table is kept in `acts.attrs["range"]`, so that empty days at its ends still count.
    """
    import pandas as pd

    date = importer_for([]).column("first", list(table.columns))
    for column in dyads:
        if column not in table.columns:
            raise InputError(f"{name}: no column {column!r}{nearest(column, map(str, table.columns))}")
    if date is None:
        raise InputError(f"{name}: no column of dates among {', '.join(map(str, table.columns))}")
    parts = []
    for column, (initiator, target) in dyads.items():
        some = table[table[column] > 0]
        parts.append(
            pd.DataFrame({"first": some[date], "initiator": initiator, "target": target, "deaths_best": some[column]})
        )
    acts = complete(pd.concat(parts, ignore_index=True), name=name)
    acts.attrs["range"] = (str(table[date].min())[:10], str(table[date].max())[:10])
    return acts


def complete(acts: pd.DataFrame, *, name: str = "table") -> pd.DataFrame:
    """The table in its full form: all columns, right kinds, checked, sorted by first day, fresh index.

    Rows without a day are left out and counted in `acts.attrs["left_out"]`.
    """
    dated = acts["first"].notna() & (acts["first"].astype(str).str.strip() != "")
    left_out, acts = int((~dated).sum()), acts[dated].copy()
    acts["first"], acts["last"] = _days(acts, name)
    for column in TEXT:
        acts[column] = acts[column].fillna("").astype(str) if column in acts else ""
    for column in NUMBERS:
        acts[column] = _numbers(acts, column, name) if column in acts else float("nan")
    for column in ("deeds", "reports"):
        acts[column] = _numbers(acts, column, name).fillna(1).clip(lower=1) if column in acts else 1.0
    acts["id"] = acts["id"].astype(str) if "id" in acts else [f"a{n}" for n in range(1, len(acts) + 1)]
    _deaths(acts, name)
    acts = acts[list(COLUMNS)].sort_values("first", kind="stable", ignore_index=True)
    acts.attrs["left_out"] = left_out
    return acts


def _days(acts: pd.DataFrame, name: str) -> tuple[pd.Series, pd.Series]:
    """First and last day. A month or year ("2014-05") stands for all its days; EDTF intervals and signs are understood."""

    starts = acts["first"].astype(str).str.strip()
    ends = acts["last"].where(acts["last"].notna(), acts["first"]).astype(str).str.strip() if "last" in acts else starts
    first, last = (_moments(texts, name, end) for texts, end in ((starts, 0), (ends, 1)))
    first = first.dt.tz_localize(None) if first.dt.tz is not None else first
    last = (last.dt.tz_localize(None) if last.dt.tz is not None else last).dt.normalize()
    for row in acts.index[last < first.dt.normalize()][:1]:
        raise InputError(f"{name}, row {row + 1}: ends ({last[row]:%Y-%m-%d}) before it begins ({first[row]:%Y-%m-%d})")
    return first, last


def _moments(texts: pd.Series, name: str, end: int) -> pd.Series:
    """Dates, with their clock time where given; of a month, a year or an interval the first (0) or last (1) day."""
    import pandas as pd

    moments = pd.to_datetime(texts, format="ISO8601", errors="coerce")
    coarse = (texts.str.len() < 10) | moments.isna()
    days = {text: _edtf(text, name, row)[end] for row, text in texts[coarse].drop_duplicates().items()}
    return moments.where(~coarse, texts.map(days).astype(moments.dtype))


def _edtf(text: str, name: str, row: Any) -> tuple[pd.Timestamp, pd.Timestamp]:
    """First and last day of an EDTF date; both must be known."""
    import pandas as pd

    try:
        bounds = edtf.parse(text)
    except BadDate:
        bounds = edtf.Bounds(None, None)
    if bounds.first is None or bounds.last is None:
        raise InputError(f"{name}, row {row + 1}: {text!r} is no date; ISO 8601 (2020-01-03) is wanted")
    return pd.Timestamp(bounds.first), pd.Timestamp(bounds.last)


def _numbers(acts: pd.DataFrame, column: str, name: str) -> pd.Series:
    """A column of numbers; of "25–40" or ">30", as Kroniek's CSV writes claims, the first number."""
    import pandas as pd

    values: Any = acts[column]
    if values.dtype.kind not in "biuf":
        text = values.astype("string").str.strip()
        values = pd.to_numeric(text.str.extract(r"(-?\d+(?:\.\d+)?)", expand=False), errors="coerce")
        for row in acts.index[values.isna() & text.notna() & (text.fillna("") != "")][:1]:
            raise InputError(f"{name}, row {row + 1}: {column} {acts[column][row]!r} is no number")
    numbers: pd.Series = values.astype(float)
    return numbers


def _deaths(acts: pd.DataFrame, name: str) -> None:
    """Fill low, best, high from one another, and check their order."""
    low, best, high = acts["deaths_low"], acts["deaths_best"], acts["deaths_high"]
    best = best.fillna(low).fillna(high)
    acts["deaths_low"], acts["deaths_best"], acts["deaths_high"] = low.fillna(best), best, high.fillna(best)
    wrong = (acts["deaths_low"] > acts["deaths_high"]) | (acts["deaths_low"] < 0)
    for row in acts.index[wrong][:1]:
        raise InputError(f"{name}, row {row + 1}: deaths {low[row]:g} to {high[row]:g}; the low figure comes first")

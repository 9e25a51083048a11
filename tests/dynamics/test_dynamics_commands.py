"""The commands of the dynamics from files to printed results, on tables and on a chronicle; plots are drawn and looked for."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("scoringrules", reason="the extra 'dynamics' is not installed")

import numpy as np
import pandas as pd
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parent.parent / "chronicle"))
from coded import examples

from kroniek.chronicle import Chronicle
from kroniek.chronicle.adding import add
from kroniek.cli import app
from kroniek.dynamics import extra
from kroniek.errors import ExtraMissing, KroniekError

Run = Callable[..., Any]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two years in which B's acts against A are answered by A three days later."""
    rng = np.random.default_rng(1)
    start, rows = pd.Timestamp("2019-01-01"), []
    for day in np.sort(rng.integers(0, 720, 260)):
        rows.append((start + pd.Timedelta(days=int(day)), "B", "A", rng.poisson(1.0)))
        if rng.random() < 0.6:
            rows.append((start + pd.Timedelta(days=int(day) + 3), "A", "B", 1 + rng.poisson(2.0)))
    frame = pd.DataFrame(rows, columns=["date", "initiator", "target", "deaths"]).sort_values("date")
    frame["id"], frame["type"] = [f"x{n}" for n in range(len(frame))], "ASSAULT"
    path = tmp_path_factory.mktemp("acts") / "acts.csv"
    frame.to_csv(path, index=False)
    return str(path)


@pytest.fixture(scope="module")
def chronicle(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The example reports as coded by hand."""
    path = tmp_path_factory.mktemp("chronicle") / "c.db"
    with Chronicle(path) as opened:
        add(opened, examples()[0])
    return str(path)


@pytest.fixture
def run() -> Run:
    runner = CliRunner(env={"COLUMNS": "200", "KRONIEK_CHRONICLE": ""})

    def command(*words: str) -> Any:
        result = runner.invoke(app, list(words), catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout) if "json" in words else result.stdout

    return command


PLOTTED = [
    ("series", "--period", "week"),
    ("answers", "--placebos", "99", "--value", "acts"),
    ("fit", "--kernels", "1"),
    ("index",),
    ("forecast", "--model", "combined", "--model", "hawkes-points", "--value", "acts", "--tried", "3"),
    ("backtest", "--origins", "3", "--value", "acts"),
    ("simulate", "--runs", "20"),
    ("simulate", "--runs", "20", "--without", "x40"),
]


@pytest.mark.parametrize("words", PLOTTED, ids=" ".join)
def test_every_command_prints_and_draws(run: Run, table: str, tmp_path: Path, words: tuple[str, ...]) -> None:
    name, *options = words
    assert run(name, table, *options, "--plot", str(tmp_path / "p.svg")).strip()
    assert (tmp_path / "p.svg").stat().st_size > 5000
    told = run(name, table, *options, "--format", "json")
    assert told == run(name, table, *options, "--format", "json")
    assert len(run(name, table, *options, "--format", "csv").splitlines()) > 1


def test_answers_are_found(run: Run, table: str) -> None:
    told = run("answers", table, "--value", "acts", "--placebos", "199", "--format", "json")
    assert {t["response"]: t["found"] for t in told["tests"]} == {"A>B": True, "B>A": False}
    assert "of 3" in run("answers", table, "--value", "acts", "--placebos", "99", "--check", "3")


def test_branching_is_never_without_its_sweep(run: Run, table: str) -> None:
    told = run("fit", table, "--kernels", "1", "--format", "json")
    assert [one["bandwidth"] for one in told["sweep"]] == [15, 30, 60, 90, None]
    assert told["fit"]["model"]["branching"][0][1] > 0.3
    assert "The same under other baselines" in run("fit", table, "--kernels", "1")


def test_forecasts_stand_beside_the_baselines(run: Run, table: str) -> None:
    told = run("forecast", table, "--value", "acts", "--tried", "3", "--format", "json")
    assert {row["model"] for row in told["forecasts"]} == {"conflictology", "faded", "combined"}
    assert [one["model"] for one in told["skill"]] == ["conflictology", "faded", "combined"]
    assert told["vintage"] == "acts.csv"


def test_simulation_warns(run: Run, table: str) -> None:
    assert "not the world" in run("simulate", table, "--runs", "20")
    told = run("simulate", table, "--runs", "20", "--without", "x40", "--format", "json")
    assert "not the world" in told["warning"]
    assert len(told["sweep"]) == 4
    assert sum(told["descended"]) <= sum(told["followed"])


def test_a_chronicle_of_few_acts_says_what_it_cannot(run: Run, chronicle: str) -> None:
    told = run("answers", chronicle, "--value", "acts", "--format", "json")
    assert all(t["found"] is None for t in told["tests"])
    assert any("answers ASSAULT USA>IRN 2020-01-03, 5 days later" in line for line in told["stated"])
    printed = run("index", "--chronicle", chronicle)
    assert "no index can be given" in printed
    assert "strike on the other's soil" in printed
    assert "USA → IRQ" in run("series", "-c", chronicle)
    assert "Kataib" in run("series", "-c", chronicle, "--actors", "name")


@pytest.mark.parametrize(("format", "file"), [("csv", "incidents.csv"), ("jsonl", "incidents.jsonl"), ("parquet", "incidents.parquet"), ("jsonl", "events.jsonl")])
def test_what_is_exported_is_read(run: Run, chronicle: str, tmp_path: Path, format: str, file: str) -> None:
    run("export", format, str(tmp_path / "out"), "--chronicle", chronicle)
    printed = run("series", str(tmp_path / "out" / file), "--period", "year")
    assert "IRN → UKR" in printed


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("series", "none.csv"), "no such file"),
        (("fit", "{chronicle}"), "fit:"),
        (("simulate", "{chronicle}"), "fewer than 30"),
        (("simulate", "{table}", "--without", "x4000"), "did you mean 'x40"),
        (("series", "{table}", "--only", "typ=X"), "did you mean 'type'"),
        (("series", "{table}", "--only", "type=X"), "no act is left"),
        (("answers", "{table}", "--pair", "A"), "A,B is wanted"),
        (("series", "{table}", "--dyad", "deaths"), "COLUMN=INITIATOR>TARGET"),
        (("forecast", "{table}", "--period", "year"), "whole periods"),
        (("backtest", "{table}", "--horizon", "20"), "too few"),
    ],
)
def test_errors_name_the_remedy(table: str, chronicle: str, words: tuple[str, ...], said: str) -> None:
    filled = [word.format(table=table, chronicle=chronicle) for word in words]
    with pytest.raises(KroniekError, match=said):
        CliRunner().invoke(app, filled, catch_exceptions=False)


def test_without_the_extra_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch, table: str) -> None:
    monkeypatch.setattr(extra, "find_spec", lambda name: None if name == "scipy" else object())
    with pytest.raises(ExtraMissing, match=r"scipy not installed.*kroniek\[dynamics\]"):
        CliRunner().invoke(app, ["series", table], catch_exceptions=False)


def test_nothing_heavy_is_imported_at_start() -> None:
    code = "import sys, kroniek.cli; print([m for m in ('pandas', 'scipy', 'matplotlib', 'scoringrules', 'duckdb') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"

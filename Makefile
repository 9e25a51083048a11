# What CI runs, by the same names. A newcomer needs Python 3.11, its pip, and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt
EXAMPLES := $(sort $(wildcard examples/*.txt))

REPORTS := ../shared/gold/dev

.PHONY: demo test lint types bench errors quality cases clean

demo: $(VENV)/.installed  ## set up, read the example reports and print their events
	$(BIN)/kroniek read $(EXAMPLES)

test: $(VENV)/.tested lint types  ## set up what tests need, run them all
	$(BIN)/python -m pytest

lint: $(VENV)/.tested
	$(BIN)/ruff check src tests tools training benchmarks

types: $(VENV)/.tested
	$(BIN)/mypy

cases: $(VENV)/.tested  ## run the cases only, and say what changed
	$(BIN)/python -m pytest tests/test_cases.py

errors: $(VENV)/.installed  ## group what the coder gets wrong on coded reports, by cause
	$(BIN)/python tools/errors.py --reports $(REPORTS)

quality: $(VENV)/.installed  ## score the coder on all coded reports
	$(BIN)/python tools/quality.py

bench: $(VENV)/.installed  ## speed and memory from raw text to events
	OMP_NUM_THREADS=1 $(BIN)/python benchmarks/reading.py --peer

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml constraints.txt hatch_build.py
	$(PIP) --editable '.[all]'
	touch $@

$(VENV)/.tested: $(VENV)/.installed
	$(PIP) --editable '.[all,test]'
	touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache

# make run, make test: the two commands. Each sets up all it needs in .venv by itself.

PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
FIXTURES := --nppes fixtures/nppes.csv --mscs fixtures/mscs_roster.csv \
	--profiles fixtures/profiles.ndjson --rejects .cache/rejects.ndjson

.PHONY: run run-elasticsearch test lint suite fixtures benchmark clean

run: .venv/installed
	@mkdir -p .cache
	$(BIN)/otmatch-index load $(FIXTURES) --into sqlite:///directory.db
	$(BIN)/otmatch serve --directory sqlite:///directory.db --port $(PORT)

run-elasticsearch: .venv/installed-test
	@mkdir -p .cache
	@$(BIN)/python -m tests.elasticsearch_node.with_node sh -c '\
		$(BIN)/otmatch-index load $(FIXTURES) --into "$$OTMATCH_DIRECTORY" && \
		exec $(BIN)/otmatch serve --port $(PORT)'

test: lint suite

lint: .venv/installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

suite: .venv/installed-test
	$(BIN)/python -m pytest

fixtures: .venv/installed-test
	$(BIN)/python -m fixtures.generate

benchmark: .venv/installed-test
	$(BIN)/python -m tests.benchmarks.search

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: setup.cfg pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

.venv/installed-test: setup.cfg pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	@touch .venv/installed $@

clean:
	rm -rf .venv .cache directory.db directory.db.lock directory.db.loading

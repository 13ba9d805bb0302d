# make run, make test: the two commands. Each sets up all it needs in .venv by itself.

PYTHON ?= python3
PORT ?= 8000
WORKERS ?= auto
BIN := .venv/bin
FIXTURES := \
	--nppes fixtures/nppes.csv --nppes fixtures/nppes_2018.csv \
	--nppes fixtures/nppes_2020.csv --nppes fixtures/nppes_v3.csv \
	--nppes-locations fixtures/nppes_locations.csv \
	--nppes-names fixtures/nppes_names.csv --nppes-names fixtures/nppes_names_2025.csv \
	--nppes-endpoints fixtures/nppes_endpoints.csv \
	--registry fixtures/registry.json --registry fixtures/registry_2019.json \
	--npd fixtures/npd \
	--clinicians fixtures/clinicians.csv --clinicians fixtures/clinicians_2023.csv \
	--clinicians-as-of 2026-10-15 \
	--qhp-plans fixtures/qhp_plans.json --qhp-plans fixtures/qhp_bayou_plans.json \
	--qhp-providers fixtures/qhp_providers.json \
	--qhp-providers fixtures/qhp_bayou_providers.json \
	--mscs fixtures/mscs_roster.csv --centers fixtures/centers.csv \
	--benefits fixtures/benefits.csv --exclusions fixtures/exclusions.csv \
	--profiles fixtures/profiles.ndjson
# The examples hold rows that are damaged on purpose; they are reported and change no exit code.
LOAD := $(BIN)/otmatch-index load $(FIXTURES) --rejects .cache/rejects.ndjson --max-rejects 10%

# Keys of the example's referrals. `make clean` leaves them: without them records.db cannot be read.
KEYS := .keys/keys .keys/index-key
REFERRALS := OTMATCH_KEYS_FILE=.keys/keys OTMATCH_INDEX_KEY_FILE=.keys/index-key \
	OTMATCH_PUBLIC_URL=http://127.0.0.1:$(PORT)

PROGRAMS := OTMATCH_PROGRAMS=fixtures/programs OTMATCH_CHAPTERS=fixtures/chapters \
	OTMATCH_COVERAGE=fixtures/coverage

.PHONY: run run-elasticsearch test lint suite fixtures translations benchmark benchmark-load benchmark-referrals \
	benchmark-eligibility benchmark-kills benchmark-pages screenshots clean

run: .venv/installed $(KEYS)
	@mkdir -p .cache
	$(LOAD) --into sqlite:///directory.db
	$(REFERRALS) $(PROGRAMS) $(BIN)/otmatch serve --directory sqlite:///directory.db --port $(PORT)

run-elasticsearch: .venv/installed-test $(KEYS)
	@mkdir -p .cache
	@$(BIN)/python -m tests.elasticsearch_node.with_node sh -c '\
		$(LOAD) --into "$$OTMATCH_DIRECTORY" && \
		exec env $(REFERRALS) $(PROGRAMS) $(BIN)/otmatch serve --port $(PORT)'


$(KEYS): | .venv/installed
	@mkdir -p -m 700 .keys
	@umask 077 && $(BIN)/otmatch keys new > $@

test: lint suite

lint: .venv/installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/python -m service.wording.check

# A file of tests stays with one worker: its engines and directories are made once. Files with few
# tests are not left to the end: the longest ones are among them, and a core would wait for them.
suite: .venv/installed-test
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --maxprocesses 4 --dist loadfile \
		--no-loadscope-reorder

# What English says now, to be translated in service/wording/translations.
translations: .venv/installed-test
	$(BIN)/python -m service.wording.update

fixtures: .venv/installed-test
	$(BIN)/python -m fixtures.generate

benchmark: .venv/installed-test
	$(BIN)/python -m tests.benchmarks.search $(OPTIONS)

benchmark-load: .venv/installed-test
	$(BIN)/python -m tests.benchmarks.load $(OPTIONS)

benchmark-pages: .venv/installed-test
	$(BIN)/python -m tests.benchmarks.pages $(OPTIONS)

screenshots: .venv/installed-test
	$(BIN)/python -m tests.screenshots

benchmark-eligibility: .venv/installed-test
	$(BIN)/python -m tests.benchmarks.eligibility $(OPTIONS)

benchmark-referrals: .venv/installed-test
	$(BIN)/python -m tests.benchmarks.referrals $(OPTIONS)

benchmark-kills: .venv/installed-test
	$(BIN)/python -m tests.benchmarks.kills $(OPTIONS)

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: setup.cfg pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

.venv/installed-test: setup.cfg pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	@touch .venv/installed $@

clean:
	rm -rf .venv .cache directory.db directory.db.*lock directory.db.*ing

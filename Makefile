# `make run` and `make test` work from a bare clone: they need make and Python 3.11+ with venv, nothing else.
PYTHON ?= python3
ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
PIP := $(BIN)/python -m pip --disable-pip-version-check -q

.PHONY: run test check format fuzz bench lock wheel clean

run: .venv/.run
	$(BIN)/trichluc run data/raw --out data/processed

test: .venv/.dev check
	$(BIN)/python -m pytest

check: .venv/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: .venv/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

fuzz: .venv/.dev
	TRICHLUC_FUZZ=50000 $(BIN)/python -m pytest tests -k fuzz

# The peers that we measure ourselves against live in an environment of their own.
bench: .venv/.bench
	for b in run names dates citations; do .venv-bench/bin/python benchmarks/$$b.py || exit 1; done

wheel: .venv/.dev
	$(PIP) wheel --no-deps --no-build-isolation -w dist .

# Maintainers: pin anew (uv writes hashes for every platform, and no index address).
lock: .venv/.dev
	$(PIP) install uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --extra inputs --extra build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --extra bench -c requirements.lock pyproject.toml -o requirements-bench.lock

clean:
	rm -rf .venv .venv-bench build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/.run: requirements.lock pyproject.toml
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'trichluc needs Python 3.11 or newer: make PYTHON=python3.12')"
	$(PYTHON) -m venv .venv
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.run
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

.venv/.bench: .venv/.run
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-bench.lock
	.venv-bench/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

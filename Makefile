# Two commands on a fresh machine: `make serve` and `make test`.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin

# The tests start servers and commands by the hundred: none of them compiles again what another has compiled.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: serve test drills check lint lock clean

serve: .venv/runtime
	PORT=$(PORT) $(BIN)/chainrule demo
	PORT=$(PORT) $(BIN)/chainrule serve

# loadgroup without groups deals single tests, not runs of hundreds: some take a minute, most take milliseconds.
test: .venv/dev
	$(BIN)/python -m pytest -n auto --dist loadgroup $(TESTS)

# The long versions of what the tests only try for seconds: kills, crashes, a full disk, power cuts.
drills: .venv/dev
	CHAINRULE_DRILLS=long $(BIN)/python -m pytest tests/drills

check: .venv/runtime
	$(BIN)/chainrule check

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/runtime: requirements.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-build-isolation --no-deps -e .
	touch $@

.venv/dev: tests/requirements.lock pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --no-deps --no-compile --require-hashes -r tests/requirements.lock
	$(BIN)/python -m pip install --quiet --no-build-isolation --no-deps -e .
	touch $@ .venv/runtime

# Needs uv; everything else installs from what it writes.
lock:
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 \
	    --extra postgres --group build pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 \
	    --extra dev --group build pyproject.toml -o tests/requirements.lock

clean:
	rm -rf .venv build *.egg-info

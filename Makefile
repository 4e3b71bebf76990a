# The portal's everyday commands. `make run` and `make test` are all a newcomer needs.

PORT ?= 8000
# One more than there are cores: tests with real processes wait a good part of their time.
JOBS ?= $(shell cores=$$(getconf _NPROCESSORS_ONLN || echo 1); echo $$((cores < 8 ? cores + 1 : 9)))
# Compiled beforehand: the portals that tests start write no bytecode, and would begin anew each time.
CODE := vsn members meetings learning_patterns tests
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	then echo $$name; break; fi; done)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
LOCK := pip compile pyproject.toml --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet
export PORT

.DEFAULT_GOAL := help
.PHONY: help run test check bench format messages lock clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile

run: $(VENV)/.runtime ## the portal on this machine, with a demonstration programme (PORT=8000)
	@exec $(BIN)/python -m vsn.start

test: $(VENV)/.development ## all tests that can run here (ARGS="-k name" for some, JOBS=1 for one at a time)
	@$(BIN)/python -m compileall -q $(CODE)
	@$(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadgroup $(ARGS)

check: $(VENV)/.development ## everything that is checked without running the portal
	@$(BIN)/python -m tests.checks

bench: $(VENV)/.development ## measure; prints a table and writes var/benchmark.json
	@$(BIN)/python -m tests.benchmark $(ARGS)

format: $(VENV)/.development ## put code and templates in their usual form
	$(BIN)/ruff check --fix --exit-zero .
	$(BIN)/ruff format .
	@find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2 {} + || true

messages: $(VENV)/.development ## collect the texts to translate and compile the translations
	@$(BIN)/python -m tests.checks.translations --write

lock: ## work out the locks anew from pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv $(LOCK) --output-file requirements.lock
	$(BIN)/uv $(LOCK) --output-file requirements-dev.lock --extra test --constraint requirements.lock

clean: ## forget the virtual environment; your data in var/ stays
	rm -rf $(VENV)

# Installed anew only when a lock has changed.
$(VENV)/.runtime: requirements.lock | $(BIN)/python
	@echo "Installing what the portal needs ..."
	@$(PIP) -r requirements.lock
	@touch $@

$(VENV)/.development: requirements-dev.lock | $(BIN)/python
	@echo "Installing what the tests need ..."
	@$(PIP) -r requirements-dev.lock
	@touch $@

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "Python's venv module is missing (on Debian: apt install python3-venv)."; exit 1; }

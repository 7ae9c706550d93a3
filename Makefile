# Two commands do everything on a fresh machine with Python 3.11+ and make: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
# uv from the PATH, or one of our own in .venv
UV := $(shell command -v uv 2>/dev/null || echo $(VENV)/bin/uv)
RUN := $(UV) run --frozen --no-sync
READY := $(VENV)/.ready
READY_TO_DEVELOP := $(VENV)/.ready-to-develop

.PHONY: help demo serve test lint types format contract release-contract sdk bench clean

help: ## show what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

demo: $(READY) ## ingest the sample corpus and serve it
	$(RUN) onrecord demo

serve: $(READY) ## serve what is in data/
	$(RUN) onrecord serve

test: lint types ## everything that can run on this machine
	$(RUN) pytest -n auto --dist worksteal

lint: $(READY_TO_DEVELOP) ## style, and the direction of imports
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) lint-imports --no-logo

types: $(READY_TO_DEVELOP)
	$(RUN) mypy

format: $(READY_TO_DEVELOP) ## make the code look as `lint` wants it
	$(RUN) ruff check --fix .
	$(RUN) ruff format .

contract: $(READY) ## rebuild openapi/openapi.json
	$(RUN) onrecord openapi --out openapi/openapi.json

release-contract: contract ## keep the contract of a release, which later ones must not break unannounced
	cp openapi/openapi.json openapi/released.json

sdk: $(READY_TO_DEVELOP) ## build the Python and TypeScript clients into openapi/sdk
	$(RUN) python openapi/build_sdk.py

bench: $(READY_TO_DEVELOP) ## measure; BENCH="search --articles 10000" for one
	$(RUN) python -m benchmarks $(BENCH)

clean: ## remove the environment and caches, never data/
	rm -rf $(VENV) .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(READY): pyproject.toml uv.lock | $(UV)
	$(UV) sync --frozen --inexact --no-dev
	@touch $@

$(READY_TO_DEVELOP): pyproject.toml uv.lock | $(UV)
	$(UV) sync --frozen --inexact --compile-bytecode
	@touch $@ $(READY)

$(VENV)/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "On Record needs Python 3.11 or newer: make PYTHON=python3.x …")'
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check uv

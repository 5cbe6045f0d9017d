# `make run` starts the product, `make test` runs all tests. Both need only Python 3.11 with pip, make and gcc.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CATALOGUE := translations/ja_JP/LC_MESSAGES/messages
# pip of the environment, or, where Debian leaves it out (no python3-venv), the system's pip with --python.
PIP = $$($(BIN)/python -m pip --version >/dev/null 2>&1 && echo "$(BIN)/python -m pip" || echo "$(PYTHON) -m pip --python $(BIN)/python")
PIP_INSTALL = $(PIP) install --quiet --quiet --disable-pip-version-check --require-hashes

.PHONY: help run fresh test quick system lint format lock sbom translations compile words bench pictures soak clean

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 22

run: $(VENV)/run.stamp compile ## start all processes on this machine and print the address
	@exec $(BIN)/python run.py

fresh: $(VENV)/run.stamp compile ## start in a new folder without the demonstration's data; keep the old one beside it
	@folder=$${INSTANCE_DIR:-instance}
	if [ -e "$$folder" ]; then
	    flock --nonblock "$$folder/lock" mv "$$folder" "$$folder-$$(date +%Y%m%d-%H%M%S)" \
	        || { echo "This service runs in $$folder: end it first."; exit 1; }
	fi
	DEMONSTRATION=accounts exec $(BIN)/python run.py

test: $(VENV)/test.stamp compile system ## all tests and checks; ARGS="tests/rules -k quorum" for a selection
	@exec $(BIN)/python -m pytest --numprocesses=auto --maxprocesses=8 --dist=worksteal $(ARGS)

quick: $(VENV)/test.stamp compile ## style, types, import contracts, rules, design; no servers, no walks
	@exec $(BIN)/python -m pytest --numprocesses=auto --maxprocesses=8 --dist=worksteal \
	    tests/rules tests/architecture -m "not walk" -k "not postgresql" $(ARGS)

system: ## install the Debian packages of the tests: PostgreSQL, Redis, Dovecot, Chromium, fonts, poppler, age
	@tests/support/install-system-packages

lint: $(VENV)/test.stamp ## style, types, layers (part of `make test` too)
	@$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/test.stamp ## fix the style
	@$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(VENV)/test.stamp ## update the pins of requirements*.in, with hashes and without index addresses
	@export PIP_CONFIG_FILE=/dev/null; unset PIP_FIND_LINKS PIP_INDEX_URL PIP_EXTRA_INDEX_URL
	for name in requirements requirements-dev; do
	    $(BIN)/pip-compile --quiet --upgrade --generate-hashes --allow-unsafe --strip-extras --no-header \
	        --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file=$$name.txt $$name.in
	done

sbom: $(VENV)/test.stamp ## list what the product consists of: build/sbom.json, in the format of CycloneDX
	@mkdir -p build
	$(BIN)/cyclonedx-py requirements requirements.txt --pyproject pyproject.toml --output-reproducible \
	    --output-file build/sbom.json 2>/dev/null

translations: $(VENV)/test.stamp ## collect the texts of app/ into the Japanese catalogue
	@$(BIN)/pybabel --quiet extract --mapping=translations/babel.cfg --no-location --sort-output --no-wrap \
	    --keyword=_l --keyword=lazy_gettext --keyword=lazy_ngettext:1,2 --output=translations/messages.pot app translations
	if [ -f $(CATALOGUE).po ]; then
	    $(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap \
	        --input-file=translations/messages.pot --output-dir=translations --locale=ja_JP
	else
	    $(BIN)/pybabel --quiet init --no-wrap --input-file=translations/messages.pot --output-dir=translations --locale=ja_JP
	fi
	rm translations/messages.pot

compile: $(CATALOGUE).mo ## compile the Japanese catalogue, before a single pytest

$(CATALOGUE).mo: $(CATALOGUE).po $(VENV)/run.stamp
	@$(BIN)/pybabel --quiet compile --directory=translations

words: $(VENV)/test.stamp ## a report on the Japanese of pages, letters and papers; advice, not a test
	@$(BIN)/python -m tests.support.style_report

bench: $(VENV)/test.stamp compile ## benchmarks, not part of the tests
	@$(BIN)/python -m pytest $(if $(findstring tests/,$(ARGS)),,tests/bench) --override-ini="norecursedirs=.*" $(ARGS)

pictures: $(VENV)/test.stamp compile ## the pictures of the user guide, made anew in app/static/manual
	@tests/support/install-system-packages
	$(BIN)/python -m pytest tests/pictures --override-ini="norecursedirs=.*" $(ARGS)

soak: $(VENV)/test.stamp compile ## long runs, not part of the tests; they need nginx too
	@tests/support/install-system-packages nginx
	$(BIN)/python -m pytest $(if $(findstring tests/,$(ARGS)),,tests/soak) --override-ini="norecursedirs=.*" $(ARGS)

clean: ## delete the environment and the caches, not instance/
	@rm -rf $(VENV) .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; name it: make PYTHON=python3.11"; exit 1; }
	echo "Making $(VENV)"
	if $(PYTHON) -c 'import ensurepip' 2>/dev/null; then
	    $(PYTHON) -m venv $(VENV)
	elif $(PYTHON) -m pip --version >/dev/null 2>&1; then
	    $(PYTHON) -m venv --without-pip $(VENV)
	else
	    echo "pip is missing: install python3-pip or python3-venv"; exit 1
	fi

$(VENV)/run.stamp: requirements.txt | $(BIN)/python
	@echo "Installing requirements.txt into $(VENV)"
	$(PIP_INSTALL) -r requirements.txt
	touch $@

$(VENV)/test.stamp: requirements-dev.txt $(VENV)/run.stamp
	@echo "Installing requirements-dev.txt into $(VENV)"
	$(PIP_INSTALL) -r requirements.txt -r requirements-dev.txt
	# Wanted by cyclonedx for a check that we leave out; it would take a second of every process that a test starts.
	$(PIP) uninstall --quiet --quiet --disable-pip-version-check --yes rfc3987-syntax
	touch $@

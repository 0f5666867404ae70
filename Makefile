# Kortreist. Each target says what it does; none needs anything but Python 3.11 and make.
SHELL := /bin/sh
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PLACE ?= 4005
OUT ?= out/$(PLACE)
export PYTHONUTF8 = 1

.PHONY: help run test check bench docs lock clean setup

help: ## list the targets
	@grep -E '^[a-z]+:.*##' Makefile | sed 's/:.*##/\t/'

run: $(VENV)/.installed ## set up, compute the plan of PLACE (default 4005 Notodden), say where to open it
	@echo "[2/3] Account of $(PLACE)"
	@$(BIN)/kortreist account $(PLACE)
	@echo "[3/3] Plan of $(PLACE) (the first run also compiles the kernel)"
	@$(BIN)/kortreist plan $(PLACE) --out $(OUT)

test: $(VENV)/.installed-dev ## set up, then every check and test
	@echo "[2/4] Pictures' and pages' browser"
	@sh tools/browser.sh
	@echo "[3/4] Style, types and layers"
	@$(MAKE) --no-print-directory check
	@echo "[4/4] Tests"
	@$(BIN)/python -m pytest -n 2 --dist loadfile

check: $(VENV)/.installed-dev ## style, strict types, rooms import only to their left
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

bench: $(VENV)/.installed-bench ## the same work through us and through peers, as ratios
	@for b in benchmarks/*.py; do echo "== $$b"; $(BIN)/python $$b || exit 1; done

docs: $(VENV)/.installed-dev ## pictures for the README and the generated reference pages
	@$(BIN)/python tools/pictures.py

setup: $(VENV)/.installed

$(VENV)/bin/python:
	@echo "[1/3] Setting up with $(PYTHON) (a minute or two the first time)"
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	  echo "Python 3.11 is missing. Debian/Ubuntu: apt install python3.11 python3.11-venv. Or: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
	  echo "The venv module is missing. Debian/Ubuntu: apt install python3.11-venv" >&2; rm -rf $(VENV); exit 1; }

$(VENV)/.installed: $(VENV)/bin/python requirements.lock pyproject.toml
	@echo "      installing what requirements.lock names"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/bin/python requirements-dev.lock pyproject.toml
	@echo "      installing what requirements-dev.lock names"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-bench: $(VENV)/.installed-dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "ema_workbench>=2.5" "pymrio>=0.5"
	@touch $@

lock: $(VENV)/.installed-dev ## renew the lock files
	@$(BIN)/python -m pip install --quiet pip-tools
	@for x in "" "-dev"; do $(BIN)/pip-compile -q --no-header --no-annotate --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras $$( [ -n "$$x" ] && echo --extra test --extra check -c requirements.lock ) -o requirements$$x.lock pyproject.toml; done

clean: ## remove what was built (never the user's data)
	rm -rf $(VENV) out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Kortreist. Each target says what it does; none needs anything but Python 3.11 and make.
SHELL := /bin/sh
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PLACE ?= 4005
OUT ?= out/$(PLACE)
PORT ?= 8000
export PYTHONUTF8 = 1
# Each of the tests' many processes would otherwise compile the whole program anew.
unexport PYTHONDONTWRITEBYTECODE

STORED = $(BIN)/python tools/with_postgres.py --install -- $(BIN)/python -m pytest -n 2 --dist loadfile $$($(BIN)/python tools/stored_tests.py) -m "not browser and not long"

.PHONY: help run plan test test-all check templates bench docs pages how-good lock clean setup

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*##/\t/'

run: $(VENV)/.installed ## set up and open the site at PORT (default 8000), with Notodden and the invented X001 Eksempeldal
	@echo "[2/2] The site (the first start computes a plan and compiles the kernel)"
	@KORTREIST_STATE=$${KORTREIST_STATE:-$(CURDIR)/out/site} $(BIN)/kortreist serve --port $(PORT)

plan: $(VENV)/.installed ## without the site: the account and the plan of PLACE (default 4005 Notodden) as files
	@$(BIN)/kortreist account $(PLACE)
	@$(BIN)/kortreist plan $(PLACE) --out $(OUT)

test: $(VENV)/.installed-dev ## set up, then every check and test
	@echo "[2/5] Pictures' and pages' browser"
	@sh tools/browser.sh
	@echo "[3/5] Style, types, layers and secrets; meanwhile what many tests look at"
	@# Not waited for: a test that needs what is not made yet waits for it itself.
	@NUMBA_NUM_THREADS=1 $(BIN)/python tools/prepare_tests.py & $(MAKE) --no-print-directory check
	@echo "[4/5] Tests"
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder
	@echo "[5/5] What the site stores, again on PostgreSQL"
	@$(STORED)

test-all: test ## also what takes long: kills, whole counties, exhaustive matrices, a fuzz of 2,000 files
	@KORTREIST_TEST_EVERY=1 $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "long or hypothesis"
	@KORTREIST_TEST_EVERY=1 $(STORED)

check: $(VENV)/.installed-dev ## style, strict types, rooms import only to their left, secrets, weak dependencies
	@# The audit mostly waits for an answer from the network: meanwhile the others are run.
	@$(BIN)/python tools/audit_dependencies.py & audit=$$!; \
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports && \
	{ $(BIN)/djlint --check --quiet src/kortreist_web || { echo "make templates lays them out" >&2; exit 1; }; } && \
	$(BIN)/python tools/secrets_scan.py && wait $$audit

templates: $(VENV)/.installed-dev ## lay out the templates as their formatter does
	@$(BIN)/djlint --reformat --quiet src/kortreist_web

bench: $(VENV)/.installed-bench ## the same work through us and through peers, as ratios
	@for b in benchmarks/*.py; do echo "== $$b"; $(BIN)/python $$b || exit 1; done

docs: $(VENV)/.installed-dev ## pictures for the README and the generated reference pages
	@$(BIN)/python tools/pictures.py
	@sh tools/browser.sh && $(BIN)/python tools/site_pictures.py

pages: $(VENV)/.installed-dev ## renew the kept pictures of the twenty pages used most
	@sh tools/browser.sh && $(BIN)/python tools/kept_pages.py

how-good: $(VENV)/.installed-dev ## the table of how good it is, beside 29 November and the goals; MEASURE="times pages clicks" also takes what is long
	@$(BIN)/python tools/how_good.py $(if $(MEASURE),--measure $(MEASURE))

setup: $(VENV)/.installed

$(VENV)/bin/python:
	@echo "[1/2] Setting up with $(PYTHON) (a minute or two the first time)"
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
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "ema_workbench>=2.5" "pymrio>=0.5" "locust>=2.30" "psutil>=6"
	@touch $@

lock: $(VENV)/.installed-dev ## renew the lock files
	@$(BIN)/python -m pip install --quiet pip-tools
	@for x in "" "-dev"; do $(BIN)/pip-compile --extra web -q --no-header --no-annotate --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras $$( [ -n "$$x" ] && echo --extra test --extra check -c requirements.lock ) -o requirements$$x.lock pyproject.toml; done

clean: ## remove what was built (never the user's data)
	rm -rf $(VENV) out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Two commands:  make lab   opens the notebooks;  make test   runs every check.
# Needed beforehand: Python 3.11 or newer, and make. uv is used if it is installed.

VENV := .venv
PY := $(VENV)/bin/python
BENCH := .venv-bench
BENCH_PY := $(BENCH)/bin/python
PEERS := cynetdiff eon ndlib six mesa fastgemf pynetim
UV := $(shell command -v uv 2>/dev/null)
LAB_ARGS ?=
PRESENT_ARGS ?=
TALK ?= 05_compare_plans
# A file at a time, the browsers on one worker: see tests/conftest.py. In the order of the folders, so that files of
# few long tests (browser, notebooks) come before those of many short ones.
PYTEST_ARGS ?= -n 2 --dist loadfile --no-loadscope-reorder
QUICK := not slow and not notebook and not process and not browser
BENCH_ARGS ?=
EVIDENCE_ARGS ?=
EXAMPLES ?= 0.3

# The Python to use; without it, the first one on the path that is new enough.
PYTHON ?=

ifdef UV
install = "$(UV)" pip install --quiet --python $(1) --constraint constraints.txt
else
install = $(1) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
endif
INSTALL = $(call install,$(PY)) --editable

# numba looks at a kernel's own file only, not at those it calls: compile all again when one changes.
define compile
	@echo "Compiling the kernels (once) ..."
	@rm -f engagelab/engine/__pycache__/*.nbi engagelab/engine/__pycache__/*.nbc
	@$(1) -m engagelab warm
	@touch $@
endef

# A test starts some two hundred processes: without bytecode each compiles the package again.
unexport PYTHONDONTWRITEBYTECODE

.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help lab test quick evidence present slides bench bench-ui setup lint format types floors browser clean graph-tool

help:
	@echo "make lab       open the notebooks in JupyterLab"
	@echo "make present   show the notebooks as an application: no code, nothing to break"
	@echo "make slides    make slides of a notebook (TALK=...) in build/, for use without a network"
	@echo "make test      run every check: format, lint, types, import contracts, tests"
	@echo "make quick     run the fast checks, in under 90 seconds"
	@echo "make evidence  run the long statistics (coverage, wide witnesses) and print their figures"
	@echo "make bench     measure against other libraries (half an hour) and write docs/benchmarks.md"
	@echo "make bench-ui  measure how quickly the workbench answers and write docs/latency.md"
	@echo "make setup     create the environment of make test, and no more"
	@echo "make format    format the code"
	@echo "make clean     remove what make has created"

lab: $(VENV)/.lab $(VENV)/.warm
	@$(PY) -m engagelab lab $(LAB_ARGS)

# Three in ten of the hypothesis examples that each test asks for; make evidence draws all, ten times.
test: setup browser lint types floors
	ENGAGELAB_EXAMPLES=$(EXAMPLES) $(PY) -m pytest $(PYTEST_ARGS)

quick: setup lint types floors
	ENGAGELAB_EXAMPLES=0.1 $(PY) -m pytest $(PYTEST_ARGS) -m "$(QUICK)" --ignore tests/browser

# Long statistics, with many more examples than make test draws; the figures go into docs.
evidence: setup
	$(PY) -m evidence $(EVIDENCE_ARGS)

bench: $(BENCH)/.peers $(BENCH)/.warm graph-tool
	@$(BENCH_PY) -m benchmarks $(BENCH_ARGS)

present: $(VENV)/.lab $(VENV)/.warm
	@$(PY) -m engagelab present $(PRESENT_ARGS)

slides: $(VENV)/.lab $(VENV)/.warm
	@mkdir -p build
	@$(PY) -m engagelab slides notebooks/$(TALK).ipynb --to build/$(TALK).html

bench-ui: setup browser
	@$(PY) -m benchmarks.ui

setup: $(VENV)/.test $(VENV)/.warm

lint: $(VENV)/.test
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .

format: $(VENV)/.test
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

types: $(VENV)/.test
	$(PY) -m mypy

floors: $(VENV)/.test
	$(VENV)/bin/lint-imports --no-logo

browser:
	@sh tools/debian.sh "command -v chromium || command -v chromium-browser || command -v google-chrome" \
		"No Chromium here: the browser tests will be skipped. Install the package chromium to run them." \
		chromium fonts-dejavu-core

# Debian has graph-tool for its own Python only, which runs it in a process of its own.
graph-tool:
	@sh tools/debian.sh "/usr/bin/python3 -c 'import graph_tool'" \
		"No graph-tool here: the benchmark goes on without it. Install the package python3-graph-tool to have it." \
		python3-graph-tool

clean:
	rm -rf $(VENV) $(BENCH) build dist artifacts .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find engagelab tests notebooks benchmarks -depth \
		\( -name __pycache__ -o -name .ipynb_checkpoints \) -exec rm -rf {} +

# ------------------------------------------------------------- the environment, made once and kept

$(PY):
	@sh tools/venv.sh $(VENV) "$(UV)" "$(PYTHON)"

$(VENV)/.lab: pyproject.toml constraints.txt | $(PY)
	@echo "Installing engagelab and JupyterLab (a minute or two, the first time) ..."
	@$(INSTALL) '.[lab,data]'
	@touch $@

$(VENV)/.test: pyproject.toml constraints.txt $(VENV)/.lab | $(PY)
	@echo "Installing what the tests need ..."
	@$(INSTALL) '.[lab,data,peers,cluster,test,dev]'
	@touch $@

$(VENV)/.warm: $(VENV)/.lab $(wildcard engagelab/engine/*.py)
	$(call compile,$(PY))

# -------------------------------------------------- the environment of the benchmark, with the peers

$(BENCH_PY):
	@sh tools/venv.sh $(BENCH) "$(UV)" "$(PYTHON)"

# One peer after the other: if one cannot be installed, the benchmark goes on without it.
$(BENCH)/.peers: pyproject.toml constraints.txt | $(BENCH_PY)
	@echo "Installing engagelab and the libraries it is measured against (some minutes, the first time) ..."
	@$(call install,$(BENCH_PY)) --editable .
	@for peer in $(PEERS); do \
		$(call install,$(BENCH_PY)) $$peer || echo "engagelab: $$peer could not be installed." >&2; \
	done
	@touch $@

$(BENCH)/.warm: $(BENCH)/.peers $(wildcard engagelab/engine/*.py)
	$(call compile,$(BENCH_PY))

# `make` lists the targets. One virtual environment, .venv: the demo fills it with the light core, the tests with all.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
EXAMPLE := examples/central-asia.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help demo test test-long fix model base-models bench docs site wheel extras clean
.DELETE_ON_ERROR:

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

demo: $(VENV)/.core ## install the light core, analyse an example article, write demo.html
	$(BIN)/stance analyze $(EXAMPLE)
	$(BIN)/stance analyze $(EXAMPLE) --format html -o demo.html
	@echo "The same report, to open in a browser: demo.html"

test: $(VENV)/.all ## install all extras; lint, types, tests with coverage
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	HF_HUB_OFFLINE=1 $(BIN)/python -m pytest -m "not long" -n 2 --dist worksteal --cov --cov-report=term

test-long: $(VENV)/.all ## the tests that take minutes: killed batch runs, coverage of corrected intervals
	HF_HUB_OFFLINE=1 $(BIN)/python -m pytest -m long

fix: $(VENV)/.all ## mend what the linter can mend, and format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

model: $(VENV)/.all ## train teacher and shipped model again from scratch (4 hours): make model DATA_DIR=… [GOLD=…]
	@test -n "$(DATA_DIR)" || { echo "give the folder of the corpora: make model DATA_DIR=… (CONTRIBUTING.md says what it holds)" >&2; exit 2; }
	$(BIN)/python -m training.base_models
	test -f runs/teacher/metrics.json || HF_HUB_OFFLINE=1 $(BIN)/python -m training.train configs/experiments/teacher.yaml --data-dir $(DATA_DIR) --output runs/teacher
	HF_HUB_OFFLINE=1 $(BIN)/python -m training.make_model --data-dir $(DATA_DIR) $(if $(GOLD),--gold $(GOLD))

base-models: $(VENV)/.core ## fetch the two base encoders into .base-models and check them
	$(BIN)/python -m training.base_models

bench: $(VENV)/.all ## measure speed and memory, write docs/performance.md: make bench [ONLY=pairs] [ARTICLES=100000] [DATA_DIR=texts]
	HF_HUB_OFFLINE=1 $(BIN)/python -m training.bench $(if $(DATA_DIR),--data-dir $(DATA_DIR)) $(if $(ONLY),--only $(ONLY)) $(if $(ARTICLES),--articles $(ARTICLES))

docs: $(VENV)/.all ## write docs/cli.md again from --help, docs/actor-cases.md from the hard cases
	$(BIN)/python -m training.docs
	$(BIN)/python -m training.actor_cases

site: $(VENV)/.all ## build the documentation into site/, strictly and without a network; open site/index.html
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet

wheel: $(VENV)/.all ## build the wheel with the shipped model and try it in an empty environment
	.ci/wheel-check $(BIN)/python

extras: $(VENV)/.all ## try the wheel with each extra alone, in empty environments (10 minutes)
	.ci/extras-check $(BIN)/python

clean: ## remove the environment, caches and built files (not the base models, not runs)
	rm -rf $(VENV) dist site demo.html .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find stance training tests -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is newer than what it was made from, so that nothing is installed twice.
$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "no python3 found: install Python 3.11 or newer" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.core: $(BIN)/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --editable . --constraint constraints.txt
	@touch $@

$(VENV)/.all: $(BIN)/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --editable '.[all]' --constraint constraints.txt
	@touch $(VENV)/.core $@

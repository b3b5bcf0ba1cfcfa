# Linchpin. `make` says what there is. Everything is made in .venv; nothing else on the machine is touched,
# but for Chromium, which `make test` installs when it is missing and rights allow.

PYTHON ?= python3
BIN := .venv/bin
CASE ?= demo-case

.PHONY: help setup demo app test test-setup lint types pytest bench bench-quality pins clean

help:
	@echo "make demo    set up, make a sample case, run the whole way, print the ranked findings"
	@echo "make app     open the app on that case (this machine only); CASE=folder for another one"
	@echo "make test    set up all that the tests need, then lint, types and tests"
	@echo "make bench   measure the claims and print them"
	@echo "make bench-quality   findings held against the truth of held-out sample worlds, beside baselines (about half an hour)"
	@echo "make clean   remove the environment, the demo and what was built"

setup:
	@$(PYTHON) scripts/environment.py

test-setup:
	@$(PYTHON) scripts/environment.py --test
	@$(BIN)/python scripts/setup_tests.py

demo: setup
	@$(BIN)/linchpin demo

app: setup
	@$(BIN)/linchpin app --case $(CASE)

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

pytest:
	$(BIN)/python -m pytest -n 2 --dist loadfile

# one after the other, so that the cheapest check speaks first, also under make -j
test: test-setup
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory types
	@$(MAKE) --no-print-directory pytest

bench: setup
	@$(BIN)/python bench/run.py

bench-quality: setup
	@PYTHONPATH=. $(BIN)/python bench/quality.py $(ARGS)

pins:
	@$(BIN)/python scripts/pins.py

clean:
	rm -rf .venv .tools build dist demo demo-case .pytest_cache .mypy_cache .ruff_cache

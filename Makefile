# Huiyin 回音. On a fresh machine with Python 3.11 or later (with venv), git and make: `make up`.
.DEFAULT_GOAL := help
.PHONY: help environment browser clamd token up test check fix bench test-long test-s3 test-corpora screenshots messages lock new-command

BIN := .venv/bin
DEFAULT_TESTS := not long and not corpora and not screenshots

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 24

environment:
	@sh tools/environment.sh

browser:
	@sh tools/browser.sh

token:
	@sh tools/token.sh

up: environment  ## install what is missing, start everything with demonstration people; Ctrl-C stops it
	@exec $(BIN)/huiyin up --demo

test: environment browser token  ## the default tests, browser journeys included
	@$(BIN)/coverage erase
	@COVERAGE_PROCESS_START=pyproject.toml $(BIN)/pytest -n auto --maxprocesses 4 --dist worksteal -m "$(DEFAULT_TESTS)"
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

check: environment  ## lint, format, types, contracts, migrations, lock, messages, glossary, lifecycle, law, map
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python tools/migrations.py
	@$(BIN)/python tools/lock.py --check
	@$(BIN)/python tools/messages.py --check
	@$(BIN)/python tools/glossary.py
	@$(BIN)/python tools/lifecycle.py --check
	@$(BIN)/python tools/law.py --check
	@$(BIN)/python tools/map.py --check

fix: environment  ## repair what lint and format can repair
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

bench: environment  ## measure on this machine; writes JSON
	@$(BIN)/huiyin bench

clamd:
	@sh tools/clamd.sh

test-long: environment browser clamd token  ## kills, fuzzing, populations
	@$(BIN)/pytest -m long

test-s3: environment  ## the object store against a real S3 server (OpenStack Swift from Debian)
	@sh tools/swift.sh
	@$(BIN)/pytest -m s3

test-corpora: environment  ## real texts from HUIYIN_CORPORA=DIR
	@test -n "$(HUIYIN_CORPORA)" || { echo "Say where the texts are: make test-corpora HUIYIN_CORPORA=DIR" >&2; exit 2; }
	@HUIYIN_CORPORA="$(HUIYIN_CORPORA)" $(BIN)/pytest -m corpora

screenshots: environment browser  ## retake the screenshots in docs/
	@$(BIN)/pytest -m screenshots

messages: environment  ## collect the texts of the pages into the catalogues and compile them
	@$(BIN)/python tools/messages.py

lock: environment  ## write requirements.lock anew after pyproject.toml changed
	@$(BIN)/python tools/lock.py

new-command: environment  ## a command file and its tests: make new-command NAME=extend_deadline ROOM=handling
	@$(BIN)/python tools/new_command.py "$(ROOM)" "$(NAME)"

# Everything from a fresh machine: `make serve` opens the page, `make test` runs every test, `make check` is the quick one.
# What a machine lacks is installed by .ci/setup, tools of the project into .tools.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.NOTPARALLEL:

# An environment RUSTFLAGS would replace the flags of .cargo/config.toml.
unexport RUSTFLAGS CARGO_ENCODED_RUSTFLAGS CARGO_BUILD_TARGET
export PATH := $(CURDIR)/.tools/bin:$(CURDIR)/www/node_modules/.bin:$(PATH)

PORT ?= 8080
EVENTS ?= 10000000
IN ?= duckdb
ENGINES = $$([ -x .tools/sql/bin/python ] && echo .tools/sql/bin/python || echo python3)
WASM := --locked --target wasm32-unknown-unknown --no-default-features
HOST := --locked --all-features
PAGE_SOURCES := $(shell find src www -type f -not -path '*/node_modules/*') Cargo.toml Cargo.lock Trunk.toml .cargo/config.toml

.PHONY: help setup setup-tests setup-bench serve dist program check test test-core test-wasm test-oracle test-sql test-browser size bench bench-files bench-full bench-orders bench-sql screens pictures deny clean

help: ## these lines
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 14

setup: www/node_modules/.package-lock.json .tools/fetched ## install what building needs
	@.ci/setup build

# What tests need beside that: a browser, a Chinese font for its pictures, Python for the oracles.
setup-tests: setup tests/browser/node_modules/.package-lock.json
	@.ci/setup

# npm and cargo come first, so that nothing below needs the network.
%/node_modules/.package-lock.json: %/package-lock.json
	@.ci/setup base
	npm ci --prefix $* --no-audit --no-fund
	@touch $@

.tools/fetched: Cargo.lock
	@.ci/setup base
	cargo fetch --locked
	@mkdir -p .tools && touch $@

serve: dist ## build the page and serve it on this computer (PORT=8080)
	@node www/build/serve.mjs dist $(PORT)

dist: setup dist/index.html ## build the page into dist/

dist/index.html: $(PAGE_SOURCES) | setup
	trunk build

program: setup ## build the command-line program into target/release/dianzhang
	cargo build --release --locked

check: setup ## format, lints, core tests: under a minute when warm
	cargo fmt --check
	cargo clippy $(HOST) --all-targets -- -D warnings
	cargo clippy $(WASM) --features web,unpacker,sheets --lib --bins -- -D warnings
	cargo clippy $(WASM) --features worker --lib --bin worker -- -D warnings
	cargo test $(HOST) --lib

test: check test-core test-wasm test-oracle test-sql test-browser size ## every test

test-core: setup
	cargo test $(HOST) --test '*'
	cargo test $(HOST) --doc

test-wasm: setup
	cargo test $(WASM) --test wasm

test-oracle: program setup-tests
	@if [ -d tests/oracle ]; then python3 -m unittest discover -s tests/oracle -t tests/oracle; fi
	@if [ -d tests/messy ]; then python3 -m unittest discover -s tests/messy -t tests/messy; fi

test-sql: program ## the catalogue's SQL in DuckDB, ClickHouse and Spark against the program
	@.ci/setup engines
	@echo "== the catalogue's SQL"
	@$(ENGINES) -W ignore -m unittest discover -s tests/sql -t tests/sql

test-browser: dist program setup-tests
	@echo "== browser tests"
	@node --test --test-timeout=600000 --test-reporter=spec --test-reporter-destination=stdout \
	  --test-reporter=./tests/browser/tally.mjs --test-reporter-destination=stdout tests/browser/*.test.mjs tests/bench/*.test.mjs

size: dist ## what a first visit downloads
	@node www/build/size.mjs dist

screens: dist setup-tests ## pictures of the page into tests/browser/out
	@node tests/browser/screens.mjs

pictures: dist program setup-tests ## the README's pictures, into docs/screens
	@node tests/browser/pictures.mjs

bench: dist program setup-bench ## time page, program and peers on a log (ROWS=1000000 ROUNDS=5 CONTENDERS="page duckdb")
	@node tests/bench/run.mjs

bench-full: dist program setup-bench ## the same for 1, 10 and 100 million rows, into docs/benchmarks.md (hours; 6 GB of disk)
	@ROWS="1000000 10000000 100000000" WRITE=1 node tests/bench/run.mjs

bench-files: dist program setup-bench ## time the reading of GB18030 text and of workbooks beside the browser's own ways (TEXT=1000000 SHEET=50000 ROUNDS=5)
	@node tests/bench/formats.mjs

bench-orders: dist program setup-tests ## time page and program on an export of order lines (LINES=1000000 ROUNDS=1)
	@node tests/bench/orders.mjs

# The peers are installed here and nowhere else: no test needs them.
setup-bench: setup-tests tests/bench/node_modules/.package-lock.json target/bench/venv/.installed

target/bench/venv/.installed: tests/bench/requirements.txt
	@.ci/setup bench
	python3 -m venv target/bench/venv
	target/bench/venv/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

bench-sql: program ## time the overview's SQL on ten million events (EVENTS=10000000 IN="duckdb clickhouse spark")
	@.ci/setup engines
	@$(ENGINES) tests/sql/bench.py $(EVENTS) $(IN)

deny: ## licences and advisories of the dependencies, where cargo-deny is installed
	@if cargo deny --version >/dev/null 2>&1; then cargo deny --all-features check; \
	  else echo "cargo-deny is not installed: cargo install cargo-deny --locked"; fi

clean: ## remove what was built; the tools stay
	rm -rf dist tests/browser/out
	cargo clean

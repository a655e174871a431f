# Bekertje's commands; `make help` lists them. Every command installs what it misses and says what and why.
#
# Compiled code and downloads are kept outside the clone, so a second clone starts fast too.
export BEKERTJE_CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/bekertje
export CARGO_TARGET_DIR ?= $(BEKERTJE_CACHE)/target
export PATH := $(BEKERTJE_CACHE)/node/node_modules/.bin:$(PATH)

DATA ?= $(CURDIR)/data/demo
CRASHES ?= 500
CARGO := app/bundle/cargo.sh host
CLIENT_CARGO := app/bundle/cargo.sh client
INSTALL := @app/bundle/install.sh
STEP := @app/bundle/step.sh

SITE := $(CURDIR)/build/site
WASM := $(addprefix $(BEKERTJE_CACHE)/client-target/wasm32-unknown-unknown/client/,shop.wasm ward.wasm)
PROGRAMS := $(addprefix --wasm ,$(WASM))
BUNDLE := $(CARGO_TARGET_DIR)/debug/bundle
PROGRAM := $(CARGO_TARGET_DIR)/debug/bekertje
SERVE := $(PROGRAM) serve --demo --data $(DATA) --site $(SITE)

# `make run DATABASE_URL=postgres://…` uses PostgreSQL instead of the data folder's SQLite.
ifdef DATABASE_URL
export DATABASE_URL
endif

# `make simulate SEEDS=10000 FROM=1` and `make simulate SEED=7`. Many seeds are worth the optimising compiler.
ifdef SEEDS
export SEEDS
SIMULATE_PROFILE := --profile simulate
endif
ifdef FROM
export FROM
endif
ifdef SEED
export SEED
endif

# Five thousand screens that listen are as many open files, for the program and for who measures it.
MANY_FILES := sh -c 'ulimit -n 16384; exec "$$@"' --

# Both compilers at once, sharing the processors: the client ends in a long single-threaded step.
BUILD := $(MAKE) --no-print-directory -j$(shell nproc) server client

.PHONY: help run test dev bench crash dist simulate scan fuzz fmt lint clean server client site
.DEFAULT_GOAL := help

help: ## Say what there is
	@sed -n 's/^\([a-z]*\):.*## /  make \1 \t/p' Makefile | expand -t 14

run: ## Build and open the shop with the demo home: http://127.0.0.1:3000 (DATA=folder, DATABASE_URL=postgres://…)
	$(STEP) 1/4 "Looking for a Rust compiler for the server and for the browser" app/bundle/install.sh host client
	$(STEP) 2/4 "Compiling the server and the client (minutes the first time, seconds later)" $(BUILD)
	$(STEP) 3/4 "Putting together what the browser gets" $(MAKE) --no-print-directory site
	@printf '\n[4/4] Starting the shop; its data are in %s\n\n' '$(if $(DATABASE_URL),the PostgreSQL of DATABASE_URL,$(DATA))'
	@mkdir -p '$(DATA)'
	@exec $(SERVE)

test: ## Run everything: lints, tests on both databases, size budgets, journeys in a real browser
	$(STEP) 1/10 "Looking for what the tests need" app/bundle/install.sh host client test
	$(STEP) 2/10 "Checking how the source code is laid out" $(CARGO) fmt --all --check
	$(STEP) 3/10 "Checking the server against the house rules" $(MAKE) --no-print-directory lint-server
	$(STEP) 4/10 "Checking the client against the house rules" $(MAKE) --no-print-directory lint-client
	$(STEP) 5/10 "Checking where every crate comes from, and under which licence" $(MAKE) --no-print-directory audit
	$(STEP) 6/10 "Testing the rules, the pages and the server, on SQLite and on PostgreSQL" \
		end2end/with-postgres.sh $(CARGO) test --workspace
	$(STEP) 7/10 "Compiling the server and the client" $(BUILD)
	$(STEP) 8/10 "Putting together what the browser gets" $(MAKE) --no-print-directory site
	$(STEP) 9/10 "Weighing what the browser gets" $(BUNDLE) check --site $(SITE) --budgets
	$(STEP) 10/10 "Walking through the shop in a real browser" $(MAKE) --no-print-directory journeys
	@printf '\nEverything passed.\n'

dev: ## Like run, and again after every change; open pages reload by themselves
	$(INSTALL) host client
	@DATA='$(DATA)' SITE='$(SITE)' PROGRAM='$(PROGRAM)' app/bundle/dev.sh

bench: ## Measure: sizes, rules, orders, pages, memory and devices, each beside its aim
	$(INSTALL) host client test
	$(STEP) 1/5 "Compiling" $(MAKE) --no-print-directory -j$(shell nproc) client bundle measures
	$(STEP) 2/5 "Putting together and weighing what the browser gets" $(MAKE) --no-print-directory weigh
	$(STEP) 3/5 "Measuring the rules" $(CARGO) bench -p domain
	$(STEP) 4/5 "Measuring the released program, on SQLite and on PostgreSQL" $(MANY_FILES) \
		env BEKERTJE_POSTGRES_FSYNC=on end2end/with-postgres.sh $(CARGO) bench -p server --bench load
	$(STEP) 5/5 "Measuring how a device starts without the server" \
		env BEKERTJE_PROGRAM=$(CARGO_TARGET_DIR)/release/bekertje BEKERTJE_SITE=$(SITE) node end2end/bench/offline_start.mjs
	@env BEKERTJE_PROGRAM=$(CARGO_TARGET_DIR)/release/bekertje BEKERTJE_SITE=$(SITE) node end2end/bench/sign_in.mjs

crash: export CRASHES := $(CRASHES)
crash: ## Kill the program CRASHES=500 times on each database, and compare what it said before and after
	$(INSTALL) host test
	$(STEP) 1/1 "Killing the program under load" end2end/with-postgres.sh $(CARGO) test -p server --test crash -- --nocapture

dist: ## Make the release folder dist/: the program, the site, the README
	$(INSTALL) host client
	$(STEP) 1/3 "Compiling the server for release, and the client" \
		$(MAKE) --no-print-directory -j$(shell nproc) release client bundle
	$(STEP) 2/3 "Looking for wasm-opt, which makes the client smaller" app/bundle/install.sh optimiser
	$(STEP) 3/3 "Putting together the folder" app/bundle/dist.sh $(PROGRAMS)

simulate: ## Simulate devices, a bad network and a dying server: SEEDS=10000 every night, SEED=7 for one (docs/reliability.md)
	$(INSTALL) host
	$(CARGO) test -p server --lib $(SIMULATE_PROFILE) simulation::no_fault -- --nocapture

scan: ## Let a public scanner look for known weaknesses, MINUTES=5 as each kind of person
	$(INSTALL) host client test scanner
	$(STEP) 1/3 "Compiling the server and the client" $(BUILD)
	$(STEP) 2/3 "Putting together what the browser gets" $(MAKE) --no-print-directory site
	$(STEP) 3/3 "Scanning" env BEKERTJE_SCANNER=$(BEKERTJE_CACHE)/scanner/bin/wapiti BEKERTJE_PROGRAM=$(PROGRAM) \
		BEKERTJE_SITE=$(SITE) MINUTES=$(or $(MINUTES),5) node end2end/scan.mjs

fuzz: ## Hand the server whatever a fuzzer thinks of, for MINUTES=60 (TARGETS="push cookie …", docs/testing.md)
	$(INSTALL) host
	@server/fuzz/fuzz.sh $(or $(MINUTES),60) $(TARGETS)

fmt: ## Lay out all source code
	$(CARGO) fmt --all

lint: lint-server lint-client ## Check the source code against the house rules
	$(CARGO) fmt --all --check

clean: ## Remove what was built in this clone (the cache and the demo data stay)
	rm -rf build dist end2end/node_modules

# Parts of the above. The leading + lets cargo share the processors with its neighbour.

.PHONY: audit lint-server lint-client journeys fault-proxy weigh release bundle measures simulate-mutants

server:
	+@$(CARGO) build -p server -p bundle

client:
	+@$(CLIENT_CARGO) build -p shop -p ward --profile client --target wasm32-unknown-unknown

release:
	+@$(CARGO) build -p server --release

bundle:
	+@$(CARGO) build -p bundle

fault-proxy:
	+@$(CARGO) build -p fault-proxy

measures:
	+@$(CARGO) bench -p domain -p server --no-run

site: $(SITE)/manifest.json

$(SITE)/manifest.json: $(WASM) $(BUNDLE) $(shell find style public)
	@$(BUNDLE) make $(PROGRAMS) --out $(SITE)

weigh: site
	@$(BUNDLE) check --site $(SITE)

# Of the crates that this machine compiles; what others need is downloaded by nobody here.
audit: bundle
	@$(CARGO) metadata --format-version 1 --locked --filter-platform "$$($(CARGO) -vV | sed -n 's/^host: //p')" \
		| $(BUNDLE) audit --index "$${CARGO_HOME:-$$HOME/.cargo}/registry/index"

lint-server:
	+@$(CARGO) clippy --workspace --all-targets -- -D warnings

lint-client:
	+@$(CLIENT_CARGO) clippy -p app -p shop -p ward --lib --target wasm32-unknown-unknown -- -D warnings

# Every seeded mistake of the protocol, and by which promise it is caught.
simulate-mutants:
	+@$(CARGO) test -p server --features mutants --lib --profile simulate simulation::every_mistake -- --nocapture

journeys: fault-proxy
	@BEKERTJE_PROGRAM=$(PROGRAM) BEKERTJE_SITE=$(SITE) BEKERTJE_BUILD=$(CURDIR)/build \
		end2end/with-postgres.sh npm test --prefix end2end --silent

# What one runs here; `make` alone lists it. Each target sets up what it lacks.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
DUBAN_DATA ?= ./data

.PHONY: help
help: ## List the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1\t\2/p' Makefile | expand -t 14

.PHONY: run
run: bin/standalone ## Start everything in one process with the demonstration organisation (ARGS=…, DUBAN_DATA=./data)
	bin/standalone --data '$(DUBAN_DATA)' --demo --rehearsal $(ARGS)

.PHONY: build
build: bin/standalone bin/duban ## Build bin/standalone and bin/duban

# The browser's applications are embedded, so they are built before the programs, when their sources are newer.
WEB := $(shell find web -type f -not -path '*/node_modules/*' -not -path 'web/dist/*' -not -path 'web/e2e/*' -not -name '*.go')
web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	@scripts/setup go node
	cd web && npm ci --no-audit --no-fund
web/dist/index.html: web/node_modules/.package-lock.json $(WEB)
	cd web && npm run --silent build
	@touch $@

.PHONY: bin/standalone bin/duban
bin/standalone bin/duban: web/dist/index.html
bin/standalone:
	cd standalone && go build -o ../$@ .
bin/duban:
	go build -o $@ ./cmd/duban

.PHONY: test
test: ## Run every test: both modules, both databases, the browser's
	scripts/setup
	scripts/with-postgres go test -race -timeout 25m ./...
	go test -run 'TestVirtualTime|TestEveryRowIsGuarded|TestSoundPolicies|TestRandomPolicies|TestProofsOfForm|TestEachProof|TestWhatIs|TestTheOutlook' ./policies # ten thousand cases, every change to a regulation; under the race detector a part of them
	cd standalone && ../scripts/with-postgres go test -count=1 -p 1 -timeout 30m ./... # one package at a time: a siege wants the machine to itself
	$(MAKE) test-web

.PHONY: test-web
test-web: bin/standalone ## Run the browser's tests: the logic, then people at work in a real browser on the real program
	cd web && npm test && npm run --silent e2e

.PHONY: check
check: lint deterministic policies generated web-check tidy ## Linters, policies, generated files, types, go.mod

.PHONY: format format-go format-web
format: format-go format-web ## Format everything: line breaks, gofumpt and goimports, Prettier
format-go: bin/golangci-lint
	go run ./scripts/lines -w .
	bin/golangci-lint fmt ./...
	cd standalone && ../bin/golangci-lint fmt --config ../.golangci.yml ./...
format-web: web/node_modules/.package-lock.json
	cd web && npm run --silent format

.PHONY: figures
figures: ## Measure the source: lines `name value` (ARGS=../another-tree)
	@go run ./scripts/figures $(ARGS)

.PHONY: web-check
web-check: web/node_modules/.package-lock.json ## Types, formatting and linters of the web
	cd web && npm run --silent check

.PHONY: lint
lint: bin/golangci-lint
	@unformatted=$$(find . -name '*.go' -not -path '*/node_modules/*' -exec gofmt -l {} +); \
		if [[ -n $$unformatted ]]; then echo "gofmt these: $$unformatted"; exit 1; fi
	@go run ./scripts/lines .
	bin/golangci-lint config verify
	bin/golangci-lint run ./...
	cd standalone && ../bin/golangci-lint run --config ../.golangci.yml ./...

.PHONY: deterministic
deterministic: bin/workflowcheck
	bin/workflowcheck -config .workflowcheck.yaml ./workflows/...

.PHONY: policies
policies: bin/duban
	bin/duban policy check policies/*/policy.yaml

.PHONY: release-lock
release-lock: bin/duban ## Note in policies/published.lock what is released of each regulation (before a release)
	bin/duban policy lock policies/*/policy.yaml

.PHONY: generate generated
generate: bin/duban ## Write the generated files anew
	bin/duban openapi >docs/openapi.json
	bin/duban policy schema >policies/policy.schema.json
	bin/duban policy reference >docs/policy-reference.md
	go run ./scripts/typetable -w docs/policy-format.md
	go test ./cmd/duban -run TestTheGuide -update >/dev/null # what commands say in docs/policy-guide.zh-CN.md
	cd web && npm run --silent generate
generated: bin/duban
	@bin/duban openapi | diff -u docs/openapi.json - || { echo 'docs/openapi.json is stale: make generate'; exit 1; }
	@bin/duban policy schema | diff -u policies/policy.schema.json - || { echo 'policies/policy.schema.json is stale: make generate'; exit 1; }
	@bin/duban policy reference | diff -u docs/policy-reference.md - || { echo 'docs/policy-reference.md is stale: make generate'; exit 1; }
	@go run ./scripts/typetable docs/policy-format.md | diff -u docs/policy-format.md - || { echo 'docs/policy-format.md is stale: make generate'; exit 1; }
	@cd web && npx openapi-typescript ../docs/openapi.json | diff -u src/api/schema.ts - || { echo 'web/src/api/schema.ts is stale: make generate'; exit 1; }

.PHONY: histories
histories: ## Write the golden histories of this edition anew, on a real server (only before its release)
	cd standalone && go test ./prove/e2e -run TestHistoriesReplay -update

.PHONY: tidy
tidy:
	go mod tidy -diff
	cd standalone && go mod tidy -diff

.PHONY: dead
dead: bin/deadcode web/node_modules/.package-lock.json ## List code nothing reaches: both modules and the web (before a release)
	@work=$$(mktemp -d); trap 'rm -rf "$$work"' EXIT; export GOWORK="$$work/go.work"; \
		go work init . ./standalone && bin/deadcode -test -filter '^duban(/|$$)' ./... ./standalone/...
	cd web && npm run --silent dead

.PHONY: bench
bench: ## Run the benchmarks: lines `<name> ratio <number>`
	@scripts/setup
	@cd standalone && ../scripts/with-postgres go run ./prove/bench $(ARGS)

.PHONY: fuzz
fuzz: ## Send random requests to every operation, on both databases (SEED=7, REQUESTS=20000)
	@scripts/with-postgres go test -count=1 -timeout 1h -v -run TestWhateverIsSent ./gateway \
		-requests $${REQUESTS:-20000} -request-seed $${SEED:-$$RANDOM}

.PHONY: long
long: ## Run the long forms of proofs that CI runs a slice of; prints seed and minutes (SEED=7, POLICIES=20000)
	@seed=$${SEED:-$$RANDOM}; echo "seed $$seed"; began=$$SECONDS; \
		go test -count=1 -timeout 5h -v -run 'TestSoundPolicies|TestRandomPolicies|TestProofsOfForm|TestEachProof|TestWhatIs|TestTheOutlook|TestRehearsed|TestMoved|TestAMove' ./policies \
			-policies $${POLICIES:-20000} -matters 10000 -cases $${CASES:-10000} -seed $$seed | grep -v '=== \|--- PASS: .*/\|\[rapid\] OK'; \
		go test -count=1 -timeout 1h -v -run TestNoticesLeave ./worker -notices 2000 -notice-seed $$seed | grep -v '=== '; \
		echo "seed $$seed: $$(( (SECONDS - began + 59) / 60 )) minutes"

.PHONY: siege siege-broken
siege: ## Besiege the whole program for long: ≥ 5,000 cases, 25,000 commands, 60 kills (ARGS="-seed 7")
	@cd standalone && go run ./prove/siege -cases 5000 -commands 25000 -kills 60 $(ARGS)
siege-broken: ## Show that the siege's checker catches every deliberately broken build
	cd standalone && go test -count=1 -timeout 30m -v -tags broken -run Caught ./prove/siege/broken

.PHONY: hooks
hooks: bin/lefthook ## Let git format and lint what is committed, and check before a push (lefthook.yml)
	bin/lefthook install
bin/lefthook: # needs other versions of some modules than the tools of tools.mod do
	GOBIN='$(CURDIR)/bin' go install github.com/evilmartians/lefthook@v1.13.6

# The tools are pinned in tools.mod, so that they stay out of go.mod.
bin/golangci-lint: TOOL = github.com/golangci/golangci-lint/v2/cmd/golangci-lint
bin/workflowcheck: TOOL = go.temporal.io/sdk/contrib/tools/workflowcheck
bin/deadcode:      TOOL = golang.org/x/tools/cmd/deadcode
bin/golangci-lint bin/workflowcheck bin/deadcode: tools.mod tools.sum
	go build -modfile=tools.mod -o $@ $(TOOL)
	@touch $@

# What developers and CI run. Everything works from a fresh clone with Go alone;
# "make test" says what else it needs and installs it where it can.

staticcheck := honnef.co/go/tools/cmd/staticcheck@v0.8.2
modules     := . $(patsubst %/go.mod,%,$(wildcard tools/*/go.mod))
systems     := linux/amd64 darwin/arm64 windows/amd64
drills      := 60m

export CGO_ENABLED := 0

.PHONY: build test check bench drill labeller tables generate format vet lint generated tidy pins systems

build: ## the program, as bin/jobops
	go build -trimpath -ldflags='-s -w' -o bin/jobops ./cmd/jobops

test: ## every test, on both databases, with the race detector and a browser
	go -C tools/testrun build -o ../../bin/testrun .
	bin/testrun

check: format vet lint generated tidy pins systems ## what can be said without running the program

bench: ## benchmarks
	go test -run='^$$' -bench=. -benchmem ./...

drill: ## long fault and load tests, which may fail by chance
	go test -tags=drill -run='^TestDrill' -timeout=$(drills) -v ./...
	go -C tools/faults test -tags=drill -run='^TestDrill' -timeout=$(drills) -v ./...

labeller: ## train the line labeller of package parse anew (about a minute)
	go -C tools/labeller run .

tables: ## are the tables of occupations those of the folder SOURCE?
	go -C tools/taxonomy run . -check $(abspath $(SOURCE)) ../../internal/taxonomy/tables

generate: ## write templates and the front end from their sources (the latter needs npm)
	for d in internal/web internal/mail; do (cd $$d && go tool templ generate -log-level=warn) || exit 1; done
	@if command -v npm >/dev/null; then \
		npm ci --prefix tools/assets --ignore-scripts --no-audit --no-fund --silent && go -C tools/assets run .; \
	else echo "no npm here: the front end is left as it is"; fi

format:
	@unformatted=$$(gofmt -l cmd internal tools); test -z "$$unformatted" || { echo "not gofmt-ed: $$unformatted"; exit 1; }

vet:
	for m in $(modules); do go -C $$m vet ./... || exit 1; done

lint:
	for m in $(modules); do (cd $$m && go run $(staticcheck) ./...) || exit 1; done

generated: ## what is generated is what its sources say
	scripts/generated.sh

tidy:
	for m in $(modules); do go -C $$m mod tidy -diff || exit 1; done

pins: ## modernc.org/libc must stay at the version modernc.org/sqlite was built with
	@want=$$(go list -m -f '{{.GoMod}}' modernc.org/sqlite | xargs awk '$$1 == "modernc.org/libc" {print $$2}'); \
	have=$$(go list -m -f '{{.Version}}' modernc.org/libc); \
	test "$$want" = "$$have" || { echo "modernc.org/libc is $$have, modernc.org/sqlite wants $$want"; exit 1; }

systems:
	for s in $(systems); do \
		GOOS=$${s%/*} GOARCH=$${s#*/} CGO_ENABLED=0 go build -o /dev/null ./cmd/jobops && \
		GOOS=$${s%/*} GOARCH=$${s#*/} CGO_ENABLED=0 go build ./... && echo "builds for $$s" || exit 1; done

.PHONY: serve test build check bench screenshots parity parity-record

# Builds the site and serves it at http://127.0.0.1:8123/covscope/, as GitHub Pages would.
serve: build
	scripts/serve.sh

# All tests: natively, in headless Chromium, and end to end against the built site in Chromium and Firefox.
test:
	scripts/install.sh test
	scripts/test.sh

# The site into dist/.
build:
	scripts/install.sh site
	scripts/build.sh

# Formatting, lints, documentation, licences.
check:
	scripts/install.sh check
	scripts/check.sh

# Times and sizes.
bench: build
	scripts/install.sh test
	scripts/bench.sh

# Pictures of every screen in target/screenshots/, light and dark, wide, narrow and zoomed; ONLY=paths takes those screens alone,
# ONLY=--pictures writes docs/pictures/ anew.
screenshots: build
	scripts/install.sh test
	scripts/screenshots.sh $(ONLY)

# Against coverage.py itself: the analysis of 5,800 files of PyPI and CPython and of random programs, and the command line on
# real runs of packages' own tests. It takes an hour.
parity:
	python3 tests/parity/parity.py
	python3 tests/parity/runs/run.py

# What coverage.py says about the programs and runs that `make test` looks at, and diff-cover about diffs.
parity-record:
	python3 tests/parity/parity.py record
	python3 tests/parity/runs/record.py
	python3 tests/parity/patch/make.py

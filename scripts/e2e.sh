#!/usr/bin/env bash
# Tests the site as it was last built, in both browsers. Usage: scripts/e2e.sh [--test journeys] [-- NAME...]
. "$(dirname "$0")/env.sh"

# The command line with that site in it. What is selected is what scripts/test.sh tests: nothing is compiled twice.
cargo build --quiet --locked --workspace --exclude covscope-e2e --features covscope-core/site --bin covscope
# The drivers are on loopback.
export NO_PROXY=127.0.0.1 no_proxy=127.0.0.1
mapfile -t chromium < <(scripts/find-browser.sh chromium)
mapfile -t firefox < <(scripts/find-browser.sh firefox)
CHROMEDRIVER=${chromium[0]} CHROME=${chromium[1]} GECKODRIVER=${firefox[0]} FIREFOX=${firefox[1]} \
    cargo test --locked --no-fail-fast --package covscope-e2e "$@"

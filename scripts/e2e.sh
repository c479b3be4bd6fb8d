#!/usr/bin/env bash
# Tests the site as it was last built, in both browsers. Usage: scripts/e2e.sh [--test journeys] [-- NAME...]
. "$(dirname "$0")/env.sh"

mapfile -t chromium < <(scripts/find-browser.sh chromium)
mapfile -t firefox < <(scripts/find-browser.sh firefox)
CHROMEDRIVER=${chromium[0]} CHROME=${chromium[1]} GECKODRIVER=${firefox[0]} FIREFOX=${firefox[1]} \
    cargo test --locked --no-fail-fast --package covscope-e2e "$@"

#!/usr/bin/env bash
# Pictures of every screen in target/screenshots/. Usage: scripts/screenshots.sh [--pictures | PART OF A NAME...]
. "$(dirname "$0")/env.sh"

pair=$(scripts/find-browser.sh)
CHROMEDRIVER=$(sed -n 1p <<<"$pair") CHROME=$(sed -n 2p <<<"$pair") \
    cargo run --quiet --locked --package covscope-e2e --example screenshots -- "$@"

#!/usr/bin/env bash
# Times of the engine, natively beside coverage.py and in the page's worker, and the sizes of the site.
. "$(dirname "$0")/env.sh"

cargo bench --locked --package covscope-core --bench report
pair=$(scripts/find-browser.sh)
CHROMEDRIVER=$(sed -n 1p <<<"$pair") CHROME=$(sed -n 2p <<<"$pair") \
    cargo bench --locked --package covscope-e2e --bench page
cargo run --quiet --locked --package covscope-e2e --no-default-features --bin sizes

#!/usr/bin/env bash
# Times of the engine and the command line beside coverage.py's, times in the page's worker, and the sizes of the site.
. "$(dirname "$0")/env.sh"

tree=target/bench
say "the command line beside coverage.py"
cargo build --release --locked --package covscope-core --features cli --bin covscope
if "$VENV/bin/python" tests/benches/peer/main.py prepare "$tree"; then
    "$VENV/bin/python" tests/benches/peer/main.py measure "$tree" target/release/covscope
    export COVSCOPE_BENCH_TREE=$PWD/$tree/one/trees
fi

say "the engine"
cargo bench --locked --package covscope-core --bench report
say "the page"
pair=$(scripts/find-browser.sh)
CHROMEDRIVER=$(sed -n 1p <<<"$pair") CHROME=$(sed -n 2p <<<"$pair") \
    cargo bench --locked --package covscope-e2e --bench page
cargo run --quiet --locked --package covscope-e2e --no-default-features --bin sizes

#!/usr/bin/env bash
# Times of the engine, natively, and the sizes of the site.
. "$(dirname "$0")/env.sh"

cargo bench --locked --package covscope-core
cargo run --quiet --locked --package covscope-e2e --no-default-features --bin sizes

#!/usr/bin/env bash
# What Trunk runs on the files it has built, before they become dist/.
. "$(dirname "$0")/env.sh"

# Those are for the page only.
unset CARGO_ENCODED_RUSTFLAGS
cargo run --quiet --locked --package covscope-e2e --no-default-features --bin finish-site -- "$TRUNK_STAGING_DIR" "$COVERAGE"

#!/usr/bin/env bash
# Serves dist/ on loopback.
. "$(dirname "$0")/env.sh"

exec cargo run --quiet --locked --package covscope-e2e --no-default-features --bin serve

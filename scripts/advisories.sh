#!/usr/bin/env bash
# Whether a dependency has a known vulnerability. Not part of `make check`: the answer changes without a commit.
. "$(dirname "$0")/env.sh"

scripts/install.sh check
cargo deny --locked --all-features check advisories

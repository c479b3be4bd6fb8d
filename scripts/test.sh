#!/usr/bin/env bash
# Runs all tests, whichever fail, and ends with the line `N passed, N failed`.
. "$(dirname "$0")/env.sh"

mkdir -p target
results=target/test-results.txt
: >"$results"

# Runs one kind of tests. What ends badly without telling a failed test is a failed test itself.
step() {
    say "$1"
    shift
    local log=target/test.log status=0
    "$@" 2>&1 | tee "$log" || status=$?
    grep '^test result: ' "$log" >>"$results" || true
    if [ $status != 0 ] && ! grep -q '^test result: FAILED' "$log"; then
        echo "test result: FAILED. 0 passed; 1 failed" | tee -a "$results"
    fi
}

# The command line has the site in it, so that comes first.
native() {
    cargo test --locked --no-fail-fast --workspace --exclude covscope-e2e --features covscope-core/site
}

step "scripts and workflows" scripts/test-scripts.sh
step "the site" scripts/build.sh
step "its sizes" cargo run --quiet --locked --package covscope-e2e --no-default-features --bin sizes
step "core and web, natively" native
step "core, in the browser" cargo test --locked --target wasm32-unknown-unknown --package covscope-core --test wasm
step "web, in the browser" cargo test --locked --target wasm32-unknown-unknown --package covscope-web --test browser
step "what the browser stands in for" cargo test --locked --target wasm32-unknown-unknown --package unicode-normalization --package covscope-text-decoder --lib
step "the site, in browsers" scripts/e2e.sh

awk '{ for (i = 2; i <= NF; i++) { if ($i ~ /^passed/) passed += $(i - 1); if ($i ~ /^failed/) failed += $(i - 1) } }
    END { printf "\n%d passed, %d failed\n", passed, failed; exit failed > 0 || passed == 0 }' "$results"

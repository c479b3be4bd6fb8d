#!/usr/bin/env bash
# Formatting, lints for native programs and for the page, documentation, licences, and the project's own rules.
. "$(dirname "$0")/env.sh"

say "formatting"
cargo fmt --all --check

say "lints"
cargo clippy --locked --workspace --all-targets --features covscope-core/cli --quiet -- --deny warnings
cargo clippy --locked --workspace --exclude covscope-e2e --lib --bins --target wasm32-unknown-unknown --quiet -- --deny warnings
# The page, which is built without the engine.
cargo clippy --locked --package covscope-web --bin app --no-default-features --target wasm32-unknown-unknown --quiet -- --deny warnings

say "documentation"
RUSTDOCFLAGS="--deny warnings" cargo doc --locked --workspace --features covscope-core/cli --no-deps --document-private-items --quiet

say "licences and sources"
cargo deny --locked --all-features check bans licenses sources

say "tidiness"
cargo test --locked --quiet --package covscope-e2e --no-default-features --test tidy

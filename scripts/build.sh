#!/usr/bin/env bash
# Builds the site into dist/, unless nothing it is made of has changed since.
. "$(dirname "$0")/env.sh"

sources=(Cargo.toml Cargo.lock Trunk.toml index.html rust-toolchain.toml .cargo core web tests/Cargo.toml)
sources+=(tests/src/site.rs tests/src/order.rs tests/src/pages.rs tests/src/sample.rs tests/src/viewer.rs)
sources+=(tests/src/bin/finish-site.rs tests/sample)
sources+=(scripts/env.sh scripts/build.sh scripts/finish-site.sh)
made_of=$(find "${sources[@]}" -type f -not -path '*/target/*' -not -path core/tests/'*' -not -path core/src/bin/'*' -print0 | sort -z |
    xargs -0 sha256sum | sha256sum)
stamp=target/site.sha256
if [ -e dist/index.html ] && [ "$(cat "$stamp" 2>/dev/null)" = "$made_of" ]; then
    exit 0
fi

say "building the site"
rm -f "$stamp"
# The paths in the words of panics: the same on every machine, and nobody's own.
CARGO_ENCODED_RUSTFLAGS=--remap-path-prefix=$PWD=covscope
CARGO_ENCODED_RUSTFLAGS+=$'\x1f'--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}/registry/src=registry
export CARGO_ENCODED_RUSTFLAGS
# The standard library is compiled with the rest, for size like the rest, and page and worker end at a panic without formatting
# words for it: that is a tenth of the engine, and the browser's own words are shown. Cargo has both for years, but calls them
# unstable; the toolchain is pinned.
export RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size
export CARGO_UNSTABLE_PANIC_IMMEDIATE_ABORT=true
export CARGO_PROFILE_SITE_PANIC=immediate-abort CARGO_PROFILE_ENGINE_PANIC=immediate-abort
# Nobody reads where a panic without words happened; and the page formats nothing by its Debug, which is not compiled for it.
export CARGO_UNSTABLE_PROFILE_RUSTFLAGS=true CARGO_PROFILE_ENGINE_RUSTFLAGS=-Zlocation-detail=none
export CARGO_PROFILE_SITE_RUSTFLAGS="-Zlocation-detail=none -Zfmt-debug=none"
# The page and its worker tell each other which build they are: an old copy of one is noticed.
export COVSCOPE_BUILD=${made_of:0:12}
trunk build --release --color never
printf '%s\n' "$made_of" >"$stamp"

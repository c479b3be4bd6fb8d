# shellcheck shell=bash
# The pinned tools and where they are kept. The other scripts source this; it changes nothing but the environment.

set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# The scripts name what is built by its place in this folder.
unset CARGO_TARGET_DIR CARGO_BUILD_TARGET_DIR

TRUNK=0.22.1
WASM_BINDGEN=$(sed -n '/^name = "wasm-bindgen"$/ {n; s/^version = "\(.*\)"$/\1/p}' Cargo.lock)
BINARYEN=132
BINARYEN_OLDEST=123 # older ones do not know all that today's compiler writes
CARGO_DENY=0.20.2
CHECK_JSONSCHEMA=0.39.0
SHELLCHECK=0.11.0.1
COVERAGE=7.17.3 # what covscope is compared with
SQL_JS=1.16.0
AXE_CORE=4.14.1
GECKODRIVER_VERSION=0.37.1
RUST=$(sed -n 's/^channel = "\(.*\)"$/\1/p' rust-toolchain.toml)

# A folder for each tool and version, shared by all clones; nothing of the user's own is replaced.
TOOLS=${XDG_CACHE_HOME:-$HOME/.cache}/covscope/tools
VENV=$TOOLS/python-$CHECK_JSONSCHEMA-$SHELLCHECK-$COVERAGE
SQL_JS_MODULE=$TOOLS/sql.js-$SQL_JS/node_modules/sql.js
AXE=$TOOLS/axe-core-$AXE_CORE/node_modules/axe-core/axe.min.js

PATH=$TOOLS/trunk-$TRUNK/bin:$TOOLS/wasm-bindgen-$WASM_BINDGEN/bin:$TOOLS/cargo-deny-$CARGO_DENY/bin:$PATH
PATH=$TOOLS/binaryen-$BINARYEN.0.0/node_modules/.bin:$TOOLS/geckodriver-$GECKODRIVER_VERSION/bin:$VENV/bin:$PATH
# rustup's usual place, for shells that have not read its env file.
PATH=$PATH:${CARGO_HOME:-$HOME/.cargo}/bin
export PATH TRUNK WASM_BINDGEN BINARYEN BINARYEN_OLDEST CARGO_DENY CHECK_JSONSCHEMA SHELLCHECK COVERAGE RUST TOOLS VENV
export SQL_JS SQL_JS_MODULE AXE_CORE AXE GECKODRIVER_VERSION

# Whether the command $1 is there in exactly the version $2.
have() {
    "$1" --version 2>/dev/null | grep -qw -- "${2//./\\.}"
}

# What is being done, on stderr, so that it stands out from the tools' own output.
say() {
    printf '\n== %s\n' "$*" >&2
}

die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

#!/usr/bin/env bash
# Installs what is missing and leaves what is there. Usage: scripts/install.sh site|test|check...
# `site` builds the page; `test` adds two browsers and what checks and runs scripts and workflows; `check` is for lints and licences.
. "$(dirname "$0")/env.sh"

install_rust() {
    command -v rustup >/dev/null || die "rustup is missing; get it as https://rustup.rs says."
    local root=${RUSTUP_HOME:-$HOME/.rustup}/toolchains
    local part missing=0
    for part in lib/rustlib/wasm32-unknown-unknown/lib lib/rustlib/src/rust/library bin/cargo-clippy bin/rustfmt; do
        compgen -G "$root/$RUST-*/$part" >/dev/null || missing=1
    done
    if [ $missing = 1 ]; then
        say "installing Rust $RUST"
        rustup toolchain install "$RUST" --no-self-update --profile minimal \
            --component clippy --component rust-src --component rustfmt --target wasm32-unknown-unknown >&2
    fi
}

# A linker for native programs, and clang, which compiles SQLite's C for WebAssembly.
install_compilers() {
    local packages=()
    command -v cc >/dev/null || packages+=(gcc libc6-dev)
    command -v clang >/dev/null || packages+=(clang)
    [ ${#packages[@]} = 0 ] || scripts/apt.sh "${packages[@]}"
}

install_site() {
    install_rust
    install_compilers
    scripts/install-cargo-tool.sh trunk "$TRUNK" trunk
    scripts/install-cargo-tool.sh wasm-bindgen-cli "$WASM_BINDGEN" wasm-bindgen wasm-bindgen-test-runner
    scripts/install-wasm-opt.sh
}

# Debian has Firefox, and nothing that drives it.
install_firefox() {
    scripts/find-browser.sh firefox >/dev/null && return
    command -v firefox-esr >/dev/null || command -v firefox >/dev/null || scripts/apt.sh firefox-esr
    scripts/find-browser.sh firefox >/dev/null || scripts/install-cargo-tool.sh geckodriver "$GECKODRIVER_VERSION" geckodriver
}

# What the tools share is compiled once.
mkdir -p "$TOOLS"
CARGO_TARGET_DIR=$(mktemp -d "$TOOLS/building.XXXXXX")
export CARGO_TARGET_DIR
trap 'rm -rf "$CARGO_TARGET_DIR"' EXIT

for what in "$@"; do
    case $what in
        site)
            install_site
            ;;
        test)
            install_site
            scripts/install-python.sh
            # What the Action's scripts use.
            { command -v curl && command -v jq; } >/dev/null || scripts/apt.sh curl jq
            # SQLite for JavaScript: it has to open the data files written here, and the other way round.
            scripts/install-npm.sh sql.js "$SQL_JS"
            scripts/install-npm.sh axe-core "$AXE_CORE"
            scripts/find-browser.sh chromium >/dev/null || scripts/apt.sh chromium chromium-driver
            install_firefox
            ;;
        check)
            install_rust
            install_compilers
            scripts/install-cargo-tool.sh cargo-deny "$CARGO_DENY" cargo-deny
            ;;
        *) die "unknown: $what" ;;
    esac
done

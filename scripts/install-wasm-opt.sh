#!/usr/bin/env bash
# Installs wasm-opt from npm's binaryen, unless a new enough one is on PATH. (Debian's is too old; cargo has none newer.)
. "$(dirname "$0")/env.sh"

version=$({ wasm-opt --version 2>/dev/null || true; } | sed -n 's/^wasm-opt version \([0-9]*\).*/\1/p')
[ "${version:-0}" -lt "$BINARYEN_OLDEST" ] || exit 0

scripts/install-npm.sh binaryen "$BINARYEN.0.0"
have wasm-opt "$BINARYEN" || die "npm brought no wasm-opt that runs; is node 18 or later? ($(node --version))"

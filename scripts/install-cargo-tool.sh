#!/usr/bin/env bash
# Installs a tool from crates.io into its own folder, unless its commands are on PATH in that version.
# Usage: scripts/install-cargo-tool.sh CRATE VERSION COMMAND...
. "$(dirname "$0")/env.sh"

crate=$1 version=$2
shift 2
missing=0
for command in "$@"; do
    have "$command" "$version" || missing=1
done
[ $missing = 1 ] || exit 0

root=$TOOLS/${crate%-cli}-$version
if command -v cargo-binstall >/dev/null; then
    say "fetching $crate $version"
    cargo binstall --no-confirm --disable-strategies compile --root "$root" "$crate@$version" >&2 && exit 0
fi

say "building $crate $version (some minutes, once)"
# Tools need not be the fastest: this halves the time that building them takes.
export CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
export CARGO_PROFILE_RELEASE_DEBUG=0 CARGO_PROFILE_RELEASE_STRIP=symbols
install=(cargo "+$RUST" install --quiet --root "$root" "$crate@$version")
# The lock file of a tool can name crates that a mirror does not have yet; the newest that fit will do.
"${install[@]}" --locked >&2 || { say "again, without its lock file" && "${install[@]}" >&2; }

#!/usr/bin/env bash
# Fails unless a tag is that of the version in Cargo.toml. Usage: scripts/check-tag.sh v1.2.3
. "$(dirname "$0")/env.sh"

version=$(sed -n '/^\[workspace.package\]$/,/^$/ s/^version = "\(.*\)"$/\1/p' Cargo.toml)
[ "$1" = "v$version" ] || die "the tag is $1, and Cargo.toml has the version $version; expected v$version."

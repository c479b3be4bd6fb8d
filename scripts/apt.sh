#!/usr/bin/env bash
# Installs Debian packages as root or through a sudo that asks nothing; else prints the line to type.
# Usage: scripts/apt.sh PACKAGE...
. "$(dirname "$0")/env.sh"

if [ "$(id -u)" = 0 ]; then
    as_root=()
elif sudo -n true 2>/dev/null; then
    as_root=(sudo -n)
else
    die "missing here: $*. Please type:
    sudo apt-get update && sudo apt-get install --yes --no-install-recommends $*"
fi
command -v apt-get >/dev/null || die "missing here: $* (the names of Debian's packages), and there is no apt-get."

say "installing Debian packages: $*"
"${as_root[@]}" apt-get update -q >&2
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes --no-install-recommends "$@" >&2

#!/usr/bin/env bash
# Installs a package from npm into its own folder, tools/PACKAGE-VERSION/node_modules/PACKAGE. Usage: scripts/install-npm.sh PACKAGE VERSION
. "$(dirname "$0")/env.sh"

package=$1 version=$2
root=$TOOLS/$package-$version
[ ! -e "$root/node_modules/$package/package.json" ] || exit 0

{ command -v node && command -v npm; } >/dev/null || scripts/apt.sh nodejs npm
say "fetching $package $version"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$root" "$package@$version" >&2

#!/usr/bin/env bash
# Adds to the wheels of a release the site (dist/), the page in one file, and the digests of all. Usage: scripts/gather-release.sh FOLDER TAG
. "$(dirname "$0")/env.sh"

release=$(realpath "$1") tag=$2
cp dist/covscope.html "$release/covscope-$tag.html"
(cd dist && zip -qr -X "$release/covscope-site-$tag.zip" . -x '.*')
cd "$release"
sha256sum -- * >SHA256SUMS
cat SHA256SUMS

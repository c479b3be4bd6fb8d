#!/usr/bin/env bash
# make.sh PYTHON SQL_JS
#
# Writes exported.gz and exported.json: a data file of coverage.py's as sql.js exports it, and its rows. PYTHON has
# coverage 7.17.3, SQL_JS is the folder of the module.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf 'def f(x):\n    if x:\n        return 1\n    return 2\n\nf(0)\n' >"$work/a.py"
cd "$work"
printf '[run]\nrelative_files = true\nbranch = true\ncontext = a context\n' >.coveragerc
"$1" -m coverage run a.py
node "$here/exchange.cjs" "$2" .coverage exported >"$here/exported.json"
gzip -9n <exported >"$here/exported.gz"

#!/usr/bin/env bash
# Installs a wheel, or an sdist, into a new virtual environment and runs its covscope on the sample. Usage: scripts/try-wheel.sh FILE
. "$(dirname "$0")/env.sh"

# For an sdist, which is compiled elsewhere.
export RUSTUP_TOOLCHAIN=$RUST
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv" 2>/dev/null || python -m venv "$folder/venv"
for bin in "$folder/venv/bin" "$folder/venv/Scripts"; do PATH=$bin:$PATH; done
python -m pip install --quiet --disable-pip-version-check "$@"

say "$(covscope --version)"
total=$(cd tests/sample/project && covscope report --format total ../data/.coverage.*)
expected=$(sed -n 's/.*"percent_covered_display": "\([0-9]*\)".*/\1/p' tests/sample/expected/union/coverage.json | tail -n 1)
[ "$total" = "$expected" ] || die "covscope report says $total, coverage.py $expected."
covscope page tests/sample/data tests/sample/project -o "$folder/page.html"
grep -q 'id="covscope-data"' "$folder/page.html" || die "the page has no data in it."

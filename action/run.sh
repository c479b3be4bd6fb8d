#!/usr/bin/env bash
# The Action: everything comes in by variables, those of action.yml (INPUT_…) and GitHub's own (GITHUB_…).
set -euo pipefail
export LC_ALL=C.UTF-8

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=say.sh
. "$here/say.sh"
# shellcheck source=api.sh
. "$here/api.sh"
# shellcheck source=comment.sh
. "$here/comment.sh"
# shellcheck source=branch.sh
. "$here/branch.sh"

[[ $INPUT_KEY =~ ^[A-Za-z0-9._-]+$ ]] || die "key is $INPUT_KEY; expected letters, digits, dots and dashes"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

case $INPUT_FOLDER in
    /* | [A-Za-z]:[/\\]*) folder=$INPUT_FOLDER ;;
    *) folder=$PWD/$INPUT_FOLDER ;;
esac
# Kept from the programs that are started: who needs it is given it.
token=$INPUT_TOKEN
unset INPUT_TOKEN

# The program: one that is here, or the released one, in a place of its own.
covscope=$INPUT_COMMAND
case $covscope in
    /* | [A-Za-z]:[/\\]*) ;;
    */*) covscope=$PWD/$covscope ;;
esac
if [ -z "$covscope" ]; then
    [[ $INPUT_VERSION =~ ^[0-9][0-9A-Za-z.]*$ ]] || die "version is $INPUT_VERSION; expected one such as 0.1.0"
    venv=${RUNNER_TEMP:-$work}/covscope-$INPUT_VERSION
    programs() { if [ -d "$venv/Scripts" ]; then echo "$venv/Scripts"; else echo "$venv/bin"; fi; } # the first on Windows
    if [ ! -x "$(programs)/covscope" ]; then
        python3 -I -m venv "$venv" # without the modules of the folder it is in
        "$(programs)/pip" install --quiet --disable-pip-version-check "covscope==$INPUT_VERSION" >&2
    fi
    covscope=$(programs)/covscope
fi

if [ "$INPUT_MODE" = report ]; then
    # shellcheck source=report.sh
    . "$here/report.sh"
elif [ "$INPUT_MODE" = publish ]; then
    # shellcheck source=publish.sh
    . "$here/publish.sh"
else
    die "mode is $INPUT_MODE; expected report or publish"
fi

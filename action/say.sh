# shellcheck shell=bash disable=SC2154
# What is said in the job's log, and told to the workflow. What others wrote is not to become a command of the runner's there.

# A text in one line, without what moves the cursor.
one_line() {
    printf '%s' "$*" | tr '\000-\037\177' ' ' | cut -c 1-500
}

say() {
    printf 'covscope: %s\n' "$(one_line "$@" | sed 's/##\[/## [/g')"
}

# The same, shown beside the run.
warn() {
    local text
    text=$(one_line "$@")
    printf '::warning title=covscope::%s\n' "${text//%/%25}"
}

die() {
    say "$@"
    exit 1
}

# Lines of a program's own words.
quoted() {
    tr '\r\v\f' '   ' | sed -e 's/^/| /' -e 's/##\[/## [/g'
}

# Runs covscope; what it says beside its output is shown. Its output goes to the file $1.
covscope_to() {
    local output=$1 status=0
    shift
    "$covscope" "$@" >"$output" 2>"$work/said" || status=$?
    quoted <"$work/said"
    return $status
}

# An output of the step, in one line.
output() {
    printf '%s=%s\n' "$1" "$(printf '%s' "$2" | tr '\000-\037\177' ' ')" >>"${GITHUB_OUTPUT:-/dev/null}"
}

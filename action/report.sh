# shellcheck shell=bash disable=SC2154
# Mode report: in the run that has the data. Whatever can't be written is said; the step's end is the gate's verdict.

# What of a pull request's event is there.
event() {
    [ ! -s "${GITHUB_EVENT_PATH:-}" ] || jq -r "$1 // empty" "$GITHUB_EVENT_PATH"
}

# Writes what the pull request changes of what was tested into file $1; fails if that is not known.
make_diff() {
    # What was tested is a merge as a rule: its own lines count, not those of the branch.
    if [ "$(git rev-parse HEAD 2>/dev/null)" = "$GITHUB_SHA" ]; then
        # The checkout may have kept its token, or not; two are one too many for the server.
        git rev-parse --quiet --verify 'HEAD^2' >/dev/null ||
            GIT_TERMINAL_PROMPT=0 git fetch --quiet --depth=2 origin "$GITHUB_SHA" 2>"$work/said" ||
            git_with_token fetch --quiet --depth=2 origin "$GITHUB_SHA" 2>"$work/said" || true
        if git rev-parse --quiet --verify 'HEAD^2' >/dev/null; then
            git diff --no-color --no-ext-diff 'HEAD^1' HEAD >"$1" && return 0
        fi
    fi
    api GET "repos/$GITHUB_REPOSITORY/pulls/$number" '' application/vnd.github.diff || return 1
    cp "$answer" "$1"
}

number=$(event .pull_request.number)
head=$(event .pull_request.head.sha)
head=${head:-$GITHUB_SHA}
mkdir -p "$folder"
rm -f "$folder/comment.md" "$folder/bundle.zip" "$folder/pr.txt"
cd "$INPUT_WORKING_DIRECTORY" 2>/dev/null || die "There is no folder $INPUT_WORKING_DIRECTORY."

common=()
[ -z "$INPUT_EXPECT" ] || common+=("--expect=$INPUT_EXPECT")
[ -z "$INPUT_SKIPPED" ] || common+=("--skipped=$INPUT_SKIPPED")
[ -z "$INPUT_PYTHON" ] || common+=("--python=$INPUT_PYTHON")
has_changes=true
case $INPUT_DIFF in
    none) ;;
    auto)
        # One among the files is a diff all the same.
        grep -qE '\.(diff|patch)$' <<<"$INPUT_FILES" || has_changes=
        if [ -n "$number" ]; then
            if make_diff "$work/changes.diff"; then
                common+=("--diff=$work/changes.diff")
                has_changes=true
            else
                warn "What the pull request changes is not known ($(why)): changed lines are not judged."
            fi
        fi
        ;;
    *) common+=("--diff=$INPUT_DIFF") ;;
esac
thresholds=()
# Of a push there are no changed lines to judge.
[ -z "$INPUT_FAIL_UNDER_PATCH" ] || [ -z "$has_changes" ] || thresholds+=("--fail-under-patch=$INPUT_FAIL_UNDER_PATCH")
[ -z "$INPUT_FAIL_UNDER" ] || thresholds+=("--fail-under=$INPUT_FAIL_UNDER")
[ -z "$INPUT_FAIL_UNDER_FILE" ] || thresholds+=("--fail-under-file=$INPUT_FAIL_UNDER_FILE")
files=()
while IFS= read -r file; do
    [ -z "$file" ] || files+=("$file")
done <<<"$INPUT_FILES"
# An empty array is not known to older shells.
common=(${common[@]+"${common[@]}"} --)
judging=(${thresholds[@]+"${thresholds[@]}"} "${common[@]}" ${files[@]+"${files[@]}"})
bundling=("${common[@]}" ${files[@]+"${files[@]}"})

code=0
covscope_to "$work/gate" gate "${judging[@]}" || code=$?
quoted <"$work/gate"
"$covscope" gate --json "${judging[@]}" >"$work/gate.json" 2>/dev/null || true
verdict=$(jq -r '.verdict? // empty' "$work/gate.json" 2>/dev/null || true)
output verdict "${verdict:-error}"
output percent "$(jq -r '.total.totals.percent_covered_display // empty' "$work/gate.json" 2>/dev/null || true)"

# The bundle, first in the folder: comment and summary tell where it is.
if [ -n "$verdict" ]; then
    if covscope_to "$work/bundle" bundle -o "$folder/bundle.zip" "${bundling[@]}"; then
        place=commit
        [ -z "$number" ] || place=pr/$number
        [ -z "$INPUT_DATA_BRANCH" ] || push_bundle "$folder/bundle.zip" "$place/$head.zip" || true
    else
        quoted <"$work/bundle"
        warn "There is no bundle: see the log."
    fi
fi
[ -z "$number" ] || printf '%s\n' "$number" >"$folder/pr.txt"
output bundle-url "$bundle_url"

words=(comment --key "$INPUT_KEY")
[ -z "$INPUT_SITE" ] || words+=("--base=$INPUT_SITE")
[ -z "$bundle_url" ] || words+=("--bundle=$bundle_url")
# What is wrong with the inputs was said by the gate.
if [ -z "$verdict" ] || ! make_comment "$folder/comment.md" "${judging[@]}"; then
    [ ! -s "$folder/comment.md" ] || quoted <"$folder/comment.md"
    run=$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/${GITHUB_RUN_ID:-}
    printf '<!-- covscope:%s -->\n\n### Coverage: no report\n\nThere was nothing to judge: see the log of [the run](%s).\n' \
        "$INPUT_KEY" "$run" >"$folder/comment.md"
fi
link=$(sed -n 's/^\*\*\[Open the report\](\([^)]*\)).*/\1/p' "$folder/comment.md" | head -n 1)
[ -n "$link$INPUT_SITE" ] || say "There is no link to the report: site says where the page is."
output link "$link"
if [ -n "$verdict" ] && "$covscope" "${words[@]}" --format summary "${judging[@]}" >"$work/summary" 2>/dev/null; then
    cat "$work/summary" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
else
    cat "$folder/comment.md" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
fi

if [ -n "$number" ] && [ "$INPUT_COMMENT" = true ]; then
    put_comment "$folder/comment.md" "$number" "$head" || true
fi
output comment-url "$comment_url"
[ "$INPUT_FAIL" != true ] || exit "$code"

# shellcheck shell=bash disable=SC2154
# Mode publish: in a workflow_run, with a token that may write, for a run that had none. That run was of code nobody has looked at, and
# so is all of its artifact: of that only bundle.zip is read, by covscope and in a folder of its own, and the comment is made from it.
# The Markdown in the artifact could say anything in our name; numbers of a bundle are no more than its data says.

# No larger bundle is read.
most=$((64 * 1024 * 1024))

of_run() {
    jq -r ".workflow_run$1 // empty" "$GITHUB_EVENT_PATH"
}

head=$(of_run .head_sha)
branch=$(of_run .head_branch)
owner=$(of_run .head_repository.owner.login)
repository=$(of_run .head_repository.full_name)
[[ $head =~ ^[0-9a-f]{40}([0-9a-f]{24})?$ ]] && [ -n "$branch$owner" ] || die "This is no workflow_run of a pull request: nothing to do."

# Which pull request it was is GitHub's to say. The artifact's number only chooses among several of the same branch.
query=$(jq -rn --arg head "$owner:$branch" '"head=\($head | @uri)&state=all&per_page=100"')
api GET "repos/$GITHUB_REPOSITORY/pulls?$query" || { warn "Pull requests can't be asked for ($(why))."; exit 0; }
said=0
if [ -f "$folder/pr.txt" ] && [ ! -L "$folder/pr.txt" ]; then
    said=$(head -c 12 "$folder/pr.txt" | tr -cd '0-9')
fi
number=$(jq -r --arg head "$head" --arg repository "$repository" --arg said "${said:-0}" \
    '[.[] | select(.head.sha == $head and .head.repo.full_name == $repository)]
        | (map(select("\(.number)" == $said)) + .)[0] | .number // empty' "$answer")
base=$(jq -r --arg number "$number" '[.[] | select("\(.number)" == $number)][0].base.sha // empty' "$answer")
if [ -z "$number" ]; then
    say "No pull request has the commit $head as its newest: no comment."
    exit 0
fi

bundle=$folder/bundle.zip
if [ -L "$folder" ] || [ -L "$bundle" ] || [ ! -f "$bundle" ]; then
    warn "The artifact has no file bundle.zip: no comment."
    exit 0
fi
if [ "$(wc -c <"$bundle")" -gt "$most" ]; then
    warn "bundle.zip is larger than 64 MiB: no comment."
    exit 0
fi
mkdir "$work/empty"
cp "$bundle" "$work/empty/bundle.zip"
cd "$work/empty" || exit

of=("--repo=$GITHUB_REPOSITORY" "--pr=$number" "--sha=$head" "--base-sha=$base" "--run=$(of_run .id)" --quiet)
inputs=(-- bundle.zip)
[ -z "$INPUT_EXPECT" ] || inputs=("--expect=$INPUT_EXPECT" "${inputs[@]}")
[ -z "$INPUT_SKIPPED" ] || inputs=("--skipped=$INPUT_SKIPPED" "${inputs[@]}")
judging=("${inputs[@]}")
# The project's own thresholds, if they are told: those in the bundle are the fork's.
[ -z "$INPUT_FAIL_UNDER_FILE" ] || judging=("--fail-under-file=$INPUT_FAIL_UNDER_FILE" "${judging[@]}")
[ -z "$INPUT_FAIL_UNDER" ] || judging=("--fail-under=$INPUT_FAIL_UNDER" "${judging[@]}")
if [ "$INPUT_DIFF" = none ]; then
    say "No diff is wanted: changed lines are not judged."
elif api GET "repos/$GITHUB_REPOSITORY/pulls/$number" '' application/vnd.github.diff; then
    cp "$answer" changes.diff
    judging=("--diff=changes.diff" "${judging[@]}")
    [ -z "$INPUT_FAIL_UNDER_PATCH" ] || judging=("--fail-under-patch=$INPUT_FAIL_UNDER_PATCH" "${judging[@]}")
else
    warn "What the pull request changes is not known ($(why)): changed lines are not judged."
fi

timeout 300 "$covscope" gate --json "${judging[@]}" >gate.json 2>/dev/null || true
verdict=$(jq -r '.verdict? // empty' gate.json 2>/dev/null || true)
output verdict "${verdict:-error}"
output percent "$(jq -r '.total.totals.percent_covered_display // empty' gate.json 2>/dev/null || true)"
if [ -z "$verdict" ]; then
    warn "bundle.zip holds no report: no comment."
    exit 0
fi
# Made anew, of what covscope knows in it: nothing else is put into the repository.
if [ -n "$INPUT_DATA_BRANCH" ] && timeout 300 "$covscope" bundle -o own.zip "${of[@]}" "${inputs[@]}" 2>/dev/null; then
    push_bundle "$PWD/own.zip" "pr/$number/$head.zip" || true
fi
output bundle-url "$bundle_url"
# The page's address is never the bundle's to say.
words=(comment --key "$INPUT_KEY" "--base=$INPUT_SITE" "${of[@]}")
[ -z "$bundle_url" ] || words+=("--bundle=$bundle_url")
# shellcheck disable=SC2034 # make_comment runs it
bounded=(timeout 300)
make_comment comment.md "${judging[@]}" || { warn "There is no comment to be made of bundle.zip."; exit 0; }
output link "$(sed -n 's/^\*\*\[Open the report\](\([^)]*\)).*/\1/p' comment.md | head -n 1)"
cat comment.md >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
[ "$INPUT_COMMENT" != true ] || put_comment comment.md "$number" "$head" || true
output comment-url "$comment_url"

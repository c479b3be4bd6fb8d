# shellcheck shell=bash disable=SC2034,SC2154
# The data branch: bundles at commits of their own.
#
# Each bundle is the only file of a commit without a parent, so that its address stays as long as it is kept. The branch's tip has all
# that are kept as its files and, the newest first, as its parents. It is always replaced as a whole: what is no longer kept
# is reachable from nowhere, and the server forgets it.

# By this a branch is known to be ours: nothing else is ever replaced.
subject='covscope: the newest bundles'

# git with the token, which is no argument of it.
git_with_token() {
    local reason='' user
    user=$(printf 'x-access-token:%s' "$token" | base64 | tr -d '\n')
    GIT_TERMINAL_PROMPT=0 GIT_CONFIG_COUNT=1 \
        GIT_CONFIG_KEY_0="http.$GITHUB_SERVER_URL/.extraheader" GIT_CONFIG_VALUE_0="AUTHORIZATION: basic $user" git "$@"
}

# The same in a repository of its own.
data_git() {
    GIT_AUTHOR_NAME=covscope GIT_AUTHOR_EMAIL=covscope@users.noreply.github.com \
        GIT_COMMITTER_NAME=covscope GIT_COMMITTER_EMAIL=covscope@users.noreply.github.com \
        git_with_token -C "$work/data" "$@"
}

# The tip as the server has it; empty if there is no such branch.
data_tip() {
    data_git ls-remote --quiet origin "refs/heads/$INPUT_DATA_BRANCH" 2>"$work/said" | cut -f 1
}

# A commit with the files that are in the index.
data_commit() {
    local tree
    tree=$(data_git write-tree --missing-ok)
    data_git commit-tree "$tree" "$@"
}

# Puts file $1, told by its whole path, at path $2 of the data branch. Sets $bundle_url.
bundle_url=
push_bundle() {
    local file=$1 path=$2 reason='' own blob tip old parent kept try
    # One key, one bundle of a commit.
    [ "$INPUT_KEY" = covscope ] || path=${path%.zip}-$INPUT_KEY.zip
    rm -rf "$work/data"
    git init --quiet --bare "$work/data"
    data_git remote add origin "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY.git"
    data_git check-ref-format "refs/heads/$INPUT_DATA_BRANCH" || { warn "data-branch can't be the name of a branch."; return 1; }
    [[ $INPUT_KEEP =~ ^[1-9][0-9]{0,2}$ ]] || { warn "keep is $INPUT_KEEP; expected a number from 1 to 999."; return 1; }
    # Callers go on without a bundle, so bash does not end at what fails here.
    { blob=$(data_git hash-object -w "$file") &&
        data_git update-index --add --cacheinfo "100644,$blob,$path" &&
        own=$(data_commit -m "covscope: $path"); } 2>"$work/said" ||
        { warn "The bundle can't be put on the branch $INPUT_DATA_BRANCH: $(tail -n 1 "$work/said")."; return 1; }
    for try in 1 2 3 4 5 6 7 8; do
        old=$(data_tip) || { warn "The data branch can't be read: $(tail -n 1 "$work/said")"; return 1; }
        kept=
        if [ -n "$old" ]; then
            # Without the bundles themselves.
            data_git fetch --quiet --depth=2 --filter=blob:none origin "$old" 2>"$work/said" || continue
            if [ "$(data_git log -1 --format=%s "$old")" != "$subject" ]; then
                warn "The branch $INPUT_DATA_BRANCH has other things than bundles: it is left alone."
                return 1
            fi
            kept=$(data_git log -1 --format=%P "$old")
        fi
        data_git read-tree --empty
        data_git update-index --add --cacheinfo "100644,$blob,$path"
        set -- -p "$own"
        for parent in $kept; do
            # A run that is repeated replaces its own.
            [ "$(($# / 2))" -lt "$INPUT_KEEP" ] && [ "$(data_git ls-tree -r --name-only "$parent")" != "$path" ] || continue
            data_git ls-tree -r "$parent" | data_git update-index --index-info
            set -- "$@" -p "$parent"
        done
        tip=$(data_commit -m "$subject" "$@")
        # Nothing in place of a commit would delete the branch.
        [ -n "$own" ] && [ -n "$tip" ] || break
        if data_git push --quiet --force-with-lease="refs/heads/$INPUT_DATA_BRANCH:$old" origin \
            "$tip:refs/heads/$INPUT_DATA_BRANCH" 2>"$work/said"; then
            data_address "$own" "$path"
            return 0
        fi
        reason=$(tail -n 1 "$work/said")
        # Another run may have been quicker; then it is made anew on top of that one's.
        [ "$(data_tip)" != "$old" ] || break
        sleep $((RANDOM % 3 * backoff))
    done
    warn "The bundle can't be put on the branch $INPUT_DATA_BRANCH: ${reason:-$(tail -n 1 "$work/said")}. It is in the folder $INPUT_FOLDER."
    return 1
}

data_address() {
    case $GITHUB_SERVER_URL in
        https://github.com) bundle_url=https://raw.githubusercontent.com/$GITHUB_REPOSITORY/$1/$2 ;;
        *) bundle_url=$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/raw/$1/$2 ;;
    esac
    say "The bundle is at $bundle_url"
}

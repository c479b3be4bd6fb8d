# shellcheck shell=bash disable=SC2034,SC2154
# The comment on a pull request: one for each key, made once and then replaced in place.

# Writes the comment, by the words in $words and further ones, into file $1; $bounded may run it. If the page's address can't be used, it is
# without a link.
make_comment() {
    local file=$1 run=(${bounded[@]+"${bounded[@]}"} "$covscope")
    shift
    if "${run[@]}" "${words[@]}" "$@" >"$file" 2>"$work/said"; then
        grep '^covscope: There is no link to the report: The totals' "$work/said" >"$work/words" || return 0
    else
        cp "$file" "$work/words"
        words+=(--base=)
        "${run[@]}" "${words[@]}" "$@" >"$file" 2>/dev/null || return 1
    fi
    quoted <"$work/words"
    warn "There is no link to the report: see the log."
}

# Sets $ours: the numbers of our comments, the oldest first. Others may write the marker, too; theirs are left alone.
our_comments() {
    local number=$1 page
    : >"$work/ours"
    for page in $(seq 1 100); do
        api GET "repos/$GITHUB_REPOSITORY/issues/$number/comments?per_page=100&page=$page" || return 1
        jq -r --arg marker "<!-- covscope:$INPUT_KEY -->" --arg author "$INPUT_AUTHOR" \
            '.[] | select(((.body // "") | startswith($marker)) and .user.login == $author) | .id' \
            "$answer" >>"$work/ours" || return 1
        [ "$(jq length "$answer")" = 100 ] || break
    done
    ours=$(sort -n "$work/ours")
}

# Whether the commit $2 is what the open pull request $1 is about now. If not, that is said.
is_current() {
    api GET "repos/$GITHUB_REPOSITORY/pulls/$1" || { warn "The pull request can't be asked for ($(why)): no comment."; return 1; }
    local state head
    state=$(jq -r '.state' "$answer")
    head=$(jq -r '.head.sha' "$answer")
    if [ "$state" != open ]; then
        say "The pull request $1 is $state: no comment."
    elif [ "$head" != "$2" ]; then
        say "The pull request $1 has a newer commit, $head: its comment is left to that one's run."
    else
        return 0
    fi
    return 1
}

# Puts the text of file $1 into the comment on pull request $2, for the commit $3. Sets $comment_url.
#
# Two runs may both find no comment and make one. So who made one looks again: the oldest stays and has the last text, the others go.
comment_url=
put_comment() {
    local file=$1 number=$2 head=$3 made='' first id try
    jq -Rs '{body: .}' "$file" >"$work/body.json"
    for try in 1 2 3 4 5; do
        is_current "$number" "$head" || return 1
        our_comments "$number" || { warn "Comments can't be read ($(why)): no comment."; return 1; }
        first=$(head -n 1 <<<"$ours")
        if [ -z "$first" ]; then
            # Made and not listed yet: it is there.
            [ -z "$made" ] || return 0
            if api POST "repos/$GITHUB_REPOSITORY/issues/$number/comments" "$work/body.json"; then
                made=$(jq -r '.id' "$answer")
                comment_url=$(jq -r '.html_url // empty' "$answer")
                # Whose token it is, whatever was said of it.
                INPUT_AUTHOR=$(jq -r '.user.login // empty' "$answer")
            else
                # It may have been made all the same: that is looked for.
                case $status in 000 | 5??) pause "$try" || true ;; *) break ;; esac
            fi
            continue
        fi
        if [ "$first" != "$made" ]; then
            if ! api PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$first" "$work/body.json"; then
                [ "$status" = 404 ] && continue # somebody deleted it
                break
            fi
            comment_url=$(jq -r '.html_url // empty' "$answer")
        fi
        for id in $(tail -n +2 <<<"$ours"); do
            api DELETE "repos/$GITHUB_REPOSITORY/issues/comments/$id" || true
        done
        return 0
    done
    warn "The comment can't be written ($(why)). It is in the folder $INPUT_FOLDER, and in the job's summary."
    return 1
}

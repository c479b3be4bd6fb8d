# shellcheck shell=bash disable=SC2154
# GitHub's API.

# How long to wait, in units of what is written here; tests have no time.
backoff=${COVSCOPE_BACKOFF:-1}

# Asks: METHOD PATH [FILE of the body] [media type]. The answer's status is in $status, its body in $answer. Fails if it is no 2xx.
#
# An overloaded server and a limit that is reached are asked again, a few times. What makes something new is asked again only if it
# surely was not made.
status=000
api() {
    local method=$1 path=$2 body=${3:-} accept=${4:-application/vnd.github+json} try
    answer=$work/answer
    for try in 1 2 3 4 5; do
        : >"$work/headers"
        : >"$answer"
        # The token is no argument: those are seen by all programs.
        status=$(
            printf 'header = "Authorization: Bearer %s"\n' "$token" |
                curl --config - --silent --max-time 60 --request "$method" --header "Accept: $accept" \
                    --header 'X-GitHub-Api-Version: 2022-11-28' --header 'User-Agent: covscope' \
                    ${body:+--header 'Content-Type: application/json' --data-binary "@$body"} \
                    --dump-header "$work/headers" --output "$answer" --write-out '%{http_code}' "$GITHUB_API_URL/$path"
        ) || status=000 # half an answer is none, whatever its head says
        case $status in
            2??) return 0 ;;
            403 | 429) is_limited || return 1 ;;
            000 | 5??) [ "$method" != POST ] || return 1 ;;
            *) return 1 ;;
        esac
        [ "$try" != 5 ] || return 1
        pause "$try" || return 1
    done
}

# A field of the answer's head.
header() {
    tr -d '\r' <"$work/headers" | awk -F': *' -v name="$1" 'tolower($1) == name { value = $2 } END { print value }'
}

# Whether the answer says that there were too many requests.
is_limited() {
    [ "$status" = 429 ] || [ -n "$(header retry-after)" ] || [ "$(header x-ratelimit-remaining)" = 0 ]
}

# Waits before the next try; as long as the server says, if that is not too long.
pause() {
    local seconds asked
    seconds=$((1 << $1))
    asked=$(header retry-after)
    if [[ $asked =~ ^[0-9]{1,4}$ ]]; then
        [ "$asked" -le 60 ] || return 1
        seconds=$asked
    fi
    sleep $((seconds * backoff))
}

# What the answer says is wrong.
why() {
    local message
    message=$(jq -r '.message? // empty' "$answer" 2>/dev/null || true)
    if [ "$status" = 000 ]; then echo "no answer"; else echo "$status${message:+: $message}"; fi
}

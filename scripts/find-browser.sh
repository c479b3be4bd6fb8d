#!/usr/bin/env bash
# Prints the paths of a chromedriver and of a Chromium or Chrome of the same major version, a line each; fails without a
# pair. Looks into $CHROMEWEBDRIVER first, then at PATH.
. "$(dirname "$0")/env.sh"

major() {
    "$1" --version 2>/dev/null | sed -n 's/^[^0-9]*\([0-9]*\)\..*/\1/p'
}

for driver in "${CHROMEWEBDRIVER:+$CHROMEWEBDRIVER/chromedriver}" chromedriver chromium.chromedriver; do
    driver=$(command -v "${driver:-none}") || continue
    wanted=$(major "$driver")
    for browser in chromium google-chrome google-chrome-stable chromium-browser chrome; do
        browser=$(command -v "$browser") || continue
        [ "$(major "$browser")" = "$wanted" ] || continue
        printf '%s\n%s\n' "$driver" "$browser"
        exit 0
    done
done
exit 1

#!/usr/bin/env bash
# Prints the paths of a driver and of a browser that it drives, a line each; fails without a pair.
# Usage: scripts/find-browser.sh [chromium|firefox]
# Looks into $CHROMEWEBDRIVER or $GECKOWEBDRIVER first, then at PATH. Chromium is of the same major version as its driver.
. "$(dirname "$0")/env.sh"

major() {
    "$1" --version 2>/dev/null | sed -n 's/^[^0-9]*\([0-9]*\)\..*/\1/p'
}

case ${1:-chromium} in
    chromium)
        drivers=("${CHROMEWEBDRIVER:+$CHROMEWEBDRIVER/chromedriver}" chromedriver chromium.chromedriver)
        browsers=(chromium google-chrome google-chrome-stable chromium-browser chrome)
        ;;
    firefox)
        drivers=("${GECKOWEBDRIVER:+$GECKOWEBDRIVER/geckodriver}" geckodriver)
        browsers=(firefox-esr firefox)
        ;;
    *) die "unknown: $1" ;;
esac

for driver in "${drivers[@]}"; do
    driver=$(command -v "${driver:-none}") || continue
    wanted=$(major "$driver")
    for browser in "${browsers[@]}"; do
        browser=$(command -v "$browser") || continue
        [ "${1:-chromium}" = firefox ] || [ "$(major "$browser")" = "$wanted" ] || continue
        printf '%s\n%s\n' "$driver" "$browser"
        exit 0
    done
done
exit 1

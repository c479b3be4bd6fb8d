#!/usr/bin/env bash
# What cargo runs wasm tests with: in the browser that scripts/find-browser.sh finds, with the switches of
# tests/webdriver.json, which the runner looks for in the current folder.
. "$(dirname "$0")/env.sh"

pair=$(scripts/find-browser.sh) || die "no Chromium or Chrome with its chromedriver; scripts/install.sh test gets them."
CHROMEDRIVER=$(head -n 1 <<<"$pair")
export CHROMEDRIVER
cd tests
exec wasm-bindgen-test-runner "$@"

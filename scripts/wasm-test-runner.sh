#!/usr/bin/env bash
# What cargo runs wasm tests with: in the browser that scripts/find-browser.sh finds, with the switches of
# tests/webdriver.json, which the runner looks for in the current folder.
. "$(dirname "$0")/env.sh"

pair=$(scripts/find-browser.sh) || die "no Chromium or Chrome with its chromedriver; scripts/install.sh test gets them."
CHROMEDRIVER=$(head -n 1 <<<"$pair")
export CHROMEDRIVER
cd tests
# Seconds: the defaults, 20 and 5, are short for a machine that does much else.
export WASM_BINDGEN_TEST_TIMEOUT=300 WASM_BINDGEN_TEST_DRIVER_TIMEOUT=120
exec wasm-bindgen-test-runner "$@"

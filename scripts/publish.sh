#!/usr/bin/env bash
# Puts the sites of all versions into a folder, as GitHub Pages publishes them: the one in dist/ as the newest, and those that are kept
# in branches site/v1, site/v2, … of origin. Usage: scripts/publish.sh FOLDER
. "$(dirname "$0")/env.sh"

folder=$1
rm -rf "$folder"
git for-each-ref --format='%(refname)' 'refs/remotes/origin/site/v*' | while read -r branch; do
    say "keeping ${branch##*/}"
    mkdir -p "$folder/${branch##*/}"
    git archive "$branch" | tar -x -C "$folder/${branch##*/}"
done
cargo run --quiet --locked --package covscope-e2e --no-default-features --bin publish -- "$folder"

#!/usr/bin/env bash
# Runs the commands of README.md, in order and in one shell, in a copy of the checkout. Left out are
# `scripts/start` and `scripts/test`, which set up and build: the latter runs this.
# Usage: readme_test.sh PROGRAM CHECKOUT
set -euo pipefail
program=$1 checkout=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir -p "$work/build/release"
ln -s "$program" "$work/build/release/lingan"
cp -r "$checkout/corpora" "$checkout/scripts" "$work"
awk '/^```sh$/ {on = 1; next} /^```$/ {on = 0} on' "$checkout/README.md" > "$work/blocks"
for command in scripts/start scripts/test; do
  grep -qx "$command" "$work/blocks" && [ -x "$work/$command" ]
done
grep -vx 'scripts/start\|scripts/test' "$work/blocks" > "$work/commands"
[ "$(grep -c '^lingan' "$work/commands")" -ge 10 ]
cd "$work"
bash -euxo pipefail commands

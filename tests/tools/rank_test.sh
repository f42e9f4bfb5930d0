#!/usr/bin/env bash
# Pairs of queries and items: training, ranking, resuming, and what is refused.
set -eu
lingan=$1
. "$2/tests/tools/checks.sh"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# 12 users of 2 kinds, 24 films of 2 kinds; each user has 9 of its 12.
awk 'BEGIN { for (u = 0; u < 12; ++u) for (i = 0; i < 9; ++i)
  printf "user %d\tfilm %d\n", u, (u % 2) * 12 + (u * 5 + i * 7) % 12 }' > pairs.tsv
short="--quiet --threads 1 --set training.batch_size=16 --set training.adversarial_rounds=60 --set training.evaluate_every=20"
for recipe in irgan dns; do
  "$lingan" train --recipe $recipe --pairs pairs.tsv --run $recipe --seed 2 --valid-share 0.2 $short
  "$lingan" rank $recipe | grep -q "^of [0-9]* queries of held-out pairs$"
  "$lingan" rank $recipe --format json | grep -q '"map":0\.[0-9]'
  [ "$("$lingan" rank $recipe --query "user 3" -n 4 | wc -l)" -eq 4 ]
done
# What the query has is not recommended; the rest is, all of it.
"$lingan" rank irgan --query "user 3" -n 0 | cut -f 1 | sort > ranked
[ "$(wc -l < ranked)" -ge 15 ] && [ "$(wc -l < ranked)" -le 17 ]
"$lingan" sample irgan -n 20 --label "user 3" --seed 1 | grep -c "^film " | grep -qx 20

# A longer run is the same as one that was continued.
"$lingan" train --recipe irgan --pairs pairs.tsv --run parts --seed 2 --valid-share 0.2 $short --set training.adversarial_rounds=40
"$lingan" train --resume --run parts --quiet --threads 1 --set training.adversarial_rounds=60
cmp parts/generator.safetensors irgan/generator.safetensors

refused 2 "--pairs FILE" "$lingan" train --recipe irgan --corpus pairs.tsv --label-column 1 --run no
refused 2 "chooses an item for a query" "$lingan" train --recipe irgan --corpus pairs.tsv --run no
[ "$("$lingan" sample irgan -n 20 --seed 1 | grep -c "^user [0-9]*	film [0-9]*$")" -eq 20 ]
refused 2 "no training pair of the run has it .did you mean user 3" "$lingan" sample irgan --label "user  3"
refused 2 "lingan rank" "$lingan" eval irgan
printf 'a\tx\na\ty\nb\tx\n' > all.tsv
"$lingan" train --recipe dns --pairs all.tsv --valid-share 0 --run all --threads 1 --set training.adversarial_rounds=2 \
  --set training.select=last --set training.batch_size=2 2> err
grep -q "^read 3 pairs: 3 to train on, 0 held out, 2 queries, 2 items$" err || fail "$(cat err)"
"$lingan" rank all --query a > out 2> err
[ ! -s out ] && grep -q "no item is left to rank" err || fail "$(cat out err)"
refused 2 "more than the 3 training pairs; lower it or bring more pairs" "$lingan" train --recipe dns --pairs all.tsv --valid-share 0 --run no --set training.select=last
printf 'a\tx\n' > own.tsv
printf 'a\tx\tx\n' > tabs.tsv
refused 1 "tabs.tsv:1: more than one tab" "$lingan" train --recipe dns --pairs all.tsv --valid tabs.tsv --run no
refused 2 "not trained on, and all of them are" "$lingan" train --recipe dns --pairs all.tsv --valid own.tsv --run no --set training.batch_size=2
printf 'a\tx\nb\ty\nc\tx\n' > single.tsv
refused 2 "a file of held-out ones (--valid)" "$lingan" train --recipe dns --pairs single.tsv --run no --set training.batch_size=2
refused 1 "no.tab.tsv:2" bash -c "printf 'a\tx\nb\n' > no.tab.tsv; exec '$lingan' train --recipe dns --pairs no.tab.tsv --run no"
refused 1 "one item" bash -c "printf 'a\tx\nb\tx\n' > one.tsv; exec '$lingan' train --recipe dns --pairs one.tsv --valid-share 0 --set training.select=last --set training.batch_size=2 --run no"
refused 2 "no training pair of the run has it .did you mean user 3" "$lingan" rank irgan --query "user  3"
refused 2 "--items has no effect without --query" "$lingan" rank irgan -n 3
refused 2 "measured on pairs" "$lingan" train --recipe gsgan --corpus pairs.tsv --run no --quiet --set training.select=map

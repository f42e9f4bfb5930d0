#!/usr/bin/env bash
# `lingan train --reward`: a command of the user's rewards sentences; what becomes of a run whose command fails.
set -eu
lingan=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

. "$2/tests/tools/checks.sh"

refused_in_one_line() {
  refused "$@"
  [ "$(grep -c '^lingan: ' err)" -eq 1 ] || { cat err; fail "$*: more than one line"; }
}

"$lingan" corpus generate "$2/corpora/english.grammar" -n 200 --seed 1 > text.txt
small="--set generator.hidden_width=8 --set generator.embedding_width=8 --set discriminator.embedding_width=4
  --set discriminator.filter_counts=[4,4] --set training.batch_size=16 --set training.pretrain_epochs=2
  --set training.discriminator_pretrain_rounds=1 --set training.adversarial_rounds=3
  --set training.discriminator_samples=16 --set strategy.policy-gradient.rollouts=2 --threads 1 --quiet"
organ="--recipe organ --corpus text.txt --tokenizer whitespace $small"
short="awk '{print (NF < 6)}'"

# A reward needs a recipe that takes one, and such a recipe a reward.
refused_in_one_line 2 "takes a reward of your own: give --reward COMMAND" "$lingan" train $organ --run r
refused_in_one_line 2 "^lingan: --reward has no effect with a recipe that takes no reward" "$lingan" train --recipe seqgan \
  --corpus text.txt --run r --reward "$short"
"$lingan" recipe show seqgan > mine.toml
refused_in_one_line 2 "^lingan: --reward has no effect with strategy.policy-gradient.discriminator_share = 1.0" "$lingan" train \
  --recipe mine.toml --corpus text.txt --tokenizer whitespace --run r --reward "$short"
refused_in_one_line 2 "organ takes a reward of your own (--reward), which a comparison has not" "$lingan" compare --recipes mle,organ --corpus text.txt --out c
[ ! -e r ] && [ ! -e c ] || fail "a refused run was made"

# What it reads is text: the words of the corpus.
"$lingan" train $organ --run whole --reward "tee -a asked.txt | $short"
tr ' ' '\n' < asked.txt | sort -u > words
tr ' ' '\n' < text.txt | sort -u > known
[ "$(comm -23 words known | grep -cvx -e '' -e '<unk>')" -eq 0 ] || fail "words that the corpus has not: $(comm -23 words known)"

# A command that fails at its fifth call, each way in one line; repaired, the run goes on to the same bytes.
repaired() { printf '#!/bin/sh\n%s\n' "$short" > reward.sh; chmod +x reward.sh; }
for broken in "exit 1" "cat" "echo 1" "yes 1" "sed s/.*/nan/" "sleep 100"; do
  rm -rf run calls
  printf '#!/bin/sh\necho >> calls\n[ "$(wc -l < calls)" -lt 5 ] || { %s; exit; }\n%s\n' "$broken" "$short" > reward.sh
  chmod +x reward.sh
  refused_in_one_line 1 "^lingan: --reward .*; the run is saved: repair that and continue it by lingan train --resume" \
    "$lingan" train $organ --run run --reward ./reward.sh --reward-timeout 2
  refused_in_one_line 2 "give --reward COMMAND again; no command is kept in a run" "$lingan" train --resume --run run --quiet
  repaired
  "$lingan" train --resume --run run --quiet --threads 1 --reward ./reward.sh
  for file in generator.safetensors checkpoint.safetensors metrics.jsonl; do
    cmp "whole/$file" "run/$file" || fail "$broken: $file differs"
  done
done

# Whoever does not wait for it any longer ends the command, and the run goes on to the same bytes.
rm -rf run calls
printf '#!/bin/sh\necho >> calls\n[ "$(wc -l < calls)" -lt 5 ] || exec sleep 321.5\n%s\n' "$short" > reward.sh
chmod +x reward.sh
status=0
(until [ "$(wc -l < calls 2> /dev/null || echo 0)" -ge 5 ]; do sleep 0.1; done; pkill -INT -f "^$lingan.* --run run" -P $$) &
waits=$!
"$lingan" train $organ --run run --reward ./reward.sh 2> err || status=$?
wait $waits
[ $status -eq 130 ] || fail "interrupted while the reward is waited for: exit $status, $(cat err)"
grep -q '^lingan: interrupted; the run is saved, continue it with --resume' err || fail "$(cat err)"
! pgrep -f '^sleep 321.5' || fail "the reward command lives on"
repaired
"$lingan" train --resume --run run --quiet --threads 1 --reward ./reward.sh
for file in generator.safetensors checkpoint.safetensors metrics.jsonl; do
  cmp "whole/$file" "run/$file" || fail "interrupted: $file differs"
done
echo passed

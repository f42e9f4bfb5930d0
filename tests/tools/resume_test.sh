#!/usr/bin/env bash
# A run that is killed at ten random moments (SIGKILL), then interrupted once (SIGINT), and resumed
# each time, leaves the same bytes as one that was never stopped.
set -eu
lingan=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
RANDOM=${LINGAN_TEST_SEED:-$$}
echo "seed of the moments: LINGAN_TEST_SEED=${LINGAN_TEST_SEED:-$$}"

train() {
  exec "$lingan" train --recipe seqgan --corpus "$folder/corpus.txt" --run "$1" --seed 3 --threads 2 --quiet \
    --set training.pretrain_epochs=6 --set training.batch_size=32 \
    --set training.discriminator_pretrain_rounds=2 --set training.discriminator_samples=128 \
    --set training.discriminator_epochs=2 --set training.adversarial_rounds=8 \
    --set training.evaluate_every=2 --set training.evaluate_samples=100 --set training.checkpoint_every=1 \
    --set strategy.policy-gradient.rollouts=2 --set strategy.policy-gradient.baseline=moving-average \
    --set "discriminator.filter_widths=[2,3]" --set "discriminator.filter_counts=[16,16]" \
    --set generator.input_dropout=0.1 --resume
}

"$lingan" corpus generate "$2/corpora/english.grammar" -n 600 --seed 1 > "$folder/corpus.txt"
start=$(date +%s%N)
(train "$folder/whole")
milliseconds=$((($(date +%s%N) - start) / 1000000))
echo "an unbroken run takes $milliseconds ms"

for kill in 1 2 3 4 5 6 7 8 9 10; do
  (train "$folder/broken") & child=$!
  moment=$((milliseconds / 8 + RANDOM * milliseconds / 32768 / 3))
  sleep "$((moment / 1000)).$(printf '%03d' $((moment % 1000)))"
  kill -KILL "$child" 2> /dev/null || true
  wait "$child" 2> /dev/null || true
done

# After a signal the run is saved where it stands, and the exit code says so.
(train "$folder/broken") & child=$!
sleep "$((milliseconds / 4000)).5"
kill -INT "$child" 2> /dev/null || true
code=0; wait "$child" || code=$?
if [ "$code" -ne 130 ] && [ "$code" -ne 0 ]; then
  echo "exit code after SIGINT is $code, expected 130"; exit 1
fi
(train "$folder/broken")
diff -r -x timing.json "$folder/whole" "$folder/broken"
echo "the resumed run has the same bytes"

#!/usr/bin/env bash
# The program's manners: exit codes, streams, one clear line for bad input, pipes.
set -eu
lingan=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# expect CODE PATTERN COMMAND...: the exit code, and one line on stderr that has the pattern.
expect() {
  local code=$1 pattern=$2 got=0; shift 2
  "$@" > out 2> err < /dev/null || got=$?
  if [ "$got" -ne "$code" ] || ! grep -q -- "$pattern" err; then
    echo "FAILED: $*: exit code $got, expected $code and a line with '$pattern'; stderr:"; cat err; exit 1
  fi
  if [ "$code" -eq 1 ] && [ "$(wc -l < err)" -ne 1 ]; then
    echo "FAILED: $*: expected one line on stderr, got:"; cat err; exit 1
  fi
}

"$lingan" corpus generate "$2/corpora/english.grammar" -n 300 --seed 1 > text.txt
[ "$(wc -l < text.txt)" -eq 300 ]

# Help and version: stdout, 0.
"$lingan" --help | grep -q compare
for command in train sample eval compare tokenizer corpus recipe; do
  "$lingan" $command --help 2> err | grep -q "lingan $command" && [ ! -s err ]
done
"$lingan" --version | grep -q "^lingan 0"

# What cannot be written is told with the system's reason.
for command in --help --version "train --help" "eval --hypotheses text.txt" "corpus generate $2/corpora/english.grammar" \
    "corpus stats text.txt" "recipe list" "recipe show mle"; do
  # shellcheck disable=SC2086
  if "$lingan" $command > /dev/full 2> err; then echo "FAILED: $command > /dev/full succeeded"; exit 1; fi
  grep -q "^lingan: stdout: cannot write: No space left on device" err || { echo "FAILED: $command:"; cat err; exit 1; }
done

# Without its other half the program says what is missing.
mkdir alone && cp "$lingan" alone
alone/lingan --version | grep -q "^lingan 0"
expect 1 "libexec/lingan/lingan-torch: cannot start the program that this command needs: No such file" alone/lingan sample run

# Usage errors: 2.
expect 2 "" "$lingan"
expect 2 "nothing-like-this" "$lingan" train --run run --nothing-like-this
expect 2 "seqgan" "$lingan" train --recipe nothing --corpus text.txt --run run
expect 2 "corpus" "$lingan" train --recipe mle --run run
expect 2 "not in {cpu,cuda,auto}" "$lingan" train --recipe mle --corpus text.txt --run run --device gpu
if ! nvidia-smi -L > /dev/null 2>&1; then
  expect 1 "device cuda: CUDA: .*--device cpu" "$lingan" train --recipe mle --corpus text.txt --run run --device cuda
fi
[ ! -e run ]

# Bad input: 1, one line that names the place.
expect 1 "missing.txt" "$lingan" train --recipe mle --corpus missing.txt --run run
: > empty.txt
expect 1 "empty.txt" "$lingan" train --recipe mle --corpus empty.txt --run run
printf 'good\nbad \xff byte\n' > bad.txt
expect 1 "bad.txt:2: byte 5: .*--on-bad-text" "$lingan" train --recipe mle --corpus bad.txt --run run
expect 1 "--set training.batch_sise" "$lingan" train --recipe mle --corpus text.txt --run run --set training.batch_sise=3
expect 1 "no-run" "$lingan" sample no-run
[ ! -e run ]

# Train, then sample in every format; the same seed gives the same lines.
train="--set training.pretrain_epochs=2 --set generator.hidden_width=16 --set generator.embedding_width=16 --quiet"
"$lingan" train --recipe mle --corpus text.txt --tokenizer whitespace --run run $train
expect 2 "holds a run already; continue it by lingan train --resume" "$lingan" train --recipe mle --corpus text.txt --run run
"$lingan" sample run -n 50 --seed 4 > a.txt
"$lingan" sample run -n 50 --seed 4 --threads 1 > b.txt
cmp a.txt b.txt
"$lingan" sample run -n 20 --seed 4 | cmp - <(head -20 a.txt)
"$lingan" sample run -n 3 --format jsonl | python3 -c 'import json, sys; assert all(set(json.loads(l)) == {"text", "ids", "log_probability"} for l in sys.stdin)'
[ "$("$lingan" sample run -n 5 --prompt "the" | grep -c '^the')" -eq 5 ]
"$lingan" sample run -n 3 --format ids | grep -qE '^[0-9 ]+$'
expect 2 "temperature" "$lingan" sample run --temperature 0
expect 2 "needs references: give --references" "$lingan" eval --hypotheses a.txt --metrics bleu-2
expect 1 "stdout: cannot write: No space left" sh -c '"$0" sample run -n 5 > /dev/full' "$lingan"

# A pipe whose reader has left ends quietly.
set +o pipefail
"$lingan" sample run -n 200000 --quiet 2> err | head -1 > out
[ ! -s err ] && [ "$(wc -l < out)" -eq 1 ]

# stdin, and a corpus of one sentence a line from a pipe.
head -100 text.txt | "$lingan" train --recipe mle --corpus - --tokenizer whitespace --run piped $train
"$lingan" sample piped -n 10 | "$lingan" eval --hypotheses - --references text.txt --format json > eval.json
python3 -c 'import json; v = json.load(open("eval.json")); assert 0 <= v["bleu-2"] <= 1 and "self-bleu-4" in v and "distinct-2" in v'
"$lingan" eval run -n 50 --format json | python3 -c 'import json, sys; v = json.load(sys.stdin); assert v["perplexity"] > 1 and "nll-div" in v and "novelty" in v'
"$lingan" eval run -n 50 --metrics bleu-2,nll-gen --format json | python3 -c 'import json, sys; assert list(json.load(sys.stdin)) == ["bleu-2", "nll-gen"]'

# An oracle in place of a corpus, and two recipes side by side.
"$lingan" compare --oracle seed:1 --oracle-samples 200 --oracle-length 6 --recipes mle --seeds 2 --out compared -n 50 $train > table.txt
grep -q "nll-oracle" table.txt && grep -q "±" table.txt
! grep -q $'\x1b' table.txt
"$lingan" compare --oracle seed:1 --oracle-samples 200 --oracle-length 6 --recipes mle --seeds 2 --out compared -n 50 $train --format json | python3 -c 'import json, sys; assert len(json.load(sys.stdin)["recipes"][0]["seconds"]) == 2'

# A truncated checkpoint is refused, and the run's other files stay.
head -c 1000 run/checkpoint.safetensors > cut && mv cut run/checkpoint.safetensors
expect 1 "checkpoint.safetensors" "$lingan" train --resume --run run
"$lingan" sample run -n 50 --seed 4 | cmp - a.txt
echo "the program minds its manners"

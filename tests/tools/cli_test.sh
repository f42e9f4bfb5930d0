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
for command in train sample label encode fill rank eval compare gradients tokenizer corpus lm recipe; do
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

# A command or option that there is not: which there are, and the nearest, if one is near.
expect 2 "no command 'smaple' (did you mean sample?); expected one of train, sample, .*; see lingan --help" "$lingan" smaple run -n 3
expect 2 "no command 'trian' (did you mean train?)" "$lingan" trian --help
expect 2 "no command 'foo'; expected one of train, " "$lingan" foo
expect 2 "no command 'statz' (did you mean stats?); expected one of generate, stats, .*; see lingan corpus --help" "$lingan" corpus statz f
expect 2 "name a command: generate, stats, split, score; see lingan corpus --help" "$lingan" corpus
expect 2 "no option --recipie (did you mean --recipe?); see lingan train --help" "$lingan" train --recipie mle --run run
expect 2 "no option --x; see lingan train --help" "$lingan" train --run run --x=3
expect 2 "no option --rum (did you mean --run?); see lingan train --help" "$lingan" train --rum run
expect 2 "more arguments than the command takes; see lingan sample --help" "$lingan" sample run -- -n 2
expect 2 "names of a list are joined by commas: --metrics bleu-2,unique" "$lingan" eval run --metrics bleu-2 unique
expect 2 "names are joined by commas: --metrics bleu-2,unique" "$lingan" eval --hypotheses text.txt --metrics bleu-2 unique
expect 2 "the run run and --hypotheses text.txt: which of the two" "$lingan" eval run --hypotheses text.txt
[ "$("$lingan" foo 2>&1 | wc -l)" -eq 1 ]

# How often an option stands there, and names of files that are no line.
expect 2 "^lingan: --seed: is given more than once; see lingan sample --help" "$lingan" sample run --seed 1 --seed 2
expect 2 "^lingan: --hypotheses: needs a value; see lingan eval --help" "$lingan" eval --hypotheses
expect 2 "^lingan: --metrics: needs a value" "$lingan" eval --hypotheses text.txt --metrics ,
expect 1 '^lingan: a\\nb\\x1B: cannot open: No such file or directory$' "$lingan" corpus stats $'a\nb\x1b'
expect 1 '^lingan: a\\nb: no run here' "$lingan" sample $'a\nb'
printf 'a\rb\nc\n' > $'c\nd'
[ "$("$lingan" corpus stats $'c\nd' --format json 2> err | wc -l)" -eq 1 ] && [ "$(wc -l < err)" -eq 1 ]

# What has no name: one form for all.
for option in corpus run recipe valid tokenizer oracle set; do
  expect 2 "lingan: --$option: is empty; it needs a value" "$lingan" train --recipe mle --corpus text.txt --run run --$option ""
done
expect 2 "--out: is empty" "$lingan" compare --recipes mle --corpus text.txt --out ""
expect 2 "--out: is empty" "$lingan" compare --recipes mle --corpus text.txt --out= elsewhere
mkdir gone
here=$PWD got=0
(cd gone && rmdir "$here/gone" && exec "$lingan" sample run 2> "$here/err") || got=$?
if [ "$got" -ne 1 ] || ! grep -q "^lingan: the working folder has been removed" err; then
  echo "FAILED: a working folder that is gone: exit code $got"; cat err; exit 1
fi
expect 2 "run: is empty" "$lingan" sample ""
expect 2 "--hypotheses: is empty" "$lingan" eval --hypotheses ""
expect 2 "--out-valid: is empty" "$lingan" corpus split text.txt --out-train a --out-valid ""
expect 2 "MODEL: is empty" "$lingan" tokenizer info ""
[ ! -e run ]

# Bad input: 1, one line that names the place.
expect 1 "missing.txt" "$lingan" train --recipe mle --corpus missing.txt --run run
: > empty.txt
expect 1 "empty.txt" "$lingan" train --recipe mle --corpus empty.txt --run run
expect 1 "^lingan: empty.txt: no sentence in it to measure" "$lingan" eval --hypotheses empty.txt
expect 1 "^lingan: empty.txt: no sentence in it to compare with" "$lingan" eval --hypotheses text.txt --references empty.txt
expect 1 "^lingan: /dev/null: no sentence in it to measure" "$lingan" eval --hypotheses /dev/null
printf '"a dog"\n["a", "dog"]\n' > lines.jsonl
"$lingan" eval --hypotheses lines.jsonl --metrics unique | grep -q "0.50000"
expect 1 "^lingan: text.txt:1: .*JSON" "$lingan" eval --hypotheses text.txt --input-format jsonl
expect 2 "several systems are compared by --significance" "$lingan" eval --hypotheses text.txt --hypotheses text.txt --references text.txt
"$lingan" eval --hypotheses text.txt --hypotheses text.txt --references text.txt --protocol paired --significance bootstrap --signatures > out
grep -q "p = 0.0010, Holm 0.0030" out
grep -q "^chrf2|nrefs:1|bs:1000|seed:12345|" out
"$lingan" eval --hypotheses text.txt --references text.txt --train text.txt --metrics bleu-2,unique --intervals --anchors --gaps > out
grep -q "value .*95 % interval .*real .*shuffled .*train .*gap" out
expect 2 "^lingan: --gaps has no effect without held-out and training text" "$lingan" eval --hypotheses text.txt --references text.txt --gaps
expect 2 "^lingan: --anchors has no effect under a protocol that pairs" "$lingan" eval --hypotheses text.txt --references text.txt \
  --protocol paired --metrics chrf2 --anchors
expect 1 "3 hypotheses but 2 references" "$lingan" eval --protocol paired --metrics chrf2 --hypotheses <(head -3 text.txt) --references <(head -2 text.txt)
expect 1 "3 hypotheses but 2 references" "$lingan" eval --protocol paired --hypotheses <(head -3 text.txt) --references <(head -2 text.txt)
encode="awk '{print NF, length(\$0)}'"
"$lingan" eval --hypotheses text.txt --references text.txt --encoder "$encode" --metrics frechet --format json |
  python3 -c 'import json, sys; report = json.load(sys.stdin); assert report["frechet"] < 1e-6
assert "|encoder:awk " in report["signatures"]["frechet"], report'
expect 1 '^lingan: --encoder "exit 3": ended with status 3' "$lingan" eval --hypotheses text.txt --references text.txt --encoder "exit 3"
expect 2 "give --hypotheses and --references" "$lingan" eval --hypotheses text.txt --encoder "$encode"
expect 2 "metric mauve needs vectors: give --hypothesis-vectors" "$lingan" eval --hypotheses text.txt --metrics mauve
expect 2 "^lingan: metric acc is of a run, not of sentences" "$lingan" eval --hypotheses text.txt --references text.txt --metrics bleu-2,acc
"$lingan" eval --hypotheses <(head -20 text.txt) --references <(head -60 text.txt) --metrics frechet,lm,embedding-similarity --signatures --threads 1 \
  > vectors.out 2> err
grep -q "^frechet|hyps:20|refs:60|encoder:lstm-of-refs|tok:whitespace|width:128|" vectors.out
grep -q "^lingan: frechet: no encoder is named" err
expect 1 "^lingan: text.txt: is neither a .npy file nor safetensors" "$lingan" eval --hypothesis-vectors text.txt --reference-vectors text.txt
printf ' \n\n\t \n\xc2\xa0\n' > blank.txt
for kind in bpe unigram word whitespace character ids; do
  expect 1 "^lingan: blank.txt: no text to learn a vocabulary from" "$lingan" tokenizer train --corpus blank.txt --tokenizer $kind --out blank.json
  expect 1 "^lingan: blank.txt: no text to learn a vocabulary from" "$lingan" corpus stats blank.txt --tokenizer $kind
  expect 1 "^lingan: blank.txt: no text in it" "$lingan" train --recipe mle --corpus blank.txt --tokenizer $kind --run run
done
[ ! -e blank.json ]
for kind in bpe unigram; do
  expect 2 "^lingan: --vocab-size 5: too small for a $kind tokenizer" "$lingan" tokenizer train --corpus text.txt --tokenizer $kind \
    --vocab-size 5 --out small.json
done
printf '{"version": "1.0", "added_tokens": [{"id": 0}]}' > hub.json
expect 1 "^lingan: hub.json: a tokenizer of Hugging Face, whose files lingan does not read" "$lingan" tokenizer info hub.json
printf '{"format": ' > half.json
expect 1 "^lingan: half.json: malformed JSON at byte " "$lingan" tokenizer info half.json
printf '[training]\nbatch_size = = 3\n' > bad.toml
expect 1 "^lingan: bad.toml:2: malformed TOML at column " "$lingan" train --recipe bad.toml --corpus text.txt --run run
printf '[training]\nbatch_sise = 3\n' > bad.toml
expect 1 "^lingan: bad.toml:2: unknown key " "$lingan" train --recipe bad.toml --corpus text.txt --run run
printf 'good\nbad \xff byte\n' > bad.txt
expect 1 "bad.txt:2: byte 5: .*--on-bad-text" "$lingan" train --recipe mle --corpus bad.txt --run run
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
expect 2 "^lingan: --judge: the run's recipe has no discriminator; leave it out" "$lingan" sample run --judge reject
expect 2 "^lingan: --temperature has no effect with --judge" "$lingan" sample run --judge reject --temperature 0.5
expect 2 "^lingan: run: the run has no discriminator, and " "$lingan" gradients run
expect 1 "nowhere: no run here" "$lingan" gradients nowhere
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
"$lingan" eval run -n 50 --metrics bleu-2,nll-gen --format json | python3 -c 'import json, sys; assert list(json.load(sys.stdin)) == ["bleu-2", "nll-gen", "signatures"]'
"$lingan" eval run -n 50 --temperature 0.5 --metrics nll-gen,nll-div --format json > cold.json
"$lingan" eval run -n 50 --metrics nll-gen,nll-div --format json > warm.json
python3 -c 'import json; c, w = (json.load(open(f"{n}.json")) for n in ("cold", "warm")); assert c["nll-div"] < w["nll-div"] and c["nll-gen"] != w["nll-gen"] and c["signatures"]["nll-gen"].startswith("temperature:0.5|")'
expect 2 "^lingan: --top-p has no effect on likelihoods under the generator.*or use --temperature" "$lingan" eval run --top-p 0.9 --metrics bleu-2,nll-gen

# A discriminator chooses: the same seed gives the same lines on any number of threads, and what became of all is told.
"$lingan" train --recipe seqgan --corpus text.txt --tokenizer whitespace --run judged $train --set discriminator.filter_widths=[1,2] \
  --set discriminator.filter_counts=[8,8] --set training.discriminator_pretrain_rounds=1 --set training.adversarial_rounds=1
for judge in reject resample; do
  expect 0 "" "$lingan" sample judged -n 0 --judge $judge
  [ ! -s out ]
  grep -q "^lingan: --judge $judge: no sentence was asked for" err
  "$lingan" sample judged -n 30 --judge $judge --format jsonl > judged.jsonl 2> err
  grep -q "^lingan: --judge $judge: " err
  "$lingan" sample judged -n 30 --judge $judge --format jsonl --threads 1 2> /dev/null | cmp - judged.jsonl
  python3 -c 'import json; assert all(isinstance(json.loads(l)["log_odds"], float) for l in open("judged.jsonl"))'
done
"$lingan" eval judged -n 50 --judge reject --format json 2> /dev/null | python3 -c 'import json, sys; v = json.load(sys.stdin); assert "unique" in v and "nll-gen" not in v and v["notices"]'

# Codes: bits are the signs of the numbers, and do not depend on threads.
short="--set training.adversarial_rounds=2 --set training.evaluate_samples=8 --quiet"
"$lingan" train --recipe hashing --corpus text.txt --tokenizer whitespace --run coded $short
"$lingan" train --recipe vae --corpus text.txt --tokenizer whitespace --run normal $short
"$lingan" encode coded text.txt > numbers.tsv
"$lingan" encode coded --bits --threads 1 < text.txt > bits.txt
python3 -c 'for n, b in zip(open("numbers.tsv"), open("bits.txt"), strict=True): assert b.strip() == "".join(str(int(float(x) >= 0)) for x in n.split("\t"))'
[ "$(wc -l < bits.txt)" -eq 300 ] && [ "$(head -1 bits.txt | tr -d '\n' | wc -c)" -eq 16 ]
for _ in $(seq 150); do printf 'good\nbad\n'; done > labels.txt
"$lingan" encode coded text.txt --labels labels.txt --nearest 5 | cut -f1 | tr '\n' ' ' | grep -qx "queries precision@5 map chance "
expect 2 "^lingan: run: its recipe has no strategy, and so no encoder of sentences; strategies that have one: " "$lingan" encode run text.txt
expect 2 "^lingan: judged: its recipe has the strategy \"policy-gradient\", without an encoder" "$lingan" encode judged text.txt
expect 2 "^lingan: --bits: the run's codes are not binary (generator.latent_codes = \"normal\"); leave it out" "$lingan" encode normal text.txt --bits
expect 2 "^lingan: --labels: the run's codes are not binary" "$lingan" encode normal text.txt --labels labels.txt
expect 1 "^lingan: labels.txt: 300 labels for 1 sentence; it needs one for each" "$lingan" encode coded <(head -1 text.txt) --labels labels.txt
expect 1 "^lingan: stdin:1: is blank; each line is a sentence" sh -c 'echo | "$0" encode coded' "$lingan"
expect 0 "^lingan: stdin: 1 sentence longer than any to train on: read as far as " sh -c 'seq 500 | tr "\n" " " | "$0" encode coded' "$lingan"
expect 1 "^lingan: stdin: no sentence in it" sh -c '"$0" encode coded < /dev/null' "$lingan"
expect 0 "^lingan: stdin: the run does not know 2 tokens, which it reads as <unk>" sh -c 'echo the zyx xyz | "$0" encode coded' "$lingan"

# An oracle in place of a corpus, and two recipes side by side.
"$lingan" compare --oracle seed:1 --oracle-samples 200 --oracle-length 6 --recipes mle --seeds 2 --out compared -n 50 $train > table.txt
grep -q "nll-oracle" table.txt && grep -q "±" table.txt
! grep -q $'\x1b' table.txt
"$lingan" compare --oracle seed:1 --oracle-samples 200 --oracle-length 6 --recipes mle --seeds 2 --out compared -n 50 $train --format json | python3 -c 'import json, sys; assert len(json.load(sys.stdin)["recipes"][0]["seconds"]) == 2'

# Files of a run that are spoiled: which, where, in words of our own.
cp -r run spoiled
for text in '{"seed": ' '[]' '{"format_version": "1"}' '{"format_version": 1, "seed": -1}' 'null'; do
  printf '%s' "$text" > spoiled/run.json
  expect 1 "^lingan: spoiled/run.json: " "$lingan" sample spoiled
  ! grep -q "json.exception" err || { cat err; exit 1; }
done
cp run/run.json spoiled
printf '{' > spoiled/tokenizer.json
expect 1 "^lingan: spoiled/tokenizer.json: malformed JSON at byte 2" "$lingan" sample spoiled
if [ "$(id -u)" -eq 0 ] && setpriv --reuid=65534 --clear-groups "$lingan" --version > /dev/null 2>&1; then
  chmod 755 . && mkdir -m 700 closed
  expect 1 "^lingan: closed/run.*Permission denied$" setpriv --reuid=65534 --clear-groups "$lingan" sample closed/run
fi

# A truncated checkpoint is refused, and the run's other files stay.
head -c 1000 run/checkpoint.safetensors > cut && mv cut run/checkpoint.safetensors
expect 1 "checkpoint.safetensors" "$lingan" train --resume --run run
"$lingan" sample run -n 50 --seed 4 | cmp - a.txt
echo "the program minds its manners"

#!/usr/bin/env bash
# Options that a run keeps, counts that may be raised on resume, run folders, and what is compared with what.
set -eu
lingan=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

. "$2/tests/tools/checks.sh"

"$lingan" corpus generate "$2/corpora/english.grammar" -n 200 --seed 1 > text.txt
small="--set generator.hidden_width=8 --set generator.embedding_width=8 --quiet"
mle="--recipe mle --corpus text.txt --tokenizer whitespace $small"

# Numbers: one reader for the command line and for --set.
refused 2 "--seed" "$lingan" train $mle --run r --seed -1
refused 2 "--seed" "$lingan" train $mle --run r --seed 18446744073709551616
refused 2 "--valid-share" "$lingan" train $mle --run r --valid-share nan
refused 2 "with --significance a line belongs to the one in its place" "$lingan" eval --hypotheses text.txt --hypotheses text.txt \
  --references text.txt --significance bootstrap --on-bad-text skip
refused 2 "a line belongs to the one in its place" "$lingan" eval --hypotheses text.txt --references text.txt --metrics bleu-2 \
  --protocol paired --on-bad-text skip
refused 2 "--share" "$lingan" corpus split text.txt --out-train a --out-valid b --share nan
refused 2 "training.batch_size" "$lingan" train $mle --run r --set training.batch_size=0x10
for set in training.batch_sise=3 trainin.batch_size=3 training.batch_size training.batch_size=many =3 generator=1 \
    "discriminator.filter_widths=[1" strategy.name=x; do
  refused 2 "^lingan: --set ${set/[/.}[ :]" "$lingan" train $mle --run r --set "$set"
  grep -qE "did you mean( generator)?\?" err && fail "--set $set: a silly guess" || true
done
refused 2 "^lingan: --set, of the recipe \"mle\": generator.tied_embeddings: needs" "$lingan" train $mle --run r --set generator.tied_embeddings=true \
  --set generator.hidden_width=9
refused 2 "seed:N" "$lingan" train --recipe mle --oracle seed:-1 --run r $small
[ ! -e r ] && [ ! -e a ] || fail "a refused command left something behind"
"$lingan" recipe show mle --set training.batch_size=010 | grep -qx "batch_size = 10"

[ -z "$("$lingan" corpus generate "$2/corpora/english.grammar" -n 2 --seed -0 | diff - <("$lingan" corpus generate \
  "$2/corpora/english.grammar" -n 2 --seed 0))" ] || fail "--seed -0 is not 0"

# A folder needs a name, and a start that is refused leaves none.
refused 2 "--run: is empty" "$lingan" train $mle --run ""
refused 2 "batch_size" "$lingan" train --recipe seqgan --corpus text.txt --tokenizer whitespace --run deep/r $small \
  --set training.batch_size=5000
[ ! -e deep ] || fail "a start that was refused left a folder"
# The end of a sentence is a token of it.
words=$(awk '{if (NF > n) n = NF} END {print n}' text.txt)
"$lingan" train --help | grep -q "Longest sentence in tokens, of which its end is one"
for length in "$words" "$((words + 1))"; do
  refused 2 "batch_size" "$lingan" train --recipe seqgan --corpus text.txt --tokenizer whitespace --run r --set training.batch_size=5000 \
    --max-length "$length"
  [ "$(grep -c "too long, dropped" err)" -eq "$((words + 1 - length))" ] || { cat err; fail "--max-length $length"; }
done
printf 'name = "../outside"\n' > outside.toml
refused 2 "no name of a folder" "$lingan" compare --recipes outside.toml --corpus text.txt --out compared $small
printf 'name = "comparison.json"\n' > taken.toml
refused 2 "the name comparison.json is that of a file" "$lingan" compare --recipes taken.toml --corpus text.txt --out compared $small
refused 2 "all-small stands alone" "$lingan" compare --recipes all-small,mle --corpus text.txt --out compared
refused 2 "generators has no effect with --recipes all-small: each has its own" "$lingan" compare --recipes all-small --generators own \
  --corpus text.txt --out compared
refused 1 "organ is left out: it needs a reward of your own" "$lingan" compare --recipes all-small --corpus /no/such --out compared
refused 2 "two recipes are named mle" "$lingan" compare --recipes mle,mle --corpus /no/such --out compared $small
refused 2 "wgan-gp-lm-conv and wgan-gp-lm differ in nothing but their generators.*or let --generators be own" "$lingan" compare \
  --recipes wgan-gp-lm,wgan-gp-lm-conv --corpus /no/such --out compared
refused 2 "^lingan: --vectors has no effect with .*; set generator.embeddings = \"vectors\"\$" "$lingan" train $mle --run r --vectors text.txt
refused 2 "^lingan: generator.embeddings = \"vectors\": .*name a file of them (--vectors)\$" "$lingan" train $mle --run r \
  --set generator.embeddings=vectors
[ ! -e compared ] && [ ! -e outside ] || fail "a name was taken for a path"

# A key without an effect in the recipe is refused by name; in a comparison it needs to have one in one of them.
for set in training.adversarial_rounds=5 training.discriminator_pretrain_rounds=5 training.checkpoint_every=5 \
    training.evaluate_every=5 strategy.policy-gradient.rollouts=2 objective.name=hinge discriminator.dropout=0.5 \
    engine.precision=bf16 discriminator.embeddings=generator discriminator.representations=7 training.round=generator; do
  refused 2 "^lingan: --set $set: has no effect with strategy.name = \"\"" "$lingan" train $mle --run r --set $set
done
refused 2 "feed_hard=true: has no effect with strategy.name = \"policy-gradient\"" "$lingan" train --recipe seqgan \
  --corpus text.txt --run r --set strategy.gumbel-softmax.feed_hard=true
refused 2 "strategy.name=gumbel-softmax: has no effect with training.adversarial_rounds = 0" "$lingan" train $mle --run r \
  --set strategy.name=gumbel-softmax
refused 2 "rollouts=2: has no effect" "$lingan" compare --recipes mle,gsgan --corpus text.txt --out compared \
  --set strategy.policy-gradient.rollouts=2
refused 2 "^lingan: --set, of the recipe \"cot\": training.round: the strategy \"cooperative\" has no discriminator" "$lingan" compare \
  --recipes mle,seqgan,cot --corpus text.txt --out compared --set "training.round=discriminator, generator"
for key in batch_size samples epochs pretrain_rounds; do
  refused 2 "^lingan: --set training.discriminator_$key=9: has no effect with strategy.name = \"cooperative\", which has no discriminator" \
    "$lingan" train --recipe cot --corpus text.txt --run r --set training.discriminator_$key=9
done
refused 2 "average=0.9: has no effect with strategy.name = \"cooperative\"" "$lingan" train --recipe cot --corpus text.txt --run r \
  --set optimizer.critic.average=0.9
refused 2 "bandwidth = 1e-30: expected a number in" "$lingan" train --recipe taylorgan --corpus text.txt --run r \
  --set strategy.taylor.bandwidth=1e-30
refused 2 "precision=bf16: has no effect" "$lingan" train --recipe <("$lingan" recipe show mle) --corpus text.txt --run r --precision bf16
"$lingan" recipe show mle > shown.toml
"$lingan" train --recipe shown.toml --corpus text.txt --tokenizer whitespace --run shown $small --set training.pretrain_epochs=1

# What a run keeps is refused by name; the options that it was started with are accepted.
"$lingan" train $mle --run r --seed 18446744073709551615 --set training.pretrain_epochs=2
"$lingan" train $mle --run r --seed 18446744073709551615 --set training.pretrain_epochs=2 --resume
refused 2 "--precision bf16: the run in r has engine.precision = float32" "$lingan" train --resume --run r --precision bf16
refused 2 "training.adversarial_rounds=5: has no effect with strategy.name = \"\"" "$lingan" train --resume --run r \
  --set training.adversarial_rounds=5
refused 2 "training.checkpoint_every=5: has no effect" "$lingan" train --resume --run r --set training.checkpoint_every=5
refused 2 "--seed 18446744073709551614: the run in r was started with 18446744073709551615" \
  "$lingan" train --resume --run r --seed 18446744073709551614

# What a run was started with is what its files held, not how they were called.
tail -n +2 text.txt > changed.txt
"$lingan" train --resume --run r --corpus ./text.txt --quiet
gzip -c text.txt | "$lingan" train --resume --run r --corpus - --quiet
refused 1 "/no/such: cannot open: No such file" "$lingan" train --resume --run r --corpus /no/such
refused 2 "--corpus changed.txt: the run in r was started with text.txt, which it keeps; leave the option out, or start anew in another --run" \
  "$lingan" train --resume --run r --corpus changed.txt
two="--recipe mle --set generator.labels=condition --corpus text.txt --tokenizer whitespace $small"
"$lingan" train $two --corpus-b changed.txt --run two --set training.pretrain_epochs=1
"$lingan" train --resume --run two --corpus-b changed.txt --quiet
refused 2 "--corpus-b text.txt: the run in two was started with changed.txt" "$lingan" train --resume --run two --corpus-b text.txt
refused 2 "--labels has no effect with --corpus-b" "$lingan" train $two --corpus-b changed.txt --labels text.txt --run no
refused 2 "--corpus-b: is the first corpus" "$lingan" train $two --corpus-b text.txt --run no
refused 2 "--valid has no effect with --labels or --corpus-b, .* (--label-column), or hold out shares of the corpus (--valid-share" \
  "$lingan" train $two --corpus-b changed.txt --valid text.txt --run no
refused 2 "--valid has no effect with --sources, .*: hold out shares of the corpus (--valid-share" "$lingan" train \
  --recipe sequence-to-sequence --corpus text.txt --sources text.txt --valid changed.txt --run no
refused 2 "--corpus-b has no effect with generator.labels" "$lingan" train --recipe mle --corpus text.txt --corpus-b changed.txt --run no

# No corpus would be large enough.
refused 2 "shares 0.5 and 0.5 leave nothing to train on" "$lingan" train $mle --valid-share 0.5 --test-share 0.5 --run no

# Labels may stand in a column of the corpus and of what is held out. A run knows which.
awk '{print (NR % 2 ? "odd" : "even") "\t" $0}' text.txt > labelled.txt
conditional="--recipe mle --set generator.labels=condition --tokenizer whitespace $small --set training.pretrain_epochs=1"
one="$conditional --corpus labelled.txt"
"$lingan" train $one --label-column 1 --valid labelled.txt --run column
"$lingan" sample column -n 2 --label odd > /dev/null
refused 2 "label 'both' is not known; expected one of even, odd" "$lingan" sample column --label both
refused 2 "--label-column 2: the run in column was started with 1" "$lingan" train --resume --run column --label-column 2
refused 1 "text.txt:1: no tab in the line" "$lingan" train $conditional --corpus text.txt --label-column 1 --run no
refused 2 "--label-column has no effect with --labels" "$lingan" train $one --label-column 1 --labels text.txt --run no
refused 2 "they stand in (--label-column), or a second corpus" "$lingan" train $one --run no
refused 2 "--oracle: its sentences have no labels, and the recipe conditional needs them" "$lingan" train --recipe conditional \
  --oracle seed:1 --run no
refused 2 "needs the label of each sentence; .*, or a second corpus" "$lingan" train $two --run no
"$lingan" sample two --label b -n 2 | wc -l | grep -qx 2

# Labels that the generator draws are no text's.
drawn="--recipe infogan --corpus text.txt --tokenizer whitespace --set training.pretrain_epochs=1 --set training.adversarial_rounds=1"
"$lingan" train $drawn --run drawn
"$lingan" sample drawn -n 3 --code 1 --format jsonl | grep -c '"code":1}' | grep -qx 3
"$lingan" sample drawn -n 4 --format jsonl | grep -c '"code":0}' | grep -qx 2
refused 2 "--code 2: expected one of the run's, in 0..1" "$lingan" sample drawn --code 2
refused 2 "--label a: the run was trained on sentences without labels" "$lingan" sample drawn --label a
refused 2 "--code 0: the run's generator draws no labels" "$lingan" sample column --code 0
refused 2 "--code has no effect with --label" "$lingan" sample column --label odd --code 0
refused 2 "--labels has no effect with generator.labels" "$lingan" train $drawn --labels text.txt --run no
refused 2 "--oracle: its sentences have no beginning" "$lingan" train --recipe infogan --oracle seed:1 --run no
refused 2 "--oracle: its sentences have no end, and the recipe misgan takes words out" "$lingan" train --recipe misgan \
  --oracle seed:1 --run no
cp text.txt same.txt; cp text.txt valid.txt
"$lingan" tokenizer train --corpus text.txt --tokenizer whitespace --out words.json 2> /dev/null
kept="--run kept --corpus same.txt --valid valid.txt --tokenizer words.json"
"$lingan" train --recipe mle $kept $small --set training.pretrain_epochs=1
cp words.json again.json
"$lingan" train --resume ${kept/words/again} --quiet
cp changed.txt valid.txt
refused 2 "--valid valid.txt: the run in kept was started with another content of that name" "$lingan" train --resume $kept
cp text.txt valid.txt
"$lingan" tokenizer train --corpus changed.txt --tokenizer whitespace --vocab-size 20 --out words.json 2> /dev/null
refused 2 "--tokenizer words.json: the run in kept was started with another content of that name" "$lingan" train --resume $kept
refused 2 "--tokenizer bpe: the run in kept was started with words.json" "$lingan" train --resume --run kept --tokenizer bpe
refused 2 "--oracle seed:1: the run in kept was started without it" "$lingan" train --resume --run kept --oracle seed:1
cp again.json words.json
python3 - << 'END'  # a run of an earlier version
import json
run = json.load(open("kept/run.json"))
del run["fingerprints"]
json.dump(run, open("kept/run.json", "w"))
END
"$lingan" train --resume $kept --quiet
"$lingan" train --resume --run kept --corpus "$PWD/./same.txt" --quiet
refused 2 "--corpus text.txt: the run in kept was started with same.txt" "$lingan" train --resume --run kept --corpus text.txt
refused 2 "--max-length 3: the run in r" "$lingan" train --resume --run r --max-length 3
refused 2 "--seed 1: the run in r" "$lingan" train --resume --run r --seed 1
refused 2 "--lower-case true: the run in r" "$lingan" train --resume --run r --lower-case
refused 2 "training.batch_size = 3: the run in r has 64" "$lingan" train --resume --run r --set training.batch_size=3
refused 2 "may only be raised" "$lingan" train --resume --run r --set training.pretrain_epochs=1
refused 1 "no run here" "$lingan" train --resume --run nowhere
[ ! -e nowhere ] || fail "a run that is not there was made"

# Counts may be raised: as if they had been so from the start.
"$lingan" train --resume --run r --set training.pretrain_epochs=4 --quiet
"$lingan" train $mle --run whole --seed 18446744073709551615 --set training.pretrain_epochs=4
diff -r -x timing.json r whole || fail "a raised count gives another run"
gan="--recipe seqgan --corpus text.txt --tokenizer whitespace --set training.pretrain_epochs=1 $small
  --set training.discriminator_pretrain_rounds=1 --set training.discriminator_samples=64 --set training.discriminator_epochs=1
  --set training.round=generator,discriminator --set training.evaluate_every=2 --set training.evaluate_samples=20
  --set strategy.policy-gradient.rollouts=1"
"$lingan" train $gan --run g --set training.adversarial_rounds=3
"$lingan" train --resume --run g --set training.adversarial_rounds=5 --quiet
"$lingan" train $gan --run g-whole --set training.adversarial_rounds=5
diff -r -x timing.json g g-whole || fail "raised adversarial steps give another run"
refused 2 "training.pretrain_epochs = 2: a phase of training is over .*; leave it out, or start anew in another folder" \
  "$lingan" train --resume --run g --set training.pretrain_epochs=2
"$lingan" sample g -n 1 > /dev/null || fail "a raise that was refused spoiled the run"

# Two processes on one run; the folder of samples is made again.
flock r "$lingan" sample r -n 1 > /dev/null
refused 1 "r: another process is training this run" flock r "$lingan" train --resume --run r --set training.pretrain_epochs=5
rm -r r/samples
"$lingan" train --resume --run r --set training.pretrain_epochs=5 --quiet
[ -e r/samples/pretrain-000005.txt ]

# Every metric by itself, every asked name in the JSON.
head -1 text.txt > one.txt
"$lingan" eval --hypotheses one.txt --references text.txt --format json > out 2> err
python3 -c 'import json; v = json.load(open("out")); assert v["bleu-2"] > 0 and v["self-bleu-2"] is None and "two" in v["notes"]["self-bleu-2"]'
grep -q "self-bleu-2, .*needs at least two sentences" err
"$lingan" eval r -n 20 --metrics nll-oracle,unique --format json 2> err > out
grep -q "^lingan: nll-oracle: " err || { cat err; fail "no value without a word"; }
python3 -c 'import json; v = json.load(open("out")); assert v["nll-oracle"] is None and v["notes"]["nll-oracle"]'
paste -d' ' text.txt text.txt text.txt text.txt > long.txt; cat text.txt >> long.txt
"$lingan" eval r -n 20 --references long.txt --metrics bleu-2,nll-gen --format json 2> err > out
grep -q "nll-gen: .* of 400 sentences left out" err || { cat err; fail "left out without a word"; }
"$lingan" eval r -n 20 --references /dev/null --train /dev/null --metrics nll-gen,bleu-2,novelty --format json 2> err > out
python3 -c 'import json; v = json.load(open("out")); assert all(v[n] is None for n in v["notes"]) and len(v["notes"]) == 3, v'
grep -q "nll-gen: there is no sentence in /dev/null" err || { cat err; fail "an empty file is not named"; }
"$lingan" eval --hypotheses text.txt --train /dev/null --metrics novelty --format json 2> /dev/null |
  python3 -c 'import json, sys; v = json.load(sys.stdin); assert v["novelty"] is None and "no training text" in v["notes"]["novelty"]'
printf 'a b\nc d\n' > short.txt
"$lingan" eval --hypotheses short.txt --metrics distinct-2,distinct-3,unique --format json 2> /dev/null |
  python3 -c 'import json, sys; v = json.load(sys.stdin); assert v["distinct-2"] == 1 and v["distinct-3"] is None and "3 tokens" in v["notes"]["distinct-3"]'
"$lingan" eval --hypotheses short.txt --metrics distinct-3 2> /dev/null | grep -qE "^distinct-3 \^ +- " || fail "no value is shown as one"
points="--seeds 1 -n 20 --corpus text.txt --tokenizer whitespace --out points --set training.pretrain_epochs=1
  --set training.adversarial_rounds=1 --set training.discriminator_pretrain_rounds=0 --set discriminator.embedding_width=8"
"$lingan" compare --recipes mle,embedding-continuous $points $small --format json > out
python3 -c 'import json; c = json.load(open("out")); m, p = c["recipes"]; assert list(m["notes"]) == ["nll-gen-padded"] and p["metrics"]["nll-gen"] == [None] and "probability" in p["notes"]["nll-gen"] and c["text"]["lines"] == 200, c'
"$lingan" compare --recipes mle,embedding-continuous $points $small | grep -qE "^nll-gen +v +[0-9.]+  +- *$" || fail "no value is shown as one"
"$lingan" sample points/embedding-continuous/seed-1 -n 1 --format jsonl | grep -q '"log_probability":null' || fail "points have no probability"
refused 2 "^lingan: --top-k: the generator takes the token nearest to a point" "$lingan" sample points/embedding-continuous/seed-1 --top-k 3
printf 'good\nbad \xff byte\n' > bad.txt
refused 1 "bad.txt:2: byte 5: .*--on-bad-text" "$lingan" eval --hypotheses bad.txt
"$lingan" eval --hypotheses bad.txt --on-bad-text replace > /dev/null

# A run is whole in itself: its oracle goes with it.
mkdir -p from/here
cp r/generator.safetensors from/here/or.st
(cd from/here && "$lingan" train --recipe mle --oracle or.st --oracle-samples 50 --oracle-length 6 --run v $small --set training.pretrain_epochs=1)
mv from/here/v moved && rm -r from
(cd / && "$lingan" eval "$folder/moved" -n 20 --metrics nll-gen,nll-oracle --format json) |
  python3 -c 'import json, sys; v = json.load(sys.stdin); assert v["nll-gen"] > 0 and v["nll-oracle"] > 0'

# Both sides go through the run's normalization.
python3 - << 'END'
import unicodedata
lines = [f"Été {a} naïve {b} garçon" for a in "ABCDE" for b in "FGHIJ"]
open("nfc.txt", "w").write("".join(l + "\n" for l in lines))
open("nfd.txt", "w").write("".join(unicodedata.normalize("NFD", l) + "\n" for l in lines))
END
"$lingan" train --recipe mle --corpus nfd.txt --tokenizer whitespace --lower-case --run n $small --set training.pretrain_epochs=3
for tokenizer in "" "--tokenizer whitespace"; do
  for file in nfc nfd; do "$lingan" eval n -n 30 --metrics bleu-2 $tokenizer --references $file.txt --format json > $file.json; done
  cmp nfc.json nfd.json
done

# An unknown word matches nothing: as the sampled lines measured against the same file.
"$lingan" train $mle --run u --min-count 20 --set training.pretrain_epochs=3
"$lingan" sample u -n 100 --seed 1 > u.txt
"$lingan" eval u -n 100 --seed 1 --references text.txt --metrics bleu --format json > ids.json
"$lingan" eval --hypotheses u.txt --references text.txt --metrics bleu --format json | cmp - ids.json
"$lingan" train --recipe mle --corpus text.txt --tokenizer whitespace --run u2 --min-count 150 --set training.pretrain_epochs=1 \
  --set generator.hidden_width=8 --set generator.embedding_width=8 2> err
grep -q "% of the tokens are unknown" err || { cat err; fail "a vocabulary of almost nothing is not told"; }

# So is what is measured by words that nothing teaches; where <unk> is trained on, it is not.
head -1 text.txt | sed 's/^[^ ]*/walrus/' > walrus.txt
for count in 1 2; do
  sed '1s/$/ once/' text.txt > rare.txt
  "$lingan" train --recipe mle --corpus rare.txt --test walrus.txt --valid text.txt --tokenizer whitespace --run w$count --min-count $count \
    --set training.pretrain_epochs=1 --set generator.hidden_width=8 --set generator.embedding_width=8 2> err$count
done
grep -q "1 held-out token is <unk>, which nothing that is trained on has" err1 || { cat err1; fail "unlearned words are not told"; }
! grep -q "which nothing that is trained on has" err2 || { cat err2; fail "learned ones are"; }

# Prompts.
"$lingan" sample r -n 1 --prompt "zebra the xyz" 2> err > /dev/null
grep -q -- "--prompt: the run does not know zebra, xyz" err || { cat err; fail "unknown words are not named"; }
refused 2 "--prompt: malformed UTF-8" "$lingan" sample r --prompt $'\xff'

# Lines in are lines out, with byte pieces too.
printf 'a b c\na b\n' > abc.txt
for kind in bpe unigram; do
  "$lingan" tokenizer train --corpus abc.txt --tokenizer $kind --vocab-size 270 --out $kind.json 2> /dev/null
  seq 0 259 | "$lingan" tokenizer decode $kind.json > decoded
  [ "$(wc -l < decoded)" -eq 260 ] && ! grep -qP '\x00' decoded || fail "$kind: ids and lines differ in number"
  "$lingan" train --recipe mle --corpus abc.txt --tokenizer $kind --vocab-size 270 --run s-$kind $small --valid-share 0 \
    --set training.pretrain_epochs=1 --set training.select=last
  "$lingan" sample s-$kind -n 2000 --temperature 100 > sampled
  [ "$(wc -l < sampled)" -eq 2000 ] || fail "$kind: sentences and lines differ in number"
  "$lingan" eval --hypotheses - --metrics unique < sampled > /dev/null
  python3 -c 'print("x" * 70000)' | "$lingan" tokenizer train --corpus - --tokenizer $kind --out x.json 2> err && fail "$kind: no error"
  grep -q "stdin:1: has 70000 characters without a space" err || { cat err; fail "$kind: the line is not named"; }
done

# A sentence is a line to an encoder, whatever JSON Lines has in it.
printf '"a\\nb"\n["c d","e"]\n"f"\n' > sentences.jsonl
"$lingan" eval --hypotheses sentences.jsonl --references sentences.jsonl --encoder 'tee read | awk "{print NF, length(\$0)}"' \
  --metrics frechet > /dev/null
[ "$(head -2 read)" = $'a b\nc d e' ] || { cat read; fail "what the encoder reads"; }

# A tokenizer that comes through a pipe serves all blocks of a text.
yes 'the cat sat on a mat' | head -40000 > many.txt
"$lingan" tokenizer train --corpus many.txt --tokenizer word --out many.json 2> /dev/null
"$lingan" eval --hypotheses many.txt --references many.txt --protocol paired --metrics sacrebleu --tokenize none --tokenizer - \
  --quiet < many.json | grep -q " 100.00000" || fail "a tokenizer through a pipe"

# Text of odd kinds.
printf 'one two\rthree\r' > mac.txt
"$lingan" corpus stats mac.txt 2> err > /dev/null; grep -q "mac.txt: has carriage returns" err
printf '\xef\xbb\xbfa b\n' > bom.txt; cat bom.txt bom.txt > boms.txt
[ "$("$lingan" corpus stats boms.txt --tokenizer whitespace | awk '$1 == "types" {print $2}')" -eq 2 ]
printf 'the cat\n%s\n' "$(yes the | head -801 | tr '\n' ' ')" > long.txt
"$lingan" corpus score "$2/corpora/english.grammar" long.txt | grep -q "^too-long"$'\t'1
"$lingan" tokenizer train --help | grep -q "U+2581"
echo "options have an effect or are refused"

#!/usr/bin/env python3
"""Compares `lingan lm` with KenLM 0.3.0: models n-gram by n-gram with those of lmplz, scores with its Python module's; and
the metrics of `lingan eval` that such models give.

Usage: kneser_ney_interop.py --lingan PROGRAM --lmplz PROGRAM --checkout FOLDER --data FOLDER
The texts are sentences of the English grammar and, where --data has them, the captions of Image COCO.
Exit status: 0 all values agree to 3e-6, which is single precision's noise; 1 some do not; 77 lmplz or the module is absent
(scripts/setup --dev makes both).
"""
import argparse
import json
import math
import pathlib
import subprocess
import sys
import tempfile

TOLERANCE = 3e-6
CAPTIONS = "coco/image_coco.{}.tok.txt"


def run(*command, text=None):
    with open(text or "/dev/null", "rb") as given:
        done = subprocess.run([str(word) for word in command], stdin=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              check=False)
    if done.returncode:
        sys.exit(f"{command}: {done.stderr.decode()}")
    return done.stdout


def read_model(arpa):
    """n-gram: its logarithms."""
    model = {}
    for line in arpa.decode().split("\n"):
        fields = line.split("\t")
        if len(fields) > 1:
            model[fields[1]] = [float(field) for field in (fields[0], *fields[2:])]
    return model


def largest_difference(ours, theirs):
    """Over all logarithms; -1 if the n-grams are not the same."""
    if ours.keys() != theirs.keys() or any(len(ours[ngram]) != len(theirs[ngram]) for ngram in theirs):
        return -1
    return max(abs(a - b) for ngram in theirs for a, b in zip(ours[ngram], theirs[ngram]))


class Comparison:
    def __init__(self, arguments, folder):
        self.lingan, self.lmplz, self.folder = arguments.lingan, arguments.lmplz, folder
        self.wrong = 0

    def report(self, what, difference):
        agrees = 0 <= difference <= TOLERANCE
        self.wrong += not agrees
        print(f"{what}: largest difference {difference:.1e}{'' if agrees else ', TOO LARGE'}", flush=True)

    def models(self, text, order, fallback):
        """@return the file with lmplz's model."""
        options = (["--discount-fallback"], ["--discount_fallback"]) if fallback else ([], [])
        ours = run(self.lingan, "lm", "train", "--corpus", text, "--order", order, "--out", "-", *options[0])
        theirs = run(self.lmplz, "-o", order, "-S", "200M", "-T", self.folder, *options[1], text=text)
        read = read_model(theirs)
        self.report(f"{text.name}: {len(read)} n-grams of order {order}", largest_difference(read_model(ours), read))
        arpa = self.folder / f"{text.name}.arpa"
        arpa.write_bytes(theirs)
        return arpa

    def scores(self, kenlm, arpa, text):
        """Scores and perplexities of another text under lmplz's model."""
        model = kenlm.Model(str(arpa))
        lines = text.read_text(encoding="utf-8").split("\n")[:-1]
        printed = run(self.lingan, "lm", "score", arpa, text).decode().splitlines()
        ours = [float(line.split("\t")[0]) for line in printed]
        if len(ours) != len(lines):
            return self.report(f"{text.name}: {len(ours)} scores of {len(lines)} lines", -1)
        # Model.score adds in single precision, which is 1e-5 off for long lines.
        expected = [sum(score for score, _, _ in model.full_scores(line)) for line in lines]
        self.report(f"{text.name}: scores of {len(lines)} lines", max(abs(a - b) for a, b in zip(ours, expected)))
        unknown = sum(int(line.split("\t")[2]) for line in printed)
        known = sum(is_unknown for line in lines for _, _, is_unknown in model.full_scores(line))
        self.report(f"{text.name}: {known} unknown words", abs(unknown - known))


    def metrics(self, kenlm, hypotheses, references):
        """The metrics that are made of such models, as TextGAN-PyTorch's metrics/ppl.py computes the last two."""
        names = ("kn-lm", "kn-reverse-lm", "ppl-f", "ppl-r")
        printed = json.loads(run(self.lingan, "eval", "--hypotheses", hypotheses, "--references", references, "--metrics",
                                 ",".join(names), "--format", "json"))
        expected = {}
        for text, learnt, with_end, without in ((hypotheses, references, *names[::2]), (references, hypotheses, *names[1::2])):
            model = kenlm.Model(str(self.models(learnt, 5, fallback=True)))
            lines = text.read_text(encoding="utf-8").split("\n")[:-1]
            words = sum(len(line.split(" ")) for line in lines)
            nats = {eos: -math.log(10) * sum(score for line in lines for score, _, _ in model.full_scores(line, eos=eos))
                    for eos in (True, False)}
            expected[with_end] = nats[True] / (words + len(lines))
            expected[without] = math.exp(nats[False] / words)
        for name in names:
            self.report(f"{hypotheses.name}: {name} {expected[name]:.5f}", abs(printed[name] / expected[name] - 1))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option in ("--lingan", "--lmplz", "--checkout", "--data"):
        parser.add_argument(option, required=True, type=pathlib.Path)
    arguments = parser.parse_args()
    if not arguments.lmplz.exists():
        print(f"skipped: no {arguments.lmplz}; scripts/setup --dev builds it")
        return 77
    try:
        import kenlm
    except ImportError as error:
        print(f"skipped: {error}; scripts/setup --dev installs it")
        return 77
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        comparison = Comparison(arguments, folder)
        texts = []
        for part, seed in (("train", 1), ("test", 2)):
            texts.append(folder / f"english.{part}")
            texts[-1].write_bytes(run(arguments.lingan, "corpus", "generate", arguments.checkout / "corpora/english.grammar",
                                      "-n", 5000, "--seed", seed))
        pairs = [tuple(texts), tuple(arguments.data / CAPTIONS.format(part) for part in ("train", "test"))]
        for train, test in pairs:
            if not train.exists():
                print(f"left out: {train} is absent")
                continue
            for order in range(1, 7):
                arpa = comparison.models(train, order, fallback=train in texts)
                if order > 1:  # KenLM reads no unigrams alone
                    comparison.scores(kenlm, arpa, test)
            comparison.metrics(kenlm, test, train)
    return 1 if comparison.wrong else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Compares `lingan eval` with NLTK 3.10.4 and sacreBLEU 2.6.0 on random text.

Usage: bleu_interop.py --lingan PROGRAM
Exit status: 0 all values agree to 1e-9, 1 some do not, 77 NLTK or sacreBLEU is absent.
"""
import argparse
import pathlib
import random
import sys
import tempfile
import warnings

from texts import evaluate, random_sentences, write

TOLERANCE = 1e-9
SMOOTHINGS = (0, 1, 2, 3, 4, 5, 7)

try:
    from nltk.translate.bleu_score import SmoothingFunction, corpus_bleu, sentence_bleu
    from sacrebleu.metrics import BLEU
except ImportError as error:
    print(f"skipped: {error}; install nltk==3.10.4 and sacrebleu==2.6.0 to run this test")
    sys.exit(77)


def weights(order):
    return (1.0 / order,) * order


def mean(values):
    values = list(values)
    return sum(values) / len(values)


def nltk_values(hypotheses, references_of, others_of, smoothing):
    """What `lingan eval` should print; references_of(i) and others_of(i) give lists of sentences."""
    smooth = getattr(SmoothingFunction(), f"method{smoothing}")
    expected = {}
    for order in range(1, 9):
        w = weights(order)
        expected[f"bleu-{order}"] = mean(
            sentence_bleu(references_of(i), h, w, smooth) for i, h in enumerate(hypotheses))
        expected[f"self-bleu-{order}"] = mean(
            sentence_bleu(others_of(i), h, w, smooth) for i, h in enumerate(hypotheses))
    if smoothing <= 4:
        expected["corpus-bleu"] = corpus_bleu(
            [references_of(i) for i in range(len(hypotheses))], hypotheses, weights(4), smooth)
    return expected


def sacre_value(hypotheses, references_of):
    texts = [[" ".join(r) for r in references_of(i)] for i in range(len(hypotheses))]
    streams = [list(stream) for stream in zip(*texts)]
    return BLEU(tokenize="none", force=True).corpus_score([" ".join(h) for h in hypotheses], streams).score


def compare(program, folder, seed):
    """Returns how many values were compared and the ones that differ."""
    rng = random.Random(seed)
    hypotheses = random_sentences(rng, 25, 40)
    references = random_sentences(rng, 25, 40)
    files = [write(folder / "hypotheses", hypotheses), write(folder / "references", references)]
    protocols = {"exact": lambda i: references, "paired": lambda i: [references[i]]}
    others_of = lambda i: hypotheses[:i] + hypotheses[i + 1:]
    compared, wrong = 0, []
    for protocol, references_of in protocols.items():
        for smoothing in SMOOTHINGS:
            expected = nltk_values(hypotheses, references_of, others_of, smoothing)
            expected["sacrebleu"] = sacre_value(hypotheses, references_of)
            actual = evaluate(program, files[:1], files[1:], "--protocol", protocol, "--smoothing", str(smoothing),
                              "--metrics", ",".join(expected))
            for name, value in expected.items():
                compared += 1
                if not abs(actual[name] - value) <= TOLERANCE * max(1.0, abs(value)):
                    wrong.append(f"seed {seed} {protocol} method{smoothing} {name}: {actual[name]!r}, expected {value!r}")
    return compared, wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lingan", required=True, help="the lingan program")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")  # NLTK warns for every order without a match
    compared, wrong = 0, []
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(3):
            count, differing = compare(arguments.lingan, pathlib.Path(folder), seed)
            compared += count
            wrong += differing
    print("\n".join(wrong + [f"{compared} values compared, {len(wrong)} differ"]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Compares the n-gram and memory metrics of `lingan eval` with NLTK, rapidfuzz, Python's statistics and scipy on random text.

Usage: ngrams_interop.py --lingan PROGRAM
Exit status: 0 all values agree to 1e-9, 1 some do not, 77 NLTK or rapidfuzz is absent. Without scipy, entropy, length distance
and the interval of the support are left out.
"""
import argparse
import collections
import itertools
import math
import pathlib
import random
import statistics
import sys
import tempfile
import warnings

from texts import evaluate, random_sentences, write

TOLERANCE = 1e-9
ORDERS = range(1, 9)

try:
    from nltk.translate.bleu_score import SmoothingFunction, sentence_bleu
    from nltk.util import ngrams
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein
except ImportError as error:
    print(f"skipped: {error}; install nltk==3.10.4 and rapidfuzz==3.14.6 to run this test")
    sys.exit(77)
try:
    from scipy import stats
except ImportError:
    stats = None
    print("without scipy (scripts/setup --tests --dev): entropy, length-distance and support are not compared")


def count(sentences, order):
    return collections.Counter(ngram for words in sentences for ngram in ngrams(words, order))


def mean_bleu(hypotheses, references, order):
    smooth = SmoothingFunction().method1
    return statistics.mean(sentence_bleu(references, words, (1 / order,) * order, smooth) for words in hypotheses)


def jaccard(hypotheses, references, order):
    """As MultisetDistances of TextGenerationEvaluationMetrics: multisets of counts for each sentence."""
    ours, theirs = (collections.Counter({ngram: times / len(sentences) for ngram, times in count(sentences, order).items()})
                    for sentences in (hypotheses, references))
    return sum((ours & theirs).values()) / sum((ours | theirs).values())


def repeated(words, order):
    own = list(ngrams(words, order))
    return len(own) - len(set(own)), len(own)


def longest_common_run(left, right):
    longest, row = 0, [0] * (len(right) + 1)
    for word in left:
        row = [0] + [row[j] + 1 if word == other else 0 for j, other in enumerate(right)]
        longest = max(longest, *row)
    return longest


def zipf(sentences):
    frequencies = sorted(count(sentences, 1).values(), reverse=True)
    ranks = range(1, len(frequencies) + 1)
    return statistics.linear_regression([*map(math.log, ranks)], [*map(math.log, frequencies)]).slope


def scipy_values(hypotheses, references):
    values = {f"entropy-{order}": stats.entropy(list(count(hypotheses, order).values())) for order in ORDERS}
    values["length-distance"] = stats.wasserstein_distance(*(list(map(len, s)) for s in (hypotheses, references)))
    times = collections.Counter(map(tuple, hypotheses)).values()
    assert max(times) < 3  # then the pairs are Poisson distributed
    pairs, equal = math.comb(len(hypotheses), 2), sum(math.comb(n, 2) for n in times)
    return values | {"support": pairs / equal, "support-low": pairs / stats.gamma.ppf(.975, equal + 1),
                     "support-high": pairs / stats.gamma.ppf(.025, equal)}


def values_of_order(hypotheses, references, order):
    ours, theirs = count(hypotheses, order), count(references, order)
    again = [repeated(words, order) for words in hypotheses]
    forward, backward = mean_bleu(hypotheses, references, order), mean_bleu(references, hypotheses, order)
    return {f"backward-bleu-{order}": backward,
            f"bleu-f1-{order}": statistics.harmonic_mean([forward, backward]),
            f"ms-jaccard-{order}": math.prod(jaccard(hypotheses, references, n) for n in range(1, order + 1)) ** (1 / order),
            f"coverage-{order}": len(ours.keys() & theirs.keys()) / len(theirs),
            f"rep-{order}": sum(times for times, _ in again) / sum(total for _, total in again)}


def expected_values(hypotheses, references, training):
    again = [repeated(words, 4) for words in hypotheses if len(words) >= 4]
    values = {"seq-rep-4": statistics.mean(times / total for times, total in again), "zipf": zipf(hypotheses),
              "copied-span": statistics.mean(max(longest_common_run(h, t) for t in training) for h in hypotheses),
              "nearest-train": statistics.mean(process.extractOne(h, training, scorer=Levenshtein.distance)[1]
                                               for h in hypotheses),
              "pairwise-similarity": statistics.mean(Levenshtein.normalized_similarity(a, b)
                                                     for a, b in itertools.combinations(hypotheses, 2))}
    for order in ORDERS:
        values |= values_of_order(hypotheses, references, order)
    return values | (scipy_values(hypotheses, references) if stats else {})


def compare(program, folder, seed):
    """Returns how many values were compared and the ones that differ."""
    rng = random.Random(seed)
    texts = [random_sentences(rng, sentences, 40) for sentences in (40, 60, 200)]
    if seed % 2:  # one of them ends long before the other
        texts[0] = [words[:8] for words in texts[0]]
    texts[0] += [list("abcde"), list("abcde")]  # for the support
    files = [write(folder / name, text) for name, text in zip(("hypotheses", "references", "training"), texts)]
    expected = expected_values(*texts)
    actual = evaluate(program, files[:1], files[1:2], "--train", files[2], "--metrics", ",".join(expected))
    wrong = [f"seed {seed} {name}: {actual[name]!r}, expected {value!r}" for name, value in expected.items()
             if not abs(actual[name] - value) <= TOLERANCE * max(1.0, abs(value))]
    return len(expected), wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lingan", required=True, help="the lingan program")
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")  # NLTK warns for every order without a match
    compared, wrong = 0, []
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(3):
            values, differing = compare(arguments.lingan, pathlib.Path(folder), seed)
            compared += values
            wrong += differing
    print("\n".join(wrong + [f"{compared} values compared, {len(wrong)} differ"]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Compares the intervals of `lingan eval --intervals` with scipy.stats.bootstrap and with sacreBLEU's --confidence.

Usage: yardsticks_interop.py --lingan PROGRAM
Intervals of means agree with scipy's resamples to 1e-12, half widths with sacreBLEU's, in single precision, to 1e-4.
Exit status: 0 all values agree, 1 some do not, 77 scipy or sacreBLEU is absent.
"""
import argparse
import pathlib
import random
import sys
import tempfile

import texts
from texts import write_lines

try:
    import numpy
    import scipy.stats
    from sacrebleu.metrics import BLEU, CHRF
except ImportError as error:
    print(f"skipped: {error}; install scipy and sacrebleu==2.6.0 to run this test")
    sys.exit(77)

WORDS = "a the dog cat runs sits fast slow and in park house down".split()


def random_lines(rng, count):
    return [" ".join(rng.choice(WORDS) for _ in range(rng.randint(1, 12))) for _ in range(count)]


def changed(rng, line):
    return " ".join(word if rng.random() < 0.7 else rng.choice(WORDS) for word in line.split())


def repeated(line):
    """Words that a line has had before, and its words."""
    words = line.split()
    return len(words) - len(set(words)), len(words)


def ends_of_scipy(columns, statistic):
    """The 26th resample from below and from above."""
    result = scipy.stats.bootstrap(columns, statistic, paired=True, vectorized=True, n_resamples=1000, method="percentile",
                                   rng=numpy.random.default_rng(12345))
    scores = numpy.sort(result.bootstrap_distribution)
    return scores[25], scores[-26]


def check_means(program, folder, lines, training):
    files = [write_lines(folder / name, some) for name, some in (("hypotheses", lines), ("training", training))]
    ours = texts.evaluate(program, files[:1], [], "--train", str(files[1]), "--metrics", "novelty,rep-1", "--intervals")
    novel = numpy.array([float(line not in set(training)) for line in lines])
    pairs = numpy.array([repeated(line) for line in lines], dtype=float).T
    expected = {"novelty": ends_of_scipy((novel,), lambda x, axis: x.mean(axis)),
                "rep-1": ends_of_scipy(tuple(pairs), lambda x, y, axis: x.sum(axis) / y.sum(axis))}
    for name, ends in expected.items():
        for key, end in zip(("low", "high"), ends):
            if abs(ours["intervals"][name][key] - end) > 1e-12:
                yield f"{name} of {len(lines)} {key}: {ours['intervals'][name][key]!r}, scipy has {end!r}"


def check_sacrebleu(program, folder, rng, references):
    lines = [changed(rng, line) for line in references]
    files = [write_lines(folder / name, some) for name, some in (("system", lines), ("reference", references))]
    metrics = {"sacrebleu": BLEU(force=True), "chrf2": CHRF(), "chrf++": CHRF(word_order=2)}
    ours = texts.evaluate(program, files[:1], files[1:], "--metrics", ",".join(metrics), "--protocol", "paired", "--intervals")
    for name, metric in metrics.items():
        expected = float(metric.corpus_score(lines, [references], n_bootstrap=1000)._ci)
        interval = ours["intervals"][name]
        half = (interval["high"] - interval["low"]) / 2
        if abs(half - expected) > 1e-4:
            yield f"{name} of {len(lines)}: half a width of {half!r}, sacreBLEU has {expected!r}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lingan", required=True)
    arguments = parser.parse_args()
    rng = random.Random(5)
    wrong = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for size in (2, 41, 700):
            lines = random_lines(rng, size)
            wrong += check_means(arguments.lingan, folder, lines, lines[: size // 3] + random_lines(rng, 30))
            wrong += check_sacrebleu(arguments.lingan, folder, rng, lines)
    print("\n".join(wrong) or "all intervals agree")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

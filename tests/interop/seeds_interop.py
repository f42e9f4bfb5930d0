#!/usr/bin/env python3
"""Compares the statistics over seeds of `lingan compare` with scipy and statsmodels on random values, of 2 to 25 seeds.

Usage: seeds_interop.py --lingan PROGRAM --statistics PROGRAM
Exit status: 0 all values agree, 1 some do not, 77 scipy is absent. Without statsmodels, Holm's correction is left out.

All agree to 1e-9; the bootstrap has the resamples of scipy. Of more than 20 seeds the flips are drawn at random: there the p of
the sign-flip test agrees with scipy's, of as many flips, to 5 standard errors.
"""
import argparse
import json
import math
import subprocess
import sys

try:
    import numpy
    from scipy import stats
except ImportError as error:
    print(f"skipped: {error}; scripts/setup --dev installs scipy")
    sys.exit(77)
try:
    from statsmodels.stats.multitest import multipletests
except ImportError:
    multipletests = None
    print("without statsmodels (scripts/setup --tests --dev): Holm's correction is not compared")

RESAMPLES, FLIPS, EXACT = 10_000, 100_000, 20


def trimmed_mean(values, axis=-1):
    """As rliable's aggregate_iqm."""
    return stats.trim_mean(values, .25, axis=axis)


def interval(values, statistic, tail):
    result = stats.bootstrap((values,), statistic, n_resamples=RESAMPLES, method="percentile", confidence_level=1 - 2 * tail,
                             rng=numpy.random.default_rng(12345))
    return list(result.confidence_interval)


def expected_values(a, b):
    d, n = a - b, len(a)
    exact = n <= EXACT
    flips = stats.permutation_test((d,), numpy.mean, permutation_type="samples", n_resamples=math.inf if exact else FLIPS,
                                   rng=numpy.random.default_rng(1))
    tail = stats.norm.cdf(-math.sqrt(n / (n - 1)) * stats.t.isf(.025, n - 1))
    return {"sign-flip": flips.pvalue, "t": stats.ttest_rel(a, b).pvalue, "tail": tail, "interval": interval(d, numpy.mean, tail),
            "iqm": trimmed_mean(d), "iqm-interval": interval(d, trimmed_mean, tail), "effect": d.mean() / d.std(ddof=1),
            "improvement": stats.mannwhitneyu(a, b).statistic / n / n}


def differing(ours, theirs, count):
    for name, value in theirs.items():
        tolerance = 1e-9
        if name == "sign-flip" and count > EXACT:
            tolerance = 5 * math.sqrt(2 * max(value, 1 / FLIPS) / FLIPS)
        if not numpy.allclose(ours[name], value, rtol=1e-9, atol=tolerance):
            yield f"{count} seeds: {name} is {ours[name]}, elsewhere {value}"


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--lingan")
    arguments.add_argument("--statistics", required=True)
    program = arguments.parse_args().statistics
    rng = numpy.random.default_rng(7)
    pairs = []
    for count in (2, 3, 4, 5, 5, 5, 7, 8, 10, 12, 16, 25):
        a = rng.normal(.3, .1, count)
        pairs.append((a, a - rng.normal(rng.choice([0, .02, .05]), .03, count)))
    lines = "".join(" ".join(repr(float(x)) for pair in zip(a, b) for x in pair) + "\n" for a, b in pairs)
    done = subprocess.run([program], input=lines, text=True, check=True, stdout=subprocess.PIPE)
    *values, corrected = map(json.loads, done.stdout.splitlines())
    wrong = [line for (a, b), ours in zip(pairs, values, strict=True) for line in differing(ours, expected_values(a, b), len(a))]
    if multipletests:
        theirs = multipletests([one["t"] for one in values], method="holm")[1]
        if not numpy.allclose(corrected, theirs, rtol=1e-12):
            wrong.append(f"Holm's correction is {corrected}, elsewhere {theirs}")
    print("\n".join(wrong) or f"{len(pairs)} comparisons agree")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

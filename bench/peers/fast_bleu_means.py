#!/usr/bin/env python3
"""Prints the means of BLEU-2..5 and Self-BLEU-2..5 by fast-bleu 0.0.90 (PyPI) as JSON: what a user's script would do.

Usage: fast_bleu_means.py HYPOTHESES REFERENCES
"""
import json
import sys

# This file's own folder holds a file of the package's name: look elsewhere.
sys.path = sys.path[1:]
from fast_bleu import BLEU, SelfBLEU  # noqa: E402

WEIGHTS = {n: tuple([1.0 / n] * n) for n in range(2, 6)}


def read(path):
    with open(path, encoding="utf-8") as file:
        return [line.split() for line in file]


hypotheses, references = map(read, sys.argv[1:3])
scores = {"bleu": BLEU(references, WEIGHTS).get_score(hypotheses), "self-bleu": SelfBLEU(hypotheses, WEIGHTS).get_score()}
print(json.dumps({f"{name}-{n}": sum(of[n]) / len(of[n]) for name, of in scores.items() for n in WEIGHTS}))

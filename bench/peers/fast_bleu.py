#!/usr/bin/env python3
"""Times fast-bleu 0.0.90 (PyPI): BLEU-2..5 against all references and Self-BLEU-2..5.

Usage: fast_bleu.py bleu|self-bleu HYPOTHESES REFERENCES [REPEATS]
       fast_bleu.py means HYPOTHESES REFERENCES
Prints JSON like bench_bleu's: median seconds from lists of words in memory to values, and the values.
`means`: those of both over the sentences, which is what a user's script would print.
Self-BLEU of fast-bleu compares every sentence with all the others.
"""
import json
import statistics
import sys
import time

# This file's own folder holds this file, whose name is the package's: look elsewhere.
sys.path = sys.path[1:]
from fast_bleu import BLEU, SelfBLEU  # noqa: E402

WEIGHTS = {f"{n}": tuple([1.0 / n] * n) for n in range(2, 6)}


def read(path):
    with open(path, encoding="utf-8") as file:
        return [line.split() for line in file]


def timed(repeats, work):
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        values = work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), values


def main():
    kind, (hypotheses, references) = sys.argv[1], map(read, sys.argv[2:4])
    repeats = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    works = {"bleu": lambda: BLEU(references, WEIGHTS).get_score(hypotheses),
             "self-bleu": lambda: SelfBLEU(hypotheses, WEIGHTS).get_score()}
    if kind == "means":
        scores = {name: work() for name, work in works.items()}
        print(json.dumps({f"{name}-{n}": statistics.mean(of[n]) for name, of in scores.items() for n in WEIGHTS}))
        return
    seconds, values = timed(repeats, works[kind])
    print(json.dumps({"seconds": seconds, "sentences": {f"{kind}-{n}": list(values[n]) for n in WEIGHTS}}))


if __name__ == "__main__":
    main()

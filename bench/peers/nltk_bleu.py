#!/usr/bin/env python3
"""Times NLTK 3.10.4 (PyPI): sentence BLEU-2..5, method 1, of some hypotheses against all references.

Usage: nltk_bleu.py HYPOTHESES REFERENCES [COUNT]. Prints JSON: how many hypotheses were scored (evenly spaced ones),
the seconds that took, and the values. NLTK's time grows with hypotheses times references, so that the time for
all is in proportion.
"""
import json
import sys
import time

from nltk.translate.bleu_score import SmoothingFunction, sentence_bleu

ORDERS = range(2, 6)


def read(path):
    with open(path, encoding="utf-8") as file:
        return [line.split() for line in file]


def main():
    hypotheses, references = read(sys.argv[1]), read(sys.argv[2])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 10
    chosen = hypotheses[::max(1, len(hypotheses) // count)][:count]
    weights = [tuple([1.0 / order] * order) for order in ORDERS]
    smoothing = SmoothingFunction().method1
    start = time.perf_counter()
    values = [sentence_bleu(references, words, weights, smoothing) for words in chosen]
    seconds = time.perf_counter() - start
    sentences = {f"bleu-{order}": [value[i] for value in values] for i, order in enumerate(ORDERS)}
    print(json.dumps({"hypotheses": len(chosen), "of": len(hypotheses), "seconds": seconds, "sentences": sentences}))


if __name__ == "__main__":
    main()

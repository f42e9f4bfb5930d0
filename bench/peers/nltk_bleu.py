#!/usr/bin/env python3
"""Times NLTK 3.10.4 (PyPI): sentence BLEU-2..5, method 1, of some hypotheses.

Usage: nltk_bleu.py bleu|self-bleu HYPOTHESES REFERENCES [COUNT]
References are all sentences of REFERENCES; for self-bleu all hypotheses but the one that is scored. Prints JSON: the
places of the hypotheses that were scored (evenly spaced), the seconds that this took, and the values. NLTK's time
grows with hypotheses times references: the time for all hypotheses is in proportion.
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
    kind, (hypotheses, references) = sys.argv[1], map(read, sys.argv[2:4])
    count = int(sys.argv[4]) if len(sys.argv) > 4 else 20
    places = range(0, len(hypotheses), max(1, len(hypotheses) // count))[:count]
    weights = [tuple([1.0 / order] * order) for order in ORDERS]
    smoothing = SmoothingFunction().method1
    values = []
    seconds = 0
    for place in places:
        others = hypotheses[:place] + hypotheses[place + 1:] if kind == "self-bleu" else references
        start = time.perf_counter()
        values.append(sentence_bleu(others, hypotheses[place], weights, smoothing))
        seconds += time.perf_counter() - start
    sentences = {f"{kind}-{order}": [value[i] for value in values] for i, order in enumerate(ORDERS)}
    print(json.dumps({"places": list(places), "seconds": seconds, "sentences": sentences}))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Times rapidfuzz 3.14.6 (PyPI): the edit distance from each query to the nearest of many sentences, in tokens.

Usage: rapidfuzz_nearest.py WAY QUERIES SENTENCES COUNT
Way `loop`: process.extractOne for one query after another, which lowers the limit as it goes. `batch`: process.cdist on
all cores. Every word is one character, so that sentences are strings, for which rapidfuzz is fastest; that is done before
the clock starts. COUNT queries, evenly spaced, are measured. Prints JSON: seconds, and the queries' places and distances.
"""
import json
import sys
import time

import numpy
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

FIRST, SURROGATES, AFTER = 0x100, 0xD800, 0xE000


def letter(number):
    point = FIRST + number
    return chr(point if point < SURROGATES else point - SURROGATES + AFTER)


def read(path, letters):
    with open(path, encoding="utf-8") as file:
        return ["".join(letter(letters.setdefault(word, len(letters))) for word in line.split()) for line in file]


def loop(queries, sentences):
    return [process.extractOne(query, sentences, scorer=Levenshtein.distance)[1] for query in queries]


def batch(queries, sentences):
    table = process.cdist(queries, sentences, scorer=Levenshtein.distance, dtype=numpy.uint16, workers=-1)
    return [int(distance) for distance in table.min(axis=1)]


def main():
    way, count = {"loop": loop, "batch": batch}[sys.argv[1]], int(sys.argv[4])
    letters = {}
    sentences, queries = read(sys.argv[3], letters), read(sys.argv[2], letters)
    places = [place * len(queries) // count for place in range(count)]
    measured = [queries[place] for place in places]
    start = time.perf_counter()
    distances = way(measured, sentences)
    print(json.dumps({"seconds": time.perf_counter() - start, "places": places, "distances": distances}))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Prints the corpus BLEU that bleuscore 0.2.0 (PyPI) gives, unsmoothed, of one reference a line.

Usage: bleuscore_corpus.py HYPOTHESES REFERENCES
"""
import sys

import bleuscore


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read().splitlines()


def main():
    hypotheses, references = map(read, sys.argv[1:3])
    result = bleuscore.compute(references=[[line] for line in references], predictions=hypotheses, max_order=4, smooth=False)
    print(100 * result["bleu"])


if __name__ == "__main__":
    main()

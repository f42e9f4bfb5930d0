#!/usr/bin/env python3
"""Trains a model with, or times, the PyPI package sentencepiece: lists of lines in memory to lists of ids.

Usage: sentencepiece_encode.py train TEXT MODEL_TYPE MODEL
       sentencepiece_encode.py time MODEL TEXT [REPEATS]
`time` prints JSON: seconds (median, one thread) and the CRC-32 of all ids as little-endian 32-bit numbers.
"""
import array
import json
import pathlib
import statistics
import sys
import time
import zlib

import sentencepiece

VOCABULARY = 8000


def train(text, model_type, model):
    sentencepiece.SentencePieceTrainer.train(
        input=text, model_type=model_type, vocab_size=VOCABULARY, hard_vocab_limit=False, minloglevel=2,
        model_prefix=str(pathlib.Path(model).with_suffix("")))


def lines_of(text):
    lines = pathlib.Path(text).read_bytes().decode("utf-8").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def measure(model, text, repeats):
    processor = sentencepiece.SentencePieceProcessor(model_file=model)
    lines = lines_of(text)
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        ids = processor.encode(lines, num_threads=1)
        seconds.append(time.perf_counter() - start)
    crc = 0
    for line in ids:
        crc = zlib.crc32(array.array("i", line).tobytes(), crc)
    return {"seconds": statistics.median(seconds), "crc": crc}


def main():
    if sys.argv[1] == "train":
        train(*sys.argv[2:5])
    else:
        repeats = int(sys.argv[4]) if len(sys.argv) > 4 else 3
        print(json.dumps(measure(sys.argv[2], sys.argv[3], repeats)))


if __name__ == "__main__":
    main()

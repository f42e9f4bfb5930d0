#!/usr/bin/env python3
"""Times Hugging Face tokenizers (PyPI): a byte-level BPE of 8,000 pieces trained on the text, lines in memory to
encodings on one thread.

Usage: tokenizers_encode.py TRAINING_TEXT TEXT [REPEATS]. Prints JSON: seconds (median) and how many ids.
"""
import json
import os
import pathlib
import statistics
import sys
import time

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["RAYON_NUM_THREADS"] = "1"
import tokenizers  # noqa: E402


def main():
    tokenizer = tokenizers.ByteLevelBPETokenizer()
    tokenizer.train([sys.argv[1]], vocab_size=8000, show_progress=False)
    lines = pathlib.Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()
    seconds = []
    for _ in range(int(sys.argv[3]) if len(sys.argv) > 3 else 1):
        start = time.perf_counter()
        encoded = tokenizer.encode_batch(lines)
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"seconds": statistics.median(seconds), "ids": sum(len(line.ids) for line in encoded)}))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Finds the nearest of 1,000,000 sentences for each of 10,000 captions with lingan and with rapidfuzz 3.14.6.

Usage: nearest_compare.py --programs FOLDER --data FOLDER --peers FOLDER
--programs has bench_nearest_sentences, --data has coco/image_coco.{train,test}.tok.txt, --peers gets rapidfuzz from PyPI.
The sentences are drawn from the words that follow two others in the training captions, all different; the queries are the
test captions. Prints two lines:
    nearest-sentences rapidfuzz-loop-sampled RATIO RIVAL_SECONDS SECONDS -
    nearest-sentences rapidfuzz-batch-sampled RATIO RIVAL_SECONDS SECONDS -
rapidfuzz would take half an hour: it measures some queries, and its seconds are those times all queries over the measured
ones. `loop` is one query after another, `batch` its own parallel table of distances. Distances must be the same.
"""
import pathlib
import random
import sys
import tempfile

from harness.paths import parser_of_paths
from harness.processes import run_json
from peers.environment import python_with

PEERS = pathlib.Path(__file__).parent / "peers"
SENTENCES = 1_000_000
MEASURED = {"loop": 20, "batch": 100}  # queries
START, END = "", None


def read(path):
    with open(path, encoding="utf-8") as file:
        return [line.split() for line in file]


def chain(captions):
    """What follows two words, as often as in the captions."""
    following = {}
    for words in captions:
        padded = [START, START, *words, END]
        for first, second, third in zip(padded, padded[1:], padded[2:]):
            following.setdefault((first, second), []).append(third)
    return following


def draw(following, generator):
    words = [START, START]
    while (word := generator.choice(following[words[-2], words[-1]])) is not END:
        words.append(word)
    return " ".join(words[2:])


def write_sentences(path, captions):
    following, generator = chain(captions), random.Random(1)
    sentences = {}
    while len(sentences) < SENTENCES:
        sentences.setdefault(draw(following, generator))
    path.write_text("".join(sentence + "\n" for sentence in sentences), encoding="utf-8")


def main():
    arguments = parser_of_paths(__doc__, "--programs", "--data", "--peers").parse_args()
    training, queries = (arguments.data / "coco" / f"image_coco.{part}.tok.txt" for part in ("train", "test"))
    python = python_with(arguments.peers / "rapidfuzz", "rapidfuzz==3.14.6", "numpy")
    agreed = True
    with tempfile.TemporaryDirectory() as folder:
        sentences = pathlib.Path(folder) / "sentences"
        write_sentences(sentences, read(training))
        ours = run_json([arguments.programs / "bench_nearest_sentences", queries, sentences], None)
        for way, count in MEASURED.items():
            theirs = run_json([python, PEERS / "rapidfuzz_nearest.py", way, queries, sentences, count], None)
            agreed = agreed and [ours["distances"][place] for place in theirs["places"]] == theirs["distances"]
            scaled = theirs["seconds"] * len(ours["distances"]) / count
            print(f"nearest-sentences rapidfuzz-{way}-sampled {scaled / ours['seconds']:.1f} {scaled:.4f} {ours['seconds']:.4f} -",
                  flush=True)
    print(f"check nearest-sentences: {'agrees' if agreed else 'DISAGREES'}", file=sys.stderr)
    return 0 if agreed else 1


if __name__ == "__main__":
    sys.exit(main())

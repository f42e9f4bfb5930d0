#!/usr/bin/env python3
"""Times corpus BLEU of 10,000 captions, tokenized as 13a, as whole processes: lingan, sacreBLEU 2.6.0, bleuscore 0.2.0.

Usage: corpus_bleu_compare.py --programs FOLDER --data FOLDER --peers FOLDER
`lingan` lies in the folder above --programs, --data has coco/image_coco.{train,test}.txt, --peers gets the rivals from PyPI.
Caption i of the one file is the reference of caption i of the other. Prints a line for each rival:
    corpus-bleu RIVAL RATIO RIVAL_SECONDS SECONDS -
from the medians of interleaved runs, start-up included. All values must agree: sacreBLEU's to the digits that it prints,
bleuscore's, which does not smooth, as there is a match of every order.
"""
import json
import pathlib
import statistics
import sys

from harness.paths import parser_of_paths
from harness.processes import timed
from peers.environment import python_with

RUNS = 11
PEERS = pathlib.Path(__file__).parent / "peers"


def main():
    arguments = parser_of_paths(__doc__, "--programs", "--data", "--peers").parse_args()
    hypotheses, references = (str(arguments.data / "coco" / f"image_coco.{part}.txt") for part in ("train", "test"))
    lingan = str((arguments.programs.parent / "lingan").resolve())
    sacrebleu = python_with(arguments.peers / "sacrebleu", "sacrebleu==2.6.0")
    bleuscore = python_with(arguments.peers / "bleuscore", "bleuscore==0.2.0")
    commands = {
        "lingan": [lingan, "eval", "--hypotheses", hypotheses, "--references", references, "--protocol", "paired",
                   "--metrics", "sacrebleu", "--format", "json"],
        "sacrebleu": [sacrebleu, "-m", "sacrebleu", references, "-i", hypotheses, "-m", "bleu", "-b", "-w", "12"],
        "bleuscore": [bleuscore, str(PEERS / "bleuscore_corpus.py"), hypotheses, references],
    }
    seconds, values = {name: [] for name in commands}, {}
    for _ in range(RUNS):
        for name, command in commands.items():
            taken, printed = timed(command)
            seconds[name].append(taken)
            values[name] = json.loads(printed)["sacrebleu"] if name == "lingan" else float(printed)
    agrees = all(abs(value - values["lingan"]) < 1e-9 for value in values.values())
    print(f"check corpus-bleu: {values}: {'agree' if agrees else 'DISAGREE'}", file=sys.stderr)
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    for name in ("sacrebleu", "bleuscore"):
        print(f"corpus-bleu {name} {medians[name] / medians['lingan']:.1f} {medians[name]:.4f} {medians['lingan']:.4f} -",
              flush=True)
    return 0 if agrees else 1


if __name__ == "__main__":
    sys.exit(main())

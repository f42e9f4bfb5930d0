#!/usr/bin/env python3
"""Times BLEU-2..5 and Self-BLEU-2..5 of 10,000 captions against 10,000 others as whole processes: lingan and fast-bleu 0.0.90.

Usage: bleu_process_compare.py --programs FOLDER --data FOLDER --peers FOLDER
`lingan` lies in the folder above --programs, --data has coco/image_coco.{train,test}.tok.txt, --peers gets the rival from PyPI.
Prints a line, start-up and the reading of files included:
    bleu-process fast-bleu RATIO RIVAL_SECONDS SECONDS - SETTING
from the medians of interleaved runs. fast-bleu runs with one thread and all, and with what OpenMP's idle threads may do: the fastest
counts, SETTING says which. The means must agree.
"""
import json
import os
import pathlib
import statistics
import sys

from harness.paths import parser_of_paths
from harness.processes import in_words, rival_environment, runtime_settings, timed, user_environment
from peers.environment import python_with

RUNS = 5
PEERS = pathlib.Path(__file__).parent / "peers"


def main():
    arguments = parser_of_paths(__doc__, "--programs", "--data", "--peers").parse_args()
    hypotheses, references = (arguments.data / "coco" / f"image_coco.{part}.tok.txt" for part in ("train", "test"))
    lingan = [(arguments.programs.parent / "lingan").resolve(), "eval", "--hypotheses", hypotheses, "--references", references,
              "--metrics", "bleu,self-bleu", "--max-order", "5", "--format", "json"]
    rival = [python_with(arguments.peers / "fast-bleu", "fast-bleu==0.0.90"), PEERS / "fast_bleu.py", "means", hypotheses, references]
    settings = runtime_settings(len(os.sched_getaffinity(0)))
    own, theirs = [], [[] for _ in settings]
    for _ in range(RUNS):
        taken, printed = timed(lingan, env=user_environment("best"))
        own.append(taken)
        for setting, seconds in zip(settings, theirs):
            taken, other = timed(rival, env=rival_environment("best", setting))
            seconds.append(taken)
    ours, others = json.loads(printed), json.loads(other)
    difference = max(abs(ours[name] - value) for name, value in others.items())
    agrees = difference <= 1e-6
    print(f"check bleu-process: largest difference of the means {difference:.1e}: {'agree' if agrees else 'DISAGREE'}", file=sys.stderr)
    fastest, setting = min(((statistics.median(seconds), setting) for seconds, setting in zip(theirs, settings)), key=lambda pair: pair[0])
    seconds = statistics.median(own)
    print(f"bleu-process fast-bleu {fastest / seconds:.1f} {fastest:.4f} {seconds:.4f} - {in_words(setting)}", flush=True)
    return 0 if agrees else 1


if __name__ == "__main__":
    sys.exit(main())

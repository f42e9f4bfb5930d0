#!/usr/bin/env python3
"""Times MAUVE of 10,000 against 10,000 vectors of 512 numbers: `lingan eval` and mauve-text 0.4.0 (faiss-cpu 1.15.1).

Usage: mauve_compare.py --programs FOLDER --peers FOLDER
`lingan` lies in the folder above --programs; --peers gets mauve-text from PyPI. Both are whole processes, from files of vectors
to the mean over the same five seeds, each read, reduced and clustered in one process. Prints
    mauve mauve-text RATIO RIVAL_SECONDS SECONDS - SETTING
mauve-text runs with one thread and all, and with what OpenMP's idle threads may do, on one seed: the fastest is timed on all
five, SETTING says which. The means must agree to 0.02: ties that rounding decides lead to other clusters.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from harness import processes
from harness.paths import parser_of_paths
from harness.processes import in_words, rival_environment, runtime_settings
from peers.environment import python_with

SCRIPT = pathlib.Path(__file__).parent / "peers" / "mauve_text.py"
SEEDS = ("25", "26", "27", "28", "29")
TOLERANCE = 0.02


def timed(*command, environment=None):
    """What it prints as JSON, and seconds of the whole process."""
    seconds, printed = processes.timed(command, env=environment)
    return json.loads(printed), seconds


def mauve_text(python, folder):
    """Its values, seconds and setting."""
    def run(setting, seeds):
        return timed(python, SCRIPT, "measure", folder, *seeds, environment=rival_environment("best", setting))
    setting = min(runtime_settings(len(os.sched_getaffinity(0))), key=lambda one: run(one, SEEDS[:1])[1])
    return *run(setting, SEEDS), setting


def main():
    arguments = parser_of_paths(__doc__, "--programs", "--peers").parse_args()
    lingan = (arguments.programs.parent / "lingan").resolve()
    python = python_with(arguments.peers / "mauve-text", "mauve-text==0.4.0", "faiss-cpu==1.15.1")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([python, SCRIPT, "make", folder], check=True)
        ours, seconds = timed(lingan, "eval", "--hypothesis-vectors", f"{folder}/hypotheses.npy", "--reference-vectors",
                              f"{folder}/references.npy", "--metrics", "mauve", "--format", "json")
        theirs, rival_seconds, setting = mauve_text(python, folder)
    mean = sum(theirs) / len(theirs)
    agrees = abs(ours["mauve"] - mean) <= TOLERANCE
    print(f"check mauve: {ours['mauve']:.4f}, mauve-text {mean:.4f}: {'agrees' if agrees else 'DISAGREES'}", file=sys.stderr)
    print(f"mauve mauve-text {rival_seconds / seconds:.1f} {rival_seconds:.4f} {seconds:.4f} - {in_words(setting)}", flush=True)
    return 0 if agrees else 1


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Times the start of lingan's commands that need no torch, of SentencePiece's program and of sacreBLEU.

Usage: start_compare.py --programs FOLDER --peers FOLDER
`lingan` lies in the folder above --programs; --peers gets sacreBLEU from PyPI. spm_encode is that of the system
(package `sentencepiece`), and left out where there is none. Prints a line for each rival:
    start RIVAL RATIO RIVAL_SECONDS SECONDS -
SECONDS is the slowest of lingan's commands, each the median of interleaved runs on files of two lines; all of them
and their peak memory come on stderr.
"""
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

from harness.paths import parser_of_paths
from harness.processes import timed
from peers.environment import python_with

RUNS = 31
COMMANDS = {
    "lingan --version": ["--version"],
    "lingan --help": ["--help"],
    "lingan train --help": ["train", "--help"],
    "lingan eval": ["eval", "--hypotheses", "lines.txt", "--references", "lines.txt"],
    "lingan tokenizer": ["tokenizer", "info", "model.json"],
    "lingan corpus": ["corpus", "stats", "lines.txt"],
    "lingan recipe": ["recipe", "show", "seqgan"],
}


def run(command, folder):
    """Seconds from start to end."""
    return timed(command, cwd=folder, stdout=subprocess.DEVNULL)[0]


def peak_memory(command, folder):
    """In MiB. This interpreter's own would be the least that it could see of a child's: GNU time asks in its place."""
    asked = subprocess.run(["/usr/bin/time", "-f", "%M", *command], cwd=folder, stdout=subprocess.DEVNULL,
                           stderr=subprocess.PIPE, text=True, check=True)
    return int(asked.stderr.split()[-1]) / 1024


def main():
    arguments = parser_of_paths(__doc__, "--programs", "--peers").parse_args()
    lingan = str((arguments.programs.parent / "lingan").resolve())
    python = str(pathlib.Path(python_with(arguments.peers / "sacrebleu", "sacrebleu==2.6.0")).absolute())
    rivals = {"spm_encode": ["spm_encode", "--help"], "sacrebleu": [python, "-c", "import sacrebleu"]}
    if shutil.which("spm_encode") is None:
        print("start: there is no spm_encode here (package sentencepiece); it is left out", file=sys.stderr)
        del rivals["spm_encode"]
    commands = {name: [lingan, *options] for name, options in COMMANDS.items()} | rivals
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "lines.txt").write_text("a dog runs\na dog sits\n")
        run([lingan, "tokenizer", "train", "--corpus", "lines.txt", "--out", "model.json"], folder)
        seconds = {name: [] for name in commands}
        for _ in range(RUNS):
            for name, command in commands.items():
                seconds[name].append(run(command, folder))
        medians = {name: statistics.median(times) for name, times in seconds.items()}
        for name, command in commands.items():
            memory = f"{peak_memory(command, folder):.1f} MiB" if os.path.exists("/usr/bin/time") else "-"
            print(f"{name:<20} {1000 * medians[name]:6.1f} ms  {memory}", file=sys.stderr)
    slowest = max(medians[name] for name in COMMANDS)
    for name in rivals:
        print(f"start {name} {medians[name] / slowest:.1f} {medians[name]:.4f} {slowest:.4f} -", flush=True)


if __name__ == "__main__":
    main()

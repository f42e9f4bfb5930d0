#!/usr/bin/env python3
"""Every recipe that ships, made small: a run that is killed at random moments and resumed leaves the bytes of one that
never stopped.

    kill_test.py PROGRAM CHECKOUT [RECIPE...]

LINGAN_TEST_SEED chooses the moments."""
import filecmp
import os
import random
import re
import signal
import subprocess
import sys
import time

import walk
from walk import Failed, check

# Small and short; what a recipe is made of stays.
SMALL = {
    "generator": {"embedding_width": 16, "hidden_width": 16},
    "discriminator": {"embedding_width": 16, "filter_widths": [2, 3], "filter_counts": [16, 16]},
    "discriminator.recurrent": {"hidden_width": 16, "output_width": 16},
    "strategy.policy-gradient": {"rollouts": 2, "replay_size": 40},
    "strategy.cooperative": {"mediator_width": 16},
    "strategy.odds-weighted": {"pool": 64},
    "strategy.likelihood-ratio": {"reference_every": 2},
    "strategy.novelty": {"language_model_width": 16},
    "strategy.variational": {"encoder_width": 16, "kl_schedule_steps": 3},
    "strategy.latent-adversarial": {"encoder_width": 16, "discriminator_width": 16},
    "strategy.bidirectional": {"encoder_width": 16, "discriminator_width": 16},
    "strategy.sign-relaxation": {"encoder_width": 16},
    "strategy.in-filling": {"masks": 2},
    "strategy.missing-data": {"generator_width": 16, "discriminator_width": 16},
    "strategy.selection": {"judge_width": 16},
    "strategy.evolutionary": {"fitness_batches": 2},
    "training": {"batch_size": 16, "pretrain_epochs": 2, "replaced_token_epochs": 2, "discriminator_pretrain_rounds": 1, "discriminator_samples": 32,
                 "adversarial_rounds": 5, "evaluate_every": 2, "evaluate_samples": 20, "checkpoint_every": 1},
}
KILLS = 2
# What recipes want beside a corpus.
OWN = {"organ": ["--reward", "awk '{print NF}'"], "sentigan": ["--labels", "labels"],
       "conditional": ["--corpus-b", "other"], "cyclegan": ["--corpus-b", "other"], "catgan": ["--labels", "labels"],
       "semi-supervised": ["--labels", "labels"], "irgan": ["--pairs", "pairs"], "dns": ["--pairs", "pairs"],
       "sequence-to-sequence": ["--sources", "sources"], "gat": ["--sources", "sources", "--labels", "labels"]}


def small(text):
    """A recipe's TOML with the values of SMALL, where it has one that is not 0, and few moves a round."""
    table, lines = "", []
    for line in text.splitlines():
        header, key = re.match(r"\[(.+)\]$", line), re.match(r"(\w+) = (.*)$", line)
        if header:
            table = header[1]
        elif key and key[1] in SMALL.get(table, {}) and key[2] not in ("0", "[]"):
            line = f"{key[1]} = {SMALL[table][key[1]]}"
        elif key and (table, key[1]) == ("generator", "latent_width") and key[2] != "0":
            line = "latent_width = 16"
        elif key and (table, key[1]) == ("discriminator", "representations") and key[2] != "1":
            line = "representations = 4"
        elif key and (table, key[1]) == ("training", "round"):
            line = re.sub(r"x\d+", "x2", line)
        lines.append(line)
    return "\n".join(lines) + "\n"


class Recipe:
    """One recipe's runs."""

    def __init__(self, program, name):
        self.program, self.name = program, name
        toml = program.succeed(["recipe", "show", name]).stdout.decode()
        (program.folder / f"{name}.toml").write_text(small(toml))

    def command(self, run):
        own = OWN.get(self.name, [])
        corpus = [] if "--pairs" in own else ["--corpus", "corpus"]
        return [self.program.lingan, "train", "--recipe", f"./{self.name}.toml", *corpus, "--run", run, "--seed", "3",
                "--threads", "1", "--quiet", "--resume", *own]

    def train(self, run):
        start = time.monotonic()
        done = subprocess.run(self.command(run), cwd=self.program.folder, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
                              check=False, timeout=600)
        check(done.returncode == 0, self.name, run, "exit", done.returncode, done.stderr)
        return time.monotonic() - start

    def train_and_kill(self, run, seconds):
        process = subprocess.Popen(self.command(run), cwd=self.program.folder, stdin=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()

    def check(self, moments):
        seconds = self.train(f"{self.name}-whole")
        for _ in range(KILLS):
            self.train_and_kill(f"{self.name}-broken", seconds * moments.uniform(0.3, 1.0))
        self.train(f"{self.name}-broken")
        self.compare(f"{self.name}-whole", f"{self.name}-broken")

    def compare(self, one, other):
        one, other = self.program.folder / one, self.program.folder / other
        files = [{str(path.relative_to(run)) for path in run.rglob("*") if path.is_file() and path.name != "timing.json"}
                 for run in (one, other)]
        check(files[0] == files[1], self.name, "has other files:", files[0] ^ files[1])
        for file in sorted(files[0]):
            check(filecmp.cmp(one / file, other / file, shallow=False), self.name, file, "has other bytes")


def main():
    seed = os.environ.get("LINGAN_TEST_SEED", str(os.getpid()))
    print(f"seed of the moments: LINGAN_TEST_SEED={seed}")
    moments = random.Random(int(seed))
    failed = 0
    with walk.Program(sys.argv[1], sys.argv[2]) as program:
        grammar = str(program.checkout / "corpora/english.grammar")
        (program.folder / "corpus").write_bytes(program.succeed(["corpus", "generate", grammar, "-n", "150"]).stdout)
        (program.folder / "other").write_bytes(program.succeed(["corpus", "generate", grammar, "-n", "90", "--seed", "2"]).stdout)
        (program.folder / "labels").write_text("good\nbad\n" * 75)
        (program.folder / "sources").write_bytes(program.succeed(["corpus", "generate", grammar, "-n", "150", "--seed", "3"]).stdout)
        (program.folder / "pairs").write_text("".join(f"q{i % 12}\tx{(i * 7 + i // 12) % 30}\n" for i in range(150)))
        listed = program.succeed("recipe list").stdout.decode().splitlines()
        for name in sys.argv[3:] or [line.split()[0] for line in listed if line.startswith("  ")]:
            try:
                Recipe(program, name).check(moments)
                print(f"{name}: the same bytes")
            except Failed as failure:
                failed += 1
                print(failure)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

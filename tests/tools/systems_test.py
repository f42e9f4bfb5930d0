#!/usr/bin/env python3
"""docs/systems.md: every recipe that ships has a row, and every command of it trains, on a small text and by a short schedule.

Usage: systems_test.py PROGRAM CHECKOUT
"""
import re
import shlex
import sys

from walk import Program, check

# The largest counts that the test has time for, by table and key.
SHORT = {"training": {"pretrain_epochs": 1, "output_bias_passes": 1, "batch_size": 16, "replaced_token_epochs": 1,
                      "discriminator_pretrain_rounds": 1, "adversarial_rounds": 1, "discriminator_samples": 64,
                      "discriminator_epochs": 1, "evaluate_samples": 20},
         "strategy.policy-gradient": {"rollouts": 1}, "strategy.penalty": {"rollouts": 1}, "strategy.odds-weighted": {"pool": 64}}
STANDS_FOR = {"COMMAND": "awk '{print (NF < 6)}'"}


def commands_of(text):
    """What stands in backquotes and begins with `lingan train`."""
    return re.findall(r"`(lingan train [^`]*)`", text)


def shortened(recipe_text):
    """A recipe as TOML with a short schedule."""
    lines, limits = [], {}
    for line in recipe_text.splitlines():
        if header := re.match(r"\[(.*)\]$", line):
            limits = SHORT.get(header.group(1), {})
        elif (pair := re.match(r"(\w+) = (\d+)$", line)) and pair.group(1) in limits:
            value, limit = int(pair.group(2)), limits[pair.group(1)]
            takes_all = pair.group(1) == "discriminator_samples" and value == 0
            line = f"{pair.group(1)} = {limit if takes_all else min(value, limit)}"
        lines.append(line)
    return "\n".join(lines) + "\n"


def train(program, command, number):
    """Runs a command with a short schedule in its recipe."""
    words = shlex.split(command)[1:]
    words = [STANDS_FOR.get(word, flag[2:] if word == "FILE" else word) for flag, word in zip([""] + words, words)]
    recipe = words.index("--recipe") + 1
    (program.folder / "short.toml").write_text(shortened(program.succeed(["recipe", "show", words[recipe]]).stdout.decode()))
    words[recipe] = "short.toml"
    text = [] if "--pairs" in words else ["--corpus", "text", "--tokenizer", "whitespace"]
    program.succeed([*words, *text, "--run", f"run-{number}", "--quiet"])


def prepare(program):
    grammar = str(program.checkout / "corpora/english.grammar")
    for name, seed in (("text", 1), ("sources", 2), ("corpus-b", 3)):
        (program.folder / name).write_bytes(
            program.succeed(["corpus", "generate", grammar, "-n", "150", "--seed", str(seed)]).stdout)
    (program.folder / "labels").write_text("good\nbad\n" * 75)
    (program.folder / "pairs").write_text("".join(f"query {i % 10}\titem {i * 7 % 23}\n" for i in range(100)))


def main():
    with Program(sys.argv[1], sys.argv[2]) as program:
        prepare(program)
        text = (program.checkout / "docs/systems.md").read_text()
        commands = commands_of(text)
        check(len(commands) > 40, "too few commands:", len(commands))
        listed = [line.split()[0] for line in program.succeed("recipe list").stdout.decode().splitlines() if line.startswith("  ")]
        named = {word for command in commands for flag, word in zip(command.split(), command.split()[1:]) if flag == "--recipe"}
        check(named == set(listed), "recipes without a row, or rows without a recipe:", *sorted(named ^ set(listed)))
        for number, command in enumerate(commands):
            train(program, command, number)
            print(command, flush=True)


if __name__ == "__main__":
    main()

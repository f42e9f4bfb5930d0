#!/usr/bin/env python3
"""A walk over every output of every command: plain files are replaced whole, links stay, devices and pipes are written
directly, `-` is standard output, and nothing else is replaced or removed. All that cannot be written is an error with
the system's words. The options come from the parser: one that is in no table here fails the test.

Usage: outputs_test.py PROGRAM CHECKOUT
"""
import itertools
import os
import resource
import shutil
import signal
import sys

from output_kinds import KINDS, Place
from walk import COMMANDS, Program, check

SMALL = ("--set training.pretrain_epochs=1 --set generator.hidden_width=8 --set generator.embedding_width=8 "
         "--quiet --threads 1")
CODED = ("--set training.batch_size=16 --set training.adversarial_rounds=2 --set training.discriminator_samples=16 "
         "--set training.evaluate_samples=8")

# (command, option): the command line.
FILES = {
    ("tokenizer train", "--out"): "tokenizer train --corpus text --out {output}",
    ("lm train", "--out"): "lm train --corpus text --out {output} --discount-fallback",
    ("corpus split", "--out-train"): "corpus split text --out-train {output} --out-valid other",
    ("corpus split", "--out-valid"): "corpus split text --out-train other --out-valid {output}",
}
FOLDERS = {
    ("train", "--run"): f"train --recipe mle --tokenizer whitespace --corpus text {SMALL} --run {{output}}",
    ("compare", "--out"): f"compare --recipes mle --seeds 1 -n 20 --tokenizer whitespace --corpus text {SMALL} "
                          "--out {output}",
}
# What prints its result, and help that every command prints.
PRINTING = ["encode coded text", "encode coded text --bits", "encode coded text --labels labels", "sample run -n 5", "sample run -n 5 --format jsonl",
            "fill run text", "label labelling text", "rank ranked", "eval run -n 20",
            "eval --hypotheses text --references text --format json", "tokenizer encode tokenizer text",
            "tokenizer decode tokenizer ids", "tokenizer info tokenizer", "corpus generate grammar -n 5",
            "corpus stats text", "corpus stats text --format json", "corpus score grammar text",
            "corpus score grammar text --format lines", "lm score arpa text", "lm score arpa text --summary",
            "lm train --corpus text --out - --discount-fallback", "recipe list", "recipe show mle", "recipe choices",
            "recipe choices strategy", "gradients --table table.json", "--help", "--version", "tokenizer train --corpus text --out -",
            "corpus split text --out-train - --out-valid other", "corpus split text --out-train other --out-valid -",
            f"compare --recipes mle --seeds 1 -n 20 --tokenizer whitespace --corpus text {SMALL} --out compared",
            *(f"{command} --help" for command in COMMANDS)]
PRINTING_NOTHING = {"train"}


def prepare(program):
    folder = program.folder
    shutil.copy(program.checkout / "corpora" / "english.grammar", folder / "grammar")
    with open(folder / "text", "wb") as file:
        program.succeed("corpus generate grammar -n 60 --seed 1", stdout=file)
    program.succeed("tokenizer train --corpus text --tokenizer whitespace --out tokenizer")
    program.succeed("lm train --corpus text --out arpa --discount-fallback")
    (folder / "ids").write_bytes(program.succeed("tokenizer encode tokenizer text").stdout)
    (folder / "table.json").write_text('{"vocabulary": 2, "length": 1, "logits": {"": [0, 1]}, '
                                       '"rewards": {"0": 0, "1": 1}}')
    program.succeed(f"train --recipe mle --tokenizer whitespace --corpus text --run run {SMALL}")
    program.succeed(f"train --recipe hashing --tokenizer whitespace --corpus text --run coded {SMALL} {CODED}")
    (folder / "labels").write_text("good\nbad\n" * 30)
    (folder / "pairs").write_text("".join(f"query {i % 10}\titem {i * 7 % 23}\n" for i in range(100)))
    program.succeed(f"train --recipe semi-supervised --tokenizer whitespace --corpus text --labels labels --run labelling {SMALL} {CODED}")
    program.succeed("train --recipe dns --pairs pairs --run ranked --set training.adversarial_rounds=2 --quiet --threads 1")


def check_that_tables_are_whole(program):
    known = {(command, option) for command, option in [*FILES, *FOLDERS]}
    for command in program.leaf_commands():
        prints = any(line.startswith(command) and "--help" not in line for line in PRINTING)
        check(prints or command in PRINTING_NOTHING, command, "has no row among what prints")
        for option in program.options_of(command):
            check(not option.startswith("--out") or (command, option) in known, command, option, "has no row")


def check_files(program):
    for line in FILES.values():
        Place(program, line).write("plain")
        content = (program.folder / "plain").read_bytes()
        for kind in KINDS:
            kind(Place(program, line), content)


def check_folders(program):
    for line in FOLDERS.values():
        place = Place(program, line)
        done = program.run(line.format(output="-"))
        check(done.returncode == 2 and b"folder" in done.stderr, line, "takes - for a folder:", done.stderr)
        (place.folder / "file").write_bytes(b"mine")
        (place.folder / "real").mkdir()
        (place.folder / "link").symlink_to("real")
        place.refuse("place/file", "Not a directory")
        place.write("place/link")
        check((place.folder / "link").is_symlink() and any((place.folder / "real").iterdir()), line, "replaces a link")
        place.check_files("file", "real", "link")
        check((place.folder / "file").read_bytes() == b"mine", line)
        place = Place(program, line)
        place.refuse("place/run", "File too large",
                     preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048)))
        place.check_files()


def check_printing(program):
    for line in PRINTING:
        with open("/dev/full", "wb") as full:
            done = program.run(line, stdout=full)
        check(done.returncode == 1 and b"stdout: cannot write: No space left on device" in done.stderr, line,
              "> /dev/full: exit", done.returncode, done.stderr)
        done = program.run(line, stdout=None, preexec_fn=lambda: os.close(1))
        check(done.returncode == 1 and b"stdout: cannot write: Bad file descriptor" in done.stderr, line,
              ">&-: exit", done.returncode, done.stderr)
        check_reader_that_left(program, line)


def check_outputs_beside_one_that_is_left(program):
    """What is written elsewhere than to a reader that leaves is written whole."""
    program.succeed("corpus split text --out-train whole.train --out-valid whole.valid")
    for left, kept in (("train", "valid"), ("valid", "train")):
        out, into = os.pipe()
        os.close(out)
        program.succeed(f"corpus split text --out-{left} - --out-{kept} kept", stdout=into)
        os.close(into)
        whole = (program.folder / f"whole.{kept}").read_bytes()
        check((program.folder / "kept").read_bytes() == whole, "split loses --out-" + kept)
        (program.folder / "kept").unlink()


def check_that_outputs_differ(program):
    """Two outputs are two files or pipes, also where they are not there yet."""
    split = "corpus split text --out-train {} --out-valid {}"
    folder = program.folder / "two"
    folder.mkdir()
    (folder / "dangling").symlink_to("new")
    (folder / "again").symlink_to(folder / "dangling")
    (folder / "same").symlink_to(".")
    os.mkfifo(folder / "fifo")
    (folder / "to-fifo").symlink_to("fifo")
    for a, b in itertools.permutations(["two/new", "two/dangling", "two/again", "two/same/new", "two/../two/new"], 2):
        done = program.run(split.format(a, b))
        check(done.returncode == 2 and b"name one file" in done.stderr, a, b, done.returncode, done.stderr)
    for line in (split.format("two/fifo", "two/to-fifo"), "corpus split two/fifo --out-train two/to-fifo --out-valid o",
                 "tokenizer train --corpus two/fifo --out two/fifo"):
        done = program.run(line, timeout=30)
        check(done.returncode == 2 and b"name one pipe" in done.stderr, line, done.returncode, done.stderr)
    done = program.run("tokenizer train --corpus text --out text")
    check(done.returncode == 2 and b"name one file" in done.stderr, "--out replaces --corpus", done.stderr)
    pipes = [os.pipe() for _ in range(2)]
    names = [f"/dev/fd/{into}" for _, into in pipes]
    program.succeed(split.format(*names), pass_fds=[into for _, into in pipes])
    check(program.succeed(split.format(names[0], "-"), pass_fds=[pipes[0][1]]).stdout.count(b"\n") == 6, "not 6 lines")
    for out, into in pipes:
        os.close(out)
        os.close(into)


def check_what_is_not_replaced(program):
    """Files of the user's that have the names of a run's or a comparison's."""
    for name in ("samples/pretrain-000001.txt", "samples/notes", "recipe.toml", "metrics.jsonl", "timing.json"):
        for key, run in ((("train", "--run"), ""), (("compare", "--out"), "mle/seed-1/")):
            place = Place(program, FOLDERS[key])
            mine = place.folder / "run" / (run + name)
            mine.parent.mkdir(parents=True)
            mine.write_bytes(b"mine")
            done = program.run(place.line.format(output="place/run"))
            check(done.returncode == 2 and name.encode() in done.stderr, place.line, name, done.returncode, done.stderr)
            check(mine.read_bytes() == b"mine" and len(list((place.folder / "run").rglob("*.*"))) <= 1, place.line, name)
    for name in ("comparison.tsv", "comparison.json", "frontiers.svg"):
        place = Place(program, FOLDERS["compare", "--out"])
        (place.folder / name).write_bytes(b"mine")
        done = program.run(place.line.format(output="place"))
        check(done.returncode == 2 and name.encode() in done.stderr, place.line, name, done.returncode, done.stderr)
        place.check_files(name)
        (place.folder / name).unlink()
        place.write("place")
        place.write("place")  # its own results it replaces


def check_reader_that_left(program, line):
    """A command ends quietly; where SIGPIPE was ignored, with the system's words."""
    for is_ignored in (False, True):
        out, into = os.pipe()
        os.close(out)

        def set_sigpipe(is_ignored=is_ignored):
            signal.signal(signal.SIGPIPE, signal.SIG_IGN if is_ignored else signal.SIG_DFL)
        done = program.run(line, stdout=into, restore_signals=False, preexec_fn=set_sigpipe)
        os.close(into)
        if is_ignored:
            check(done.returncode == 1 and b"stdout: cannot write: Broken pipe" in done.stderr, line, done.stderr)
        else:
            check(done.returncode == 0 and b"cannot write" not in done.stderr, line, done.returncode, done.stderr)


def main():
    with Program(sys.argv[1], sys.argv[2]) as program:
        prepare(program)
        check_that_tables_are_whole(program)
        check_files(program)
        check_folders(program)
        check_printing(program)
        check_outputs_beside_one_that_is_left(program)
        check_that_outputs_differ(program)
        check_what_is_not_replaced(program)
    print(f"{len(FILES)} files of {len(KINDS)} kinds, {len(FOLDERS)} folders, {len(PRINTING)} lines that print")


if __name__ == "__main__":
    main()

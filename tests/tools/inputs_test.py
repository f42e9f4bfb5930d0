#!/usr/bin/env python3
"""A walk over every input of every command: whatever kind of thing gives the bytes, the result is the plain file's;
what cannot be read is an error with the system's words. The options come from the parser: one that is in no table here
fails the test.

Usage: inputs_test.py PROGRAM CHECKOUT
"""
import itertools
import json
import os
import shutil
import struct
import sys

from input_kinds import GZIP, KINDS, as_pipe
from walk import COMMANDS, Program, check

SMALL = ("--set training.pretrain_epochs=1 --set generator.hidden_width=8 --set generator.embedding_width=8 "
         "--quiet --threads 1")
TRAIN = f"train --run {{out}} {SMALL}"
COMPARE = f"compare --out {{out}} --seeds 1 -n 20 {SMALL}"
GAN = ("--set training.batch_size=16 --set training.adversarial_rounds=1 --set training.discriminator_pretrain_rounds=0 "
       "--set discriminator.filter_widths=[1] --set discriminator.filter_counts=[4] --set training.discriminator_samples=64 --set training.round=generator "
       "--set training.evaluate_samples=8 --set strategy.policy-gradient.rollouts=1")
OF_D = ("--set training.batch_size=16 --set training.adversarial_rounds=1 --set training.discriminator_samples=16 "
        "--set discriminator.filter_widths=[1] --set discriminator.filter_counts=[4] --set training.evaluate_samples=8")
OF_TEXT = "--tokenizer whitespace --corpus text"
OF_LABELS = f"{OF_TEXT} --set generator.labels=separate"
OF_SOURCES = f"{OF_TEXT} --set generator.source=encoder"
CODED = ("--set training.batch_size=16 --set training.adversarial_rounds=2 --set training.discriminator_samples=16 "
         "--set training.evaluate_samples=8")
WITH_VECTORS = "--set generator.embeddings=vectors"

# (command, option): the file that stands for it, and the command line.
INPUTS = {
    ("train", "--corpus"): ("text", f"{TRAIN} --recipe mle --tokenizer whitespace --corpus {{input}}"),
    ("train", "--corpus-b"): ("other", f"{TRAIN} {OF_LABELS} --recipe mle --corpus-b {{input}}"),
    ("train", "--valid"): ("text", f"{TRAIN} --recipe mle {OF_TEXT} --valid {{input}}"),
    ("train", "--test"): ("text", f"{TRAIN} --recipe mle {OF_TEXT} --test {{input}}"),
    ("train", "--labels"): ("labels", f"{TRAIN} {OF_LABELS} --recipe mle --labels {{input}}"),
    ("train", "--corpus with --label-column"): ("labelled", f"{TRAIN} --recipe mle --tokenizer whitespace "
                                                "--set generator.labels=separate --label-column 1 --corpus {input}"),
    ("train", "--sources"): ("other", f"{TRAIN} {OF_SOURCES} --recipe mle --sources {{input}}"),
    ("train", "--pairs"): ("labelled", f"{TRAIN} --recipe mle --set generator.labels=condition --pairs {{input}}"),
    ("train", "--vectors"): ("vectors", f"{TRAIN} --recipe mle {OF_TEXT} {WITH_VECTORS} --vectors {{input}}"),
    ("train", "--recipe"): ("recipe.toml", f"{TRAIN} {OF_TEXT} --recipe {{input}}"),
    ("train", "--recipe with an option about it"): ("gan.toml", f"{TRAIN} {OF_TEXT} --recipe {{input}} --precision bf16"),
    ("train", "--tokenizer"): ("tokenizer", f"{TRAIN} --recipe mle --corpus text --tokenizer {{input}}"),
    ("train", "--oracle"): ("oracle", f"{TRAIN} --recipe mle --oracle-samples 50 --oracle-length 5 --oracle {{input}}"),
    ("compare", "--corpus"): ("text", f"{COMPARE} --recipes mle --tokenizer whitespace --corpus {{input}}"),
    ("compare", "--corpus-b"): ("other", f"{COMPARE} {OF_LABELS} --recipes mle --corpus-b {{input}}"),
    ("compare", "--valid"): ("text", f"{COMPARE} --recipes mle {OF_TEXT} --valid {{input}}"),
    ("compare", "--test"): ("text", f"{COMPARE} --recipes mle {OF_TEXT} --test {{input}}"),
    ("compare", "--labels"): ("labels", f"{COMPARE} {OF_LABELS} --recipes mle --labels {{input}}"),
    ("compare", "--sources"): ("other", f"{COMPARE} {OF_SOURCES} --recipes mle --sources {{input}}"),
    ("compare", "--vectors"): ("vectors", f"{COMPARE} --recipes mle {OF_TEXT} {WITH_VECTORS} --vectors {{input}}"),
    ("compare", "--recipes"): ("recipe.toml", f"{COMPARE} {OF_TEXT} --recipes {{input}}"),
    ("compare", "--tokenizer"): ("tokenizer", f"{COMPARE} --recipes mle --corpus text --tokenizer {{input}}"),
    ("compare", "--oracle"): ("oracle", f"{COMPARE} --recipes mle --oracle-samples 50 --oracle-length 5 "
                                        "--oracle {input}"),
    ("encode", "FILE"): ("text", "encode coded {input}"),
    ("encode", "--labels"): ("labels", "encode coded text --quiet --labels {input}"),
    ("sample", "--sources"): ("other", "sample sourced --sources {input}"),
    ("label", "file"): ("other", "label labelling {input}"),
    ("fill", "file"): ("gapped", "fill run {input} --candidates 4"),
    ("eval", "--hypotheses"): ("text", "eval --references other --hypotheses {input}"),
    ("eval", "--references"): ("text", "eval --hypotheses other --references {input}"),
    ("eval", "--references of a run"): ("text", "eval run -n 20 --references {input}"),
    ("eval", "--train"): ("text", "eval --hypotheses other --train {input}"),
    ("eval", "--train of a run"): ("text", "eval run -n 20 --train {input}"),
    ("eval", "--grammar"): ("grammar", "eval --hypotheses text --grammar {input}"),
    ("eval", "--grammar of a run"): ("grammar", "eval run -n 20 --grammar {input}"),
    ("eval", "--hypothesis-vectors"): ("a.npy", "eval --reference-vectors b.npy --hypothesis-vectors {input}"),
    ("eval", "--reference-vectors"): ("a.npy", "eval --hypothesis-vectors b.npy --reference-vectors {input}"),
    ("eval", "--tokenizer"): ("tokenizer", "eval --hypotheses text --references other --tokenizer {input}"),
    ("tokenizer train", "--corpus"): ("text", "tokenizer train --corpus {input} --out {out}"),
    ("tokenizer encode", "MODEL"): ("tokenizer", "tokenizer encode {input} text"),
    ("tokenizer encode", "FILE"): ("text", "tokenizer encode tokenizer {input}"),
    ("tokenizer decode", "MODEL"): ("tokenizer", "tokenizer decode {input} ids"),
    ("tokenizer decode", "FILE"): ("ids", "tokenizer decode tokenizer {input}"),
    ("tokenizer info", "MODEL"): ("tokenizer", "tokenizer info {input}"),
    ("corpus generate", "grammar"): ("grammar", "corpus generate {input} -n 5"),
    ("corpus stats", "file"): ("text", "corpus stats {input}"),
    ("corpus stats", "file with a tokenizer"): ("text", "corpus stats {input} --tokenizer tokenizer"),
    ("corpus stats", "--tokenizer"): ("tokenizer", "corpus stats text --tokenizer {input}"),
    ("corpus split", "file"): ("text", "corpus split {input} --out-train {out} --out-valid {out}.valid"),
    ("corpus score", "grammar"): ("grammar", "corpus score {input} text"),
    ("corpus score", "file"): ("text", "corpus score grammar {input}"),
    ("lm train", "--corpus"): ("text", "lm train --corpus {input} --out {out} --discount-fallback"),
    ("lm score", "MODEL"): ("arpa", "lm score {input} text"),
    ("lm score", "FILE"): ("text", "lm score arpa {input}"),
    ("recipe show", "recipe"): ("recipe.toml", "recipe show {input}"),
    ("gradients", "--table"): ("table.json", "gradients --table {input}"),
}

# What is no input: values, flags, outputs and the folders of runs.
OTHERS = {
    "--run", "--seed", "--set", "--precision", "--resume", "--valid-share", "--test-share", "--vocab-size", "--min-count", "--normalize",
    "--lower-case", "--max-length", "--length-percentile", "--on-bad-text", "--oracle-samples", "--oracle-length",
    "--threads", "--device", "--quiet", "--seeds", "--out", "--sentences", "--format", "run", "--temperature", "--top-k",
    "--top-p", "--greedy", "--prompt", "--label", "--code", "--metrics", "--protocol", "--smoothing", "--max-order", "--out-train",
    "--out-valid", "--share", "--count", "kind",
    "--reward", "--reward-timeout", "--generators", "--pad-to", "--estimators", "--samples", "--rollouts", "--order",
    "--discount-fallback", "--skip-symbols", "--summary", "--tokenize", "--input-format", "--significance", "--signatures",
    "--encoder", "--encoder-timeout", "--intervals", "--anchors", "--gaps", "--judge",
    "--bits", "--nearest", "--code", "--posterior", "--query", "--items", "--fillings", "--candidates", "--steps", "--backward-temperature", "--estimates", "--reference", "--picture", "--controls", "--temperatures", "--jobs", "--label-column", "--ensemble", "--starts",
}
# Names that are inputs of some commands and something else of others.
OTHERS_OF = {("tokenizer train", "--tokenizer")}

def prepare(program):
    """The files that the command lines name."""
    folder = program.folder
    shutil.copy(program.checkout / "corpora" / "english.grammar", folder / "grammar")
    for name, seed in (("text", 1), ("other", 2)):
        with open(folder / name, "wb") as file:
            program.succeed(f"corpus generate grammar -n 60 --seed {seed}", stdout=file)
    (folder / "gapped").write_text((folder / "text").read_text().replace(" the ", " _ "))
    (folder / "labels").write_text("".join(f"{kind}\n" for kind in ("good", "bad", "good") * 20))
    lines = zip((folder / "labels").read_text().split(), (folder / "text").read_text().splitlines())
    (folder / "labelled").write_text("".join(f"{label}\t{line}\n" for label, line in lines))
    program.succeed("tokenizer train --corpus text --tokenizer whitespace --out tokenizer")
    program.succeed("lm train --corpus text --out arpa --discount-fallback")
    words = sorted(set((folder / "text").read_text().split()))
    (folder / "vectors").write_text("".join(f"{word} {i} 0 1 .5 -2 3e-2 7 8\n" for i, word in enumerate(words)))
    for name, step in (("a.npy", 7), ("b.npy", 11)):
        header = b"{'descr': '<f4', 'fortran_order': False, 'shape': (60, 2), }\n"
        numbers = (float(i * step % 97) for i in range(120))
        (folder / name).write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header
                                    + struct.pack("<120f", *numbers))
    for command, name in (("tokenizer encode tokenizer text", "ids"), ("recipe show mle", "recipe.toml"),
                          (f"recipe show seqgan {GAN}", "gan.toml")):
        (folder / name).write_bytes(program.succeed(command).stdout)
    (folder / "table.json").write_text('{"vocabulary": 2, "length": 1, "logits": {"": [0, 1]}, '
                                       '"rewards": {"0": 0, "1": 1}}')
    program.succeed(f"train --recipe mle {OF_TEXT} --run run {SMALL}")
    program.succeed(f"train --recipe mle {OF_SOURCES} --sources other --length-percentile 1 --run sourced {SMALL}")
    program.succeed(f"train --recipe semi-supervised {OF_TEXT} --labels labels --run labelling {SMALL} {OF_D}")
    program.succeed(f"train --recipe hashing --tokenizer whitespace --corpus text --run coded {SMALL} {CODED}")
    shutil.copy(folder / "run" / "generator.safetensors", folder / "oracle")


def without_origin(path):
    """A file's bytes; run.json as a value without the options that the run was started with, which name the input."""
    if path.name != "run.json":
        return path.read_bytes()
    run = json.loads(path.read_text())
    del run["origin"]
    return run


class Result:
    """What a command line prints and writes; two are equal but for the names of files and the time it took."""

    def __init__(self, program, line, name, out, options):
        valid = out.with_name(out.name + ".valid")
        for old in (out, valid):
            shutil.rmtree(old) if old.is_dir() else old.unlink(missing_ok=True)
        done = program.run(line.format(input=name, out=out), **options)
        self.code, self.error = done.returncode, done.stderr.decode()
        self.printed = "\n".join(line for line in done.stdout.decode().splitlines() if "training time" not in line)
        self.files = {}
        for path in sorted(itertools.chain([out, valid], out.rglob("*"))):
            if path.is_file() and path.name not in {"timing.json", "comparison.json", "comparison.tsv", "frontiers.svg"}:
                self.files[str(path.relative_to(out.parent))] = without_origin(path)

    def check_equal(self, other, words):
        check(self.code == 0, words, "exit", self.code, self.error)
        check(self.printed == other.printed, words, "prints", self.printed, "not", other.printed)
        check(self.files.keys() == other.files.keys(), words, "writes", *self.files, "not", *other.files)
        for name, content in self.files.items():
            check(content == other.files[name], words, "writes another", name)


def check_that_tables_are_whole(program):
    check(set(program.leaf_commands()) == set(COMMANDS), "commands without a row:",
          set(program.leaf_commands()) ^ set(COMMANDS))
    known = {(command, option.split(" ")[0]) for command, option in INPUTS}
    for command in COMMANDS:
        for option in program.options_of(command):
            is_other = option in OTHERS or (command, option) in OTHERS_OF
            check(((command, option) in known) != is_other, command, option, "is in no table or in two")


def check_every_kind(program, line, file):
    content = (program.folder / file).read_bytes()

    def run(name, **options):
        return Result(program, line, name, program.folder / "out", options)

    plain = run(file)
    plain.check_equal(plain, line)
    for kind, give in KINDS.items():
        path = program.folder / f"given-{file}"
        path.unlink(missing_ok=True)
        give(run, content, path=path).check_equal(plain, f"{line}: {kind}: ")


def check_what_cannot_be_read(program, line, file):
    def refuse(name, words, **options):
        result = Result(program, line, name, program.folder / "out", options)
        check(result.code == 1 and words in result.error and result.error.count("\n") == 1, line, name, "exit",
              result.code, result.error)
        check(not result.files, line, name, "leaves", *result.files)

    refuse(f"{program.folder}/", "Is a directory")
    refuse("/dev/fd/987", "Bad file descriptor")
    refuse("./no-such-file", "No such file or directory")
    for name in ("-", "/dev/stdin"):
        with open("/dev/null", "rb") as null:
            refuse(name, "Bad file descriptor", stdin=null, preexec_fn=lambda: os.close(0))
    folder = os.open(program.folder, os.O_RDONLY)
    refuse("-", "Is a directory", stdin=folder)
    os.close(folder)
    packed = GZIP((program.folder / file).read_bytes() * 3)
    cut = program.folder / "cut.gz"
    cut.write_bytes(packed[:len(packed) * 2 // 3])
    refuse(str(cut), "the gzip data end too early")
    cut.write_bytes(GZIP(packed))
    refuse(str(cut), "compressed twice")
    spoiled = bytearray(packed)
    spoiled[-8] ^= 1  # of the checksum
    cut.write_bytes(spoiled)
    refuse(str(cut), "the gzip data are spoiled")


def check_what_is_named_twice(program):
    for line in ("eval --hypotheses - --references -", "eval --hypotheses - --train /dev/stdin",
                 "corpus score - /dev/stdin", "tokenizer encode - -", "corpus stats - --tokenizer /dev/fd/0"):
        content = (program.folder / ("grammar" if "score" in line else "tokenizer")).read_bytes()
        done = as_pipe("-")(lambda _, line=line, **options: program.run(line, **options), content)
        check(done.returncode == 2 and b"can stand for one file only" in done.stderr, line, done.stderr)


def check_pipes_that_are_named_twice(program):
    """They are refused before one is opened, which would wait for ever."""
    os.mkfifo(program.folder / "fifo")
    (program.folder / "link").symlink_to("fifo")
    for line in ("eval --hypotheses fifo --references link", "eval --hypotheses fifo --train fifo",
                 "eval --hypotheses text --references other --train fifo --tokenizer ./fifo",
                 "eval run --references fifo --train link", "corpus score fifo link", "tokenizer encode fifo link",
                 "tokenizer decode fifo fifo", "corpus stats fifo --tokenizer ./link",
                 "train --run out --recipe mle --corpus fifo --valid link",
                 "train --run out --recipe mle --corpus fifo --tokenizer ./fifo",
                 "train --run out --recipe ./fifo --corpus fifo", "train --run out --recipe ./fifo --oracle link",
                 "compare --out out --recipes mle --corpus fifo --valid fifo",
                 "compare --out out --recipes ./fifo,./link --corpus text"):
        done = program.run(line, timeout=30)
        check(done.returncode == 2 and b"name one pipe" in done.stderr, line, done.returncode, done.stderr)
    fifo = os.open(program.folder / "fifo", os.O_RDONLY | os.O_NONBLOCK)
    for name in ("fifo", "/dev/stdin", "/dev/fd/0"):
        line = f"eval --hypotheses - --references {name}"
        done = program.run(line, stdin=fifo, timeout=30)
        check(done.returncode == 2 and b"name one pipe" in done.stderr, line, done.returncode, done.stderr)
    os.close(fifo)


# What reads text that may be bad.
BAD_TEXT = {
    "train": ("text", f"{TRAIN} --recipe mle --tokenizer whitespace --corpus {{input}}"),
    "compare": ("text", f"{COMPARE} --recipes mle --tokenizer whitespace --corpus {{input}}"),
    "eval": ("text", "eval --hypotheses {input} --references other"),
    "tokenizer train": ("text", "tokenizer train --corpus {input} --out {out}"),
    "tokenizer encode": ("text", "tokenizer encode tokenizer {input}"),
    "tokenizer decode": ("ids", "tokenizer decode tokenizer {input}"),
    "corpus stats": ("text", "corpus stats {input}"),
    "corpus split": ("text", "corpus split {input} --out-train {out} --out-valid {out}.valid"),
    "corpus score": ("text", "corpus score grammar {input}"),
    "lm train": ("text", "lm train --corpus {input} --out {out} --discount-fallback"),
    "lm score": ("text", "lm score arpa {input}"),
}


def check_lines_that_are_too_long(program):
    """They are left out and counted under --on-bad-text skip; without it they are an error that names it."""
    for command in COMMANDS:
        check(("--on-bad-text" in program.options_of(command)) == (command in BAD_TEXT), command, "has no row")
    for command, (file, line) in BAD_TEXT.items():
        lines = (program.folder / file).read_bytes().splitlines(keepends=True)
        lines[7:7] = [b"7 " * (1 << 20) + b"\n"]
        (program.folder / "long").write_bytes(b"".join(lines) + b"7" * (1 << 21))

        def run(name, more="", line=line):
            return Result(program, line + more, name, program.folder / "out", {})
        for more in ("", " --on-bad-text replace"):
            result = run("long", more)
            check(result.code == 1 and "long:8: line of more than" in result.error and "--on-bad-text" in result.error,
                  command, more, result.code, result.error)
        endless = run("/dev/zero")
        check(endless.code == 1 and "/dev/zero:1: line of more than" in endless.error, command, endless.code, endless.error)
        skipped, plain = run("long", " --on-bad-text skip"), run(file)
        if command == "corpus score":
            check("bad-text\t2" in skipped.printed, skipped.printed)
            plain.printed = plain.printed.replace("bad-text\t0", "bad-text\t2")
        if command == "corpus stats":
            check("bad-text\t2" in skipped.printed, skipped.printed)
            plain.printed = plain.printed.replace("lines\t60", "lines\t62").replace("bad-text\t0", "bad-text\t2")
        if command in ("tokenizer encode", "tokenizer decode"):  # lines in are lines out
            lines = skipped.printed.split("\n")
            check(lines.pop(7) == "" and lines.pop() == "", command, "leaves no empty line in place", skipped.printed)
            skipped.printed = "\n".join(lines)
        for result in (skipped, plain):
            for content in result.files.values():
                if isinstance(content, dict):
                    del content["fingerprints"]
        skipped.check_equal(plain, command)
        if "--format" in program.options_of(command):
            report = json.loads(run("long", " --on-bad-text skip --format json").printed)
            check("long: 2 lines left out" in report["notices"][0], command, "does not count in JSON", report)
        is_told = "long: 2 lines left out" in skipped.error
        check(is_told == ("--quiet" not in line), command, "does not count", skipped.error)
    for option in ("--corpus-b", "--valid", "--test", "--labels", "--sources", "--vectors"):
        endless = Result(program, INPUTS["train", option][1], "/dev/zero", program.folder / "out", {})
        check(endless.code == 1 and "/dev/zero:1: " in endless.error, option, endless.code, endless.error)


def check_lines_of_packed_text(program):
    """A text that was cut says how far it could be read."""
    lines = b"".join(b"%d is a number\n" % (i * 7919 % 100003) for i in range(100000))
    packed = GZIP(lines)
    (program.folder / "cut.gz").write_bytes(packed[:len(packed) // 2])
    for line in ("corpus stats cut.gz", "tokenizer train --corpus cut.gz --out out", "eval --hypotheses cut.gz",
                 "tokenizer encode tokenizer cut.gz"):
        done = program.run(line)
        number = int(done.stderr.split(b":")[2])
        check(done.returncode == 1 and 10000 < number < 90000, line, done.stderr)


def main():
    with Program(sys.argv[1], sys.argv[2]) as program:
        prepare(program)
        check_that_tables_are_whole(program)
        for file, line in INPUTS.values():
            check_every_kind(program, line, file)
            check_what_cannot_be_read(program, line, file)
        check_what_is_named_twice(program)
        check_pipes_that_are_named_twice(program)
        check_lines_that_are_too_long(program)
        check_lines_of_packed_text(program)
    print(f"{len(INPUTS)} inputs, {len(KINDS)} kinds each")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Compares lingan with sacreBLEU 2.6.0: tokens, chrF, several references, signatures, significance.

Usage: sacrebleu_interop.py --lingan PROGRAM --tokens PROGRAM --data FOLDER
--tokens is sacrebleu_tokens, whose tokens are compared line by line on random Unicode and on the corpora of --data where
it is there. Scores agree to 1e-12; p-values, means and intervals to the last digit.
Exit status: 0 all values agree, 1 some do not, 77 sacreBLEU is absent.
"""
import argparse
import pathlib
import random
import subprocess
import sys
import tempfile
import unicodedata

import texts
from texts import write_lines

try:
    from sacrebleu.metrics import BLEU, CHRF
    from sacrebleu.significance import PairedTest
except ImportError as error:
    print(f"skipped: {error}; install sacrebleu==2.6.0 to run this test")
    sys.exit(77)

TOKENIZATIONS = ("none", "13a", "char", "zh", "intl")
TOLERANCE = 1e-12
LINES = 4000
CORPORA = ("coco/image_coco.test.txt", "multilingual/botchan.txt", "multilingual/chinese_poems.shi.txt",
           "multilingual/wagahaiwa_nekodearu.txt")
PARTS = ("the", "1,000.5", "3.14", "U.S.", "e-mail", "10-12", "&quot;", "&amp;lt;", "&lt;", "<skipped>", "don't", "(hi)", "...",
         ",,", "2.", ".5", "-", "x,y", "\u4f60\u597d", "\u6625\u306e", "\u00bfqu\u00e9?", "\u20ac5", "5\u20ac", "\u2026", "--", "\u3002")
SPACES = ("", " ", " ", "\t", "\x1f", "\u0085", "\u00a0", "\u3000", "\u200b", ".", ",", "-", "7")
RANGES = ((1, 0x80), (0x80, 0x600), (0x2000, 0x3400), (0x1, 0xFFFF), (0x10000, 0x10FFFF))


def is_fair(character):
    """Assigned in Python's Unicode, which is older than that of ICU and of `regex`, and no end of a line."""
    return unicodedata.category(character) not in ("Cn", "Cs") and character not in "\0\n\r"


def random_line(rng):
    """Words that meet the rules, and characters of all of Unicode."""
    parts = []
    for _ in range(rng.randrange(12)):
        low, high = rng.choice(RANGES)
        parts.append(rng.choice((rng.choice(PARTS), "".join(chr(rng.randint(low, high)) for _ in range(rng.randrange(6))))))
        parts.append(rng.choice(SPACES))
    return "".join(filter(is_fair, "".join(parts)))


def changed(rng, line):
    """A line that shares words with another."""
    words = line.split(" ")
    for _ in range(rng.randrange(4)):
        words[rng.randrange(len(words))] = rng.choice(PARTS)
    return " ".join(words[:rng.randint(0, len(words))] if rng.random() < 0.2 else words)


class Checks:
    def __init__(self):
        self.made, self.wrong = 0, []

    def equal(self, what, actual, expected):
        self.made += 1
        if actual != expected:
            self.wrong.append(f"{what}: {actual!r}, expected {expected!r}")

    def near(self, what, actual, expected):
        self.made += 1
        if not abs(actual - expected) <= TOLERANCE * max(1.0, abs(expected)):
            self.wrong.append(f"{what}: {actual!r}, expected {expected!r}")


def check_tokens(checks, program, name, lines):
    for tokenization in TOKENIZATIONS:
        metric = BLEU(tokenize=tokenization, force=True)
        done = subprocess.run([program, tokenization], input="".join(line + "\n" for line in lines).encode(), check=True,
                              stdout=subprocess.PIPE)
        for number, (line, ours) in enumerate(zip(lines, done.stdout.decode().split("\n"), strict=False)):
            tokens = " ".join(metric._preprocess_segment(line).split())
            checks.equal(f"{name} {tokenization} line {number + 1} {line!r}", ours, tokens)


def check_white_space(checks, program):
    """Whether every character splits as Python's str.split has it."""
    characters = [chr(code) for code in range(1, 0x110000) if code not in (0x0A, 0x0D) and not 0xD800 <= code < 0xE000]
    done = subprocess.run([program, "none"], input="".join(f"a{character}b\n" for character in characters).encode(),
                          check=True, stdout=subprocess.PIPE)
    lines = done.stdout.decode().split("\n")
    wrong = [hex(ord(character)) for character, line in zip(characters, lines, strict=False)
             if (line == "a b") != (len(f"a{character}b".split()) == 2)]
    checks.equal("white space", wrong, [])


def evaluate(program, hypotheses, references, *options):
    paired = () if "--protocol" in options else ("--protocol", "paired")
    return texts.evaluate(program, hypotheses, references, *options, *paired)


def check_scores(checks, program, folder, rng):
    """One to three references of random lines."""
    hypotheses = [random_line(rng) for _ in range(300)]
    streams = [[changed(rng, line) for line in hypotheses] for _ in range(3)]
    files = [write_lines(folder / f"reference{i}", lines) for i, lines in enumerate(streams)]
    system = write_lines(folder / "system", hypotheses)
    for count in (1, 2, 3):
        for tokenization in TOKENIZATIONS:
            metric = BLEU(tokenize=tokenization, force=True)
            expected = metric.corpus_score(hypotheses, streams[:count]).score
            ours = evaluate(program, [system], files[:count], "--metrics", "sacrebleu", "--tokenize", tokenization)
            checks.near(f"sacrebleu {tokenization} {count}", ours["sacrebleu"], expected)
            checks.equal("signature", ours["signatures"]["sacrebleu"], str(metric.get_signature()))
        ours = evaluate(program, [system], files[:count], "--metrics", "chrf2,chrf++")
        for name, order in (("chrf2", 0), ("chrf++", 2)):
            metric = CHRF(word_order=order)
            checks.near(f"{name} {count}", ours[name], metric.corpus_score(hypotheses, streams[:count]).score)
            checks.equal("signature", ours["signatures"][name], str(metric.get_signature()))


def check_all_references(checks, program, folder, rng):
    """Without pairs every hypothesis has all references."""
    hypotheses, references = ([random_line(rng) for _ in range(40)] for _ in range(2))
    files = [write_lines(folder / name, lines) for name, lines in (("hypotheses", hypotheses), ("all", references))]
    streams = [[reference] * len(hypotheses) for reference in references]
    ours = evaluate(program, files[:1], files[1:], "--metrics", "sacrebleu,chrf2,chrf++", "--protocol", "exact")
    for name, metric in (("sacrebleu", BLEU(force=True)), ("chrf2", CHRF()), ("chrf++", CHRF(word_order=2))):
        checks.near(f"{name} of all", ours[name], metric.corpus_score(hypotheses, streams).score)


def check_significance(checks, program, folder, rng, size):
    references = [" ".join(rng.choice(("a", "dog", "runs", "fast", "and", "sits", "down", ",", "the"))
                           for _ in range(rng.randint(1, 20))) for _ in range(size)]
    systems = [[changed(rng, line) if rng.random() < share else line for line in references] for share in (0.5, 0.55, 0.9)]
    files = [write_lines(folder / f"system{i}", lines) for i, lines in enumerate(systems)]
    reference = write_lines(folder / "reference", references)
    metrics = {"sacrebleu": BLEU(force=True), "chrf2": CHRF(), "chrf++": CHRF(word_order=2)}
    for name, kind, samples in (("bootstrap", "bs", 1000), ("randomization", "ar", 10000)):
        ours = evaluate(program, files, [reference], "--metrics", ",".join(metrics), "--significance", name)
        test = PairedTest([(file, lines) for file, lines in zip(files, systems)], metrics, [references], kind, samples)
        signatures, results = test()
        for metric, sacre in zip(metrics, [key for key in results if key != "System"]):
            checks.equal(f"{name} signature", ours["signatures"][metric], str(signatures[sacre]))
            for system, expected in zip(ours["systems"], results[sacre]):
                got = system[metric]
                where = f"{name} {size} {metric}"
                checks.near(f"{where} score", got["score"], expected.score)
                for key, value in (("p", expected.p_value), ("mean", expected.mean), ("interval", expected.ci)):
                    checks.equal(f"{where} {key}", got.get(key), None if value is None else float(value))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lingan", required=True, help="the lingan program")
    parser.add_argument("--tokens", required=True, help="sacrebleu_tokens")
    parser.add_argument("--data", type=pathlib.Path, required=True, help="the shared data; may be absent")
    arguments = parser.parse_args()
    checks, rng = Checks(), random.Random(1)
    check_tokens(checks, arguments.tokens, "random", [random_line(rng) for _ in range(LINES)])
    check_white_space(checks, arguments.tokens)
    for name in CORPORA:
        if (arguments.data / name).exists():
            with open(arguments.data / name, encoding="utf-8", newline="\n") as file:
                check_tokens(checks, arguments.tokens, name, [line.rstrip("\r\n") for line in file][:LINES])
    with tempfile.TemporaryDirectory() as folder:
        check_scores(checks, arguments.lingan, pathlib.Path(folder), rng)
        check_all_references(checks, arguments.lingan, pathlib.Path(folder), rng)
        for size in (1, 7, 200, 1500):
            check_significance(checks, arguments.lingan, pathlib.Path(folder), rng, size)
    print("\n".join(checks.wrong[:50] + [f"{checks.made} values compared, {len(checks.wrong)} differ"]))
    return 1 if checks.wrong else 0


if __name__ == "__main__":
    sys.exit(main())

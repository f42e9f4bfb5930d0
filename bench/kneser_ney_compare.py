#!/usr/bin/env python3
"""Times `lingan lm train` and lmplz of kenlm 0.3.0 on the same text: whole processes, from text to an ARPA file of 5-grams.

Usage: kneser_ney_compare.py --programs FOLDER --data FOLDER --peers FOLDER
`lingan` lies in the folder above --programs, lmplz in kenlm/ beside --peers (scripts/setup --dev builds it). The texts:
    captions   the captions of Image COCO in --data, both parts
    grammar    300,000 sentences of the English grammar
    words      50,000 lines of 20 words that are drawn by Zipf's law from 50,000: most n-grams are seen once
Prints a line for each, both as a user starts them (lmplz has threads of its own, and no option for their number):
    kneser-ney lmplz/TEXT RATIO LMPLZ_SECONDS SECONDS - SETTING
lmplz is tried with its own choice of memory and with less; the faster one stands for it. The models must be the same.
"""
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile

from harness.paths import parser_of_paths
from harness.processes import timed

ROOT = pathlib.Path(__file__).resolve().parent.parent
MEMORY = ("80%", "4G", "500M")  # lmplz -S, its own choice first
RUNS = 3
TOLERANCE = 1e-5


def seconds_of(command, text=None):
    with open(text or "/dev/null", "rb") as given:
        return timed(command, stdin=given, stdout=subprocess.DEVNULL)[0]


def zipf_lines(path, lines):
    draw = random.Random(1)
    words = [f"w{i}" for i in range(1, 50001)]
    drawn = draw.choices(words, [1 / i for i in range(1, 50001)], k=20 * lines)
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(" ".join(drawn[20 * i:20 * i + 20]) + "\n" for i in range(lines))


def texts(arguments, lingan, folder):
    captions, grammar, words = (folder / name for name in ("captions", "grammar", "words"))
    parts = [arguments.data / f"coco/image_coco.{part}.tok.txt" for part in ("train", "test")]
    captions.write_bytes(b"".join(part.read_bytes() for part in parts))
    with open(grammar, "wb") as file:
        subprocess.run([lingan, "corpus", "generate", ROOT / "corpora" / "english.grammar", "-n", "300000"], stdout=file,
                       stderr=subprocess.DEVNULL, check=True)
    zipf_lines(words, 50000)
    return captions, grammar, words


def read_model(path):
    with open(path, encoding="utf-8") as file:
        fields = (line.rstrip("\n").split("\t") for line in file)
        return {words[1]: (float(words[0]), *map(float, words[2:])) for words in fields if len(words) > 1}


def agrees(name, ours, theirs):
    ours, theirs = map(read_model, (ours, theirs))
    same = ours.keys() == theirs.keys()
    largest = max(abs(a - b) for ngram in theirs for a, b in zip(ours[ngram], theirs[ngram])) if same else float("inf")
    print(f"check kneser-ney {name}: {len(theirs)} n-grams, largest difference {largest:.1e}: "
          f"{'agrees' if largest <= TOLERANCE else 'DISAGREES'}", file=sys.stderr)
    return largest <= TOLERANCE


def compare(lingan, lmplz, text, folder):
    """Prints the line of a text; gives whether the models agree."""
    ours, theirs = folder / "ours.arpa", folder / "theirs.arpa"
    own = [lingan, "lm", "train", "--corpus", text, "--order", "5", "--out", ours, "--discount-fallback"]
    rival = {memory: [lmplz, "-o", "5", "-S", memory, "-T", folder, "--discount_fallback", "--arpa", theirs] for memory in MEMORY}
    memory = min(MEMORY, key=lambda memory: seconds_of(rival[memory], text))
    times = [(seconds_of(own), seconds_of(rival[memory], text)) for _ in range(RUNS)]
    seconds, rival_seconds = map(statistics.median, zip(*times))
    agreed = agrees(text.name, ours, theirs)
    print(f"kneser-ney lmplz/{text.name} {rival_seconds / seconds:.1f} {rival_seconds:.4f} {seconds:.4f} - memory={memory}",
          flush=True)
    return agreed


def main():
    arguments = parser_of_paths(__doc__, "--programs", "--data", "--peers").parse_args()
    lingan = (arguments.programs.parent / "lingan").resolve()
    lmplz = (arguments.peers.parent / "kenlm" / "lmplz").resolve()
    if not lmplz.exists():
        sys.exit(f"kneser-ney: no {lmplz}; scripts/setup --dev builds it")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        return 0 if all([compare(lingan, lmplz, text, folder) for text in texts(arguments, lingan, folder)]) else 1


if __name__ == "__main__":
    sys.exit(main())

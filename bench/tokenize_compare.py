#!/usr/bin/env python3
"""Encodes the same text with lingan, SentencePiece (PyPI and the installed library) and Hugging Face tokenizers.

Usage: tokenize_compare.py --model-type unigram|bpe --programs FOLDER --data FOLDER --peers FOLDER [--text FILE]
--programs has bench_tokenize; --peers gets the PyPI packages. The text is --text, or the English texts of --data:
captions and a novel. A model of 8,000 pieces is trained on it. Three texts are encoded, all on one thread:
    repeated   the lines 14 times, each time in another order
    once       the lines as they are, with empty caches
    fresh      as much text in which no word comes twice
Prints a line for each rival, and one for lingan's own gain by a second thread:
    tokenize-TYPE RIVAL RATIO RIVAL_SECONDS SECONDS SHARE_OF_PEAK_COPY
Where a rival has the same model its ids must be lingan's; exact ties fall as the rival's version lets them.
"""
import json
import pathlib
import random
import subprocess
import sys
import tempfile

from harness.paths import parser_of_paths
from peers.environment import python_with

PEERS = pathlib.Path(__file__).parent / "peers"
SENTENCEPIECE = "sentencepiece==0.2.3"
TOKENIZERS = "tokenizers==0.23.3"
REPEATS = 14
ENGLISH = ("coco/image_coco.train.txt", "coco/image_coco.test.txt", "multilingual/botchan.txt")


def run(*command):
    return json.loads(subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE).stdout)


def read_lines(files):
    return [line for file in files for line in file.read_text(encoding="utf-8-sig").splitlines() if line]


def repeated(lines):
    draw = random.Random(1)
    return [line for _ in range(REPEATS) for line in draw.sample(lines, len(lines))]


def fresh(lines):
    """Words of random letters, drawn by how often they are in the text, none of them twice."""
    draw = random.Random(2)
    letters = [letter for line in lines for letter in line.lower() if letter.isalpha()]
    characters_left = sum(map(len, lines))
    seen = set()
    made = []
    while characters_left > 0:
        words = []
        while len(words) < 12:
            word = "".join(draw.choices(letters, k=draw.randint(3, 10)))
            if word not in seen:
                seen.add(word)
                words.append(word)
        made.append(" ".join(words))
        characters_left -= len(made[-1]) + 1
    return made


def write(path, lines):
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


class Comparison:
    def __init__(self, arguments, folder):
        self.name = f"tokenize-{arguments.model_type}"
        self.program = arguments.programs / "bench_tokenize"
        self.python = python_with(arguments.peers / "sentencepiece", SENTENCEPIECE)
        self.model = folder / "trained.model"
        self.agreed = True

    def train(self, text, model_type):
        subprocess.run([self.python, PEERS / "sentencepiece_encode.py", "train", text, model_type, self.model],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def compare(self, text, suffix=""):
        """Prints the lines of SentencePiece's two versions; gives lingan's report."""
        ours = run(self.program, self.model, text)
        theirs = run(self.python, PEERS / "sentencepiece_encode.py", "time", self.model, text)
        agrees = theirs["crc"] in (ours["crc"], ours["crc_rounding_first"])
        self.agreed = self.agreed and agrees
        print(f"check {self.name}{suffix}: {ours['ids']} ids of {ours['bytes']} bytes: "
              f"{'agrees' if agrees else 'DISAGREES'}", file=sys.stderr)
        if agrees:
            self.line(f"sentencepiece-0.2.3{suffix}", theirs["seconds"], ours)
            self.line(f"sentencepiece-installed{suffix}", ours["library_s"], ours)
        return ours

    def line(self, rival, seconds, ours, own_seconds=None):
        own = own_seconds or ours["seconds"]
        share = 100 * (ours["bytes"] + 4 * ours["ids"]) / own / ours["copy_bytes_per_s"]
        print(f"{self.name} {rival} {seconds / own:.1f} {seconds:.4f} {own:.4f} {share:.1f}%", flush=True)


def main():
    parser = parser_of_paths(__doc__, "--programs", "--data", "--peers")
    parser.add_argument("--model-type", required=True, choices=("unigram", "bpe"))
    parser.add_argument("--text", type=pathlib.Path)
    arguments = parser.parse_args()
    lines = read_lines([arguments.text] if arguments.text else [arguments.data / file for file in ENGLISH])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        texts = {kind.__name__: write(folder / kind.__name__, kind(lines)) for kind in (repeated, fresh)}
        texts["once"] = write(folder / "once", lines)
        comparison = Comparison(arguments, folder)
        comparison.train(texts["once"], arguments.model_type)
        ours = comparison.compare(texts["repeated"])
        comparison.line("lingan-one-thread", ours["seconds"], ours, ours["two_threads_s"])
        comparison.compare(texts["once"], "/once")
        comparison.compare(texts["fresh"], "/fresh")
        if arguments.model_type == "bpe":
            peer = python_with(arguments.peers / "tokenizers", TOKENIZERS)
            theirs = run(peer, PEERS / "tokenizers_encode.py", texts["once"], texts["repeated"])
            comparison.line("tokenizers-0.23.3", theirs["seconds"], ours)
    return 0 if comparison.agreed else 1


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Runs bench_bleu, fast-bleu 0.0.90 and NLTK 3.10.4 one after the other on 10,000 captions against 10,000 others.

Usage: bleu_compare.py --programs FOLDER --data FOLDER --peers FOLDER [--only bleu|self-bleu]
--programs has bench_bleu, --data has coco/image_coco.{train,test}.tok.txt, --peers gets the rivals from PyPI.
Prints two lines for BLEU-2..5 and two for leave-one-out Self-BLEU-2..5:
    NAME fast-bleu RATIO RIVAL_SECONDS SECONDS - SETTING
    NAME nltk-sampled RATIO RIVAL_SECONDS SECONDS -
fast-bleu runs with one thread and all, and with what OpenMP's idle threads may do: the fastest counts, SETTING says which.
NLTK would take about an hour for either: it scores some captions against all the others, and its seconds are those times the
captions over the scored ones. On stderr come the errors of lingan and fast-bleu against values made here from
whole-number counts and 50-digit arithmetic, and lingan's largest difference from NLTK's values.
"""
import collections
import decimal
import json
import os
import pathlib
import subprocess
import sys

from harness.paths import parser_of_paths
from harness.processes import in_words, rival_environment, runtime_settings
from peers.environment import python_with

PEERS = pathlib.Path(__file__).parent / "peers"
ORDERS = range(2, 6)
SAMPLE = 500  # sentences whose exact value is computed
decimal.getcontext().prec = 50
Decimal = decimal.Decimal


def read(path):
    with open(path, encoding="utf-8") as file:
        return [line.split() for line in file]


def ngrams(words, order):
    return collections.Counter(tuple(words[i:i + order]) for i in range(len(words) - order + 1))


def top_two(sentences, order):
    """For every n-gram the most often that one sentence has it, which one, and the most in any other."""
    table = {}
    for index, words in enumerate(sentences):
        for ngram, count in ngrams(words, order).items():
            best, owner, second = table.get(ngram, (0, None, 0))
            table[ngram] = (count, index, best) if count > best else (best, owner, max(second, count))
    return table


def closest_length(length, lengths):
    return min(lengths, key=lambda other: (abs(other - length), other))


def exact_bleu(precisions, length, reference_length):
    """BLEU with epsilon smoothing from (matched, total) pairs."""
    if precisions[0][0] == 0:
        return Decimal(0)
    logs = [(Decimal(m) if m else Decimal("0.1")).ln() - Decimal(max(1, t)).ln() for m, t in precisions]
    penalty = Decimal(1) - Decimal(reference_length) / length if length <= reference_length else Decimal(0)
    return (penalty + sum(logs) / len(logs)).exp()


def exact_values(hypotheses, references, leave_one_out):
    """{order: {sentence: value}} for SAMPLE sentences, evenly spaced."""
    tables = {n: top_two(references, n) for n in range(1, max(ORDERS) + 1)}
    lengths = collections.Counter(len(words) for words in references)
    values = {order: {} for order in ORDERS}
    for index in range(0, len(hypotheses), max(1, len(hypotheses) // SAMPLE)):
        words = hypotheses[index]
        precisions = []
        for n, table in tables.items():
            matched = 0
            for ngram, count in ngrams(words, n).items():
                best, owner, second = table.get(ngram, (0, None, 0))
                matched += min(count, second if leave_one_out and owner == index else best)
            precisions.append((matched, max(0, len(words) - n + 1)))
        others = lengths - collections.Counter([len(words)]) if leave_one_out else lengths
        reference_length = closest_length(len(words), others)
        for order in ORDERS:
            values[order][index] = exact_bleu(precisions[:order], len(words), reference_length)
    return values


def largest_difference(ours, sampled):
    """From the values that NLTK gave for a sample of sentences."""
    return max(abs(ours["sentences"][name][place] - value) for name, values in sampled["sentences"].items()
               for place, value in zip(sampled["places"], values))


def largest_error(name, exact, report):
    return max(abs(float(Decimal(report["sentences"][f"{name}-{order}"][index]) - value))
               for order in ORDERS for index, value in exact[order].items())


def run(*command, environment=None):
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment).stdout)


def fastest_fast_bleu(kind, python, files):
    """Its report under the best of the settings."""
    reports = [run(python, PEERS / "fast_bleu.py", kind, *files, environment=rival_environment("best", setting)) |
               {"setting": setting} for setting in runtime_settings(len(os.sched_getaffinity(0)))]
    return min(reports, key=lambda report: report["seconds"])


def check(name, errors):
    ours, theirs = errors
    agrees = ours <= 1e-9
    print(f"check {name}: largest error {ours:.1e} (fast-bleu {theirs:.1e}): {'agrees' if agrees else 'DISAGREES'}",
          file=sys.stderr)
    return agrees


def compare_with_nltk(name, ours, seconds, peers, files):
    """Prints NLTK's line; gives whether the values agree."""
    sampled = run(python_with(peers / "nltk", "nltk==3.10.4"), PEERS / "nltk_bleu.py", name, *files)
    difference = largest_difference(ours, sampled)
    agrees = difference <= 1e-9
    print(f"check {name}: largest difference from NLTK {difference:.1e} in {len(sampled['places'])} sentences: "
          f"{'agrees' if agrees else 'DISAGREES'}", file=sys.stderr)
    all_of_them = len(ours["sentences"][f"{name}-2"])
    scaled = sampled["seconds"] * all_of_them / len(sampled["places"])
    print(f"{name} nltk-sampled {scaled / seconds:.1f} {scaled:.4f} {seconds:.4f} -", flush=True)
    return agrees


def main():
    parser = parser_of_paths(__doc__, "--programs", "--data", "--peers")
    parser.add_argument("--only", choices=("bleu", "self-bleu"))
    arguments = parser.parse_args()
    files = [arguments.data / "coco" / f"image_coco.{part}.tok.txt" for part in ("train", "test")]
    ours = run(arguments.programs / "bench_bleu", *files)
    peer = python_with(arguments.peers / "fast-bleu", "fast-bleu==0.0.90")
    hypotheses, references = map(read, files)
    agreed = True
    for name in [arguments.only] if arguments.only else ["bleu", "self-bleu"]:
        seconds = ours[name.replace("-", "_") + "_s"]
        theirs = fastest_fast_bleu(name, peer, files)
        exact = exact_values(hypotheses, hypotheses if name == "self-bleu" else references, name == "self-bleu")
        agreed = check(name, [largest_error(name, exact, report) for report in (ours, theirs)]) and agreed
        print(f"{name} fast-bleu {theirs['seconds'] / seconds:.1f} {theirs['seconds']:.4f} {seconds:.4f} - {in_words(theirs['setting'])}", flush=True)
        agreed = compare_with_nltk(name, ours, seconds, arguments.peers, files) and agreed
    return 0 if agreed else 1


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Runs bench_bleu and fast-bleu 0.0.90 one after the other on the same files and prints their ratio.

Usage: bleu_compare.py --bench BENCH_BLEU --hypotheses FILE --references FILE [--peer-python PYTHON]
PYTHON has the package fast-bleu 0.0.90. Files hold tokenized text, words separated by spaces.
Prints one line each for BLEU-2..5 and Self-BLEU-2..5:
    NAME fast-bleu RATIO ours_s theirs_s max_abs_error_ours max_abs_error_theirs
Errors are against values made here from whole-number counts and 50-digit arithmetic.
"""
import argparse
import collections
import decimal
import json
import pathlib
import subprocess
import sys

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


def largest_error(name, exact, report):
    return max(abs(float(Decimal(report["sentences"][f"{name}-{order}"][index]) - value))
               for order in ORDERS for index, value in exact[order].items())


def run(*command):
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bench", required=True)
    parser.add_argument("--hypotheses", required=True)
    parser.add_argument("--references", required=True)
    parser.add_argument("--peer-python", default=sys.executable)
    arguments = parser.parse_args()
    files = [arguments.hypotheses, arguments.references]
    peer = pathlib.Path(__file__).parent / "peers" / "fast_bleu.py"
    ours = run(arguments.bench, *files)
    theirs = run(arguments.peer_python, str(peer), *files)
    hypotheses, references = map(read, files)
    exact = {"bleu": exact_values(hypotheses, references, False),
             "self-bleu": exact_values(hypotheses, hypotheses, True)}
    for name, seconds in (("bleu", "bleu_s"), ("self-bleu", "self_bleu_s")):
        print(f"{name} fast-bleu {theirs[seconds] / ours[seconds]:.1f} {ours[seconds]:.4f} {theirs[seconds]:.4f} "
              f"{largest_error(name, exact[name], ours):.1e} {largest_error(name, exact[name], theirs):.1e}")


if __name__ == "__main__":
    main()

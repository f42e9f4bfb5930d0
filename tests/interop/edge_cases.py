#!/usr/bin/env python3
"""Runs the edge cases that docs/metrics.md has in a table, through lingan, NLTK 3.10.4 and sacreBLEU 2.6.0.

Usage: edge_cases.py --lingan PROGRAM DOCUMENT
Every row is a hypothesis, a reference and what each metric says of them; `-`: no value. The outside programs are left out
where they are absent.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import warnings

METRICS = ("bleu-4", "corpus-bleu", "sacrebleu", "chrf2")


def rows(document):
    """(case, hypothesis, reference, values) of the table whose header names the metrics."""
    inside = False
    for line in document.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[3:] == [f"`{name}`" for name in METRICS]:
            inside = True
        elif inside and not line.startswith("|"):
            return
        elif inside and not cells[0].startswith("-"):
            case, hypothesis, reference, *values = cells
            yield case, hypothesis.strip("`").strip(), reference.strip("`").strip(), values


def lingan_values(program, folder, hypothesis, reference):
    files = []
    for name, line in (("hypothesis", hypothesis), ("reference", reference)):
        (folder / name).write_text(line + "\n", encoding="utf-8")
        files.append(str(folder / name))
    command = [program, "eval", "--hypotheses", files[0], "--references", files[1], "--protocol", "paired", "--quiet",
               "--metrics", ",".join(METRICS), "--format", "json"]
    values = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return [values[name] for name in METRICS]


def outside_values(hypothesis, reference):
    """The same by NLTK and sacreBLEU; null where one is absent."""
    values = [None] * len(METRICS)
    try:
        from nltk.translate.bleu_score import SmoothingFunction, corpus_bleu, sentence_bleu
        method = SmoothingFunction().method1
        words, references = hypothesis.split(), [reference.split()]
        values[0] = sentence_bleu(references, words, smoothing_function=method)
        values[1] = corpus_bleu([references], [words], smoothing_function=method)
    except ImportError as error:
        print(f"without NLTK: {error}")
    try:
        from sacrebleu.metrics import BLEU, CHRF
        values[2:] = [metric.corpus_score([hypothesis], [[reference]]).score for metric in (BLEU(), CHRF())]
    except ImportError as error:
        print(f"without sacreBLEU: {error}")
    return values


def as_text(value):
    return "-" if value is None else f"{value:.4f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lingan", required=True, help="the lingan program")
    parser.add_argument("document", type=pathlib.Path)
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    wrong, count = [], 0
    with tempfile.TemporaryDirectory() as folder:
        for case, hypothesis, reference, expected in rows(arguments.document):
            ours = [as_text(value) for value in lingan_values(arguments.lingan, pathlib.Path(folder), hypothesis, reference)]
            count += 1
            if ours != expected:
                wrong.append(f"{case}: lingan says {ours}, the document {expected}")
            for name, mine, value in zip(METRICS, ours, outside_values(hypothesis, reference)):
                if value is not None and mine not in ("-", as_text(value)):
                    wrong.append(f"{case}: {name} is {mine}, outside {value!r}")
    print("\n".join(wrong + [f"{count} edge cases, {len(wrong)} wrong"]))
    return 1 if wrong or count < 8 else 0


if __name__ == "__main__":
    sys.exit(main())

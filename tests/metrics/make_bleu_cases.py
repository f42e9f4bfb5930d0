#!/usr/bin/env python3
"""Writes tests/metrics/bleu_cases.json: what NLTK 3.10.4 and sacreBLEU 2.6.0 say of sentences that may be shipped.

    .deps/venv/bin/python tests/metrics/make_bleu_cases.py --lingan build/ci/lingan

The sentences are the lines below and samples of corpora/english.grammar, which `lingan corpus generate` draws by seed.
"""
import argparse
import importlib.metadata
import json
import logging
import pathlib
import random
import subprocess
import warnings

from nltk.translate import bleu_score as nltk
from sacrebleu.metrics import BLEU

ROOT = pathlib.Path(__file__).resolve().parents[2]
VERSIONS = {"nltk": "3.10.4", "sacrebleu": "2.6.0"}
ORDERS = range(1, 6)
UNEVEN_WEIGHTS = (.1, .3, .5, .1)
SACRE_SMOOTHINGS = (("none", None), ("floor", 0.1), ("floor", 0.0), ("add-k", 1), ("add-k", 0.5), ("exp", None))

# name: hypothesis | reference | reference ...
EDGE_CASES = """
identical: a grey heron stands in the shallow water . | a grey heron stands in the shallow water .
empty hypothesis: | the kettle boils
empty reference: the kettle boils over |
one token that matches: the | the kettle is on the stove
one token that does not: heron | the kettle is on the stove
one token, identical: the | the
two tokens: the kettle | the kettle is on the stove
three tokens: the kettle boils | the kettle boils on the stove | a kettle boils
no shared token: p q r s t | a b c d e f | g h i j
shared unigrams only: d c b a e | a b c d e
shared bigrams at most: a b x c d y e f | a b c d e f g h
shared trigrams at most: a b c x d e f | a b c d e f
unigram clipped: so so so so so so so | so it is so | it was so
bigram clipped: a b a b a b | a b c a b | a b
clipped by the larger of two: a a a b b | a a c d e | a b b f
references as close, longer first: a b c d e f g h i j k l | a b c d e f g h i j k l m | a b c d e f g h i j k
references as close, shorter first: a b c d e f g h i j k l | a b c d e f g h i j k | a b c d e f g h i j k l m
half as long: a b c d e | a b c d e f g h i j
as long: a b c d e x | a b c d e f
longer: a b c d e f g h | a b c d e
references of two tokens: a b c d | a b | c d
the same reference twice: three boats leave the harbour . | three boats left the harbour . | three boats left the harbour .
not ASCII: \u6625 \u306e \u6d77 \u3072\u306d\u3082\u3059 \u306e\u305f\u308a | \u6625 \u306e \u6d77 \u7d42\u65e5 \u306e\u305f\u308a
several references: the old clock on the wall is slow . | the clock on the old wall is slow . | an old clock hangs on the wall .
"""


def edge_cases():
    for line in EDGE_CASES.strip().splitlines():
        name, texts = line.split(":", 1)
        hypothesis, *references = [text.split() for text in texts.split("|")]
        yield {"id": name, "hypothesis": hypothesis, "references": references}


def grammar_lines(program, count, seed):
    command = [program, "corpus", "generate", str(ROOT / "corpora" / "english.grammar"), "-n", str(count), "--seed", str(seed)]
    text = subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout
    return [line.split() for line in text.splitlines()]


def changed(rng, words, others):
    """A copy with one word replaced, one left out and two exchanged."""
    words = list(words)
    words[rng.randrange(len(words))] = rng.choice(others)
    if len(words) > 2:
        del words[rng.randrange(len(words))]
    at = rng.randrange(len(words) - 1) if len(words) > 1 else 0
    words[at:at + 2] = reversed(words[at:at + 2])
    return words


def grammar_cases(lines):
    """Sentences beside references that differ from them in a few words."""
    rng = random.Random(1)
    words = sorted({word for line in lines for word in line})
    for number, line in enumerate(lines):
        references = [changed(rng, line, words) for _ in range(1 + number % 3)]
        yield {"id": f"grammar {number + 1}", "hypothesis": line, "references": references}


def value_or_error(compute):
    """A score, or the error that NLTK raises in its place."""
    try:
        return compute()
    except (AssertionError, IndexError, ZeroDivisionError) as error:
        return {"raises": type(error).__name__}


def by_order_and_method(methods, score):
    """{"bleu2": {"method1": score(weights, smoothing)}}."""
    smoothings = nltk.SmoothingFunction()
    return {f"bleu{order}": {f"method{method}": value_or_error(lambda: score(
        (1 / order,) * order, getattr(smoothings, f"method{method}"))) for method in methods} for order in ORDERS}


def nltk_sentence(case):
    scores = by_order_and_method(range(8), lambda weights, smoothing: nltk.sentence_bleu(
        case["references"], case["hypothesis"], weights, smoothing))
    return {**case, "expected": scores}


def nltk_parts(case):
    length = len(case["hypothesis"])
    precisions = [nltk.modified_precision(case["references"], case["hypothesis"], order) for order in ORDERS]
    return {"id": case["id"], "hyp_len": length, "closest_ref_len": nltk.closest_ref_length(case["references"], length),
            "clipped_num_den_1to5": [[part.numerator, part.denominator] for part in precisions]}


def nltk_corpus(name, cases):
    texts = [case["references"] for case in cases], [case["hypothesis"] for case in cases]
    expected = by_order_and_method(range(4), lambda weights, smoothing: nltk.corpus_bleu(*texts, weights, smoothing))
    expected["weights_.1_.3_.5_.1"] = nltk.corpus_bleu(*texts, UNEVEN_WEIGHTS)
    return {"id": name, "references": texts[0], "hypotheses": texts[1], "expected": expected}


def sacre_result(score):
    return {"score": score.score, "bp": score.bp, "precisions": score.precisions, "sys_len": score.sys_len, "ref_len": score.ref_len}


def sacre_settings(smoothing, **more):
    return {"smooth_method": smoothing[0], "smooth_value": smoothing[1], **more}


def sacre_sentences(case):
    hypothesis, references = " ".join(case["hypothesis"]), [" ".join(words) for words in case["references"]]
    choices = [(smoothing, effective, 4) for smoothing in SACRE_SMOOTHINGS for effective in (False, True)]
    for smoothing, effective, order in [*choices, (("exp", None), False, 2)]:
        settings = sacre_settings(smoothing, effective_order=effective, max_ngram_order=order)
        score = BLEU(tokenize="none", force=True, **settings).sentence_score(hypothesis, references)
        yield {"id": case["id"], **settings, "expected": sacre_result(score)}


def sacre_corpora(name, cases):
    longest = max(len(case["references"]) for case in cases)
    texts = [[" ".join(words) for words in case["references"]] for case in cases]
    streams = [[text[i] if i < len(text) else None for text in texts] for i in range(longest)]
    for smoothing in SACRE_SMOOTHINGS:
        settings = sacre_settings(smoothing)
        score = BLEU(tokenize="none", force=True, **settings).corpus_score([" ".join(case["hypothesis"]) for case in cases], streams)
        yield {"id": name, **settings, "expected": sacre_result(score)}


def self_bleu(lines):
    expected = {}
    for order in ORDERS:
        for method in (0, 1, 3):
            smoothing = getattr(nltk.SmoothingFunction(), f"method{method}")
            scores = [nltk.sentence_bleu(lines[:i] + lines[i + 1:], line, (1 / order,) * order, smoothing)
                      for i, line in enumerate(lines)]
            expected[f"self_bleu{order}_method{method}"] = {"mean": sum(scores) / len(scores), "per_sentence": scores}
    return {"tokens": lines, "expected": expected}


def many_references(hypotheses, references):
    expected = {}
    for order in ORDERS:
        scores = [nltk.sentence_bleu(references, line, (1 / order,) * order, nltk.SmoothingFunction().method1)
                  for line in hypotheses]
        expected[f"bleu{order}_method1_mean"] = sum(scores) / len(scores)
    return {"hypotheses": [" ".join(line) for line in hypotheses], "references": [" ".join(line) for line in references],
            "expected": expected}


def all_cases(program):
    edges = list(edge_cases())
    generated = list(grammar_cases(grammar_lines(program, 8, seed=1)))
    cases = edges + generated
    corpora = {"grammar": generated, "all but the empty reference": [case for case in cases if case["id"] != "empty reference"]}
    return {
        "about": "written by tests/metrics/make_bleu_cases.py",
        "versions": VERSIONS,
        "nltk_sentence": [nltk_sentence(case) for case in cases],
        "nltk_parts": [nltk_parts(case) for case in cases],
        "nltk_corpus": [nltk_corpus(name, some) for name, some in corpora.items()],
        "sacrebleu_sentence": [item for case in cases for item in sacre_sentences(case)],
        "sacrebleu_corpus": [item for name, some in corpora.items() for item in sacre_corpora(name, some)],
        "self_bleu": {"grammar": self_bleu(grammar_lines(program, 20, seed=2))},
        "bleu_vs_many_references": many_references(grammar_lines(program, 20, seed=3), grammar_lines(program, 300, seed=4)),
    }


def as_text(cases):
    """JSON with a line for each case, so that a change shows where it is."""
    sections = []
    for name, value in cases.items():
        if isinstance(value, list):
            lines = ",\n".join(json.dumps(item, separators=(",", ":")) for item in value)
            sections.append(f"{json.dumps(name)}: [\n{lines}\n]")
        else:
            sections.append(f"{json.dumps(name)}: {json.dumps(value, separators=(',', ':'))}")
    return "{\n" + ",\n".join(sections) + "\n}\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lingan", required=True, help="the lingan program, which samples the grammar")
    arguments = parser.parse_args()
    for package, version in VERSIONS.items():
        if importlib.metadata.version(package) != version:
            parser.error(f"{package} is {importlib.metadata.version(package)}; the cases are those of {version}")
    warnings.simplefilter("ignore")  # NLTK warns of every order without a match,
    logging.getLogger("sacrebleu").setLevel(logging.ERROR)  # sacreBLEU of sentences without effective_order
    (ROOT / "tests" / "metrics" / "bleu_cases.json").write_text(as_text(all_cases(arguments.lingan)), encoding="utf-8")


if __name__ == "__main__":
    main()

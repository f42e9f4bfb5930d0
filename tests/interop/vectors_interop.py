#!/usr/bin/env python3
"""Compares `lingan eval` on vectors with scipy's square root of a matrix and mauve-text 0.4.0, at sizes too slow for
every commit. scripts/setup --dev installs them.

Usage: vectors_interop.py --lingan PROGRAM
Exit status: 0 all values agree, 1 some do not, 77 one of the programs is absent.

Frechet distances agree to 1e-6. Of MAUVE the clusters are the same up to ties that the rounding of float32 decides, from which
on a clustering may go its own way: means over five seeds agree to 0.02, those of small samples to 1e-9.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import warnings

warnings.filterwarnings("ignore")
try:
    import mauve
    import numpy
    import safetensors.numpy
    import scipy.linalg
except ImportError as error:
    print(f"skipped: {error}; scripts/setup --dev installs mauve-text, faiss-cpu, scipy and safetensors")
    sys.exit(77)

SEEDS = range(25, 30)


def vectors(rng, count, width, shift):
    """Directions with a spectrum that falls, as encoders' do."""
    spectrum = numpy.arange(1, width + 1) ** -.5
    rows = rng.normal(size=(count, width)) * spectrum + shift * rng.normal(size=width) * spectrum
    return rows / numpy.linalg.norm(rows, axis=1, keepdims=True)


def expected_values(hypotheses, references):
    covariances = numpy.cov(hypotheses, rowvar=False), numpy.cov(references, rowvar=False)
    root = scipy.linalg.sqrtm(covariances[0] @ covariances[1])
    means = hypotheses.mean(0) - references.mean(0)
    distance = means @ means + sum(map(numpy.trace, covariances)) - 2 * numpy.trace(root).real
    clusterings = [mauve.compute_mauve(p_features=references, q_features=hypotheses, seed=seed, verbose=False)
                   for seed in SEEDS]
    return {"frechet": float(distance),
            "mauve": sum(one.mauve for one in clusterings) / len(SEEDS),
            "mauve-star": sum(one.mauve_star for one in clusterings) / len(SEEDS),
            "frontier-integral": float(sum(one.frontier_integral for one in clusterings)) / len(SEEDS)}


def compare(program, folder, case):
    """Returns the values that differ. @param case  the type, sentences, width and tolerance of MAUVE"""
    dtype, count, width, tolerance = case
    rng = numpy.random.default_rng(count)
    pair = [vectors(rng, size, width, shift).astype(dtype) for size, shift in ((count, .3), (count * 3 // 4, 0))]
    numpy.save(folder / "hypotheses.npy", pair[0])
    safetensors.numpy.save_file({"embeddings": pair[1]}, folder / "references.safetensors")
    expected = expected_values(*(one.astype("float64") for one in pair))
    command = [program, "eval", "--hypothesis-vectors", folder / "hypotheses.npy", "--reference-vectors",
               folder / "references.safetensors", "--format", "json", "--metrics", ",".join(expected)]
    actual = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    allowed = {name: 1e-6 if name == "frechet" else tolerance for name in expected}
    return [f"{case} {name}: {actual[name]!r}, expected {value!r}" for name, value in expected.items()
            if not abs(actual[name] - value) <= allowed[name]]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lingan", required=True)
    arguments = parser.parse_args()
    cases = [("float64", 200, 8, 1e-9), ("float32", 300, 24, 1e-9), ("float16", 120, 12, 1e-9),
             ("float32", 4000, 128, 0.02)]
    with tempfile.TemporaryDirectory() as folder:
        wrong = [line for case in cases for line in compare(arguments.lingan, pathlib.Path(folder), case)]
    print("\n".join(wrong) or f"{len(cases)} pairs of samples agree")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

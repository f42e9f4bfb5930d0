#!/usr/bin/env python3
"""MAUVE by mauve-text 0.4.0 (PyPI), of vectors in .npy files.

Usage: mauve_text.py make FOLDER               writes hypotheses.npy and references.npy: 10,000 vectors of 512 numbers each
       mauve_text.py measure FOLDER SEED...    prints JSON: MAUVE of each seed

The vectors are directions around 300 centres whose spectrum, like their own, falls as that of sentence encoders does; some of
the hypotheses' centres are rarer than the references'.
"""
import json
import pathlib
import sys
import warnings

import numpy

COUNT, WIDTH, CENTRES = 10000, 512, 300


def sample(rng, centres, shares):
    spectrum = numpy.arange(1, WIDTH + 1) ** -.4
    rows = centres[rng.choice(CENTRES, size=COUNT, p=shares)] + rng.normal(size=(COUNT, WIDTH)) * spectrum
    return (rows / numpy.linalg.norm(rows, axis=1, keepdims=True)).astype(numpy.float32)


def make(folder):
    rng = numpy.random.default_rng(1)
    centres = rng.normal(size=(CENTRES, WIDTH)) * numpy.arange(1, WIDTH + 1) ** -.4
    for name, power in (("references", .5), ("hypotheses", .7)):
        shares = numpy.arange(1, CENTRES + 1) ** -power
        numpy.save(folder / f"{name}.npy", sample(rng, centres, shares / shares.sum()))


def measure(folder, seeds):
    from mauve import compute_mauve
    warnings.filterwarnings("ignore")
    references, hypotheses = (numpy.load(folder / f"{name}.npy") for name in ("references", "hypotheses"))
    return [float(compute_mauve(p_features=references, q_features=hypotheses, seed=int(seed), verbose=False).mauve)
            for seed in seeds]


def main():
    what, folder, *seeds = sys.argv[1:]
    if what == "make":
        make(pathlib.Path(folder))
    else:
        print(json.dumps(measure(pathlib.Path(folder), seeds)))


if __name__ == "__main__":
    main()

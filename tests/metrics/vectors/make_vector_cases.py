#!/usr/bin/env python3
"""Writes references.npy, hypotheses.npy and vector_cases.json beside this file: what scipy, faiss-cpu 1.15.1 and
mauve-text 0.4.0 say of vectors.

Usage: make_vector_cases.py      (scripts/setup --dev installs what it needs)
"""
import json
import pathlib
import warnings

import faiss
import mauve
import numpy
import scipy.linalg

HERE = pathlib.Path(__file__).parent


def pair():
    """Two normal samples, the second wider and shifted."""
    rng = numpy.random.default_rng(7)
    references = rng.normal(size=(400, 16))
    hypotheses = 1.1 * rng.normal(size=(400, 16))
    hypotheses[:, 0] += .5
    return references, hypotheses


def frechet(a, b):
    covariances = numpy.cov(a, rowvar=False), numpy.cov(b, rowvar=False)
    root = scipy.linalg.sqrtm(covariances[0] @ covariances[1])
    means = a.mean(0) - b.mean(0)
    return float(means @ means + sum(map(numpy.trace, covariances)) - 2 * numpy.trace(root).real)


def mauve_case(references, hypotheses, seed):
    values = mauve.compute_mauve(p_features=references, q_features=hypotheses, seed=seed, verbose=False)
    return {"seed": seed, "buckets": values.num_buckets, "mauve": float(values.mauve),
            "mauve_star": float(values.mauve_star), "frontier_integral": float(values.frontier_integral),
            "reference_histogram": [round(400 * share) for share in values.p_hist],
            "hypothesis_histogram": [round(400 * share) for share in values.q_hist]}


def kmeans_case(name, points, clusters, seed):
    points = numpy.ascontiguousarray(points, numpy.float32)
    kmeans = faiss.Kmeans(points.shape[1], clusters, niter=500, nredo=5, update_index=True, seed=seed)
    kmeans.train(points)
    labels = kmeans.index.search(points, 1)[1].reshape(-1)
    return {"name": name, "clusters": clusters, "seed": seed, "points": [[float(x) for x in row] for row in points],
            "labels": labels.tolist()}


def kmeans_cases():
    rng = numpy.random.default_rng(11)
    yield kmeans_case("many equal points, so that clusters are empty", rng.integers(0, 3, size=(50, 2)), 12, 3)
    yield kmeans_case("more than 256 points of a cluster, so that a sample is taken",
                      rng.integers(-99, 99, size=(600, 2)), 2, 5)
    yield kmeans_case("as many clusters as points", rng.integers(-99, 99, size=(5, 3)), 5, 1)


def main():
    warnings.filterwarnings("ignore")
    references, hypotheses = pair()
    numpy.save(HERE / "references.npy", references)
    numpy.save(HERE / "hypotheses.npy", hypotheses)
    cases = {"frechet": frechet(hypotheses, references),
             "frechet_of_fewer_vectors_than_numbers": frechet(hypotheses[:9], references[:12]),
             "mauve": [mauve_case(references, hypotheses, seed) for seed in range(25, 31)],
             "kmeans": list(kmeans_cases())}
    (HERE / "vector_cases.json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()

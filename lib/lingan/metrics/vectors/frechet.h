/// Frechet distance between two samples of vectors: FID of images, FED of sentences.
#pragma once

#include <lingan/metrics/sentence_vectors.h>
#include <lingan/metrics/vectors/moments.h>

namespace lingan::metrics {

/// The distance of two normal distributions, |m1 - m2|^2 + tr(S1 + S2 - 2 (S1 S2)^(1/2)), >= 0;
/// lower is better. The root's trace is the sum of the roots of the eigenvalues of S1^(1/2) S2
/// S1^(1/2), by two symmetric eigenproblems: no complex numbers, and agreement with SciPy's sqrtm
/// to 1e-9. Source: Dowson & Landau 1982; Heusel et al. 2017 (FID); de Masson d'Autume et al. 2019
/// (FED).
/// @throws UsageError if the widths differ.
double frechet_distance(const Moments& a, const Moments& b);

/// The distance of two samples, of vectors wider than they are many by their own products, which
/// are smaller than the covariances. It is biased: for samples of n and m vectors of one
/// distribution it is near c (1/n + 1/m), with c = d (d + 5) / 4 for d independent numbers of
/// variance 1.
/// @throws UsageError if the widths differ; NoValue for fewer than two vectors.
double frechet_distance(const VectorPair& vectors);

/// What real sentences would have: the distance of two random halves of the references, times the
/// bias of samples of the pair's sizes over that of the halves. The same halves every time.
/// @throws NoValue for fewer than four references.
double frechet_floor(const VectorPair& vectors);

/// The distance for endless samples: the intercept of the least-squares line through the distances
/// of wholes, halves and quarters (the mean over disjoint random parts) against 1/n. It may be a
/// little below 0. Source: Chong & Forsyth 2020, "Effectively unbiased FID", with these three
/// sizes.
/// @throws NoValue where a quarter of a sample has no more vectors than their width: the line does
/// not hold there.
double frechet_extrapolated(const VectorPair& vectors);

}  // namespace lingan::metrics

/// Mean and covariance of vectors.
#pragma once

#include <vector>

#include <lingan/metrics/sentence_vectors.h>

namespace lingan::metrics {

struct Moments {
  std::vector<double> mean;        ///< [D]
  std::vector<double> covariance;  ///< [D, D], divided by N - 1
};

/// In float64. Does not depend on the number of threads.
/// @throws NoValue for fewer than two vectors.
Moments moments_of(const SentenceVectors& vectors);

}  // namespace lingan::metrics

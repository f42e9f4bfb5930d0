/// Vectors of sentences, from an encoder of the user's.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace lingan::metrics {

/// N vectors of D finite numbers.
struct SentenceVectors {
  int64_t width = 0;           ///< D, >= 1
  std::vector<double> values;  ///< [N, D]

  int64_t size() const { return static_cast<int64_t>(values.size()) / width; }
  std::span<const double> operator[](int64_t i) const {
    return std::span(values).subspan(i * width, width);
  }
};

/// What the vector metrics compare.
struct VectorPair {
  SentenceVectors hypotheses;
  SentenceVectors references;
};

}  // namespace lingan::metrics

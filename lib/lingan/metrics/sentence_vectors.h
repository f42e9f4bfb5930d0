/// Vectors of sentences, as an encoder gives them.
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

/// @throws UsageError unless vectors of so many numbers can be compared.
void require_same_width(int64_t one, int64_t other);

/// What the vector metrics compare.
struct VectorPair {
  SentenceVectors hypotheses;
  SentenceVectors references;
};

}  // namespace lingan::metrics

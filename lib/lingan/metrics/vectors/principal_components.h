/// Principal components, as MAUVE takes them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <lingan/metrics/sentence_vectors.h>

namespace lingan::metrics {

/// N points of D coordinates.
struct Points {
  int64_t width = 0;          ///< D, >= 1
  std::vector<float> values;  ///< [N, D]

  int64_t size() const { return static_cast<int64_t>(values.size()) / width; }
  std::span<const float> operator[](int64_t i) const {
    return std::span(values).subspan(i * width, width);
  }
};

/// The vectors in the coordinates of their first principal components: as many as explain a share
/// of the variance, not whitened. Computed in float64.
/// @param share  in (0, 1].  @throws NoValue for fewer than two vectors and for equal ones.
Points principal_components(const SentenceVectors& vectors, double share);

}  // namespace lingan::metrics

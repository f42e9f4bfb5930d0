/// Vectors of sentences, as an encoder gives them.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace lingan::metrics {

/// The largest number of a vector, by its size: float32's, 3.4e38. Sums of the fourth powers of
/// such numbers, as the Frechet distance takes, are far from overflow.
inline constexpr double kLargestNumber = std::numeric_limits<float>::max();

/// What is wrong with a number of a vector, as in `holds 1e+200; ..`; empty: nothing.
std::string number_fault(double number);

/// N vectors of D numbers, none of which number_fault() complains about.
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
  std::string encoder = {};  ///< what made them, for signatures; empty: they are files
};

}  // namespace lingan::metrics

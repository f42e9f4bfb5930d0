#include <lingan/metrics/sentence_vectors.h>

#include <cmath>

#include <fmt/format.h>

#include <lingan/base/error.h>

namespace lingan::metrics {

std::string number_fault(double number) {
  if (std::abs(number) <= kLargestNumber) return "";
  if (std::isnan(number)) return "holds NaN; all numbers must be finite";
  if (std::isinf(number)) return "holds infinity; all numbers must be finite";
  return fmt::format("holds {:.6g}; the largest number of a vector is {:.6g}, float32's", number,
                     kLargestNumber);
}

void require_same_width(int64_t one, int64_t other) {
  if (one == other) return;
  throw UsageError(fmt::format(
      "vectors of {} and of {} numbers cannot be compared; take one encoder for both", one, other));
}

}  // namespace lingan::metrics

#include <lingan/metrics/sentence_vectors.h>

#include <fmt/format.h>

#include <lingan/base/error.h>

namespace lingan::metrics {

void require_same_width(int64_t one, int64_t other) {
  if (one == other) return;
  throw UsageError(fmt::format(
      "vectors of {} and of {} numbers cannot be compared; take one encoder for both", one, other));
}

}  // namespace lingan::metrics

#include <lingan/text/corpus/length_percentile.h>

#include <cmath>

namespace lingan {

int64_t count_sentences(const LengthCounts& lengths) {
  int64_t count = 0;
  for (const auto& entry : lengths) count += entry.second;
  return count;
}

int32_t length_percentile(const LengthCounts& lengths, double share) {
  const double sentences = static_cast<double>(count_sentences(lengths));
  const auto wanted = static_cast<int64_t>(std::ceil(share * sentences));
  int64_t covered = 0;
  for (const auto& [length, count] : lengths) {
    covered += count;
    if (covered >= wanted) return length;
  }
  return 0;
}

}  // namespace lingan

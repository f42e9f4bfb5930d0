/// The random numbers of faiss 1.15, on which its clusterings, and so MAUVE's published values,
/// depend. Nothing else takes them: see base/random.h.
#pragma once

#include <cstdint>
#include <numeric>
#include <random>
#include <utility>
#include <vector>

namespace lingan::metrics {

/// faiss::RandomGenerator.
class FaissRandom {
 public:
  explicit FaissRandom(uint64_t seed) : generator_(static_cast<uint32_t>(seed)) {}

  uint32_t below(uint32_t bound) { return static_cast<uint32_t>(generator_()) % bound; }
  /// In [0, 1].
  float uniform() {
    return static_cast<float>(generator_()) / static_cast<float>(std::mt19937::max());
  }

 private:
  std::mt19937 generator_;
};

/// faiss::rand_perm: a random order of 0..count-1.
inline std::vector<int32_t> faiss_permutation(int32_t count, uint64_t seed) {
  std::vector<int32_t> order(count);
  std::iota(order.begin(), order.end(), 0);
  FaissRandom random(seed);
  for (int32_t i = 0; i + 1 < count; ++i) {
    std::swap(order[i], order[i + static_cast<int32_t>(random.below(count - i))]);
  }
  return order;
}

}  // namespace lingan::metrics

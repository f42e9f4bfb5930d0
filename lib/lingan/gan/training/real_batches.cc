#include <lingan/gan/training/real_batches.h>

#include <vector>

#include <lingan/base/random_permutation.h>

namespace lingan {

std::vector<int64_t> RealBatches::rows(uint32_t order, int64_t batch) const {
  const RandomPermutation permutation(static_cast<uint64_t>(state_.data.train.rows),
                                      {state_.seed, Purpose::kShuffle, order});
  std::vector<int64_t> rows(static_cast<size_t>(size_));
  for (int64_t i = 0; i < size_; ++i) {
    rows[i] = static_cast<int64_t>(permutation.at(static_cast<uint64_t>(batch * size_ + i)));
  }
  return rows;
}

Sentences RealBatches::batch(uint32_t order, int64_t batch) const {
  return state_.corpus.select(rows(order, batch));
}

}  // namespace lingan

#include <lingan/gan/training/labelled_batches.h>

#include <algorithm>

#include <lingan/base/labelled_sentences.h>
#include <lingan/base/random_permutation.h>
#include <lingan/gan/training/real_batches.h>

namespace lingan {

LabelledBatches::LabelledBatches(const TrainingState& state, int64_t size) : state_(state) {
  const auto& labels = state.data.train.labels;
  for (size_t row = 0; row < labels.size(); ++row) {
    if (labels[row] != kUnknownLabel) rows_.push_back(static_cast<int64_t>(row));
  }
  size_ = std::min(size, static_cast<int64_t>(rows_.size()));
}

Sentences LabelledBatches::batch(int64_t step) const {
  const auto count = static_cast<int64_t>(rows_.size());
  std::vector<int64_t> chosen;
  for (int64_t place = step * size_; place < (step + 1) * size_; ++place) {
    const auto pass = static_cast<uint32_t>(place / count);
    const RandomPermutation order(rows_.size(),
                                  {state_.seed, Purpose::kShuffle, kLabelledOrders + pass});
    chosen.push_back(rows_[order.at(static_cast<uint64_t>(place % count))]);
  }
  return state_.corpus.select(chosen);
}

}  // namespace lingan

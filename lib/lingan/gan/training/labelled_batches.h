/// Random batches of the real sentences whose label is known.
#pragma once

#include <cstdint>
#include <vector>

#include <lingan/gan/training/training_state.h>

namespace lingan {

/// Batches of the training sentences that have a label, passed through again and again in random
/// orders, each sentence once a pass: few of them make whole batches beside many without a label.
class LabelledBatches {
 public:
  /// @param state  at least one of whose sentences has a label.
  /// @param size  sentences of a batch at most: as many as have a label are enough.
  LabelledBatches(const TrainingState& state, int64_t size);

  /// The batch of a step of D, with labels.
  /// @param step  its number among all of the run, from 0.
  Sentences batch(int64_t step) const;

 private:
  const TrainingState& state_;
  std::vector<int64_t> rows_;  // of the corpus, that have a label
  int64_t size_;
};

}  // namespace lingan

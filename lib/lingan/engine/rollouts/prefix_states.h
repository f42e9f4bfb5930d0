/// What a generator knows after every prefix of some sentences.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include <lingan/base/token_batch.h>
#include <lingan/engine/rollouts/stepper.h>

namespace lingan::engine {

/// The states and hidden vectors after prefixes y_1..y_t, 0 <= t < T, of consecutive sentences of a
/// batch, as far as a sentence reaches.
class PrefixStates {
 public:
  /// Feeds bos and the sentences.
  /// @param range  first sentence and how many.
  PrefixStates(const Stepper& stepper, const TokenBatch& sentences, int32_t bos,
               std::pair<int64_t, int64_t> range);

  /// [state_width].
  const float* state(int64_t sentence, int64_t prefix) const {
    return states_.data() + index(sentence, prefix) * state_width_;
  }
  /// [H], what the output layer is given.
  const float* hidden(int64_t sentence, int64_t prefix) const {
    return hidden_.data() + index(sentence, prefix) * hidden_width_;
  }

 private:
  int64_t index(int64_t sentence, int64_t prefix) const {
    return prefix * count_ + sentence - first_;
  }

  int64_t first_;
  int64_t count_;
  int64_t state_width_;
  int64_t hidden_width_;
  std::vector<float> states_;  // [T, count, state_width]
  std::vector<float> hidden_;  // [T, count, H]
};

}  // namespace lingan::engine

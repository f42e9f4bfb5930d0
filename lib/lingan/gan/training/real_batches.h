/// Random batches of real sentences.
#pragma once

#include <cstdint>
#include <vector>

#include <lingan/base/token_batch.h>
#include <lingan/gan/training/training_state.h>

namespace lingan {

/// Orders of the corpus for different uses draw from different steps of Purpose::kShuffle:
/// pretraining's epochs from those from 0 on, the discriminator's of fakes and of replaced tokens,
/// the generator's, the passes over sentences with labels and those of maximum likelihood between
/// adversarial steps from these on.
inline constexpr uint32_t kDiscriminatorOrders = uint32_t{1} << 24;
inline constexpr uint32_t kReplacedTokenOrders = uint32_t{1} << 29;
inline constexpr uint32_t kGeneratorOrders = uint32_t{1} << 30;
inline constexpr uint32_t kLabelledOrders = uint32_t{3} << 29;
inline constexpr uint32_t kLikelihoodOrders = uint32_t{1} << 31;

/// Batches of the training corpus in random orders. A batch costs what its size is, not the
/// corpus's.
class RealBatches {
 public:
  /// @param size  sentences of a batch, in 1..N.
  RealBatches(const TrainingState& state, int64_t size) : state_(state), size_(size) {}

  /// A batch of an order, [size, T].
  /// @param order  its number.  @param batch  in 0..N/size-1.
  Sentences batch(uint32_t order, int64_t batch) const;
  /// The rows of the corpus that are in it.
  std::vector<int64_t> rows(uint32_t order, int64_t batch) const;

 private:
  const TrainingState& state_;
  int64_t size_;
};

}  // namespace lingan

/// Rollouts of a recurrent generator on a CUDA device.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include <lingan/engine/contract/device_product.h>
#include <lingan/engine/contract/recurrent_weights.h>
#include <lingan/engine/cuda/table.h>
#include <lingan/engine/rollouts/rollouts.h>

namespace lingan::engine {

/// Jobs of the CUDA library with one network.
class CudaRollouts final : public DeviceRollouts {
 public:
  /// Copies the weights.
  /// @param table    of the library (cuda_library.h); must live as long as this object.
  /// @param weights  their pointers may be the host's or the device's.
  /// @param product  for deep layers; null: the library's own tiles at every depth.
  /// @throws UsageError if bos is not of the vocabulary, IoError if the device lacks the memory.
  CudaRollouts(const cuda::Table& table, const RecurrentWeights& weights,
               const SpecialTokens& specials, DeviceProduct product = nullptr);
  ~CudaRollouts() override;
  CudaRollouts(const CudaRollouts&) = delete;
  CudaRollouts& operator=(const CudaRollouts&) = delete;

  Samples sample(const SampleRequest& request) const override;
  void complete(const TokenBatch& sentences, const RolloutRequest& request,
                const std::function<void(const Completions&)>& consumer) const override;
  using Rollouts::log_probabilities;
  std::vector<float> log_probabilities(const TokenBatch& sentences,
                                       std::span<const float> initial_states) const override;

  void sample_on_device(const SampleRequest& request,
                        const DeviceSentencesView& sentences) const override;
  void complete_on_device(
      const DeviceSentencesView& sentences, const RolloutRequest& request,
      const std::function<void(const DeviceCompletions&)>& consumer) const override;

 private:
  /// Runs a job that says where its results go.
  void run(const SampleRequest& request, cuda::SampleJob job) const;
  /// Completes the job's sentences, which may be anywhere, block by block.
  void complete_blocks(const RolloutRequest& request, const cuda::CompleteJob& all,
                       const std::function<void(const DeviceCompletions&)>& consumer) const;
  /// Sentences whose completions are on the device together.
  int64_t sentences_at_once(const RolloutRequest& request, int64_t width) const;

  const cuda::Table& table_;
  SpecialTokens specials_;
  int64_t vocabulary_;
  int64_t row_floats_;  // that one row in the making takes, its tokens apart
  cuda::Network* network_ = nullptr;
};

}  // namespace lingan::engine

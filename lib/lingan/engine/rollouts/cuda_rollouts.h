/// A recurrent generator whose weights live on a CUDA device.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include <lingan/engine/cuda/table.h>
#include <lingan/engine/rollouts/rollout.h>

namespace lingan::engine {

/// Samples, completes and scores on the device. What asks for single steps instead gets them from a
/// stepper of the CPU, made of the same weights at the first such call.
class CudaStepper final : public Stepper, public DeviceRollouts {
 public:
  /// Copies the weights.
  /// @param table    of the library (cuda_library.h); must live as long as the stepper.
  /// @param weights  their pointers may be the host's or the device's.
  /// @throws IoError if the device lacks the memory.
  CudaStepper(const cuda::Table& table, const cuda::NetworkWeights& weights);
  ~CudaStepper() override;

  int64_t vocabulary_size() const override { return shape_.vocabulary; }
  const DeviceRollouts* device() const override { return this; }

  Samples sample(const SampleRequest& request, const SpecialTokens& specials) const override;
  void sample_on_device(const SampleRequest& request, const SpecialTokens& specials,
                        const DeviceSentencesView& sentences) const override;
  void complete(const TokenBatch& sentences, const RolloutRequest& request,
                const SpecialTokens& specials,
                const std::function<void(const Completions&)>& consumer) const override;
  void complete_on_device(
      const DeviceSentencesView& sentences, const RolloutRequest& request,
      const SpecialTokens& specials,
      const std::function<void(const DeviceCompletions&)>& consumer) const override;
  std::vector<float> score(const TokenBatch& sentences,
                           const SpecialTokens& specials) const override;

  int64_t state_width() const override;
  const OutputLayer& output() const override { return host().output(); }
  void initial_states(int64_t rows, float* states) const override {
    host().initial_states(rows, states);
  }
  void advance(std::span<const int32_t> tokens, float* states, float* hidden) const override {
    host().advance(tokens, states, hidden);
  }

 private:
  const Stepper& host() const;
  std::unique_ptr<Stepper> copy_to_host() const;
  void sample(const SampleRequest& request, const SpecialTokens& specials,
              cuda::SampleJob job) const;
  /// Completes the job's sentences, which may be anywhere, block by block.
  void complete_blocks(const RolloutRequest& request, const cuda::CompleteJob& all,
                       const std::function<void(const DeviceCompletions&)>& consumer) const;
  /// Sentences whose completions are on the device together.
  int64_t sentences_at_once(const RolloutRequest& request, int64_t width) const;

  const cuda::Table& table_;
  cuda::NetworkWeights shape_;  // without the pointers
  cuda::Network* network_ = nullptr;
  mutable std::once_flag host_made_;
  mutable std::unique_ptr<Stepper> host_;
};

}  // namespace lingan::engine

/// The engine's stepper of any generator: it calls the module.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include <lingan/model/torch.h>

#include <lingan/engine/cpu/output_layer.h>
#include <lingan/engine/rollouts/stepper.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/one_torch_thread.h>

namespace lingan {

/// A generator's state as rows, [B, sum of N * W], tensor after tensor.
/// @param state  see Generator::initial_state.
torch::Tensor state_rows(const std::vector<torch::Tensor>& state);

/// Advances rows of a batch by Generator::advance; the engine's own output layer draws. A generator
/// whose cell the engine knows has a faster one (engine/rollouts/recurrent_stepper.h).
class ModuleStepper final : public engine::Stepper {
 public:
  /// @param generator  on the CPU, in evaluation mode, this stepper's alone.
  ModuleStepper(std::shared_ptr<Generator> generator, engine::Precision precision);

  int64_t state_width() const override { return initial_.numel(); }
  const engine::OutputLayer& output() const override { return output_; }
  void initial_states(int64_t rows, float* states) const override;
  void advance(std::span<const int32_t> tokens, float* states, float* hidden) const override;

 private:
  /// Views of the tensors that the rows hold.
  std::vector<torch::Tensor> state_tensors(const torch::Tensor& rows) const;

  const OneTorchThread one_torch_thread_;  // the engine's threads share the rows
  std::shared_ptr<Generator> generator_;
  engine::OutputLayer output_;
  torch::Tensor initial_;                            // [1, state width]
  torch::Tensor vectors_;                            // of all tokens, [V, W]
  std::vector<std::pair<int64_t, int64_t>> shapes_;  // N and W of each tensor
};

}  // namespace lingan

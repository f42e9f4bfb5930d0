/// A generator of embedding, recurrent layers and linear output, for any recurrent cell of torch.
#pragma once

#include <memory>
#include <vector>

#include <lingan/engine/contract/recurrent_weights.h>
#include <lingan/model/generators/generator.h>

namespace lingan {

/// What tells one cell from another.
struct RecurrentCell {
  int32_t gates;   ///< rows of a weight matrix are gates * H: 4 (LSTM) or 3 (GRU)
  int64_t states;  ///< tensors of state: h, or h and c
};

/// The generator. Parameters of its cell: weight_ih_lN, weight_hh_lN, bias_ih_lN, bias_hh_lN as in
/// torch::nn::LSTM and GRU.
class RecurrentGenerator : public Generator {
 public:
  /// @throws UsageError if options are out of range.
  RecurrentGenerator(const RecurrentCell& cell, const GeneratorOptions& options,
                     RandomStream stream);

  using Generator::initial_state;
  std::vector<torch::Tensor> initial_state(int64_t rows) const override;
  torch::Tensor advance(const torch::Tensor& input, std::vector<torch::Tensor>& state) override;
  /// By the engine's own cells. With a latent code or sources on the CPU: a device knows no other
  /// first states than 0.
  std::unique_ptr<engine::Rollouts> rollouts(const SpecialTokens& specials,
                                             engine::Precision precision) const override;

 protected:
  torch::Tensor read(const torch::Tensor& fed, std::vector<torch::Tensor> state,
                     const torch::Tensor& lengths) override;

 private:
  /// What the output layer is given, [B, T, H], of embedded tokens [B, T, E].
  torch::Tensor run(const torch::Tensor& input, std::vector<torch::Tensor>& state,
                    const torch::Tensor& lengths = {});
  /// The weights as the engine takes them, and the tensors that they point into.
  struct EngineWeights {
    std::vector<torch::Tensor> kept;
    engine::RecurrentWeights view;
  };
  EngineWeights engine_weights(torch::Device device) const;

  RecurrentCell cell_;
  std::vector<torch::Tensor> weights_;
};

}  // namespace lingan

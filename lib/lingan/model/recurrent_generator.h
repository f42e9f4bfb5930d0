/// A generator of embedding, recurrent layers and linear output, for any recurrent cell of torch.
#pragma once

#include <memory>
#include <vector>

#include <lingan/model/generator.h>

namespace lingan {

/// What tells one cell from another.
struct RecurrentCell {
  int32_t gates;   ///< rows of a weight matrix are gates * H: 4 (LSTM) or 3 (GRU)
  int64_t states;  ///< tensors of state: h, or h and c
};

/// The generator. Parameters: embedding [V, E]; weight_ih_lN, weight_hh_lN, bias_ih_lN, bias_hh_lN
/// as in torch::nn::LSTM and GRU; output_weight [V, H] unless tied; output_bias [V].
class RecurrentGenerator : public Generator {
 public:
  /// @throws UsageError if options are out of range.
  RecurrentGenerator(const RecurrentCell& cell, const GeneratorOptions& options,
                     RandomStream stream);

  torch::Tensor forward(const torch::Tensor& tokens) override;
  torch::Tensor cross_entropy(const torch::Tensor& tokens, const torch::Tensor& weights) override;
  std::vector<torch::Tensor> initial_state(int64_t rows) const override;
  torch::Tensor step(const torch::Tensor& input, std::vector<torch::Tensor>& state) override;
  torch::Tensor embeddings() const override { return embedding_; }
  std::unique_ptr<engine::Rollouts> rollouts(const SpecialTokens& specials,
                                             engine::Precision precision) const override;
  const GeneratorOptions& options() const override { return options_; }

 private:
  void register_weights();
  void initialize(RandomStream stream);
  /// What the output layer is given, [B, T, H], of embedded tokens [B, T, E].
  torch::Tensor run(const torch::Tensor& input, std::vector<torch::Tensor>& state);
  /// The same of teacher-forced tokens [B, T].
  torch::Tensor run_tokens(const torch::Tensor& tokens);
  /// A share of dropout: 0 outside of training.
  double in_training(double share) const { return is_training() ? share : 0.0; }
  /// [V], with the large negative numbers that keep pad and bos from being drawn.
  torch::Tensor output_bias() const;

  RecurrentCell cell_;
  GeneratorOptions options_;
  torch::Tensor embedding_;
  std::vector<torch::Tensor> weights_;
  torch::Tensor output_weight_;
  torch::Tensor output_bias_;
};

}  // namespace lingan

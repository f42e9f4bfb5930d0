/// A critic: what a sentence will be worth, told from what stands before each of its tokens.
#pragma once

#include <vector>

#include <lingan/model/torch.h>

#include <lingan/base/random.h>
#include <lingan/model/generators/generator_options.h>

namespace lingan {

/// An LSTM with embeddings of its own, and one number of each of its states.
///
/// Parameters: embedding [V, E]; those of torch::nn::LSTM; output_weight [1, H], output_bias [1].
class Critic : public torch::nn::Module {
 public:
  /// On the CPU, with weights drawn from `stream`.
  /// @param generator  whose vocabulary and widths it has.
  Critic(const GeneratorOptions& generator, RandomStream stream);

  /// V(y_1..y_(t-1)) at t: it has not seen the token that it stands for. [B, T], differentiable in
  /// the weights.
  /// @param tokens  [B, T] int64.
  torch::Tensor forward(const torch::Tensor& tokens);

 private:
  int64_t bos_;
  int64_t hidden_width_;
  torch::Tensor embedding_, output_weight_, output_bias_;
  std::vector<torch::Tensor> weights_;
};

}  // namespace lingan

/// The encoder of an auto-encoder: what it tells of the latent codes of sentences.
#pragma once

#include <lingan/model/torch.h>

#include <lingan/base/random.h>
#include <lingan/model/generators/generator_options.h>
#include <lingan/model/layers/bidirectional_lstm.h>
#include <lingan/model/layers/layers.h>
#include <lingan/model/sentences/posterior.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {

/// An LSTM in each direction over embeddings of its own. The last states of both give mean and ln
/// variance of a sentence's code by a linear layer each: Bowman et al. 2016, sec. 3.
///
/// Parameters: embedding [V, E]; those of torch::nn::LSTM after forward_ and backward_; mean_weight
/// [Z, 2W], mean_bias, log_variance_weight and log_variance_bias.
class CodeEncoder : public torch::nn::Module {
 public:
  /// On the CPU, with weights drawn from `stream`.
  /// @param generator  whose vocabulary, embedding width and code width Z it has.
  /// @param width  W, of each direction.
  CodeEncoder(const GeneratorOptions& generator, int64_t width, RandomStream stream);

  /// q(z | x), differentiable in the weights.
  /// @param sentences  hard, or rows over the vocabulary, in which it is differentiable, too; with
  /// lengths, which are 1 or more.
  Posterior forward(const Sentences& sentences);

 private:
  torch::Tensor embedding_;
  BidirectionalLstm reader_;
  LinearLayer mean_, log_variance_;
};

}  // namespace lingan

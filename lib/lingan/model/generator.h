/// Generators: p(y_t | y_<t) by a recurrent network.
#pragma once

#include <memory>
#include <vector>

#include <lingan/model/torch.h>

#include <lingan/base/random.h>
#include <lingan/base/token_batch.h>
#include <lingan/engine/precision.h>
#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/model/generator_options.h>

namespace lingan {

/// A language model that training differentiates and the engine samples.
class Generator : public torch::nn::Module {
 public:
  /// Teacher-forced logits.
  /// @param tokens  [B, T] int64 or int32, y_1..y_T; bos is put before them, y_T is not fed.
  /// @return [B, T, V]: entry t scores y_{t+1} given y_1..y_t.
  virtual torch::Tensor forward(const torch::Tensor& tokens) = 0;

  /// Sum of weights[b, t] * -ln p(y_t | y_<t), differentiable in the weights of the network; a
  /// scalar. By itself it goes through forward(); an override need not make the logits.
  /// @param tokens  [B, T] int64.  @param weights  [B, T]; a token of weight 0 costs nothing.
  virtual torch::Tensor cross_entropy(const torch::Tensor& tokens, const torch::Tensor& weights);

  /// The recurrent state before anything was fed, for B rows.
  virtual std::vector<torch::Tensor> initial_state(int64_t rows) const = 0;

  /// Feeds one embedding a row, differentiably; the path of relaxed tokens.
  /// @param input  [B, E].  @param state  read and replaced.  @return logits [B, V].
  virtual torch::Tensor step(const torch::Tensor& input, std::vector<torch::Tensor>& state) = 0;

  /// The embedding table [V, E].
  virtual torch::Tensor embeddings() const = 0;

  /// What samples and completes sentences with a copy of the weights, where they are: make a new
  /// one after they have changed.
  /// @param precision  of the output layer's products on the CPU.
  /// @throws UsageError if bos is not of the vocabulary.
  virtual std::unique_ptr<engine::Rollouts> rollouts(
      const SpecialTokens& specials,
      engine::Precision precision = engine::Precision::kFloat32) const = 0;

  virtual const GeneratorOptions& options() const = 0;
};

/// A generator on the CPU with weights drawn from `stream` (Purpose::kInitialize): the same for the
/// same seed.
/// @throws UsageError if options are out of range, naming key, value and allowed values.
std::shared_ptr<Generator> make_generator(const GeneratorOptions& options, RandomStream stream);

}  // namespace lingan

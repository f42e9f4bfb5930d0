/// Sentences of relaxed tokens, unrolled through a generator differentiably.
#pragma once

#include <lingan/model/torch.h>

#include <lingan/gan/strategies/strategy.h>

namespace lingan {

/// One relaxed token of each of B sentences.
struct RelaxedToken {
  torch::Tensor shown;  ///< [B, V]: what D sees; rows sum to 1
  torch::Tensor fed;    ///< [B, E]: what G is fed next
  torch::Tensor hard;   ///< [B] int64: the token it stands for
};

/// Turns perturbed logits into relaxed tokens.
class Relaxation {
 public:
  virtual ~Relaxation() = default;
  /// @param perturbed  [B, V]: logits plus Gumbel noise; their argmax is a sample of the softmax.
  /// @param embeddings  [V, E], G's table.
  virtual RelaxedToken relax(const torch::Tensor& perturbed,
                             const torch::Tensor& embeddings) const = 0;
};

/// Which sentences of a stream to unroll.
struct RelaxedRequest {
  RandomStream stream;     ///< of the Gumbel noise
  uint64_t first_row = 0;  ///< number of the first sentence in the stream
  int64_t rows = 1;        ///< B
  int32_t length = 1;      ///< T
};

/// Unrolls B sentences: one_hot [B, T, V] and lengths. A sentence whose hard token was eos
/// continues as one-hot pads, without gradient. The hard tokens are distributed as sampling at
/// temperature 1 draws them if each step is fed (nearly) the hard token's embedding.
Sentences unroll_relaxed(Generator& generator, SpecialTokens specials, const Relaxation& relaxation,
                         const RelaxedRequest& request);

/// The generator step of a pathwise strategy: unrolls a batch and descends the objective's loss.
StepReport pathwise_step(StepContext& context, const Relaxation& relaxation);

/// Detached fakes for D in relaxed form.
Sentences relaxed_fakes(StepContext& context, const Relaxation& relaxation, int64_t rows,
                        uint64_t first_row);

}  // namespace lingan

/// Sentences of relaxed tokens, unrolled through a generator differentiably.
#pragma once

#include <lingan/model/torch.h>

#include <lingan/gan/strategies/strategy.h>

namespace lingan {

/// Which sentences of a stream to unroll.
struct RelaxedRequest {
  RandomStream stream;        ///< of the noise, the latent codes, the labels and the sources
  uint64_t first_row = 0;     ///< number of the first sentence in the stream
  int64_t rows = 1;           ///< B
  int32_t length = 1;         ///< T
  torch::Tensor latent = {};  ///< [B, Z], the latent codes, where they are given and not drawn
  const Sentences* sources = nullptr;  ///< [B] of the sentences; null: drawn, where the generator
                                       ///< reads any
  torch::Tensor labels = {};           ///< [B] int64, that it is told; undefined: drawn
};

/// What a generator gives for one position of each of B sentences.
struct RelaxedInput {
  const Generator& generator;
  torch::Tensor hidden;      ///< [B, H], what the output layer is given
  torch::Tensor logits;      ///< [B, V]
  torch::Tensor embeddings;  ///< [V, E], the generator's
  RandomStream stream;
  uint64_t first_row;
  int64_t position;

  /// logits and standard Gumbel noise, [B, V]: their argmax is a sample of the softmax.
  torch::Tensor perturbed() const;
};

/// One relaxed token of each of B sentences.
struct RelaxedToken {
  torch::Tensor shown;  ///< what D sees: [B, V], rows that sum to 1, or [B, E], vectors
  torch::Tensor fed;    ///< [B, E]: what G is fed next
  torch::Tensor hard;   ///< [B] int64: the token it stands for
};

/// Turns what a generator gives into relaxed tokens.
class Relaxation {
 public:
  virtual ~Relaxation() = default;

  /// Whether D sees vectors of the space of its embeddings, not rows over the vocabulary.
  virtual bool shows_vectors() const { return false; }

  /// Whether where a sentence ends has a gradient (see unroll_relaxed). Not with vectors.
  virtual bool weighs_lengths() const { return false; }

  virtual RelaxedToken relax(const RelaxedInput& input) const = 0;
};

/// Unrolls B sentences: one_hot [B, T, V] or vectors [B, T, E], lengths, the latent codes where the
/// generator has one, and labels where it is told them, or the numbers of its sources. A sentence
/// whose hard token was eos continues as pads, without gradient. Where tokens are drawn by Gumbel
/// noise, the hard ones are distributed as sampling at temperature 1 draws them if each step is fed
/// (nearly) the hard token's embedding.
///
/// Where the relaxation weighs lengths, position t shows a_t y_t + (1 - a_t) pad with a_t the
/// product of 1 - y_s[eos] over s < t, the chance that the sentence has not ended, and D sees all T
/// positions: the lengths are undefined. Otherwise the choice of eos reaches G through eos's own
/// row alone. What G gives after an eos is not what it would have given without it: the gradient is
/// biased.
Sentences unroll_relaxed(Generator& generator, SpecialTokens specials, const Relaxation& relaxation,
                         const RelaxedRequest& request);

/// The generator step of a pathwise strategy: unrolls a batch and descends the objective's loss.
/// @param objective  the context's, or another that G trains by.
StepReport pathwise_step(StepContext& context, const Relaxation& relaxation,
                         const Objective& objective);
inline StepReport pathwise_step(StepContext& context, const Relaxation& relaxation) {
  return pathwise_step(context, relaxation, context.objective);
}

/// Detached fakes for D in relaxed form.
Sentences relaxed_fakes(StepContext& context, const Relaxation& relaxation, int64_t rows,
                        uint64_t first_row);

}  // namespace lingan

/// Discriminators: how real a sentence looks. One entrance for hard, relaxed and embedded
/// sentences.
#pragma once

#include <memory>

#include <lingan/model/torch.h>

#include <lingan/base/random.h>
#include <lingan/base/token_batch.h>
#include <lingan/model/discriminator_options.h>

namespace lingan {

/// A batch of sentences in one of three forms; exactly one of the first three tensors is defined.
struct Sentences {
  torch::Tensor tokens;   ///< [B, T] int64: hard tokens, padded with pad
  torch::Tensor one_hot;  ///< [B, T, V] float: relaxed one-hot rows
  torch::Tensor vectors;  ///< [B, T, E] float: points of D's own embedding space
  torch::Tensor lengths;  ///< [B] int64, or undefined: all of length T

  int64_t rows() const {
    return (tokens.defined() ? tokens : one_hot.defined() ? one_hot : vectors).size(0);
  }
};

/// Hard sentences for a discriminator.
Sentences to_sentences(const TokenBatch& batch);

/// Hard sentences on the host.  REQUIRES: sentences.tokens and sentences.lengths.
TokenBatch to_token_batch(const Sentences& sentences);

/// A network that scores sentences.
class Discriminator : public torch::nn::Module {
 public:
  /// Features before the output layer: [B, F] (with R representations: their mean over R).
  virtual torch::Tensor features(const Sentences& sentences) = 0;

  /// Raw outputs C(x), not squashed: [B], or [B, R] for a discriminator of R representations.
  virtual torch::Tensor logits(const Sentences& sentences) = 0;

  /// The embedding table [V, E]: one-hot rows times it are the vectors that D sees.
  virtual torch::Tensor embeddings() const = 0;

  /// The penalty on weights to add to a loss; a scalar, 0 where there is none.
  virtual torch::Tensor penalty() const = 0;

  virtual const DiscriminatorOptions& options() const = 0;
};

/// A discriminator with weights drawn from `stream` (Purpose::kInitialize).
/// @throws UsageError if options are out of range, naming key, value and allowed values.
std::shared_ptr<Discriminator> make_discriminator(const DiscriminatorOptions& options,
                                                  RandomStream stream);

}  // namespace lingan

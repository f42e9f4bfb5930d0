/// Batches of sentences for networks: what they look like, and what all forms have in common.
#pragma once

#include <lingan/model/torch.h>

#include <lingan/base/token_batch.h>

namespace lingan {

/// A batch of sentences in one of three forms; exactly one of the first three tensors is defined.
struct Sentences {
  torch::Tensor tokens;   ///< [B, T] int64: hard tokens, padded with pad
  torch::Tensor one_hot;  ///< [B, T, V] float: relaxed one-hot rows
  torch::Tensor vectors;  ///< [B, T, E] float: points of D's own embedding space
  torch::Tensor lengths;  ///< [B] int64, or undefined: all of length T
  torch::Tensor latent;   ///< [B, Z], the codes that they were made of; undefined: none
  torch::Tensor labels;   ///< [B] int64, numbers of their labels, or sources; undefined: none

  int64_t rows() const {
    return (tokens.defined() ? tokens : one_hot.defined() ? one_hot : vectors).size(0);
  }
};

/// Hard sentences on the compute device.
Sentences to_sentences(const TokenBatch& batch);
/// On another.
Sentences to_sentences(const TokenBatch& batch, torch::Device device);

/// Hard sentences on the host.  REQUIRES: sentences.tokens and sentences.lengths.
TokenBatch to_token_batch(const Sentences& sentences);

/// Whether position t is one of a sentence's tokens: [B, width] bool.
/// @param lengths  [B] int64.
torch::Tensor inside(const torch::Tensor& lengths, int64_t width);

/// A view of rows first..first + count - 1.  REQUIRES: sentences.tokens and sentences.lengths.
Sentences rows_of(const Sentences& sentences, int64_t first, int64_t count);

/// The vectors [B, T, E] of sentences in an embedding table [V, E], differentiable in both.
/// @throws UsageError if the widths of relaxed sentences do not fit the table.
torch::Tensor to_vectors(const Sentences& sentences, const torch::Tensor& table);

/// The same, but positions after a sentence's length take the vector of `pad`, so that all forms
/// of a sentence give the same vectors.
/// @throws UsageError also if not exactly one form is given.
torch::Tensor embed(const Sentences& sentences, const torch::Tensor& table, int64_t pad);

}  // namespace lingan

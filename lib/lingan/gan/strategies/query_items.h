/// Which items the training pairs have for each query, and items drawn by weights.
#pragma once

#include <cstdint>

#include <lingan/model/torch.h>

#include <lingan/base/random.h>
#include <lingan/base/token_batch.h>
#include <lingan/model/generators/generator.h>

namespace lingan {

/// Pairs of a query, which is a sentence's label, and an item, which is its first token. Sentences
/// without labels have one query.
class QueryItems {
 public:
  /// @param pairs  those to train on.  @param generator  whose vocabulary the items are of, where
  /// it is.
  QueryItems(const TokenBatch& pairs, const Generator& generator);

  /// 1 at the items of each row's query, else 0: [B, V] float.
  /// @param queries  [B] int64.
  torch::Tensor relevant(const torch::Tensor& queries) const;

  /// 1 at all other items, 0 at those and at tokens that are no items: [B, V] float.
  torch::Tensor others(const torch::Tensor& queries) const;

 private:
  torch::Tensor places_;  // [Q, N] int64, each query's items, filled up with V
  torch::Tensor items_;   // [V] float, 0 at the special tokens
};

/// The queries [B] of a batch: its labels, or 0.
torch::Tensor queries_of(const Sentences& pairs);

/// A generator's logits of all items for each row's query, [B, V], and what they are made of,
/// all differentiable.
struct ItemLogits {
  torch::Tensor query;     ///< [B, H]
  GeneratorOutput output;  ///< the items' vectors [V, H] and biases [V]
  torch::Tensor logits;    ///< [B, V]
};

/// @param pairs  hard sentences of a token or more, with labels where the generator is told them.
ItemLogits item_logits(Generator& generator, const Sentences& pairs);

/// Items drawn in proportion to weights, [B, draws] int64, each by itself; of a row without weight
/// the last item.
/// @param weights  [B, V], >= 0.
/// @param stream  row b draws from row b, draw i from position i.
torch::Tensor drawn_items(const torch::Tensor& weights, int64_t draws, RandomStream stream);

}  // namespace lingan

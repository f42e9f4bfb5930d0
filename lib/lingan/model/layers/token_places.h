/// Where the tokens of sentences are in a batch, without what comes after their ends.
#pragma once

#include <cstdint>

#include <lingan/model/torch.h>

namespace lingan {

/// B sentences of at most T tokens, N together, on the CPU. Tokens are taken one after the other,
/// those of a sentence together.
class TokenPlaces {
 public:
  /// @param lengths  [B] int64, each in 0..T; undefined: T.
  TokenPlaces(int64_t sentences, int64_t length, const torch::Tensor& lengths);

  /// [B + 1] int64: tokens before each sentence, and N.
  const torch::Tensor& offsets() const { return offsets_; }

  /// The rows of tokens, [B, T, W] -> [N, W]; differentiable, as in_places().
  torch::Tensor tokens_of(const torch::Tensor& values) const;
  /// [N, W] -> [B, T, W], zeros after the sentences.
  torch::Tensor in_places(const torch::Tensor& rows) const;

 private:
  int64_t sentences_, length_;
  torch::Tensor offsets_;
  torch::Tensor places_;  // [N] int64, of B * T; undefined: all
};

}  // namespace lingan

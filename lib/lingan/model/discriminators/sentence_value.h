/// A value of sentences by a discriminator's judgement of each, such as a reward.
#pragma once

#include <functional>

#include <lingan/model/torch.h>

namespace lingan {

/// A function of D's judgement of a sentence. All else that it depends on is fixed, so that a
/// sentence has the same value whatever others are valued beside it.
struct SentenceValue {
  bool by_features = false;  ///< goes by D's features; else by its raw outputs
  /// @param judged  raw outputs [n], [n, R] or [n, T], or features [n, F].
  /// @return [n]; of a D that judges tokens and its outputs [n, T].
  /// Null: what it goes by, as it is.
  std::function<torch::Tensor(const torch::Tensor& judged)> of = nullptr;

  torch::Tensor operator()(const torch::Tensor& judged) const { return of ? of(judged) : judged; }
};

}  // namespace lingan

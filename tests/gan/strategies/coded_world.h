/// A world whose generator makes sentences of one number, so that integrals over it are sums.
#pragma once

#include <cmath>
#include <numbers>

#include <lingan/model/sentences/posterior.h>

#include "tests/gan/toy.h"

namespace lingan::testing {

/// Sentences of at most three words out of two, and a code of one dimension.
inline World coded_world(double learning_rate) {
  World world = make_world({}, learning_rate, "non-saturating", {.latent_width = 1});
  world.discriminator = nullptr;
  return world;
}

/// Codes on a grid over -8..8 with the trapezoidal rule's weights, float64.
struct CodeGrid {
  static constexpr int64_t kCount = 1601;
  torch::Tensor codes = torch::linspace(-8, 8, kCount, torch::kFloat64);
  double step = 16.0 / (kCount - 1);

  /// The density of N(mean, variance).
  torch::Tensor density(double mean, double variance) const {
    return torch::exp(-(codes - mean).square() / (2 * variance)) /
           std::sqrt(2 * std::numbers::pi * variance);
  }
};

/// ln p(x | z) of every sentence at one code, [B] float64, by advance() of one token after the
/// other.
inline torch::Tensor log_likelihood_at(Generator& generator, const Sentences& sentences,
                                       const torch::Tensor& codes) {
  const int64_t rows = sentences.tokens.size(0);
  auto state = generator.initial_state(codes);
  auto fed = torch::full({rows}, generator.options().specials.bos, torch::kInt64);
  torch::Tensor sum = torch::zeros({rows}, generator.embeddings().options());
  for (int64_t t = 0; t < sentences.tokens.size(1); ++t) {
    const auto logits = generator.step(torch::embedding(generator.embeddings(), fed), state);
    fed = sentences.tokens.select(1, t);
    const auto log_p = torch::log_softmax(logits, 1).gather(1, fed.unsqueeze(1)).squeeze(1);
    sum = sum + log_p * (sentences.lengths > t);
  }
  return sum;
}

/// The same on a grid: [B, G] float64.
inline torch::Tensor log_likelihoods(const World& world, const Sentences& sentences,
                                     const CodeGrid& grid) {
  const torch::NoGradGuard no_gradient;
  const int64_t rows = sentences.tokens.size(0), count = CodeGrid::kCount;
  Sentences repeated;
  repeated.tokens = sentences.tokens.repeat_interleave(count, 0);
  repeated.lengths = sentences.lengths.repeat_interleave(count, 0);
  const auto codes = grid.codes.repeat({rows}).unsqueeze(1);
  return log_likelihood_at(*world.generator, repeated, codes)
      .view({rows, count})
      .to(torch::kFloat64);
}

}  // namespace lingan::testing

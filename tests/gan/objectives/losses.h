/// What an objective says where a discriminator's outputs are given.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <lingan/gan/objectives/objective.h>
#include <lingan/gan/objectives/wasserstein_gp.h>

#include "tests/gan/toy.h"

namespace lingan::testing {

struct Losses {
  double discriminator;
  double generator;
  std::vector<double> reward;  ///< of each fake sentence
};

inline OptionSet with_penalty(double weight) {
  OptionSet options;
  options.get<WassersteinGpOptions>().gradient_penalty = weight;
  return options;
}

inline torch::Tensor values(const std::vector<double>& numbers) {
  return torch::tensor(numbers, torch::kFloat64);
}

/// The losses and rewards where D says `real` and `fake`, each [B] or [B, R]; no gradient penalty.
inline Losses losses(const std::string& name, const torch::Tensor& real, const torch::Tensor& fake,
                     const OptionSet& options = with_penalty(0.0)) {
  constexpr RandomStream kNoise = {1, Purpose::kNoise, 0};
  const auto objective = make_objective(name, options);
  FixedDiscriminator d(real, fake);
  const Sentences r = constant_tokens(real.size(0), 0);
  const Sentences f = constant_tokens(fake.size(0), 1);
  const SentenceValue value = objective->reward(d, r, [&] { return f; });
  const auto reward = value(value.by_features ? d.features(f) : d.logits(f)).to(torch::kFloat64);
  return {objective->discriminator_loss(d, r, f, kNoise).item<double>(),
          objective->generator_loss(d, r, f).item<double>(),
          {reward.data_ptr<double>(), reward.data_ptr<double>() + reward.numel()}};
}

inline double softplus(double x) { return std::log1p(std::exp(x)); }
inline double sigma(double x) { return 1 / (1 + std::exp(-x)); }

/// <softplus(-C_r)> + <softplus(C_f)> of two real and two fake outputs.
inline double classification(const std::vector<double>& real, const std::vector<double>& fake) {
  return (softplus(-real[0]) + softplus(-real[1]) + softplus(fake[0]) + softplus(fake[1])) / 2;
}

/// Outputs of two real and two fake sentences, on both sides of every bend.
inline const std::vector<double> kReal = {2, -1};
inline const std::vector<double> kFake = {0.5, -3};

inline Losses losses_of(const std::string& name) {
  return losses(name, values(kReal), values(kFake));
}

inline void expect_rewards(const Losses& losses, const std::vector<double>& expected) {
  ASSERT_EQ(losses.reward.size(), expected.size());
  for (size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(losses.reward[i], expected[i], 1e-12);
}

}  // namespace lingan::testing

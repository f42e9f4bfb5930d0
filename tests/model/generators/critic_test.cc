#include <lingan/model/generators/critic.h>

#include <gtest/gtest.h>

#include <torch/nn/modules/rnn.h>

#include "tests/model/finite_differences.h"

namespace lingan::critic_test {
namespace {

GeneratorOptions small() {
  GeneratorOptions options;
  options.vocabulary_size = 7;
  options.embedding_width = 3;
  options.hidden_width = 4;
  return options;
}

const auto kTokens = [] {
  return torch::tensor({{4, 5, 2, 0}, {6, 6, 3, 5}, {2, 0, 0, 0}}, torch::kInt64);
};

TEST(Critic, EqualsTorchLstmOverTheTokensBefore) {
  Critic critic(small(), {3, Purpose::kInitialize, 0});
  const torch::NoGradGuard no_gradient;
  auto weights = critic.named_parameters();
  torch::nn::LSTM lstm(torch::nn::LSTMOptions(3, 4).batch_first(true));
  for (auto& item : lstm->named_parameters()) item.value().copy_(weights[item.key()]);
  const auto fed = torch::tensor({{1, 4, 5, 2}, {1, 6, 6, 3}, {1, 2, 0, 0}}, torch::kInt64);
  const auto hidden = std::get<0>(lstm->forward(torch::embedding(weights["embedding"], fed)));
  const auto expected =
      torch::linear(hidden, weights["output_weight"], weights["output_bias"]).squeeze(2);
  EXPECT_TRUE(torch::allclose(critic.forward(kTokens()), expected, 1e-5, 1e-6));
}

TEST(Critic, HasNotSeenTheTokenThatItsValueStandsFor) {
  Critic critic(small(), {3, Purpose::kInitialize, 0});
  const torch::NoGradGuard no_gradient;
  const auto before = critic.forward(kTokens());
  auto changed = kTokens();
  changed.narrow(1, 2, 2).fill_(6);
  const auto after = critic.forward(changed);
  EXPECT_TRUE(torch::equal(after.narrow(1, 0, 3), before.narrow(1, 0, 3)));
  EXPECT_FALSE(torch::equal(after.narrow(1, 3, 1), before.narrow(1, 3, 1)));
}

TEST(Critic, HasTheGradientOfFiniteDifferencesForTheSquaredError) {
  Critic critic(small(), {3, Purpose::kInitialize, 0});
  critic.to(torch::kFloat64);
  const auto rewards = float64_leaf({3, 4}, 5).detach();
  const auto mask = torch::tensor({{1, 1, 1, 0}, {1, 1, 1, 1}, {1, 0, 0, 0}}, torch::kFloat64);
  expect_gradient(
      [&](const std::vector<torch::Tensor>&) {
        return ((critic.forward(kTokens()) - rewards).square() * mask).sum() / mask.sum();
      },
      critic.parameters());
}

}  // namespace
}  // namespace lingan::critic_test

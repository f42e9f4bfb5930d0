#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/gan/objectives/objective.h>
#include <lingan/gan/objectives/objective_cards.h>

#include "tests/gan/objectives/losses.h"
#include "tests/gan/token_discriminator.h"
#include "tests/gan/toy.h"

namespace lingan::objectives_test {
namespace {

using testing::losses;
using testing::ToyDiscriminator;
using testing::values;

constexpr RandomStream kNoise = {1, Purpose::kNoise, 0};

TEST(Objective, RewardsRiseWithTheDiscriminatorsOutput) {
  for (const ObjectiveCard& card : objectives()) {
    // Of those the output is the one feature; the last one's reward turns at 1.
    const bool by_features = card.name == "mmd" || card.name == "feature-matching" ||
                             card.name == "mean-covariance" || card.name == "feature-mover" ||
                             card.name == "ranking" || card.name == "semi-supervised";
    if (by_features || card.name == "least-squares") continue;
    const auto reward = losses(std::string(card.name), values({0, 0}), values({-1, 2})).reward;
    EXPECT_LT(reward[0], reward[1]) << card.name;
  }
}

TEST(Objective, RewardsHaveTheSignOfTheCard) {
  for (const ObjectiveCard& card : objectives()) {
    const double largest = card.takes_energy ? -0.1 : 3;  // an energy is above 0
    const auto rewards =
        losses(std::string(card.name), values({0.3, -2}), values({-4, -0.5, largest})).reward;
    for (const double reward : rewards) {
      if (card.reward_sign == Sign::kPositive) {
        EXPECT_GT(reward, 0) << card.name;
      }
      if (card.reward_sign == Sign::kNegative) {
        EXPECT_LT(reward, 0) << card.name;
      }
    }
  }
}

/// Flat; 0 of a weight that the loss does not depend on.
torch::Tensor gradient_of(const torch::Tensor& weight) {
  const torch::Tensor gradient =
      weight.grad().defined() ? weight.grad() : torch::zeros_like(weight);
  return gradient.reshape({-1}).clone();
}

/// d loss / d weights against central differences, in float64.
void check_gradient(torch::nn::Module& module, const std::function<torch::Tensor()>& loss) {
  module.zero_grad();
  loss().backward();
  for (const auto& weight : module.parameters()) {
    if (!weight.grad().defined()) continue;  // the loss does not go by it
    const auto gradient = gradient_of(weight);
    const auto flat = weight.detach().view({-1});
    for (int64_t index = 0; index < flat.numel(); index += 2) {
      constexpr double kStep = 1e-6;
      const double kept = flat[index].item<double>();
      flat[index] = kept + kStep;
      const double above = loss().item<double>();
      flat[index] = kept - kStep;
      const double below = loss().item<double>();
      flat[index] = kept;
      EXPECT_NEAR(gradient[index].item<double>(), (above - below) / (2 * kStep), 2e-6);
    }
  }
}

Sentences tokens_of(std::vector<int64_t> ids, int64_t length) {
  Sentences sentences;
  sentences.tokens = torch::tensor(ids).view({-1, length});
  return sentences;
}

/// Float64, as the finite differences need it, for any form of fakes.
Sentences soft_rows(int64_t rows, int64_t length, int64_t vocabulary) {
  torch::manual_seed(2);
  Sentences sentences;
  sentences.one_hot =
      torch::softmax(torch::randn({rows, length, vocabulary}, torch::kFloat64) * 2, 2);
  return sentences;
}

class EveryObjective : public ::testing::TestWithParam<std::string> {};

TEST_P(EveryObjective, HasTheDiscriminatorGradientOfFiniteDifferences) {
  // A margin and a plan of transport are not moved: see their own tests.
  if (GetParam() == "loss-sensitive" || GetParam() == "feature-mover") return;
  for (const int64_t representations : {1, 3}) {
    ToyDiscriminator d(4, 3, representations);
    d.to(torch::kFloat64);
    const auto objective = make_objective(GetParam());
    const Sentences real = tokens_of({0, 1, 2, 3, 3, 1}, 3);
    const Sentences hard = tokens_of({2, 0, 1, 1, 2, 0}, 3);
    check_gradient(d, [&] { return objective->discriminator_loss(d, real, hard, kNoise); });
    const Sentences soft = soft_rows(2, 3, 4);
    check_gradient(d, [&] { return objective->discriminator_loss(d, real, soft, kNoise); });
  }
}

class EveryObjectiveOfTokens : public ::testing::TestWithParam<std::string> {};

TEST_P(EveryObjectiveOfTokens, HasTheDiscriminatorGradientOfFiniteDifferences) {
  testing::TokenDiscriminator d(4);
  d.to(torch::kFloat64);
  const auto objective = make_objective(GetParam());
  Sentences real = tokens_of({0, 1, 2, 3, 3, 1}, 3), fake = tokens_of({2, 0, 1, 1, 2, 0}, 3);
  real.lengths = torch::tensor({3, 2}, torch::kInt64);
  fake.lengths = torch::tensor({1, 3}, torch::kInt64);
  check_gradient(d, [&] { return objective->discriminator_loss(d, real, fake, kNoise); });
}

TEST_P(EveryObjective, ReachesTheFakesThroughTheGeneratorLoss) {
  ToyDiscriminator d(4, 3);
  d.to(torch::kFloat64);
  const auto objective = make_objective(GetParam());
  Sentences soft = soft_rows(2, 3, 4);
  soft.one_hot.requires_grad_();
  objective->generator_loss(d, tokens_of({0, 1, 2, 3, 3, 1}, 3), soft).backward();
  EXPECT_GT(soft.one_hot.grad().abs().max().item<double>(), 1e-6);
}

std::vector<std::string> all_names() {
  std::vector<std::string> names;
  for (const ObjectiveCard& card : objectives()) names.emplace_back(card.name);
  return names;
}

std::string test_name(const ::testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Objectives, EveryObjective, ::testing::ValuesIn(all_names()), test_name);
INSTANTIATE_TEST_SUITE_P(Objectives, EveryObjectiveOfTokens, ::testing::ValuesIn([] {
                           auto names = all_names();
                           std::erase_if(names, [](const std::string& name) {
                             return !find_card(objectives(), name, "objective").takes_tokens;
                           });
                           return names;
                         }()),
                         test_name);

TEST(Objective, RefusesUnknownNamesWithTheKnownOnes) {
  try {
    make_objective("maximin");
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_NE(std::string(error.what()).find("least-squares"), std::string::npos);
  }
}

}  // namespace
}  // namespace lingan::objectives_test

#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/gan/objectives/objective.h>
#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/objectives/wasserstein_gp.h>

#include "tests/gan/toy.h"

namespace lingan {
namespace {

using testing::constant_tokens;
using testing::FixedDiscriminator;
using testing::ToyDiscriminator;

constexpr RandomStream kNoise = {1, Purpose::kNoise, 0};

struct Losses {
  double discriminator;
  double generator;
  std::vector<double> reward;
};

OptionSet with_penalty(double weight) {
  OptionSet options;
  options.get<WassersteinGpOptions>().gradient_penalty = weight;
  return options;
}

/// The losses where D says `real` and `fake`.
Losses losses(const std::string& name, torch::Tensor real, torch::Tensor fake) {
  const auto objective = make_objective(name, with_penalty(0.0));
  FixedDiscriminator d(real, fake);
  const Sentences r = constant_tokens(real.size(0), 0);
  const Sentences f = constant_tokens(fake.size(0), 1);
  const auto reward = objective->reward(d, r, f).to(torch::kFloat64);
  std::vector<double> rewards(reward.data_ptr<double>(),
                              reward.data_ptr<double>() + reward.numel());
  return {objective->discriminator_loss(d, r, f, kNoise).item<double>(),
          objective->generator_loss(d, r, f).item<double>(), rewards};
}

torch::Tensor values(std::vector<double> numbers) {
  return torch::tensor(numbers, torch::kFloat64);
}

TEST(Objective, ClassifiersAtEquilibriumLoseTwoLogTwo) {
  for (const char* name : {"minimax", "non-saturating", "maximum-likelihood"}) {
    EXPECT_NEAR(losses(name, values({0, 0}), values({0, 0})).discriminator, 2 * std::log(2), 1e-12);
  }
  EXPECT_NEAR(losses("minimax", values({0}), values({0})).generator, -std::log(2), 1e-12);
  EXPECT_NEAR(losses("non-saturating", values({0}), values({0})).generator, std::log(2), 1e-12);
  EXPECT_NEAR(losses("maximum-likelihood", values({0}), values({0})).generator, -1, 1e-12);
  EXPECT_NEAR(losses("relativistic", values({3, 1}), values({3, 1})).discriminator, std::log(2),
              1e-12);
}

TEST(Objective, LossesHaveTheirHandComputedValues) {
  const auto real = values({2, -1});
  const auto fake = values({0.5, -3});
  // ln(1 + e^z), to ten digits.
  const double real_loss = (0.1269280110 + 1.3132616875) / 2;
  const double fake_loss = (0.9740769842 + 0.0485873516) / 2;
  EXPECT_NEAR(losses("minimax", real, fake).discriminator, real_loss + fake_loss, 1e-9);
  EXPECT_NEAR(losses("minimax", real, fake).generator, -fake_loss, 1e-9);
  EXPECT_NEAR(losses("non-saturating", real, fake).generator, (0.4740769842 + 3.0485873516) / 2,
              1e-9);
  EXPECT_NEAR(losses("maximum-likelihood", real, fake).generator,
              -(std::exp(0.5) + std::exp(-3)) / 2, 1e-12);
  EXPECT_NEAR(losses("least-squares", real, fake).discriminator,
              0.5 * (1 + 4) / 2 + 0.5 * (0.25 + 9) / 2, 1e-12);
  EXPECT_NEAR(losses("least-squares", real, fake).generator, 0.5 * (0.25 + 16) / 2, 1e-12);
  EXPECT_NEAR(losses("hinge", real, fake).discriminator, (0 + 2) / 2.0 + (1.5 + 0) / 2, 1e-12);
  EXPECT_NEAR(losses("hinge", real, fake).generator, 1.25, 1e-12);
  EXPECT_NEAR(losses("wasserstein-gp", real, fake).discriminator, -1.25 - 0.5, 1e-12);
  EXPECT_NEAR(losses("wasserstein-gp", real, fake).generator, 1.25, 1e-12);
  EXPECT_NEAR(losses("relativistic", real, fake).discriminator, (0.2014132779 + 0.1269280110) / 2,
              1e-9);
  EXPECT_NEAR(losses("relativistic", real, fake).generator, (1.7014132779 + 2.1269280110) / 2,
              1e-9);
}

TEST(Objective, RewardsRiseWithTheDiscriminatorsOutput) {
  for (const ObjectiveCard& card : objectives()) {
    if (card.name == "mmd" || card.name == "least-squares") continue;
    const auto reward = losses(std::string(card.name), values({0, 0}), values({-1, 2})).reward;
    EXPECT_LT(reward[0], reward[1]) << card.name;
  }
  EXPECT_NEAR(losses("non-saturating", values({0}), values({0})).reward[0], 0.5, 1e-12);
  EXPECT_NEAR(losses("maximum-likelihood", values({0}), values({1.5})).reward[0], std::exp(1.5),
              1e-9);
  EXPECT_NEAR(losses("least-squares", values({0}), values({3})).reward[0], -2, 1e-12);
  EXPECT_NEAR(losses("relativistic", values({4, 2}), values({3})).reward[0], -std::log(2), 1e-12);
}

TEST(Objective, AveragesOverRepresentations) {
  const auto real = torch::zeros({2, 4}, torch::kFloat64);
  const auto fake = torch::tensor({0.0, 1.0, 2.0, 3.0}, torch::kFloat64).repeat({2, 1});
  const auto hinge = losses("hinge", real, fake);
  EXPECT_NEAR(hinge.discriminator, 1 + 2.5, 1e-12);
  ASSERT_EQ(hinge.reward.size(), 2U);
  EXPECT_NEAR(hinge.reward[0], 1.5, 1e-12);
  EXPECT_EQ(losses("relativistic", real, fake).reward.size(), 2U);
}

TEST(Objective, PairsBatchesOfDifferentSize) {
  // Real 1 and 2 are met by fakes 0, 0, 0 as 1, 2, 1.
  const auto loss = losses("relativistic", values({1, 2}), values({0, 0, 0}));
  EXPECT_NEAR(loss.discriminator, (2 * std::log1p(std::exp(-1)) + std::log1p(std::exp(-2))) / 3,
              1e-12);
}

TEST(Mmd, IsZeroForEqualFeaturesAndItsClosedFormForTwoPoints) {
  EXPECT_NEAR(losses("mmd", values({1, 2}), values({1, 2})).generator, 0, 1e-9);
  double expected = 0;
  for (const double sigma : {1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1., 5., 10., 15., 20., 25., 30.,
                             35., 100., 1e3, 1e4, 1e5, 1e6}) {
    expected += 2 - 2 * std::exp(-4 / (2 * sigma));
  }
  const auto loss = losses("mmd", values({0}), values({2}));
  EXPECT_NEAR(loss.generator, expected, 1e-9);
  EXPECT_NEAR(loss.discriminator, std::log(2) + std::log1p(std::exp(2)) - 0.1 * expected, 1e-9);
}

TEST(Mmd, RewardsSentencesNearTheRealOnesMost) {
  const auto reward = losses("mmd", values({0, 0.1}), values({0, 50, 51})).reward;
  EXPECT_GT(reward[0], reward[1]);
}

/// d loss / d weights against central differences, in float64.
void check_gradient(torch::nn::Module& module, const std::function<torch::Tensor()>& loss) {
  module.zero_grad();
  loss().backward();
  for (const auto& weight : module.parameters()) {
    const auto gradient = weight.grad().reshape({-1}).clone();
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

TEST(GradientPenalty, MeasuresTheSlopeInOneHotSpace) {
  ToyDiscriminator d(4, 3);
  d.to(torch::kFloat64);
  const Sentences real = tokens_of({0, 1, 2}, 3);
  const Sentences fake = tokens_of({2, 0, 1}, 3);
  const double distance = make_objective("wasserstein-gp", with_penalty(0.0))
                              ->discriminator_loss(d, real, fake, kNoise)
                              .item<double>();
  const double whole = make_objective("wasserstein-gp", with_penalty(10.0))
                           ->discriminator_loss(d, real, fake, kNoise)
                           .item<double>();
  // The same interpolation point, written out as one-hot rows.
  const double alpha = kNoise.uniform(0, 0xFFFFFFFF);
  Sentences between;
  between.one_hot = alpha * torch::one_hot(real.tokens, 4).to(torch::kFloat64) +
                    (1 - alpha) * torch::one_hot(fake.tokens, 4).to(torch::kFloat64);
  between.one_hot.requires_grad_();
  d.logits(between).sum().backward();
  const double slope = between.one_hot.grad().norm().item<double>();
  EXPECT_NEAR(whole - distance, 10 * (slope - 1) * (slope - 1), 1e-9);
}

TEST(Objective, RefusesUnknownNamesWithTheKnownOnes) {
  try {
    make_objective("maximin");
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_NE(std::string(error.what()).find("least-squares"), std::string::npos);
  }
}

}  // namespace
}  // namespace lingan

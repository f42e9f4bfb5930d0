#include <lingan/gan/objectives/boundary_equilibrium.h>

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include <lingan/base/error.h>

#include "tests/gan/objectives/energy_game.h"
#include "tests/gan/objectives/losses.h"

namespace lingan::boundary_equilibrium_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

constexpr RandomStream kNoise = {1, Purpose::kNoise, 0};

std::unique_ptr<Objective> with(double gamma, double lambda) {
  OptionSet options;
  options.get<BoundaryEquilibriumOptions>() = {.gamma = gamma, .lambda = lambda};
  return make_objective("boundary-equilibrium", options);
}

/// D gives the energies 2 and 1 to real sentences, and a mean of `fake` to fake ones.
class EnergiesOfDiscriminator : public ::testing::Test {
 protected:
  double loss(const Objective& objective, double fake) {
    FixedDiscriminator d = judge(fake);
    return objective.discriminator_loss(d, real_, fake_, kNoise).item<double>();
  }
  void after_step(Objective& objective, double fake) {
    FixedDiscriminator d = judge(fake);
    objective.after_discriminator_step(d, real_, fake_);
  }
  static double weight(const Objective& objective) {
    return objective.state().at("fake-weight").item<double>();
  }

  static constexpr double kReal = 1.5;

 private:
  static FixedDiscriminator judge(double fake) {
    return {values({-2, -1}), values({0.2 - fake, -0.2 - fake})};
  }

  Sentences real_ = constant_tokens(2, 0), fake_ = constant_tokens(2, 1);
};

TEST(BoundaryEquilibrium, BeginsWithoutFakeSentences) {
  const Losses l = losses("boundary-equilibrium", values({-2, -1}), values({-0.5, -3}));
  EXPECT_NEAR(l.discriminator, 1.5, 1e-12);
  EXPECT_NEAR(l.generator, 1.75, 1e-12);
  expect_rewards(l, {-0.5, -3});
}

/// gamma <E_r> is 0.75: k rises where <E_f> is below it.
TEST_F(EnergiesOfDiscriminator, MoveTheWeightOfFakeSentences) {
  const auto objective = with(0.5, 0.2);
  double expected = 0;
  for (const double fake : {0.25, 0.5, 1.0, 0.3, 0.75}) {
    EXPECT_NEAR(loss(*objective, fake), kReal - expected * fake, 1e-12);
    after_step(*objective, fake);
    expected += 0.2 * (0.75 - fake);
    EXPECT_NEAR(weight(*objective), expected, 1e-12);
  }
  EXPECT_NEAR(expected, 0.19, 1e-12);
}

TEST_F(EnergiesOfDiscriminator, KeepTheWeightBetweenZeroAndOne) {
  const auto objective = with(0.5, 1.0);
  after_step(*objective, 2.0);
  EXPECT_EQ(weight(*objective), 0);
  after_step(*objective, 0.25);
  EXPECT_NEAR(weight(*objective), 0.5, 1e-12);
  after_step(*objective, 0.1);
  EXPECT_EQ(weight(*objective), 1);
}

TEST_F(EnergiesOfDiscriminator, GiveTheMeasureOfConvergence) {
  const auto objective = with(0.5, 0.2);
  for (const double fake : {0.25, 2.0}) {
    after_step(*objective, fake);
    EXPECT_NEAR(objective->figures().at("convergence").item<double>(),
                kReal + std::abs(0.75 - fake), 1e-12);
  }
}

TEST_F(EnergiesOfDiscriminator, ComeBackWithTheWeight) {
  const auto first = with(0.5, 0.2), second = with(0.5, 0.2);
  after_step(*first, 0.25);
  second->restore(first->state());
  EXPECT_NEAR(weight(*second), 0.1, 1e-12);
  EXPECT_EQ(loss(*first, 0.4), loss(*second, 0.4));
  EXPECT_THROW(second->restore({}), InputError);
}

/// Where k is above 0, too: central differences of the loss in D's weights.
TEST(BoundaryEquilibrium, HasTheDiscriminatorGradientOfFiniteDifferences) {
  const auto objective = with(0.5, 0.2);
  objective->restore({{"fake-weight", values({0.6})}});
  ToyDiscriminator d(4, 3);
  d.to(torch::kFloat64);
  Sentences real, fake;
  real.tokens = torch::tensor({{0, 1, 2}, {3, 3, 1}}, torch::kInt64);
  fake.tokens = torch::tensor({{2, 0, 1}, {1, 2, 0}}, torch::kInt64);
  const auto loss = [&] { return objective->discriminator_loss(d, real, fake, kNoise); };
  loss().backward();
  for (const auto& item : d.named_parameters()) {
    double* values = item.value().data_ptr<double>();
    for (int64_t i = 0; i < item.value().numel(); ++i) {
      constexpr double kStep = 1e-6;
      const double middle = values[i];
      values[i] = middle + kStep;
      const double above = loss().item<double>();
      values[i] = middle - kStep;
      const double below = loss().item<double>();
      values[i] = middle;
      EXPECT_NEAR(item.value().grad().view({-1})[i].item<double>(), (above - below) / (2 * kStep),
                  1e-7)
          << item.key() << " " << i;
    }
  }
}

TEST(BoundaryEquilibrium, LeadsTheGeneratorToRealSentences) {
  EnergyGame game("boundary-equilibrium");
  EXPECT_LT(game.probability_of_real(), 0.1);
  game.discriminator_step();
  const double first = game.objective().figures().at("convergence").item<double>();
  for (int step = 0; step < 400; ++step) {
    game.generator_step();
    game.discriminator_step();
  }
  EXPECT_GT(game.probability_of_real(), 0.3);
  EXPECT_LT(game.objective().figures().at("convergence").item<double>(), first / 10);
}

}  // namespace
}  // namespace lingan::boundary_equilibrium_test

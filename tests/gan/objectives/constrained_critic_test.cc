#include <lingan/gan/objectives/constrained_critic.h>

#include <gtest/gtest.h>

#include <lingan/base/error.h>

#include "tests/gan/objectives/losses.h"

namespace lingan::constrained_critic_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

constexpr RandomStream kNoise = {1, Purpose::kNoise, 0};
constexpr double kRho = 0.1;

/// Whose constraint is what it is told.
class ToldCritic final : public ConstrainedCritic {
 public:
  ToldCritic() : ConstrainedCritic(kRho) {}
  torch::Tensor omega = torch::zeros({}, torch::kFloat64);

 private:
  torch::Tensor constraint(Discriminator&, const Sentences&, const Sentences&) const override {
    return omega;
  }
};

/// <C_r> = 0.5 and <C_f> = -1.25.
struct Game {
  FixedDiscriminator d{values(kReal), values(kFake)};
  Sentences real = constant_tokens(2, 0), fake = constant_tokens(2, 1);
  ToldCritic critic;

  double loss() { return critic.discriminator_loss(d, real, fake, kNoise).item<double>(); }
  double multiplier() const { return critic.state().at("multiplier").item<double>(); }
  void step(double omega) {
    critic.omega = torch::tensor(omega, torch::kFloat64);
    critic.after_discriminator_step(d, real, fake);
  }
};

/// -(<C_r> - <C_f>) - lambda (1 - Omega) + rho / 2 (1 - Omega)^2.
TEST(ConstrainedCritic, MinimizesItsAugmentedLagrangian) {
  Game game;
  EXPECT_NEAR(game.loss(), -1.75 + kRho / 2, 1e-12);
  game.step(4);  // lambda = 0.3
  for (const double omega : {0.0, 1.0, 2.5}) {
    game.critic.omega = torch::tensor(omega, torch::kFloat64);
    const double slack = 1 - omega;
    EXPECT_NEAR(game.loss(), -1.75 - 0.3 * slack + kRho / 2 * slack * slack, 1e-12) << omega;
  }
  EXPECT_NEAR(game.critic.generator_loss(game.d, game.real, game.fake).item<double>(), 1.25, 1e-12)
      << "the constraint is D's alone";
}

TEST(ConstrainedCritic, RaisesItsMultiplierByWhatTheConstraintIsExceeded) {
  Game game;
  EXPECT_EQ(game.multiplier(), 0);
  game.step(4);
  EXPECT_NEAR(game.multiplier(), kRho * 3, 1e-12);
  game.step(0.5);
  EXPECT_NEAR(game.multiplier(), kRho * (3 - 0.5), 1e-12);
  game.step(1);
  EXPECT_NEAR(game.multiplier(), kRho * (3 - 0.5), 1e-12);
}

TEST(ConstrainedCritic, HasTheGradientOfItsConstraint) {
  Game game;
  game.step(4);
  game.critic.omega = torch::tensor(2.5, torch::kFloat64).requires_grad_();
  game.critic.discriminator_loss(game.d, game.real, game.fake, kNoise).backward();
  EXPECT_NEAR(game.critic.omega.grad().item<double>(), 0.3 - kRho * (1 - 2.5), 1e-12);
}

TEST(ConstrainedCritic, TakesItsMultiplierBack) {
  Game first, second;
  first.step(4);
  second.critic.restore(first.critic.state());
  EXPECT_EQ(second.multiplier(), first.multiplier());
  first.step(4);
  EXPECT_NE(second.multiplier(), first.multiplier()) << "it is a copy";
  EXPECT_THROW(second.critic.restore({}), InputError);
  EXPECT_THROW(second.critic.restore({{"multiplier", torch::zeros({2})}}), InputError);
}

}  // namespace
}  // namespace lingan::constrained_critic_test

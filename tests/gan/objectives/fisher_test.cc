#include <torch/optim/sgd.h>

#include <gtest/gtest.h>

#include <lingan/gan/objectives/fisher.h>

#include "tests/gan/objectives/losses.h"

namespace lingan::fisher_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

constexpr RandomStream kNoise = {1, Purpose::kNoise, 0};

/// (<C_r^2> + <C_f^2>) / 2 of (2, -1) and (0.5, -3).
constexpr double kMoment = (5.0 / 2 + 9.25 / 2) / 2;

OptionSet with_weight(double rho) {
  OptionSet options;
  options.get<FisherOptions>().constraint_weight = rho;
  return options;
}

TEST(Fisher, HasItsHandComputedLosses) {
  const Losses l = losses("fisher", values(kReal), values(kFake), with_weight(0.1));
  EXPECT_NEAR(l.discriminator, -1.75 + 0.05 * (1 - kMoment) * (1 - kMoment), 1e-12);
  EXPECT_NEAR(l.generator, 1.25, 1e-12);
  expect_rewards(l, kFake);
}

/// Of all scalings of a critic, the loss is least at a second moment of 1 once lambda is known.
TEST(Fisher, LeadsToASecondMomentOfOne) {
  const auto objective = make_objective("fisher", with_weight(0.05));
  ToyDiscriminator d(4, 3);
  torch::optim::SGD optimizer(d.parameters(), 0.02);
  Sentences real, fake;
  real.tokens = torch::tensor({{0, 1, 2}, {3, 3, 1}});
  fake.tokens = torch::tensor({{2, 0, 1}, {1, 2, 0}});
  for (int step = 0; step < 2000; ++step) {
    optimizer.zero_grad();
    objective->discriminator_loss(d, real, fake, kNoise).backward();
    optimizer.step();
    objective->after_discriminator_step(d, real, fake);
  }
  const double moment =
      (d.logits(real).square().mean() + d.logits(fake).square().mean()).item<double>() / 2;
  EXPECT_NEAR(moment, 1, 0.02);
}

}  // namespace
}  // namespace lingan::fisher_test

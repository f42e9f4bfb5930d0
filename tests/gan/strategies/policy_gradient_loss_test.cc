#include <lingan/gan/strategies/policy_gradient_loss.h>

#include <gtest/gtest.h>

#include "tests/gan/toy.h"

namespace lingan::policy_gradient_loss_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

// Token by token, from the probabilities of both.
TEST(PolicyGradientLoss, IsWhatItsTermsAreWorthTokenByToken) {
  const World world = make_world({}, 0.0);
  world.generator->eval();
  const auto start = world.generator->clone_on_cpu();
  {
    const torch::NoGradGuard no_gradient;
    for (auto& weight : start->parameters()) weight.mul_(0.5);
  }
  const torch::NoGradGuard no_gradient;
  const Sentences& real = world.real;
  const auto p = torch::softmax(world.generator->forward(real.tokens), -1);
  const auto q = torch::softmax(start->forward(real.tokens), -1);
  const auto advantages = torch::arange(18, torch::kFloat32).view({6, 3}) / 10 - 0.7;
  const auto unit = inside(real.lengths, 3) * 0.5;
  double expected = 0;
  for (int64_t row = 0; row < 6; ++row) {
    for (int64_t t = 0; t < real.lengths[row].item<int64_t>(); ++t) {
      const auto token = real.tokens[row][t].item<int64_t>();
      double worth = advantages[row][t].item<double>() * std::log(p[row][t][token].item<double>());
      for (int64_t v = 2; v < 5; ++v) {  // pad and bos have no probability
        const double of_g = p[row][t][v].item<double>(), of_start = q[row][t][v].item<double>();
        worth += -0.3 * of_g * std::log(of_g) - 2 * of_g * std::log(of_g / of_start);
      }
      expected -= 0.5 * worth;
    }
  }
  const auto loss = policy_gradient_loss(*world.generator, real,
                                         {.advantages = advantages,
                                          .unit = unit,
                                          .entropy_bonus = 0.3,
                                          .anchor = 2,
                                          .start = start.get()});
  EXPECT_NEAR(loss.item<double>(), expected, 1e-4 * std::abs(expected));
}

}  // namespace
}  // namespace lingan::policy_gradient_loss_test

#include <lingan/gan/strategies/gumbel_relaxation.h>

#include <torch/autograd.h>

#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/gan/strategies/gumbel_noise.h>

#include "tests/gan/toy.h"

namespace lingan::gumbel_relaxation_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

constexpr RandomStream kStream = {9, Purpose::kNoise, 4};
constexpr uint64_t kFirstRow = 30;
constexpr int64_t kPosition = 2;

/// Logits of three tokens for five sentences, and a generator that has them.
struct Step {
  World world = make_world(kNoEos, 0.0);
  torch::Tensor logits = torch::tensor({0.5F, -0.2F, 1.0F}).expand({5, 3}).clone().requires_grad_();
  torch::Tensor noise = gumbel_noise(kStream, kFirstRow, kPosition, logits);

  RelaxedToken relax(const GumbelSoftmaxOptions& options, double beta) const {
    return GumbelSoftmaxRelaxation(options, beta)
        .relax({.generator = *world.generator,
                .hidden = {},
                .logits = logits,
                .embeddings = table(),
                .stream = kStream,
                .first_row = kFirstRow,
                .position = kPosition});
  }
  torch::Tensor table() const { return world.generator->embeddings(); }
};

TEST(GumbelSoftmaxRelaxation, ShowsASoftmaxOfPerturbedLogitsAndFeedsAToken) {
  const Step step;
  const RelaxedToken token = step.relax({.estimator = "soft", .feed_hard = true}, 3);
  EXPECT_TRUE(torch::allclose(token.shown, torch::softmax(3 * (step.logits + step.noise), 1)));
  EXPECT_TRUE(torch::equal(token.hard, (step.logits + step.noise).argmax(1)));
  EXPECT_TRUE(torch::equal(token.fed, step.table().index_select(0, token.hard)));
}

TEST(GumbelSoftmaxRelaxation, FeedsTheMixtureThatItShowsIfAsked) {
  const Step step;
  for (const char* estimator : {"soft", "straight-through"}) {
    const RelaxedToken token = step.relax({.estimator = estimator, .feed_hard = false}, 1);
    EXPECT_TRUE(torch::allclose(token.fed, token.shown.matmul(step.table()))) << estimator;
  }
}

/// Such sentences differ by a latent code alone.
TEST(GumbelSoftmaxRelaxation, DrawsNoNoiseForTheSoftmax) {
  const Step step;
  const RelaxedToken token = step.relax({.estimator = "softmax"}, 2);
  EXPECT_TRUE(torch::allclose(token.shown, torch::softmax(2 * step.logits, 1)));
  EXPECT_TRUE((token.hard == 2).all().item<bool>()) << "the likeliest";
}

/// Forward one temperature, backward another; 0 stands for the forward one.
TEST(GumbelSoftmaxRelaxation, HasATemperatureForTheGradient) {
  const Step step;
  const auto worth = torch::tensor({1.0F, 2.0F, 4.0F});
  const auto slope = [&](const torch::Tensor& shown) {
    return torch::autograd::grad({shown.matmul(worth).sum()}, {step.logits})[0];
  };
  for (const double backward : {0.0, 0.5}) {
    const RelaxedToken token =
        step.relax({.estimator = "soft", .backward_inverse_temperature = backward}, 3);
    const double beta = backward > 0 ? backward : 3;
    const auto expected = slope(torch::softmax(beta * (step.logits + step.noise), 1));
    EXPECT_TRUE(torch::allclose(slope(token.shown), expected, 1e-4, 1e-6)) << backward;
    EXPECT_TRUE(torch::allclose(token.shown, torch::softmax(3 * (step.logits + step.noise), 1)));
  }
}

TEST(GumbelSoftmaxRelaxation, GoesByItsOptions) {
  const GumbelSoftmaxOptions plain, weighing{.length_gradient = true},
      unknown{.estimator = "sofft"};
  EXPECT_FALSE(GumbelSoftmaxRelaxation(plain, 1).weighs_lengths());
  EXPECT_TRUE(GumbelSoftmaxRelaxation(weighing, 1).weighs_lengths());
  EXPECT_THROW(GumbelSoftmaxRelaxation(unknown, 1), UsageError);
}

}  // namespace
}  // namespace lingan::gumbel_relaxation_test

#include <gtest/gtest.h>

#include <lingan/gan/strategies/gumbel_softmax.h>

#include "tests/gan/toy.h"

namespace lingan::gumbel_softmax_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

Sentences fakes(const GumbelSoftmaxOptions& own, int64_t step = 0) {
  World world = make_world({}, 0.0);
  const torch::NoGradGuard no_gradient;
  for (torch::Tensor& weight : world.generator->parameters()) weight.mul_(5);  // far from uniform
  OptionSet options;
  options.get<GumbelSoftmaxOptions>() = own;
  StepContext context = world.context(step, 8);
  return make_strategy("gumbel-softmax", options)->fakes_for_discriminator(context, 32, 0);
}

/// Whether every row is a single token.
bool are_hard(const Sentences& sentences) {
  const auto largest = sentences.one_hot.amax(2);
  return torch::allclose(largest, torch::ones_like(largest), 1e-5, 1e-5);
}

TEST(GumbelSoftmax, ReportsTheAnnealedTemperature) {
  World world = make_world({}, 0.0);
  OptionSet options;
  options.get<GumbelSoftmaxOptions>().schedule = "linear";
  options.get<GumbelSoftmaxOptions>().inverse_temperature = 10;
  const auto strategy = make_strategy("gumbel-softmax", options);
  StepContext first = world.context(0, 4);
  StepContext last = world.context(9, 4);
  const auto temperature = [&](StepContext& context) {
    return strategy->update_generator(context).values.at("inverse-temperature").item<double>();
  };
  EXPECT_DOUBLE_EQ(temperature(first), 1);
  EXPECT_DOUBLE_EQ(temperature(last), 10);
}

TEST(GumbelSoftmax, ShowsMixturesOrSingleTokensByItsEstimator) {
  EXPECT_FALSE(are_hard(fakes({"soft", "constant", 2, true})));
  EXPECT_TRUE(are_hard(fakes({"straight-through", "constant", 2, true})));
}

/// Fed its hard tokens a generator draws the same ones at any temperature.
TEST(GumbelSoftmax, DrawsTheSameTokensAtAnyTemperatureWhereItFeedsHardOnes) {
  const auto tokens = [](double beta, bool feed_hard) {
    return fakes({"soft", "constant", beta, feed_hard}).one_hot.argmax(2);
  };
  EXPECT_TRUE(torch::equal(tokens(0.5, true), tokens(50, true)));
  EXPECT_FALSE(torch::equal(tokens(0.5, false), tokens(50, false)));
}

TEST(GumbelSoftmax, SharpensAsItsScheduleSays) {
  const auto sharpness = [](int64_t step) {
    return fakes({"soft", "linear", 20, true}, step).one_hot.amax(2).mean().item<double>();
  };
  EXPECT_LT(sharpness(0), sharpness(9));
}

}  // namespace
}  // namespace lingan::gumbel_softmax_test

#include <lingan/gan/strategies/chosen_relaxation.h>

#include <gtest/gtest.h>

#include "tests/gan/toy.h"

namespace lingan::chosen_relaxation_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

Sentences unrolled(const Relaxation& relaxation) {
  const torch::NoGradGuard no_gradient;
  World world = make_world({}, 0.0);
  return unroll_relaxed(*world.generator, world.specials, relaxation,
                        {{17, Purpose::kNoise, 0}, 0, 9, world.length});
}

TEST(ChosenRelaxation, GivesTheTokensOfTheChosenTemperature) {
  for (const bool feed_hard : {true, false}) {
    const GumbelSoftmaxOptions options{.feed_hard = feed_hard};
    const std::vector<double> betas = {1, 4, 0.5};
    for (int64_t chosen = 0; chosen < 3; ++chosen) {
      const auto ours =
          unrolled(ChosenRelaxation(options, betas, torch::full({1}, chosen, torch::kInt64)));
      const auto theirs = unrolled(GumbelSoftmaxRelaxation(options, betas[chosen]));
      EXPECT_TRUE(torch::equal(ours.one_hot, theirs.one_hot)) << chosen;
      EXPECT_TRUE(torch::equal(ours.lengths, theirs.lengths)) << chosen;
    }
  }
}

}  // namespace
}  // namespace lingan::chosen_relaxation_test

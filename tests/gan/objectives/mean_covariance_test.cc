#include <gtest/gtest.h>

#include <lingan/gan/objectives/mean_covariance.h>

#include "tests/gan/objectives/losses.h"

namespace lingan::mean_covariance_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// Features of two numbers, with means (2, 3) and (-1, -1).
TEST(MeanCovariance, HasItsHandComputedLosses) {
  const auto real = values({1, 2, 3, 4}).view({2, 2}), fake = values({0, -2, -2, 0}).view({2, 2});
  const Losses l = losses("mean-covariance", real, fake);
  EXPECT_NEAR(l.discriminator, -5, 1e-12);
  EXPECT_NEAR(l.generator, 5, 1e-12);
  expect_rewards(l, {-2 * 0.8, -2 * 0.6});
}

TEST(MeanCovariance, CutsTheWeightsAfterADiscriminatorStep) {
  OptionSet options;
  options.get<MeanCovarianceOptions>().clip = 0.2;
  ToyDiscriminator d(4, 3);
  make_objective("mean-covariance", options)->after_discriminator_step(d, {}, {});
  for (const auto& weight : d.parameters()) {
    EXPECT_NEAR(weight.abs().max().item<double>(), 0.2, 1e-6);
  }
}

}  // namespace
}  // namespace lingan::mean_covariance_test

#include <gtest/gtest.h>

#include <lingan/gan/objectives/wasserstein.h>

#include "tests/gan/objectives/losses.h"

namespace lingan::wasserstein_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

TEST(Wasserstein, HasItsHandComputedLosses) {
  const Losses l = losses_of("wasserstein");
  EXPECT_NEAR(l.discriminator, -1.25 - 0.5, 1e-12);
  EXPECT_NEAR(l.generator, 1.25, 1e-12);
  expect_rewards(l, kFake);
}

TEST(Wasserstein, CutsTheWeightsAfterADiscriminatorStep) {
  OptionSet options;
  options.get<WassersteinOptions>().clip = 0.2;
  ToyDiscriminator d(4, 3);
  const auto before = clones(d.parameters());
  make_objective("wasserstein", options)->after_discriminator_step(d, {}, {});
  const auto after = d.parameters();
  for (size_t i = 0; i < after.size(); ++i) {
    EXPECT_TRUE(torch::equal(after[i], before[i].clamp(-0.2, 0.2)));
    EXPECT_GT(before[i].abs().max().item<double>(), 0.2);  // else the line above says nothing
  }
}

}  // namespace
}  // namespace lingan::wasserstein_test

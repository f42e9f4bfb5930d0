#include <lingan/gan/objectives/energy_margin.h>

#include <gtest/gtest.h>

#include "tests/gan/objectives/energy_game.h"
#include "tests/gan/objectives/losses.h"

namespace lingan::energy_margin_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// Outputs are minus energies: of real sentences 2 and 1, of fake ones 0.5 and 3.
TEST(EnergyMargin, HasItsHandComputedLosses) {
  OptionSet options;
  options.get<EnergyMarginOptions>().margin = 2.5;
  const Losses l = losses("energy-margin", values({-2, -1}), values({-0.5, -3}), options);
  EXPECT_NEAR(l.discriminator, 1.5 + (2.0 + 0) / 2, 1e-12);
  EXPECT_NEAR(l.generator, 1.75, 1e-12);
  expect_rewards(l, {-0.5, -3});
}

TEST(EnergyMargin, TeachesTheDiscriminatorToKeepFakeSentencesAtTheMargin) {
  EnergyGame game("energy-margin");
  for (int step = 0; step < 400; ++step) game.discriminator_step();
  EXPECT_LT(game.real_energy(), 0.1);
  EXPECT_GT(game.fake_energy(), 0.9);
}

TEST(EnergyMargin, LeadsTheGeneratorToRealSentences) {
  EnergyGame game("energy-margin");
  EXPECT_LT(game.probability_of_real(), 0.1);
  for (int step = 0; step < 400; ++step) {
    game.discriminator_step();
    game.generator_step();
  }
  EXPECT_GT(game.probability_of_real(), 0.3);
}

}  // namespace
}  // namespace lingan::energy_margin_test

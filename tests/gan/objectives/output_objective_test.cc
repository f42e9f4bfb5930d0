#include <gtest/gtest.h>
#include <lingan/gan/objectives/output_objective.h>

#include "tests/gan/objectives/losses.h"

namespace lingan {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

TEST(ClassificationLoss, IsTheCrossEntropyOfTellingRealFromFake) {
  FixedDiscriminator d(values(kReal), values(kFake));
  const auto loss = classification_loss(d, constant_tokens(2, 0), constant_tokens(2, 1));
  const double real = -(std::log(sigma(2)) + std::log(sigma(-1))) / 2;
  const double fake = -(std::log(1 - sigma(0.5)) + std::log(1 - sigma(-3))) / 2;
  EXPECT_NEAR(loss.item<double>(), real + fake, 1e-12);
}

TEST(PerSentence, AveragesOverRepresentationsWhereThereAreAny) {
  const auto one = values({1, 2});
  EXPECT_TRUE(per_sentence(one).equal(one));
  EXPECT_TRUE(per_sentence(values({1, 2, 3, 7, 8, 9}).view({2, 3})).equal(values({2, 8})));
}

/// What policy gradient maximizes is what pathwise strategies minimize, with the other sign.
TEST(OutputObjective, RewardsOnAverageTheNegativeOfTheGeneratorLoss) {
  for (const char* name : {"minimax", "non-saturating", "maximum-likelihood", "least-squares",
                           "hinge", "wasserstein-gp"}) {
    for (const auto& fake : {values({0.5, -3, 1}), values({0.5, -3, 1, 2, 0, -1}).view({3, 2})}) {
      const Losses l = losses(name, fake, fake);
      EXPECT_NEAR((l.reward[0] + l.reward[1] + l.reward[2]) / 3, -l.generator, 1e-12) << name;
    }
  }
}

TEST(OutputObjective, GivesMinimaxAndNonSaturatingRewardsOfTheirOwn) {
  EXPECT_NE(losses_of("minimax").reward, losses_of("non-saturating").reward);
}

}  // namespace
}  // namespace lingan

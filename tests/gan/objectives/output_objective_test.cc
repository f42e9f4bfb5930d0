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

TEST(OutputObjective, RewardsByTheRawOutputsWithoutAGradient) {
  const World world = make_world({}, 0.0);
  Discriminator& d = *world.discriminator;
  const auto hinge = make_objective("hinge");
  const torch::Tensor logits = d.logits(world.real);
  ASSERT_TRUE(logits.requires_grad());
  const auto reward = hinge->reward(d, world.real, world.real);
  EXPECT_FALSE(reward.requires_grad());
  EXPECT_TRUE(reward.equal(hinge->output_reward(logits, logits)));
}

}  // namespace
}  // namespace lingan

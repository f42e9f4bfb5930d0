#include <gtest/gtest.h>
#include <lingan/gan/objectives/output_objective.h>

#include <lingan/model/discriminators/recurrent_discriminator.h>

#include "tests/gan/objectives/losses.h"

namespace lingan::output_objective_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

TEST(ClassificationLoss, IsTheCrossEntropyOfTellingRealFromFake) {
  FixedDiscriminator d(values(kReal), values(kFake));
  const auto loss = classification_loss(d, constant_tokens(2, 0), constant_tokens(2, 1));
  const double real = -(std::log(sigma(2)) + std::log(sigma(-1))) / 2;
  const double fake = -(std::log(1 - sigma(0.5)) + std::log(1 - sigma(-3))) / 2;
  EXPECT_NEAR(loss.item<double>(), real + fake, 1e-12);
}

/// 0.9 and 0.1 of a real sentence's two terms, and fakes as they are.
TEST(ClassificationLoss, CountsRealSentencesAsFakeByTheSmoothing) {
  DiscriminatorOptions options;
  options.label_smoothing = 0.1;
  FixedDiscriminator d(values(kReal), values(kFake), options);
  const auto loss = classification_loss(d, constant_tokens(2, 0), constant_tokens(2, 1));
  const double real = -(0.9 * std::log(sigma(2)) + 0.1 * std::log(1 - sigma(2)) +
                        0.9 * std::log(sigma(-1)) + 0.1 * std::log(1 - sigma(-1))) /
                      2;
  const double fake = -(std::log(1 - sigma(0.5)) + std::log(1 - sigma(-3))) / 2;
  EXPECT_NEAR(loss.item<double>(), real + fake, 1e-12);
}

/// Real sentences of 3 and 1 tokens, fake ones of 2 and 1; what lies after an end does not count.
TEST(OutputObjective, TakesTheMeanOverTokensWhereTheyAreJudged) {
  DiscriminatorOptions options;
  options.kind = "recurrent";
  options.own.get<RecurrentDiscriminatorOptions>().judges = "tokens";
  FixedDiscriminator d(values({2, -1, 0.5, 1, 77, 77}).view({2, 3}),
                       values({0.5, -3, 77, 1, 77, 77}).view({2, 3}), options);
  Sentences real = constant_tokens(2, 0), fake = constant_tokens(2, 1);
  real.lengths = torch::tensor({3, 1}, torch::kInt64);
  fake.lengths = torch::tensor({2, 1}, torch::kInt64);
  const auto objective = make_objective("hinge");
  const double of_real = (0 + 2 + 0.5 + 0) / 4, of_fake = (1.5 + 0 + 2) / 3;
  EXPECT_NEAR(objective->discriminator_loss(d, real, fake, {1, Purpose::kNoise, 0}).item<double>(),
              of_real + of_fake, 1e-12);
  EXPECT_NEAR(objective->generator_loss(d, real, fake).item<double>(), -(0.5 - 3 + 1) / 3, 1e-12);
  const SentenceValue reward = objective->reward(d, real, {});
  EXPECT_TRUE(torch::equal(reward(d.logits(fake)), d.logits(fake)));
}

TEST(PerSentence, AveragesOverRepresentationsWhereThereAreAny) {
  const auto one = values({1, 2});
  EXPECT_TRUE(per_sentence(one).equal(one));
  EXPECT_TRUE(per_sentence(values({1, 2, 3, 7, 8, 9}).view({2, 3})).equal(values({2, 8})));
}

/// What policy gradient maximizes is what pathwise strategies minimize, with the other sign.
TEST(OutputObjective, RewardsOnAverageTheNegativeOfTheGeneratorLoss) {
  for (const char* name :
       {"minimax", "non-saturating", "maximum-likelihood", "least-squares", "hinge",
        "wasserstein-gp", "wasserstein", "f-divergence", "fisher", "sobolev", "loss-sensitive",
        "brier", "energy-margin", "boundary-equilibrium"}) {
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
}  // namespace lingan::output_objective_test

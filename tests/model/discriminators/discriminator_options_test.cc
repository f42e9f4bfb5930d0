#include <lingan/model/discriminators/discriminator_options.h>

#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/model/discriminators/discriminator_cards.h>
#include <lingan/model/discriminators/recurrent_discriminator.h>

namespace lingan::discriminator_options_test {
namespace {

TEST(DiscriminatorKeys, AllowTheDefaultsAndEveryKind) {
  DiscriminatorOptions options;
  EXPECT_NO_THROW(check_options("discriminator", discriminator_keys(), &options));
  for (const DiscriminatorCard& card : discriminators()) {
    options.kind = card.name;
    EXPECT_NO_THROW(check_options("discriminator", discriminator_keys(), &options)) << card.name;
  }
  options.kind = "perceptron";
  EXPECT_THROW(check_options("discriminator", discriminator_keys(), &options), UsageError);
}

TEST(DiscriminatorProblem, IsACountThatIsMissing) {
  DiscriminatorOptions options;
  EXPECT_EQ(discriminator_problem(options), "");
  options.filter_counts.pop_back();
  EXPECT_EQ(
      discriminator_problem(options),
      "discriminator.filter_counts: needs one count for each of the 12 filter_widths, not 11");
  options.kind = "recurrent";
  EXPECT_EQ(discriminator_problem(options), "") << "it has no windows";
}

TEST(DiscriminatorProblem, IsAnEmbeddingThatCannotBeCut) {
  DiscriminatorOptions options;
  options.embedding_width = 64;
  options.representations = 24;
  EXPECT_EQ(discriminator_problem(options), "") << "a cnn has one representation";
  options.kind = "multi-representation-cnn";
  EXPECT_EQ(discriminator_problem(options),
            "discriminator.representations: must divide discriminator.embedding_width (64), and 24 "
            "does not; set it, for example, to 8");
  options.representations = 32;
  EXPECT_EQ(discriminator_problem(options), "");
}

TEST(JudgesTokens, IsTrueOfARecurrentOneThatSaysSo) {
  DiscriminatorOptions options;
  options.own.get<RecurrentDiscriminatorOptions>().judges = "tokens";
  EXPECT_FALSE(judges_tokens(options)) << "of another kind";
  options.kind = "recurrent";
  EXPECT_TRUE(judges_tokens(options));
  options.own.get<RecurrentDiscriminatorOptions>().judges = "sentences";
  EXPECT_FALSE(judges_tokens(options));
  options.kind = "perceptron";
  EXPECT_FALSE(judges_tokens(options)) << "whatever an unknown kind does";
}

TEST(JudgesByBatch, IsTrueWhereTheDeviationIsRead) {
  DiscriminatorOptions options;
  EXPECT_FALSE(judges_by_batch(options));
  options.minibatch_deviation = true;
  EXPECT_TRUE(judges_by_batch(options));
  options.kind = "autoencoder";
  EXPECT_FALSE(judges_by_batch(options));
  options.kind = "recurrent";
  EXPECT_TRUE(judges_by_batch(options));
  options.own.get<RecurrentDiscriminatorOptions>().judges = "tokens";
  EXPECT_FALSE(judges_by_batch(options));
}

}  // namespace
}  // namespace lingan::discriminator_options_test

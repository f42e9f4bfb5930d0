#include <gtest/gtest.h>
#include <lingan/base/error.h>
#include <lingan/metrics/likelihood.h>
#include <lingan/metrics/metric_cards.h>

#include <cmath>
#include <limits>
#include <vector>

namespace lingan::metrics::likelihood_test {
namespace {

const std::vector<float> kLogs = {-1, -2, 0, -3, 0, 0};
const std::vector<int32_t> kLengths = {2, 1};

TEST(Likelihood, AveragesOverTokensOrPaddedSentences) {
  const TokenLikelihoods likelihoods{kLogs, kLengths, 3};
  EXPECT_DOUBLE_EQ(nll_per_token(likelihoods), 2);
  EXPECT_DOUBLE_EQ(nll_with_padding(likelihoods, 3), 1);
  EXPECT_DOUBLE_EQ(nll_with_padding(likelihoods, 2), 1.5);
  EXPECT_DOUBLE_EQ(nll_with_padding(likelihoods, 12), 0.25);
  EXPECT_DOUBLE_EQ(perplexity(likelihoods), std::exp(2.0));
}

TEST(Likelihood, IsTheRatioOfSumsOverSentences) {
  const SentenceSums sums = nll_sums({kLogs, kLengths, 3});
  EXPECT_EQ(sums.values, (std::vector<double>{3, 2, 3, 1}));
  EXPECT_EQ(sums.score(std::vector<double>{6, 3}), 2);
}

TEST(Likelihood, PerplexityOfAUniformModelIsTheVocabulary) {
  const std::vector<float> logs(12, -std::log(50.0F));
  const std::vector<int32_t> lengths = {4, 4, 4};
  EXPECT_NEAR(perplexity({logs, lengths, 4}), 50, 1e-4);
}

TEST(Likelihood, TakesWhatRoundingLeavesASureTokenForZero) {
  const std::vector<float> logs = {2.2e-6F, -1.0F};
  const std::vector<int32_t> lengths = {1, 1};
  EXPECT_EQ(nll_per_token({logs, lengths, 1}), 0.5);
  EXPECT_EQ(perplexity({{logs.data(), 1}, {lengths.data(), 1}, 1}), 1.0);
}

TEST(Likelihood, IsInfiniteForAnImpossibleToken) {
  const std::vector<float> logs = {-std::numeric_limits<float>::infinity()};
  const std::vector<int32_t> lengths = {1};
  EXPECT_EQ(nll_per_token({logs, lengths, 1}), std::numeric_limits<double>::infinity());
}

TEST(Likelihood, RefusesWhatDoesNotFit) {
  const std::vector<int32_t> too_long = {4, 1}, none = {0, 0};
  EXPECT_THROW((void)nll_per_token({kLogs, kLengths, 2}), UsageError);
  EXPECT_THROW((void)nll_per_token({kLogs, too_long, 3}), UsageError);
  EXPECT_THROW((void)nll_per_token({kLogs, none, 3}), UsageError);
  EXPECT_THROW((void)nll_with_padding({kLogs, kLengths, 3}, 1), UsageError);
  const std::vector<float> broken = {std::nanf(""), 0, 0, 0, 0, 0};
  EXPECT_THROW((void)nll_per_token({broken, kLengths, 3}), NumericError);
}

TEST(IsUnderGenerator, IsTrueOfTheLikelihoodsThatAreNotTheOracles) {
  const auto asked = [](const char* name) {
    return is_under_generator(*parse_metric(name, 4).front().card);
  };
  for (const char* name : {"nll-gen", "nll-gen-padded", "nll-div", "perplexity"}) {
    EXPECT_TRUE(asked(name)) << name;
  }
  for (const char* name : {"nll-oracle", "nll-oracle-real", "bleu-2", "mauve"}) {
    EXPECT_FALSE(asked(name)) << name;
  }
}

}  // namespace
}  // namespace lingan::metrics::likelihood_test

#include <lingan/engine/rollouts/mixture_likelihood.h>

#include <gtest/gtest.h>

#include <cmath>

namespace lingan::engine::mixture_likelihood_test {
namespace {

/// Two generators that give a sentence 0.5 * 0.4 and 0.1 * 0.9.
TEST(MixtureLogProbabilities, AreHandComputed) {
  TokenBatch batch = TokenBatch::filled(1, 3, 0);
  batch.lengths = {2};
  const auto ln = [](double x) { return static_cast<float>(std::log(x)); };
  const auto mixed =
      mixture_log_probabilities(batch, {{ln(0.5), ln(0.4), 7}, {ln(0.1), ln(0.9), 8}});
  ASSERT_EQ(mixed.size(), 3u);
  EXPECT_NEAR(mixed[0], std::log(0.3), 1e-6);
  EXPECT_NEAR(mixed[1], std::log((0.2 + 0.09) / 0.6), 1e-6);
  EXPECT_EQ(mixed[2], 0);
}

TEST(MixtureLogProbabilities, OfOneGeneratorAreItsOwn) {
  TokenBatch batch = TokenBatch::filled(2, 2, 0);
  batch.lengths = {2, 1};
  const auto mixed = mixture_log_probabilities(batch, {{-1.0F, -2.5F, -0.25F, 0.0F}});
  const std::vector<float> expected = {-1.0F, -2.5F, -0.25F, 0.0F};
  for (size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(mixed[i], expected[i], 1e-6);
}

/// A sentence of which one generator knows nothing.
TEST(MixtureLogProbabilities, StayFiniteWhereOneGeneratorGivesNothing) {
  TokenBatch batch = TokenBatch::filled(1, 1, 0);
  batch.lengths = {1};
  EXPECT_NEAR(mixture_log_probabilities(batch, {{-1e9F}, {-0.5F}})[0], -0.5 - std::log(2.0), 1e-6);
}

}  // namespace
}  // namespace lingan::engine::mixture_likelihood_test

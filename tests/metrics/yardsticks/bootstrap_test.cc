/// Values of scipy 1.17.1 with NumPy 2.4.6: scipy.stats.bootstrap(.., n_resamples=1000,
/// method="percentile", rng=numpy.random.default_rng(12345)).bootstrap_distribution, its first
/// numbers, and the 26th from below and from above. tests/interop/yardsticks_interop.py compares
/// more.
#include <lingan/metrics/yardsticks/bootstrap.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <lingan/base/parallel.h>
#include <lingan/metrics/no_value.h>

#include <cmath>

namespace lingan::metrics::bootstrap_test {
namespace {

const std::vector<double> kNumbers = {.5, .25, .125, 1, 0, .75, .375};

TEST(Bootstrap, DrawsTheSentencesThatScipyDraws) {
  const auto scores = resampled_scores(mean_of_sentences(kNumbers));
  ASSERT_EQ(scores.size(), 1000u);
  const std::vector<double> expected = {0.30357143, 0.33928571, 0.16071429, 0.39285714};
  for (size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(scores[i], expected[i], 1e-8) << i;
}

TEST(Bootstrap, HasTheEndsOfScipy) {
  const auto [low, high] = bootstrap_interval(mean_of_sentences(kNumbers));
  EXPECT_NEAR(low, 0.19642857142857142, 1e-15);
  EXPECT_NEAR(high, 0.6785714285714286, 1e-15);
}

TEST(Bootstrap, ResamplesBothSumsOfARatioTogether) {
  const auto sums = ratio_of_sums(std::vector<double>{3, 5, 1, 0, 7, 2, 4},
                                  std::vector<double>{4, 6, 2, 1, 9, 3, 4});
  EXPECT_NEAR(resampled_scores(sums)[2], 0.81632653, 1e-8);
  const auto [low, high] = bootstrap_interval(sums);
  EXPECT_NEAR(low, 0.6111111111111112, 1e-15);
  EXPECT_NEAR(high, 0.8461538461538461, 1e-15);
}

TEST(Bootstrap, DoesNotDependOnThreads) {
  const auto sums = mean_of_sentences(kNumbers);
  const auto expected = resampled_scores(sums);
  const int threads = thread_count();
  set_thread_count(threads == 1 ? 2 : 1);
  EXPECT_EQ(resampled_scores(sums), expected);
  set_thread_count(threads);
}

TEST(Bootstrap, HasNoWidthWhereAllSentencesAreEqual) {
  const auto [low, high] = bootstrap_interval(mean_of_sentences(std::vector<int32_t>(30, 4)));
  EXPECT_EQ(low, 4);
  EXPECT_EQ(high, 4);
}

TEST(Bootstrap, NeedsTwoSentencesAndAValueOfEveryResample) {
  EXPECT_THROW(bootstrap_interval(mean_of_sentences(std::vector<double>{1})), NoValue);
  EXPECT_THROW(
      bootstrap_interval(ratio_of_sums(std::vector<double>{0, 0, 1}, std::vector<double>{0, 0, 1})),
      NoValue);
}

}  // namespace
}  // namespace lingan::metrics::bootstrap_test

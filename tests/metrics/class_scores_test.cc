#include <lingan/metrics/class_scores.h>

#include <gtest/gtest.h>

#include <vector>

namespace lingan::metrics::class_scores_test {
namespace {

const std::vector<double> kSome = {.7, .2, .1, .1, .8, .1, .25, .25, .5, .9, .05, .05};

/// numpy.exp of the mean of scipy.stats.entropy(row, mean).
TEST(InceptionScore, EqualsScipy) {
  EXPECT_NEAR(inception_score(kSome, 3), 1.364321623528412, 1e-12);
}

/// The same less scipy.stats.entropy(mean, [.5, .3, .2]).
TEST(ModeScore, EqualsScipy) {
  const std::vector<double> real = {.5, .3, .2};
  EXPECT_NEAR(mode_score(kSome, real), 1.3621806709120912, 1e-12);
}

TEST(InceptionScore, IsTheNumberOfKindsThatAreSure) {
  EXPECT_DOUBLE_EQ(inception_score(std::vector<double>{1, 0, 0, 1}, 2), 2.0);
  EXPECT_DOUBLE_EQ(inception_score(std::vector<double>{1, 0, 1, 0}, 2), 1.0) << "one kind";
  EXPECT_DOUBLE_EQ(inception_score(std::vector<double>{.5, .5, .5, .5}, 2), 1.0) << "none is sure";
}

TEST(ModeScore, CountsOtherProportionsAgainstIt) {
  const std::vector<double> both = {1, 0, 0, 1}, even = {.5, .5}, skew = {.9, .1}, one = {1, 0};
  EXPECT_DOUBLE_EQ(mode_score(both, even), 2.0);
  EXPECT_LT(mode_score(both, skew), 2.0);
  EXPECT_EQ(mode_score(both, one), 0.0) << "a kind that no real sentence has";
}

}  // namespace
}  // namespace lingan::metrics::class_scores_test

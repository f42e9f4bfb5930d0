#include <lingan/metrics/significance/sign_flip.h>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace lingan::metrics::sign_flip_test {
namespace {

// All positive: only the flip of all and that of none are as far from 0.
TEST(SignFlip, CannotGoBelowTwoInAllFlips) {
  EXPECT_DOUBLE_EQ(sign_flip_p(std::vector<double>{.1, .2, .3, .2, .1}), 2.0 / 32);
  EXPECT_DOUBLE_EQ(least_sign_flip_p(5), 2.0 / 32);
  EXPECT_DOUBLE_EQ(least_sign_flip_p(1), 1);
  EXPECT_DOUBLE_EQ(sign_flip_p(std::vector<double>{.1}), 1);
}

// Sums of +-1 +-2 +-3 that are at least 4 from 0: +-6 and +-4, one way each.
TEST(SignFlip, CountsTheFlipsThatAreAsFar) {
  EXPECT_DOUBLE_EQ(sign_flip_p(std::vector<double>{-1, 2, 3}), 4.0 / 8);
  EXPECT_DOUBLE_EQ(sign_flip_p(std::vector<double>{-3, 2, 1}), 1);
}

// scipy.stats.permutation_test((d,), numpy.mean, permutation_type='samples', n_resamples=inf)
TEST(SignFlip, IsThatOfScipy) {
  EXPECT_DOUBLE_EQ(sign_flip_p(std::vector<double>{.012, .031, -.004, .02, .018}), .125);
}

TEST(SignFlip, TakesSumsThatDifferByRoundingForEqual) {
  const std::vector<double> tenths = {.1, .2, -.3, .1, .2, .3};  // sum .6; 1e-17 apart by order
  EXPECT_DOUBLE_EQ(sign_flip_p(tenths), 24.0 / 64);
}

TEST(SignFlip, IsOneWhereAllDifferencesAreZero) {
  EXPECT_DOUBLE_EQ(sign_flip_p(std::vector<double>(4, 0.0)), 1);
}

// With equal differences p is that of a binomial: 2 P(at most 5 of 21 are negative) = .0266.
TEST(SignFlip, DrawsFlipsOfManyDifferences) {
  std::vector<double> differences(21, 1.0);
  for (int i = 0; i < 5; ++i) differences[i] = -1;
  const double exact = 2 * (1 + 21 + 210 + 1330 + 5985 + 20349) / std::exp2(21);
  EXPECT_NEAR(sign_flip_p(differences), exact, 5 * std::sqrt(exact / 100'000));
  EXPECT_EQ(sign_flip_p(differences), sign_flip_p(differences));
  EXPECT_DOUBLE_EQ(sign_flip_p(std::vector<double>(40, 1.0)), least_sign_flip_p(40));
}

}  // namespace
}  // namespace lingan::metrics::sign_flip_test

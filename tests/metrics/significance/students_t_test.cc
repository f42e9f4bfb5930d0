#include <lingan/metrics/significance/students_t.h>

#include <gtest/gtest.h>

#include <numbers>
#include <vector>

namespace lingan::metrics::students_t_test {
namespace {

// 2 * scipy.stats.t.sf(t, degrees)
TEST(StudentsT, HasTheTailsOfScipy) {
  EXPECT_NEAR(students_t_tails(1, 1), 0.5, 1e-14);
  EXPECT_NEAR(students_t_tails(2.5, 4), 0.06676654481198814, 1e-14);
  EXPECT_NEAR(students_t_tails(-31.8, 3), 6.833535611923878e-05, 1e-17);
  EXPECT_NEAR(students_t_tails(0.1, 29), 0.9210324444873739, 1e-13);
  EXPECT_NEAR(students_t_tails(6, 7), 0.0005422583420028105, 1e-16);
}

// Of one degree it is Cauchy's, 1 - 2 atan(t) / pi; of two, 1 - t / sqrt(2 + t^2).
TEST(StudentsT, HasTheClosedFormsOfOneAndTwoDegrees) {
  EXPECT_NEAR(students_t_tails(std::numbers::sqrt3, 1), 1.0 / 3, 1e-14);
  EXPECT_NEAR(students_t_tails(1, 2), 1 - 1 / std::numbers::sqrt3, 1e-14);
  EXPECT_EQ(students_t_tails(0, 3), 1);
}

// scipy.stats.t.isf(tails / 2, degrees)
TEST(StudentsT, HasTheBoundsOfScipy) {
  EXPECT_NEAR(students_t_bound(.05, 4), 2.7764451051977943, 1e-12);
  EXPECT_NEAR(students_t_bound(.05, 1), 12.706204736174705, 1e-11);
  EXPECT_NEAR(students_t_bound(.01, 2), 9.924843200918293, 1e-11);
}

// scipy.stats.ttest_rel(a, b), a - b being these
TEST(PairedT, IsThatOfScipy) {
  EXPECT_NEAR(paired_t_p(std::vector<double>{.012, .031, -.004, .02, .018}), 0.055089769812894956,
              1e-14);
}

TEST(PairedT, KnowsDifferencesThatAreEqual) {
  EXPECT_EQ(paired_t_p(std::vector<double>{0, 0, 0}), 1);
  EXPECT_EQ(paired_t_p(std::vector<double>{.5, .5}), 0);
}

}  // namespace
}  // namespace lingan::metrics::students_t_test

#include <lingan/metrics/significance/holm.h>

#include <gtest/gtest.h>

#include <vector>

namespace lingan::metrics::holm_test {
namespace {

// By hand: sorted .005 .01 .03 .04, times 4 3 2 1; .04 is raised to .06.
TEST(Holm, MultipliesByHowManyAreLeft) {
  const std::vector<double> p = {0.01, 0.04, 0.03, 0.005};
  const std::vector<double> expected = {0.03, 0.06, 0.06, 0.02};
  const auto adjusted = holm_adjusted(p);
  for (size_t i = 0; i < p.size(); ++i) EXPECT_DOUBLE_EQ(adjusted[i], expected[i]);
}

TEST(Holm, NeverGoesAboveOne) {
  EXPECT_EQ(holm_adjusted(std::vector<double>{0.9, 0.6}), (std::vector<double>{1, 1}));
}

TEST(Holm, LeavesOneComparisonAlone) {
  EXPECT_EQ(holm_adjusted(std::vector<double>{0.2}), std::vector<double>{0.2});
  EXPECT_TRUE(holm_adjusted({}).empty());
}

}  // namespace
}  // namespace lingan::metrics::holm_test

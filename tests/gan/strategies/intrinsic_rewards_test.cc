#include <lingan/gan/strategies/intrinsic_rewards.h>

#include <gtest/gtest.h>

#include <cmath>

namespace lingan::intrinsic_rewards_test {
namespace {

/// cos of two vectors, number by number; 0 where one is 0.
double cosine(const torch::Tensor& a, const torch::Tensor& b) {
  double product = 0, squares_a = 0, squares_b = 0;
  for (int64_t k = 0; k < a.size(0); ++k) {
    const double x = a[k].item<double>(), y = b[k].item<double>();
    product += x * y;
    squares_a += x * x;
    squares_b += y * y;
  }
  return squares_a == 0 || squares_b == 0 ? 0 : product / std::sqrt(squares_a * squares_b);
}

TEST(IntrinsicRewards, AreTheMeanAngleFromTheLastGoalsToTheWayThatTokensWent) {
  torch::manual_seed(3);
  LeakedCourse course;
  course.features = torch::randn({2, 6, 4});
  course.features[1][3].copy_(course.features[1][2]);  // a token that changes nothing
  course.goals = torch::randn({2, 5, 4});
  for (const int64_t steps : {1, 3, 9}) {
    const auto rewards = intrinsic_rewards(course, steps);
    ASSERT_EQ(rewards.sizes(), (at::IntArrayRef{2, 5}));
    for (int64_t b = 0; b < 2; ++b) {
      for (int64_t t = 1; t <= 5; ++t) {
        double expected = 0;
        for (int64_t i = 1; i <= std::min(steps, t); ++i) {
          const auto way = course.features[b][t] - course.features[b][t - i];
          expected += cosine(way, course.goals[b][t - i]) / static_cast<double>(steps);
        }
        EXPECT_NEAR(rewards[b][t - 1].item<double>(), expected, 1e-5) << b << ' ' << t;
      }
    }
  }
}

TEST(IntrinsicRewards, AreOneOnTheStraightWayToTheGoal) {
  LeakedCourse course;
  course.goals = torch::tensor({{{0.6, 0.8}, {0.6, 0.8}, {0.6, 0.8}}});
  course.features = torch::arange(4).view({1, 4, 1}) * torch::tensor({0.6, 0.8}).view({1, 1, 2});
  const auto rewards = intrinsic_rewards(course, 2);
  EXPECT_TRUE(torch::allclose(rewards, torch::tensor({{0.5, 1.0, 1.0}}).to(rewards.dtype())));
}

}  // namespace
}  // namespace lingan::intrinsic_rewards_test

#include <lingan/gan/strategies/intrinsic_rewards.h>

#include <algorithm>

namespace lingan {

torch::Tensor intrinsic_rewards(const LeakedCourse& course, int64_t steps) {
  const torch::NoGradGuard no_gradient;
  const int64_t length = course.goals.size(1);
  torch::Tensor sums = torch::zeros({course.goals.size(0), length}, course.goals.options());
  for (int64_t i = 1; i <= std::min(steps, length); ++i) {
    const int64_t count = length + 1 - i;  // tokens i..T
    const torch::Tensor ways =
        course.features.narrow(1, i, count) - course.features.narrow(1, 0, count);
    sums.narrow(1, i - 1, count)
        .add_(torch::cosine_similarity(ways, course.goals.narrow(1, 0, count), 2));
  }
  return sums / steps;
}

}  // namespace lingan

#include <lingan/run/evaluation/candidate_weights.h>

#include <algorithm>
#include <cmath>

#include <lingan/engine/rollouts/filling_rollouts.h>

namespace lingan {

std::vector<double> candidate_log_weights(const TokenBatch& known, std::span<const float> of_model,
                                          std::span<const float> of_filler) {
  std::vector<double> weights(static_cast<size_t>(known.rows), 0.0);
  for (size_t place = 0; place < of_model.size(); ++place) {
    double& weight = weights[place / static_cast<size_t>(known.width)];
    weight += of_model[place];
    if (known.tokens[place] == engine::kHole) weight -= of_filler[place];
  }
  return weights;
}

int64_t drawn_by_weight(std::span<const double> log_weights, double uniform) {
  const double largest = *std::ranges::max_element(log_weights);
  std::vector<double> sums;
  double sum = 0;
  for (const double weight : log_weights) sums.push_back(sum += std::exp(weight - largest));
  const auto place = std::ranges::upper_bound(sums, sum * uniform) - sums.begin();
  return std::min<int64_t>(place, std::ssize(sums) - 1);
}

}  // namespace lingan

#include <lingan/gradients/softmax.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace lingan::gradients {

std::vector<double> softmax(std::span<const double> logits, double temperature) {
  const double largest = *std::ranges::max_element(logits);
  std::vector<double> result;
  result.reserve(logits.size());
  for (const double logit : logits) result.push_back(std::exp((logit - largest) / temperature));
  const double sum = std::accumulate(result.begin(), result.end(), 0.0);
  for (double& entry : result) entry /= sum;
  return result;
}

std::vector<double> softmax_backward(std::span<const double> q, std::span<const double> gradient) {
  const double mean = std::inner_product(q.begin(), q.end(), gradient.begin(), 0.0);
  std::vector<double> result;
  result.reserve(q.size());
  for (size_t i = 0; i < q.size(); ++i) result.push_back(q[i] * (gradient[i] - mean));
  return result;
}

}  // namespace lingan::gradients

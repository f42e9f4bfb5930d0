#include <lingan/engine/rollouts/mixture_likelihood.h>

#include <algorithm>
#include <cmath>

namespace lingan::engine {
namespace {

/// ln of the mean of e^x.
double log_mean_exp(const std::vector<double>& x) {
  const double largest = *std::ranges::max_element(x);
  double sum = 0;
  for (const double one : x) sum += std::exp(one - largest);
  return largest + std::log(sum / static_cast<double>(x.size()));
}

}  // namespace

std::vector<float> mixture_log_probabilities(const TokenBatch& sentences,
                                             const std::vector<std::vector<float>>& of_components) {
  std::vector<float> result(sentences.tokens.size(), 0.0F);
  std::vector<double> of_prefix(of_components.size());  // ln p of the sentence so far
  for (int64_t row = 0; row < sentences.rows; ++row) {
    std::ranges::fill(of_prefix, 0.0);
    double before = 0;
    for (int32_t t = 0; t < sentences.lengths[row]; ++t) {
      const auto at = static_cast<size_t>(row * sentences.width + t);
      for (size_t k = 0; k < of_components.size(); ++k) of_prefix[k] += of_components[k][at];
      const double until = log_mean_exp(of_prefix);
      result[at] = static_cast<float>(until - before);
      before = until;
    }
  }
  return result;
}

}  // namespace lingan::engine

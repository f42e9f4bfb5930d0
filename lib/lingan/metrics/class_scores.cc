#include <lingan/metrics/class_scores.h>

#include <cmath>
#include <vector>

namespace lingan::metrics {
namespace {

double divergence(std::span<const double> p, std::span<const double> q) {
  double sum = 0.0;
  for (size_t i = 0; i < p.size(); ++i) {
    if (p[i] > 0.0) sum += p[i] * std::log(p[i] / q[i]);
  }
  return sum;
}

std::vector<double> mean_row(std::span<const double> rows, size_t width) {
  std::vector<double> mean(width);
  for (size_t i = 0; i < rows.size(); ++i) mean[i % width] += rows[i];
  const double count = static_cast<double>(rows.size()) / static_cast<double>(width);
  for (double& value : mean) value /= count;
  return mean;
}

/// E KL(p(y | x) || p(y)).
double mean_divergence(std::span<const double> probabilities, std::span<const double> mean) {
  const size_t classes = mean.size();
  double sum = 0.0;
  for (size_t first = 0; first < probabilities.size(); first += classes) {
    sum += divergence(probabilities.subspan(first, classes), mean);
  }
  return sum * static_cast<double>(classes) / static_cast<double>(probabilities.size());
}

}  // namespace

double inception_score(std::span<const double> probabilities, size_t classes) {
  return std::exp(mean_divergence(probabilities, mean_row(probabilities, classes)));
}

double mode_score(std::span<const double> probabilities, std::span<const double> real) {
  const std::vector<double> mean = mean_row(probabilities, real.size());
  return std::exp(mean_divergence(probabilities, mean) - divergence(mean, real));
}

}  // namespace lingan::metrics

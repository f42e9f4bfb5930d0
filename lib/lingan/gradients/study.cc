#include <lingan/gradients/study.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include <lingan/base/error.h>
#include <lingan/base/interrupt.h>
#include <lingan/gradients/sweep.h>

namespace lingan::gradients {
namespace {

/// A number in this proportion to those that it was made of may be of rounding alone.
constexpr double kRounding = 1e-14;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double sum(const std::vector<double>& numbers) {
  return std::accumulate(numbers.begin(), numbers.end(), 0.0);
}

/// By size.
double largest(std::span<const double> numbers) {
  double largest = 0;
  for (const double number : numbers) largest = std::max(largest, std::abs(number));
  return largest;
}

std::vector<double> roots(std::vector<double> squares) {
  for (double& square : squares) square = std::sqrt(square);
  return squares;
}

std::string why_not(const EstimatorCard& card, const GradientTable& table,
                    const EstimatorSettings& settings) {
  return card.why_not == nullptr ? "" : card.why_not(table, settings);
}

/// Why an estimator has no moments with any of its settings; empty: it has.
std::string why_never(const EstimatorCard& card, const GradientTable& table,
                      const StudyOptions& options) {
  std::string reason;
  for (const EstimatorSettings& settings : sweep(card, options)) {
    reason = why_not(card, table, settings);
    if (reason.empty()) break;
  }
  return reason;
}

void measure(const GradientTable& table, const Study& study, EstimatorQuality& quality) {
  const Moments moments = quality.card->moments(table, quality.settings);
  std::vector<double> error = moments.mean;
  for (size_t i = 0; i < error.size(); ++i) error[i] -= study.exact[i];
  const std::vector<double> squares = squared_norms(table, error);
  quality.bias_by_position = roots(squares);
  quality.variance_by_position = moments.variances;
  quality.bias = std::sqrt(sum(squares));
  quality.variance = sum(moments.variances);
  quality.reward_calls = moments.reward_calls;
  quality.tokens = moments.tokens;
  const double norm = std::sqrt(sum(squared_norms(table, moments.mean)));
  const double rounding = kRounding * std::max(norm, largest(table.rewards()));
  const double product =
      std::inner_product(moments.mean.begin(), moments.mean.end(), study.exact.begin(), 0.0);
  quality.cosine =
      std::min(norm, study.exact_norm) > rounding ? product / norm / study.exact_norm : kNaN;
  const double deviation = std::sqrt(quality.variance);
  quality.signal_to_noise = deviation > rounding ? norm / deviation : kNaN;
}

}  // namespace

std::vector<const EstimatorCard*> chosen_estimators(const GradientTable& table,
                                                    const StudyOptions& options) {
  std::vector<const EstimatorCard*> chosen;
  for (const std::string& name : options.estimators) {
    const EstimatorCard& card = find_card(estimators(), name, "estimator");
    const std::string reason = why_never(card, table, options);
    if (!reason.empty()) throw UsageError("estimator " + name + " " + reason);
    chosen.push_back(&card);
  }
  if (!chosen.empty()) return chosen;
  for (const EstimatorCard& card : estimators()) {
    if (why_never(card, table, options).empty()) chosen.push_back(&card);
  }
  return chosen;
}

Study study(const GradientTable& table, const StudyOptions& options) {
  Study study{.exact = exact_gradient(table)};
  const auto squares = squared_norms(table, study.exact);
  study.exact_norm = std::sqrt(sum(squares));
  if (!std::isfinite(study.exact_norm)) {
    throw InputError("the norm of the exact gradient overflows; make the rewards smaller");
  }
  study.exact_norm_by_position = roots(squares);
  for (const EstimatorCard* card : chosen_estimators(table, options)) {
    for (const EstimatorSettings& settings : sweep(*card, options)) {
      throw_if_interrupted();
      EstimatorQuality quality{.card = card, .settings = settings};
      quality.note = why_not(*card, table, settings);
      if (quality.note.empty()) measure(table, study, quality);
      if (!std::isfinite(quality.mean_squared_error())) {
        quality.note = "its variance overflows; make the rewards smaller";
      }
      study.estimators.push_back(std::move(quality));
    }
  }
  return study;
}

}  // namespace lingan::gradients

/// Pathwise estimators that need no noise but the token itself.
#include <algorithm>

#include <lingan/gradients/estimators.h>
#include <lingan/gradients/softmax.h>

namespace lingan::gradients {
namespace {

/// Gap between the drawn token's logit and the others', as Fan et al. 2022 have it.
constexpr double kGap = 1.0;

/// J(softmax(logits / temperature)) gradient / temperature.
std::vector<double> path(std::span<const double> logits, double temperature,
                         std::span<const double> gradient) {
  auto result = softmax_backward(softmax(logits, temperature), gradient);
  for (double& entry : result) entry /= temperature;
  return result;
}

/// The moments of an estimate that the drawn token determines.
template <class EstimateOf>
Moments of_tokens(const GradientTable& table, const EstimateOf& estimate_of) {
  Moments moments = enumerate(table, [&](const Sequence& x, SequenceEstimate& estimate) {
    estimate.rows = estimate_of(static_cast<size_t>(x.tokens[0]));
  });
  moments.reward_calls = 1;
  moments.tokens = 1;
  return moments;
}

Moments softmax_path(const GradientTable& table, const EstimatorSettings& settings) {
  const auto y = softmax(table.logits(), settings.temperature);
  auto estimate = path(table.logits(), settings.temperature, gradient_at(*table.function(), y));
  return of_tokens(table, [&](size_t) { return estimate; });
}

Moments plain_straight_through(const GradientTable& table, const EstimatorSettings& settings) {
  return of_tokens(table, [&](size_t token) {
    return path(table.logits(), settings.temperature, gradient_at_vertex(*table.function(), token));
  });
}

Moments gapped_straight_through(const GradientTable& table, const EstimatorSettings& settings) {
  const double largest = std::ranges::max(table.logits());
  return of_tokens(table, [&](size_t token) {
    std::vector<double> moved;
    for (const double logit : table.logits()) {
      moved.push_back(logit - std::max(logit - largest + kGap, 0.0));
    }
    moved[token] = largest;
    return path(moved, settings.temperature, gradient_at_vertex(*table.function(), token));
  });
}

/// 2 J((p_tau + D) / 2) g - J(p) g / 2 with p_tau = softmax(logits / temperature).
Moments reinmax(const GradientTable& table, const EstimatorSettings& settings) {
  const auto at_temperature = softmax(table.logits(), settings.temperature);
  return of_tokens(table, [&](size_t token) {
    const auto gradient = gradient_at_vertex(*table.function(), token);
    std::vector<double> midpoint = at_temperature;
    midpoint[token] += 1.0;
    for (double& entry : midpoint) entry /= 2;
    auto estimate = softmax_backward(midpoint, gradient);
    const auto first_order = softmax_backward(table.policy(0), gradient);
    for (size_t i = 0; i < estimate.size(); ++i) {
      estimate[i] = 2 * estimate[i] - first_order[i] / 2;
    }
    return estimate;
  });
}

std::string why_not(const GradientTable& table, const EstimatorSettings&) {
  return why_not_pathwise(table);
}

std::string why_not_reinmax(const GradientTable& table, const EstimatorSettings& settings) {
  if (settings.temperature < 1) return "needs a temperature of 1 or more";
  return why_not_pathwise(table);
}

}  // namespace

EstimatorCard softmax_path_card() {
  return {.name = "softmax",
          .summary = "the path through the softmax, without noise",
          .paper = "Gulrajani et al. 2017",
          .by_temperature = true,
          .moments = softmax_path,
          .why_not = why_not};
}

EstimatorCard plain_straight_through_card() {
  return {.name = "plain-straight-through",
          .summary = "the one-hot token, with the gradient of the softmax without noise",
          .paper = "Bengio et al. 2013",
          .by_temperature = true,
          .moments = plain_straight_through,
          .why_not = why_not};
}

EstimatorCard gapped_straight_through_card() {
  return {.name = "gapped-straight-through",
          .summary = "straight-through with a fixed gap in place of noise",
          .paper = "Fan et al. 2022",
          .by_temperature = true,
          .moments = gapped_straight_through,
          .why_not = why_not};
}

EstimatorCard reinmax_card() {
  return {.name = "reinmax",
          .summary = "the one-hot token, with a gradient of second order",
          .paper = "Liu et al. 2023",
          .by_temperature = true,
          .moments = reinmax,
          .why_not = why_not_reinmax};
}

}  // namespace lingan::gradients

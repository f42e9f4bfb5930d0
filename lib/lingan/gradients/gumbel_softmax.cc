/// Pathwise estimators through Gumbel noise, by quadrature.
#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include <lingan/gradients/estimators.h>
#include <lingan/gradients/gumbel_quadrature.h>
#include <lingan/gradients/softmax.h>

namespace lingan::gradients {
namespace {

/// An estimate on the part of the noise that gives one token.
struct Part {
  double probability = 0.0;
  std::vector<double> sum;  ///< its integral, [V]
  double squares = 0.0;     ///< of its squared norm
};

double squared_norm(const std::vector<double>& x) {
  return std::inner_product(x.begin(), x.end(), x.begin(), 0.0);
}

/// y_i^power over their sum: of a softmax, the one at a temperature that many times lower.
/// @param power  >= 1.
std::vector<double> at_power(std::span<const double> y, double power) {
  std::vector<double> result(y.begin(), y.end());
  if (power == 1) return result;
  double sum = 0.0;
  for (double& entry : result) sum += entry = std::pow(entry, power);
  for (double& entry : result) entry /= sum;
  return result;
}

/// J(y') gradient(token, y) / t', token by token, with y' the softmax at the temperature t' of the
/// gradient.
template <class GradientOf>
std::vector<Part> parts_of(const GradientTable& table, const EstimatorSettings& settings,
                           const GradientOf& gradient_of) {
  const double backward =
      settings.backward_temperature > 0 ? settings.backward_temperature : settings.temperature;
  const double finest = std::min(backward, settings.temperature);
  const double softest = std::max(backward, settings.temperature);
  const auto vocabulary = static_cast<size_t>(table.vocabulary());
  std::vector<Part> parts(vocabulary);
  for (Part& part : parts) part.sum.assign(vocabulary, 0.0);
  integrate_gumbel(table.logits(), {.temperature = softest, .finest = finest},
                   [&](size_t token, std::span<const double> y, double weight) {
                     const auto shown = at_power(y, softest / settings.temperature);
                     const auto relaxed = at_power(y, softest / backward);
                     const auto estimate = softmax_backward(relaxed, gradient_of(token, shown));
                     Part& part = parts[token];
                     part.probability += weight;
                     for (size_t i = 0; i < vocabulary; ++i) {
                       part.sum[i] += weight * estimate[i] / backward;
                     }
                     part.squares += weight * squared_norm(estimate) / (backward * backward);
                   });
  return parts;
}

/// @param draws  of the noise for one token, over which the estimate is averaged.
Moments join(const std::vector<Part>& parts, double draws) {
  Moments moments{.mean = std::vector<double>(parts.size()), .variances = {}};
  double second_moment = 0.0;
  for (const Part& part : parts) {
    for (size_t i = 0; i < parts.size(); ++i) moments.mean[i] += part.sum[i];
    const double of_mean = squared_norm(part.sum) / part.probability;
    second_moment += of_mean + (part.squares - of_mean) / draws;
  }
  moments.variances = {std::max(second_moment - squared_norm(moments.mean), 0.0)};
  moments.reward_calls = 1;
  moments.tokens = 1;
  return moments;
}

std::vector<Part> hard_parts(const GradientTable& table, const EstimatorSettings& settings) {
  std::vector<std::vector<double>> gradients;
  for (size_t token = 0; token < static_cast<size_t>(table.vocabulary()); ++token) {
    gradients.push_back(gradient_at_vertex(*table.function(), token));
  }
  return parts_of(
      table, settings, [&](size_t token, std::span<const double>) -> const auto& {
        return gradients[token];
      });
}

Moments soft(const GradientTable& table, const EstimatorSettings& settings) {
  const auto parts = parts_of(table, settings, [&](size_t, std::span<const double> y) {
    return gradient_at(*table.function(), y);
  });
  return join(parts, 1);
}

Moments straight_through(const GradientTable& table, const EstimatorSettings& settings) {
  return join(hard_parts(table, settings), 1);
}

Moments gumbel_rao(const GradientTable& table, const EstimatorSettings& settings) {
  return join(hard_parts(table, settings), static_cast<double>(settings.samples));
}

std::string why_not(const GradientTable& table, const EstimatorSettings& settings) {
  if (auto reason = why_not_pathwise(table); !reason.empty()) return reason;
  if (table.vocabulary() > 3) return "its integrals are over two or three tokens";
  const double backward = settings.backward_temperature;
  if (settings.temperature < kLowestTemperature ||
      (backward > 0 && backward < kLowestTemperature)) {
    return fmt::format("needs a temperature of {} or more", kLowestTemperature);
  }
  const auto [minimum, maximum] = std::ranges::minmax(table.logits());
  if (maximum - minimum > kWidestLogits) {
    return fmt::format("needs logits that differ by at most {}", kWidestLogits);
  }
  return "";
}

}  // namespace

EstimatorCard soft_card() {
  return {.name = "soft",
          .summary = "the path through the softmax of Gumbel noise",
          .paper = "Jang et al. 2017; Maddison et al. 2017; two temperatures: Shah et al. 2024",
          .by_temperature = true,
          .by_backward_temperature = true,
          .moments = soft,
          .why_not = why_not};
}

EstimatorCard straight_through_card() {
  return {.name = "straight-through",
          .summary = "the one-hot token, with the gradient of the softmax of Gumbel noise",
          .paper = "Bengio et al. 2013; Jang et al. 2017",
          .by_temperature = true,
          .moments = straight_through,
          .why_not = why_not};
}

EstimatorCard gumbel_rao_card() {
  return {.name = "gumbel-rao",
          .summary = "straight-through, averaged over K draws of noise that give its token",
          .paper = "Paulus et al. 2021",
          .by_samples = true,
          .by_temperature = true,
          .moments = gumbel_rao,
          .why_not = why_not};
}

}  // namespace lingan::gradients

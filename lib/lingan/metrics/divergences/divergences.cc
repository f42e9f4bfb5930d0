#include <lingan/metrics/divergences/divergences.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <string>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/metrics/no_value.h>

namespace lingan::metrics {
namespace {

/// ln(other / own) of every sentence, where `own` is what the sentences were drawn from.
std::vector<double> log_ratios(const std::vector<double>& other, const std::vector<double>& own) {
  if (other.size() != own.size()) throw UsageError("divergence: sizes of ln p and ln q differ");
  if (own.empty()) throw NoValue("there is no sentence to compare the distributions by");
  std::vector<double> ratios;
  for (size_t i = 0; i < own.size(); ++i) ratios.push_back(other[i] - own[i]);
  if (std::ranges::any_of(ratios, [](double ratio) { return std::isnan(ratio); })) {
    throw NumericError("divergence: a log-probability is not a number");
  }
  return ratios;
}

template <class Function>
double mean(const std::vector<double>& numbers, const Function& of) {
  double sum = 0;
  for (const double number : numbers) sum += of(number);
  return sum / static_cast<double>(numbers.size());
}

/// E[ln own / other].
double kullback_leibler(const std::vector<double>& ratios, const char* drawn_from) {
  const auto impossible =
      std::ranges::count_if(ratios, [](double ratio) { return std::isinf(ratio); });
  if (impossible > 0) {
    throw NoValue(
        fmt::format("infinite: {} of {} sentences of {} ({:.2f} %) have probability 0 "
                    "under the other",
                    impossible, ratios.size(), drawn_from,
                    100.0 * static_cast<double>(impossible) / static_cast<double>(ratios.size())));
  }
  return -mean(ratios, [](double ratio) { return ratio; });
}

/// ln(1 + e^x) without overflow.
double softplus(double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); }

/// ln E[sqrt(other / own)]
double log_coefficient(const std::vector<double>& ratios) {
  const double largest = *std::ranges::max_element(ratios) / 2;
  if (std::isinf(largest)) throw NoValue("infinite: no sentence of one is possible in the other");
  return largest +
         std::log(mean(ratios, [largest](double ratio) { return std::exp(ratio / 2 - largest); }));
}

}  // namespace

double divergence(std::string_view name, const DrawnLikelihoods& drawn) {
  const auto of_p = log_ratios(drawn.of_p.q, drawn.of_p.p);
  const auto of_q = log_ratios(drawn.of_q.p, drawn.of_q.q);
  const auto forward = [&] { return kullback_leibler(of_p, "the true distribution"); };
  const auto reverse = [&] { return kullback_leibler(of_q, "the generator"); };
  if (name == "kl-forward") return forward();
  if (name == "kl-reverse") return reverse();
  if (name == "jeffreys") return forward() + reverse();
  if (name == "js") return std::numbers::ln2 - (mean(of_p, softplus) + mean(of_q, softplus)) / 2;
  if (name == "bhattacharyya") return -(log_coefficient(of_p) + log_coefficient(of_q)) / 2;
  throw UsageError("no divergence " + std::string(name));
}

}  // namespace lingan::metrics

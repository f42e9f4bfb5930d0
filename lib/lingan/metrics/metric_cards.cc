#include <lingan/metrics/metric_cards.h>

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <lingan/base/closest_name.h>
#include <lingan/base/error.h>
#include <lingan/base/number.h>
#include <lingan/metrics/bleu.h>

namespace lingan::metrics {

#define VARIANT(name) MetricCard name##_card();
#include <lingan/metrics/metrics.def>
#undef VARIANT

std::span<const MetricCard> metric_cards() {
#define VARIANT(name) name##_card(),
  static const std::array cards = {
#include <lingan/metrics/metrics.def>
  };
#undef VARIANT
  return cards;
}

namespace {

// The order in `bleu-4` after `bleu`, or 0.
int order_after(std::string_view name, std::string_view family) {
  if (name.size() != family.size() + 2 || !name.starts_with(family)) return 0;
  const std::string_view rest = name.substr(family.size());
  return rest[0] == '-' && rest[1] >= '1' && rest[1] <= '0' + kMaxOrder ? rest[1] - '0' : 0;
}

[[noreturn]] void refuse_metric(std::string_view name) {
  const size_t dash = std::min(name.rfind('-'), name.size());
  const bool has_order = dash + 1 < name.size() && parse_number<int64_t>(name.substr(dash + 1));
  const std::string_view family = has_order ? name.substr(0, dash) : name;
  const MetricCard* card = card_named(metric_cards(), family);
  if (has_order && card != nullptr && card->first_order > 0) {
    throw UsageError("metric " + std::string(name) + ": use an order in 1..8");
  }
  const std::vector<std::string> known = card_names(metric_cards());
  throw UsageError(
      fmt::format("metric '{}' is not known{}; expected one of {}, or a family with an order in "
                  "1..8, as in bleu-4",
                  name, did_you_mean(family, known), fmt::join(known, ", ")));
}

}  // namespace

std::string MetricName::text() const {
  return order == 0 ? std::string(card->name)
                    : std::string(card->name) + '-' + std::to_string(order);
}

std::vector<MetricName> parse_metric(std::string_view name, int max_order) {
  if (max_order < 1 || max_order > kMaxOrder) {
    throw UsageError("n-gram order " + std::to_string(max_order) + " is out of range; use 1 to 8");
  }
  for (const MetricCard& card : metric_cards()) {
    if (card.first_order == 0) {
      if (name == card.name) return {{&card, 0}};
      continue;
    }
    if (const int order = order_after(name, card.name)) return {{&card, order}};
    if (name != card.name) continue;
    std::vector<MetricName> family;
    for (int order = std::min(card.first_order, max_order); order <= max_order; ++order) {
      family.push_back({&card, order});
    }
    return family;
  }
  refuse_metric(name);
}

std::vector<MetricName> parse_metrics(const std::vector<std::string>& names, int max_order) {
  std::vector<MetricName> metrics;
  for (const auto& name : names) {
    for (const MetricName& metric : parse_metric(name, max_order)) {
      const auto same = [&](const MetricName& other) { return other.text() == metric.text(); };
      if (std::none_of(metrics.begin(), metrics.end(), same)) metrics.push_back(metric);
    }
  }
  return metrics;
}

}  // namespace lingan::metrics

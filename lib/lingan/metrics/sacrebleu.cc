#include <lingan/metrics/sacrebleu.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include <lingan/base/error.h>

namespace lingan::metrics {
namespace {

// Of one or many hypotheses. Counts are doubles, or floats as sacreBLEU resamples them.
template <typename Number>
struct Sums {
  std::array<Number, kMaxOrder> matched{};
  std::array<Number, kMaxOrder> total{};
  int64_t length = 0;
  int64_t reference_length = 0;
};

// sacreBLEU's logarithm: an order without a match pulls the score to 0 without being infinite.
double log_precision(double precision) {
  return precision == 0 ? -9999999999 : std::log(precision);
}

double brevity_penalty(int64_t length, int64_t reference_length) {
  if (length >= reference_length) return 1;
  return length > 0
             ? std::exp(1 - static_cast<double>(reference_length) / static_cast<double>(length))
             : 0;
}

template <typename Number>
bool any_match(const Sums<Number>& sums, int max_order) {
  for (int i = 0; i < max_order; ++i) {
    if (sums.matched[i] > 0) return true;
  }
  return false;
}

// Fills the precisions and returns how many orders enter the mean.
template <typename Number>
int smooth(const Sums<Number>& sums, const SacreBleuOptions& options,
           std::vector<double>& precisions) {
  const bool add_k = options.smoothing == SacreSmoothing::kAddK;
  const auto value = static_cast<Number>(options.value.value_or(add_k ? 1 : 0.1));
  Number halvings = 1;
  int orders = options.max_order;
  for (int i = 0; i < options.max_order; ++i) {
    const Number added = add_k && i > 0 ? value : 0;
    const Number matched = sums.matched[i] + added;
    const Number total = sums.total[i] + added;
    if (total == 0) break;
    if (options.effective_order) orders = i + 1;
    if (matched > 0) {
      precisions[i] = 100 * matched / total;
    } else if (options.smoothing == SacreSmoothing::kExp) {
      precisions[i] = 100 / ((halvings *= 2) * total);
    } else if (options.smoothing == SacreSmoothing::kFloor) {
      precisions[i] = 100 * value / total;
    }
  }
  return orders;
}

template <typename Number>
SacreBleuScore score_of(const Sums<Number>& sums, const SacreBleuOptions& options) {
  SacreBleuScore result;
  result.length = sums.length;
  result.reference_length = sums.reference_length;
  result.brevity_penalty = brevity_penalty(sums.length, sums.reference_length);
  result.precisions.assign(static_cast<size_t>(options.max_order), 0);
  if (!any_match(sums, options.max_order)) return result;
  const int orders = smooth(sums, options, result.precisions);
  double sum = 0;
  for (int i = 0; i < orders; ++i) sum += log_precision(result.precisions[i]);
  result.score = result.brevity_penalty * std::exp(sum / orders);
  return result;
}

void require_counts(const NgramMatches& counts, int max_order) {
  if (max_order < 1 || counts.max_order < max_order) {
    throw UsageError("sacreBLEU of order " + std::to_string(max_order) +
                     " needs counts of orders 1 to it; there are " +
                     std::to_string(counts.max_order));
  }
}

template <typename Number>
SacreBleuScore score_of_statistics(std::span<const Number> statistics,
                                   const SacreBleuOptions& options) {
  const auto orders = static_cast<size_t>(options.max_order);
  Sums<Number> sums{.length = static_cast<int64_t>(statistics[0]),
                    .reference_length = static_cast<int64_t>(statistics[1])};
  std::ranges::copy(statistics.subspan(2, orders), sums.matched.begin());
  std::ranges::copy(statistics.subspan(2 + orders, orders), sums.total.begin());
  return score_of(sums, options);
}

}  // namespace

SegmentStatistics sacrebleu_statistics(const NgramMatches& counts, int max_order) {
  require_counts(counts, max_order);
  SegmentStatistics statistics{.columns = 2 + 2 * max_order};
  statistics.values.reserve(static_cast<size_t>(counts.size() * statistics.columns));
  for (int64_t i = 0; i < counts.size(); ++i) {
    statistics.values.insert(statistics.values.end(),
                             {counts.lengths[i], counts.reference_lengths[i]});
    for (int order = 1; order <= max_order; ++order) {
      statistics.values.push_back(counts.matched(i, order));
    }
    for (int order = 1; order <= max_order; ++order) {
      statistics.values.push_back(counts.total(i, order));
    }
  }
  return statistics;
}

SacreBleuScore sacrebleu_of_sums(std::span<const double> sums, const SacreBleuOptions& options) {
  return score_of_statistics(sums, options);
}

SacreBleuScore sacrebleu_of_sums(std::span<const float> sums, const SacreBleuOptions& options) {
  return score_of_statistics(sums, options);
}

}  // namespace lingan::metrics

#include <lingan/metrics/sacrebleu.h>

#include <array>
#include <cmath>
#include <string>

#include <lingan/base/error.h>

namespace lingan::metrics {
namespace {

struct Sums {
  std::array<double, kMaxOrder> matched{};
  std::array<double, kMaxOrder> total{};
  int64_t length = 0;
  int64_t reference_length = 0;

  void add(const NgramMatches& counts, int64_t hypothesis) {
    for (int order = 1; order <= counts.max_order; ++order) {
      matched[order - 1] += counts.matched(hypothesis, order);
      total[order - 1] += counts.total(hypothesis, order);
    }
    length += counts.lengths[hypothesis];
    reference_length += counts.reference_lengths[hypothesis];
  }
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

bool any_match(const Sums& sums, int max_order) {
  for (int i = 0; i < max_order; ++i) {
    if (sums.matched[i] > 0) return true;
  }
  return false;
}

// Fills the precisions and returns how many orders enter the mean.
int smooth(const Sums& sums, const SacreBleuOptions& options, std::vector<double>& precisions) {
  const bool add_k = options.smoothing == SacreSmoothing::kAddK;
  const double value = options.value.value_or(add_k ? 1 : 0.1);
  double halvings = 1;
  int orders = options.max_order;
  for (int i = 0; i < options.max_order; ++i) {
    const double added = add_k && i > 0 ? value : 0;
    const double matched = sums.matched[i] + added;
    const double total = sums.total[i] + added;
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

SacreBleuScore score_of(const Sums& sums, const SacreBleuOptions& options) {
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

void require_counts(const NgramMatches& counts, const SacreBleuOptions& options) {
  if (options.max_order < 1 || counts.max_order < options.max_order) {
    throw UsageError("sacreBLEU of order " + std::to_string(options.max_order) +
                     " needs counts of orders 1 to it; there are " +
                     std::to_string(counts.max_order));
  }
}

}  // namespace

SacreBleuScore sacrebleu_corpus(const NgramMatches& counts, const SacreBleuOptions& options) {
  require_counts(counts, options);
  Sums sums;
  for (int64_t i = 0; i < counts.size(); ++i) sums.add(counts, i);
  return score_of(sums, options);
}

SacreBleuScore sacrebleu_sentence(const NgramMatches& counts, int64_t hypothesis,
                                  const SacreBleuOptions& options) {
  require_counts(counts, options);
  Sums sums;
  sums.add(counts, hypothesis);
  return score_of(sums, options);
}

}  // namespace lingan::metrics

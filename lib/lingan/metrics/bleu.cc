#include <lingan/metrics/bleu.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/metrics/no_value.h>

namespace lingan::metrics {
namespace {

// What one BLEU value is made of.
struct Statistics {
  std::array<OrderCounts, kMaxOrder> orders;
  double length = 0;
  double reference_length = 0;
};

Statistics statistics_of(const NgramMatches& counts, int64_t hypothesis) {
  Statistics result;
  for (int order = 1; order <= counts.max_order; ++order) {
    result.orders[order - 1] = {static_cast<double>(counts.matched(hypothesis, order)),
                                static_cast<double>(counts.total(hypothesis, order))};
  }
  result.length = counts.lengths[hypothesis];
  result.reference_length = counts.reference_lengths[hypothesis];
  return result;
}

double brevity_penalty(double length, double reference_length) {
  if (length > reference_length) return 1;
  return length == 0 ? 0 : std::exp(1 - reference_length / length);
}

double bleu(const Statistics& statistics, const BleuOptions& options) {
  if (statistics.orders[0].matched == 0) return 0;
  const size_t orders = options.weights.size();
  std::array<double, kMaxOrder> precisions;
  const bool defined =
      smooth_precisions(options.smoothing, {statistics.orders.data(), orders}, statistics.orders[4],
                        statistics.length, {precisions.data(), orders});
  if (!defined) return std::numeric_limits<double>::quiet_NaN();
  double sum = 0;
  for (size_t i = 0; i < orders; ++i) {
    if (precisions[i] > 0) sum += options.weights[i] * std::log(precisions[i]);
  }
  return brevity_penalty(statistics.length, statistics.reference_length) * std::exp(sum);
}

void require_counts(const NgramMatches& counts, const BleuOptions& options) {
  if (options.weights.empty() || counts.max_order < counts_needed(options)) {
    throw UsageError("BLEU with " + std::to_string(options.weights.size()) +
                     " weights needs counts of orders 1 to " +
                     std::to_string(counts_needed(options)) + ", there are " +
                     std::to_string(counts.max_order));
  }
}

std::string why_undefined(int64_t hypothesis, const BleuOptions& options) {
  return std::string("smoothing 6 is undefined ") +
         (options.weights.size() < 3 ? "below order 3"
                                     : "for hypothesis " + std::to_string(hypothesis + 1) +
                                           ", which shares no 3-gram with its references") +
         "; use another smoothing";
}

}  // namespace

BleuOptions bleu_of_order(int order, Smoothing smoothing) {
  if (order < 1 || order > kMaxOrder) {
    throw UsageError("BLEU-" + std::to_string(order) + " is out of range; use BLEU-1 to BLEU-8");
  }
  return {std::vector<double>(static_cast<size_t>(order), 1.0 / order), smoothing};
}

int counts_needed(const BleuOptions& options) {
  const bool looks_at_five_grams = options.smoothing == Smoothing::kNeighbours ||
                                   options.smoothing == Smoothing::kLengthNeighbours;
  return std::max(static_cast<int>(options.weights.size()), looks_at_five_grams ? 5 : 1);
}

std::vector<double> sentence_bleu(const NgramMatches& counts, const BleuOptions& options) {
  require_counts(counts, options);
  std::vector<double> scores(static_cast<size_t>(counts.size()));
  parallel_for(counts.size(), 512, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) scores[i] = bleu(statistics_of(counts, i), options);
  });
  return scores;
}

double mean_sentence_bleu(const NgramMatches& counts, const BleuOptions& options) {
  if (counts.size() == 0) throw UsageError("BLEU needs at least one hypothesis");
  const std::vector<double> scores = sentence_bleu(counts, options);
  double sum = 0;
  for (size_t i = 0; i < scores.size(); ++i) {
    if (std::isnan(scores[i])) throw NoValue(why_undefined(static_cast<int64_t>(i), options));
    sum += scores[i];
  }
  return sum / static_cast<double>(scores.size());
}

double corpus_bleu(const NgramMatches& counts, const BleuOptions& options) {
  const SentenceSums sums = corpus_bleu_sums(counts, options);
  std::vector<double> totals(static_cast<size_t>(sums.columns), 0);
  for (size_t i = 0; i < sums.values.size(); ++i) totals[i % totals.size()] += sums.values[i];
  return sums.score(totals);
}

SentenceSums corpus_bleu_sums(const NgramMatches& counts, const BleuOptions& options) {
  if (options.smoothing > Smoothing::kLength) {
    throw NoValue(
        "corpus BLEU takes smoothings 0 to 4; 5 to 7, and a protocol's cut-off, are made for "
        "single sentences");
  }
  require_counts(counts, options);
  const int orders = counts.max_order;
  SentenceSums sums{.columns = 2 * orders + 2, .score = [options, orders](auto totals) {
                      Statistics statistics;
                      for (int i = 0; i < orders; ++i) {
                        statistics.orders[i] = {totals[2 * i], totals[2 * i + 1]};
                      }
                      statistics.length = totals[2 * orders];
                      statistics.reference_length = totals[2 * orders + 1];
                      return bleu(statistics, options);
                    }};
  sums.values.reserve(static_cast<size_t>(counts.size() * sums.columns));
  for (int64_t i = 0; i < counts.size(); ++i) {
    for (int order = 1; order <= orders; ++order) {
      sums.values.push_back(counts.matched(i, order));
      // NLTK counts a hypothesis too short for the order as one n-gram without a match.
      sums.values.push_back(std::max(1, counts.total(i, order)));
    }
    sums.values.push_back(counts.lengths[i]);
    sums.values.push_back(counts.reference_lengths[i]);
  }
  return sums;
}

}  // namespace lingan::metrics

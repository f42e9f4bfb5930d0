/// BLEU as sacreBLEU 2.6.0 computes it (Post 2018, "A call for clarity in reporting BLEU scores"),
/// over tokens as given (text/sacrebleu splits text into them). Values are in 0..100.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include <lingan/metrics/ngram_matches.h>
#include <lingan/metrics/segment_statistics.h>

namespace lingan::metrics {

/// sacreBLEU's smooth_method.
enum class SacreSmoothing {
  kNone,   ///< an order without a match makes the score 0
  kFloor,  ///< `value` matches in place of 0 (default 0.1)
  kAddK,   ///< `value` matches and n-grams more, for n >= 2 (default 1)
  kExp,    ///< 1/2, 1/4, ... matches for the first, second, ... order without a match
};

/// sacreBLEU's parameters, with its defaults.
struct SacreBleuOptions {
  SacreSmoothing smoothing = SacreSmoothing::kExp;
  std::optional<double> value;   ///< smooth_value, for kFloor and kAddK
  int max_order = 4;             ///< 1..8
  bool effective_order = false;  ///< leave out orders above the longest n-gram of the hypothesis
};

/// A score and its parts.
struct SacreBleuScore {
  double score = 0;                ///< 0..100
  double brevity_penalty = 0;      ///< 0..1
  std::vector<double> precisions;  ///< [max_order], 0..100, smoothed
  int64_t length = 0;              ///< tokens of the hypotheses
  int64_t reference_length = 0;    ///< of the closest references
};

/// sacreBLEU's sufficient statistics: length, that of the closest reference, matches of orders
/// 1..max_order, n-grams of orders 1..max_order.
/// @throws UsageError if max_order is below 1 or above counts.max_order.
SegmentStatistics sacrebleu_statistics(const NgramMatches& counts, int max_order);

/// BLEU of sums of such statistics of options.max_order: over all hypotheses that of a corpus, of
/// one row that of a hypothesis. Of floats in single precision as NumPy computes it for
/// sacreBLEU's bootstrap.
SacreBleuScore sacrebleu_of_sums(std::span<const double> sums, const SacreBleuOptions& options);
SacreBleuScore sacrebleu_of_sums(std::span<const float> sums, const SacreBleuOptions& options);

}  // namespace lingan::metrics

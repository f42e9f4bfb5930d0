/// The metrics by name.
///
/// A new metric is a card and a line in metrics.def and, if it can be computed from sentences
/// alone, one function beside the card.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <lingan/base/card.h>

namespace lingan::metrics {

class EvaluationCounts;
struct CorpusScore;
struct SentenceSums;

enum class Direction {
  kHigherIsBetter,
  kLowerIsBetter,
  kNeither,  ///< the nearer to real text's, the better
};

/// What a metric looks at besides the hypotheses.
enum class Needs {
  kHypotheses,  ///< nothing else
  kReferences,
  kTraining,  ///< the training text
  kGrammar,   ///< a grammar that the hypotheses should follow
  kVectors,   ///< vectors of the hypotheses and of the references, not their words
  kModel,     ///< a generator or an oracle: computed from a run, not from files
};

/// One metric, or a family of one metric for n-gram orders 1..8 (`bleu` for bleu-1, bleu-2, ...).
struct MetricCard {
  std::string_view name;
  std::string_view summary;
  std::string_view paper;  ///< or program
  Direction direction;
  Needs needs;
  int first_order = 0;  ///< 0: no family; else the bare name means orders first_order..max_order
  double (*value)(EvaluationCounts& counts, int order) = nullptr;  ///< null for Needs::kModel
  bool by_protocol = false;       ///< a protocol says which sentences it compares
  bool smoothed = false;          ///< BLEU's smoothing changes it
  bool padded = false;            ///< of sentences with the padding after them
  bool by_tokenization = false;   ///< splits text by one of sacrebleu_tokenizations()
  bool of_distributions = false;  ///< Needs::kModel: compares the generator's distribution with the
                                  ///< true one (divergences/divergences.h)
  bool trains_network = false;    ///< learns a network of its own with torch, above this room
  bool measures_real = false;     ///< Needs::kModel: of real sentences, not of samples
  bool reads_text = false;        ///< looks at the sentences' text, not only at ids
  const CorpusScore* corpus_score =
      nullptr;  ///< of metrics that are a function of sums over sentences
  /// What a value depends on, in one line; null: as metrics/signature.h has it.
  std::string (*signature)(EvaluationCounts& counts) = nullptr;
  /// Settings of the metric's own that its value depends on, as fields of that signature
  /// (`order:5|`); null: there are none.
  std::string (*settings)(EvaluationCounts& counts) = nullptr;
  /// The value as a function of sums over independent sentences, which a bootstrap resamples; null:
  /// that of corpus_score, and without it the interval is a jackknife's (metrics/yardsticks).
  SentenceSums (*sums)(EvaluationCounts& counts, int order) = nullptr;
  std::string_view no_interval = {};  ///< why there is no interval; empty: there is one
};

/// All metrics: those of metrics.def, in the order in which reports show them.
std::span<const MetricCard> metric_cards();

/// A metric and its order, 0 for one without.
struct MetricName {
  const MetricCard* card;
  int order;

  std::string text() const;  ///< `bleu-4`, `unique`
};

/// The metrics that a name stands for: `bleu-4` one, `bleu` those up to max_order.
/// @throws UsageError listing the known names.
std::vector<MetricName> parse_metric(std::string_view name, int max_order);

/// The metrics that names stand for, each once.  @throws UsageError as parse_metric.
std::vector<MetricName> parse_metrics(const std::vector<std::string>& names, int max_order);

}  // namespace lingan::metrics

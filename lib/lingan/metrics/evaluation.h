/// One evaluation: sentences in, named values out. The program, the trainer and comparisons use it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <lingan/metrics/bleu.h>
#include <lingan/metrics/metric_cards.h>
#include <lingan/metrics/protocol.h>
#include <lingan/metrics/sentence_list.h>

namespace lingan::metrics {

/// What to measure. All sentences share one numbering of words.
struct EvaluationRequest {
  SentenceList hypotheses;
  std::optional<SentenceList> references;
  std::optional<SentenceList> training;  ///< for novelty
  std::vector<std::string> metrics;      ///< names of metric_cards.h; empty: bleu, self-bleu,
                                         ///< distinct, unique and novelty as far as files are given
  std::string protocol = "exact";        ///< see protocol.h
  std::optional<Smoothing> smoothing;    ///< nothing: the protocol's
  int max_order = 5;                     ///< longest n-gram of families, 1..8
};

struct MetricValue {
  std::string name;
  double value;
};

/// Computes the metrics in the order in which they were named; a name that comes twice counts once.
/// @throws UsageError if a name is unknown, or what a metric needs was not given.
std::vector<MetricValue> evaluate(const EvaluationRequest& request);

/// The counts that the metrics of one evaluation share, made when first asked for.
class EvaluationCounts {
 public:
  /// @param max_order  longest n-gram that will be asked for.
  EvaluationCounts(const EvaluationRequest& request, int max_order);

  const EvaluationRequest& request() const { return request_; }
  BleuOptions bleu(int order) const;  ///< BLEU-`order` with the evaluation's smoothing
  const NgramMatches& references();   ///< hypotheses against references
  const NgramMatches& self();         ///< hypotheses against one another

 private:
  const EvaluationRequest& request_;
  const Protocol& protocol_;
  Smoothing smoothing_;
  int max_order_;
  std::optional<NgramMatches> references_, self_;
};

}  // namespace lingan::metrics

#include <lingan/metrics/evaluation.h>

#include <algorithm>
#include <limits>

#include <lingan/base/error.h>
#include <lingan/metrics/no_value.h>

namespace lingan::metrics {
namespace {

std::vector<std::string> default_metrics(const EvaluationSentences& sentences) {
  std::vector<std::string> names;
  if (sentences.hypotheses.size() > 0 || !sentences.vectors) {
    if (sentences.references) names.emplace_back("bleu");
    names.insert(names.end(), {"self-bleu", "distinct", "unique"});
    if (sentences.training) names.emplace_back("novelty");
  }
  for (const MetricCard& card : metric_cards()) {
    if (card.needs == Needs::kVectors && sentences.vectors) names.emplace_back(card.name);
  }
  return names;
}

void require_inputs(const MetricName& metric, const EvaluationSentences& sentences) {
  const auto refuse = [&metric](const char* missing) {
    throw UsageError("metric " + metric.text() + " needs " + missing);
  };
  const Needs needs = metric.card->needs;
  if (needs == Needs::kVectors) {
    if (!sentences.vectors) {
      refuse("vectors: give `hypothesis_vectors` and `reference_vectors`, or an `encoder`");
    }
    return;
  }
  if (sentences.hypotheses.size() == 0) {
    if (sentences.vectors) refuse("sentences: give `hypotheses`");
    throw InputError("there is no hypothesis to measure");
  }
  if (needs == Needs::kReferences && !sentences.references) refuse("references: give `references`");
  if (needs == Needs::kTraining && !sentences.training)
    refuse("the training text: give `training`");
  if (needs == Needs::kModel) refuse("a model: name a run");
}

/// The metrics that the names mean, each once.
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

MetricValue measure(const MetricName& metric, EvaluationCounts& counts) {
  try {
    return {metric.text(), metric.card->value(counts, metric.order)};
  } catch (const NoValue& reason) {
    return {metric.text(), std::numeric_limits<double>::quiet_NaN(), reason.what()};
  }
}

// Longest n-gram over all metrics: corpus BLEU and sacreBLEU take 4, smoothings 5 and 7 look at 5.
int longest_order(const std::vector<MetricName>& metrics) {
  int longest = 5;
  for (const MetricName& metric : metrics) longest = std::max(longest, metric.order);
  return longest;
}

}  // namespace

bool any_needs(const EvaluationOptions& options, Needs needs) {
  if (options.metrics.empty()) return needs != Needs::kModel;
  const auto metrics = parse_metrics(options.metrics, options.max_order);
  return std::any_of(metrics.begin(), metrics.end(),
                     [&](const MetricName& metric) { return metric.card->needs == needs; });
}

EvaluationCounts::EvaluationCounts(const EvaluationSentences& sentences,
                                   const EvaluationOptions& options, int max_order)
    : sentences_(sentences),
      protocol_(find_card(protocols(), options.protocol, "protocol")),
      smoothing_(options.smoothing.value_or(protocol_.smoothing)),
      max_order_(max_order) {}

BleuOptions EvaluationCounts::bleu(int order) const { return bleu_of_order(order, smoothing_); }

const NgramMatches& EvaluationCounts::references() {
  if (sentences_.references->tokens() == 0) {
    throw NoValue("there is no reference with a word to compare with");
  }
  if (!references_) {
    references_ = count_bleu(protocol_, sentences_.hypotheses, *sentences_.references, max_order_);
  }
  return *references_;
}

const NgramMatches& EvaluationCounts::self() {
  if (!self_) self_ = count_self_bleu(protocol_, sentences_.hypotheses, max_order_);
  return *self_;
}

std::vector<MetricValue> evaluate(const EvaluationSentences& sentences,
                                  const EvaluationOptions& options) {
  const auto metrics = parse_metrics(
      options.metrics.empty() ? default_metrics(sentences) : options.metrics, options.max_order);
  for (const MetricName& metric : metrics) require_inputs(metric, sentences);
  EvaluationCounts counts(sentences, options, longest_order(metrics));
  std::vector<MetricValue> values;
  values.reserve(metrics.size());
  for (const MetricName& metric : metrics) values.push_back(measure(metric, counts));
  return values;
}

}  // namespace lingan::metrics

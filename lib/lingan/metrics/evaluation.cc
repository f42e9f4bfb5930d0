#include <lingan/metrics/evaluation.h>

#include <algorithm>

#include <lingan/base/error.h>

namespace lingan::metrics {
namespace {

std::vector<std::string> default_metrics(const EvaluationRequest& request) {
  std::vector<std::string> names;
  if (request.references) names.emplace_back("bleu");
  names.insert(names.end(), {"self-bleu", "distinct", "unique"});
  if (request.training) names.emplace_back("novelty");
  return names;
}

void require_inputs(const MetricName& metric, const EvaluationRequest& request) {
  const auto refuse = [&metric](const char* missing) {
    throw UsageError("metric " + metric.text() + " needs " + missing);
  };
  const Needs needs = metric.card->needs;
  if (needs == Needs::kReferences && !request.references)
    refuse("references: give --references FILE");
  if (needs == Needs::kReferences && request.references->size() == 0)
    refuse("at least one reference");
  if (needs == Needs::kTraining && !request.training)
    refuse("the training text: give --train FILE");
  if (needs == Needs::kModel) refuse("a model: name a run");
}

std::vector<MetricName> parse_metrics(const EvaluationRequest& request) {
  std::vector<MetricName> metrics;
  for (const auto& name : request.metrics.empty() ? default_metrics(request) : request.metrics) {
    for (const MetricName& metric : parse_metric(name, request.max_order)) {
      const auto same = [&](const MetricName& other) { return other.text() == metric.text(); };
      if (std::none_of(metrics.begin(), metrics.end(), same)) metrics.push_back(metric);
    }
  }
  for (const MetricName& metric : metrics) require_inputs(metric, request);
  return metrics;
}

// Longest n-gram over all metrics: corpus BLEU and sacreBLEU take 4, smoothings 5 and 7 look at 5.
int longest_order(const std::vector<MetricName>& metrics) {
  int longest = 5;
  for (const MetricName& metric : metrics) longest = std::max(longest, metric.order);
  return longest;
}

}  // namespace

EvaluationCounts::EvaluationCounts(const EvaluationRequest& request, int max_order)
    : request_(request),
      protocol_(find_card(protocols(), request.protocol, "protocol")),
      smoothing_(request.smoothing.value_or(protocol_.smoothing)),
      max_order_(max_order) {}

BleuOptions EvaluationCounts::bleu(int order) const { return bleu_of_order(order, smoothing_); }

const NgramMatches& EvaluationCounts::references() {
  if (!references_) {
    references_ = count_bleu(protocol_, request_.hypotheses, *request_.references, max_order_);
  }
  return *references_;
}

const NgramMatches& EvaluationCounts::self() {
  if (!self_) self_ = count_self_bleu(protocol_, request_.hypotheses, max_order_);
  return *self_;
}

std::vector<MetricValue> evaluate(const EvaluationRequest& request) {
  const std::vector<MetricName> metrics = parse_metrics(request);
  if (request.hypotheses.size() == 0) throw UsageError("there is no hypothesis to measure");
  EvaluationCounts counts(request, longest_order(metrics));
  std::vector<MetricValue> values;
  values.reserve(metrics.size());
  for (const MetricName& metric : metrics) {
    values.push_back({metric.text(), metric.card->value(counts, metric.order)});
  }
  return values;
}

}  // namespace lingan::metrics

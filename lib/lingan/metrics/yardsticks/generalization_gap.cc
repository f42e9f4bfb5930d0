#include <lingan/metrics/yardsticks/generalization_gap.h>

#include <algorithm>
#include <string>

#include <lingan/base/error.h>
#include <lingan/metrics/yardsticks/choice.h>

namespace lingan::metrics {
namespace {

void require(const EvaluationSentences& sentences, const Protocol& protocol) {
  if (protocol.paired) {
    throw UsageError("`gaps`: under protocol " + std::string(protocol.name) +
                     " each reference belongs to one hypothesis, and training text has none");
  }
  if (!sentences.references || !sentences.training) {
    throw UsageError(
        "`gaps` are between training text and held-out text: give `training` and `references`");
  }
}

/// The training text in the place of the references.
EvaluationSentences with_training(const EvaluationSentences& sentences) {
  EvaluationSentences trained = sentences;
  trained.references = sentences.training;
  if (sentences.texts) trained.texts->references = sentences.texts->training;
  return trained;
}

/// The metrics with so many random references.
std::vector<MetricValue> measure(const EvaluationSentences& sentences, int64_t references,
                                 const EvaluationOptions& options) {
  EvaluationSentences some = sentences;
  some.reference_sets = 1;
  choose_references(sentences, random_choice(sentences.references->size(), references), some);
  return evaluate(some, options);
}

}  // namespace

void add_gaps(const EvaluationSentences& sentences, const EvaluationOptions& options,
              std::vector<MetricValue>& values) {
  require(sentences, find_card(protocols(), options.protocol, "protocol"));
  EvaluationOptions comparing = options;
  comparing.metrics.clear();
  std::vector<MetricValue*> compared;
  for (MetricValue& value : values) {
    const auto metric = parse_metric(value.name, options.max_order).front();
    if (metric.card->needs != Needs::kReferences) continue;
    comparing.metrics.push_back(value.name);
    compared.push_back(&value);
  }
  if (compared.empty()) return;
  const int64_t size = std::min(sentences.references->size(), sentences.training->size());
  const auto held_out = measure(sentences, size, comparing);
  const auto training = measure(with_training(sentences), size, comparing);
  for (size_t i = 0; i < compared.size(); ++i) {
    compared[i]->gap = {
        .references = size, .training = training[i].value, .held_out = held_out[i].value};
  }
}

}  // namespace lingan::metrics

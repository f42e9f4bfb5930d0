#include <lingan/run/evaluation/wanted_metrics.h>

#include <algorithm>

#include <lingan/metrics/likelihood.h>
#include <lingan/run/evaluation/evaluation_sampling.h>
#include <lingan/run/evaluation/lstm_language_model.h>
#include <lingan/run/evaluation/run_likelihood.h>

namespace lingan {
namespace {

using metrics::Needs;

/// Adds the metrics of a model that a run has.
void add_all_of_model(WantedMetrics& wanted, const RunSpec& spec, bool has_likelihood) {
  const bool has_oracle = !spec.oracle.empty();
  for (const auto& card : metrics::metric_cards()) {
    if (card.needs != Needs::kModel || card.trains_network) continue;
    const bool has_data = metrics::is_under_generator(card) ? has_likelihood : has_oracle;
    if (!has_data) continue;
    if (!card.of_distributions) {
      wanted.of_model.emplace_back(card.name);
    } else if (has_oracle || wanted.of_sentences.grammar) {
      wanted.divergences.emplace_back(card.name);
    }
  }
}

/// The names of the metrics of a model that are computed together.
std::vector<std::string>& list_of(const metrics::MetricCard& card, WantedMetrics& wanted) {
  if (card.trains_network) return wanted.of_labels;
  return card.of_distributions ? wanted.divergences : wanted.of_model;
}

}  // namespace

WantedMetrics wanted_metrics(const RunEvaluationRequest& request, const RunSpec& spec) {
  require_named_likelihoods(request);
  const metrics::EvaluationOptions& options = request.options;
  WantedMetrics wanted{.of_sentences = options, .of_model = {}, .divergences = {}, .of_labels = {}};
  wanted.of_sentences.language_model = lstm_trainer();
  wanted.of_sentences.ends_on_interrupt = true;
  if (options.metrics.empty()) add_all_of_model(wanted, spec, has_likelihoods(request));
  std::erase_if(wanted.of_sentences.metrics, [&](const std::string& name) {
    const auto metric = metrics::parse_metric(name, options.max_order).front();
    const bool is_of_model = metric.card->needs == Needs::kModel;
    if (is_of_model) list_of(*metric.card, wanted).push_back(name);
    return is_of_model;
  });
  wanted.any_of_sentences = options.metrics.empty() || !wanted.of_sentences.metrics.empty();
  if (wanted.any_of_sentences) {
    wanted.references = any_needs(wanted.of_sentences, Needs::kReferences) ||
                        any_needs(wanted.of_sentences, Needs::kVectors) ||
                        request.yardsticks.anchors;
    wanted.training = any_needs(wanted.of_sentences, Needs::kTraining);
    wanted.text = any_reads_text(wanted.of_sentences);
  }
  wanted.training = wanted.training || request.yardsticks.gaps;
  wanted.measures_real = measure_real_sentences(wanted.of_model) ||
                         std::ranges::find(wanted.of_labels, "acc-real") != wanted.of_labels.end();
  return wanted;
}

}  // namespace lingan

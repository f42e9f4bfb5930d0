#include <lingan/metrics/evaluation.h>

#include <algorithm>
#include <limits>

#include <lingan/base/error.h>
#include <lingan/base/interrupt.h>
#include <lingan/metrics/no_value.h>
#include <lingan/metrics/signature.h>

namespace lingan::metrics {
namespace {

std::vector<std::string> default_metrics(const EvaluationSentences& sentences,
                                         const EvaluationOptions& options) {
  std::vector<std::string> names;
  if (sentences.hypotheses.size() > 0 || !sentences.vectors) {
    if (sentences.references) names.emplace_back("bleu");
    names.insert(names.end(), {"self-bleu", "distinct", "unique"});
    if (sentences.training) names.emplace_back("novelty");
    if (options.grammar) names.insert(names.end(), {"acceptance", "rule-coverage"});
  }
  for (const MetricCard& card : metric_cards()) {
    if (card.needs == Needs::kVectors && sentences.vectors) names.emplace_back(card.name);
  }
  return names;
}

/// Whether there is what a model of the references makes vectors of.
bool learns_vectors(const EvaluationSentences& sentences, const EvaluationOptions& options) {
  return options.language_model && sentences.references && sentences.hypotheses.size() > 0;
}

void require_inputs(const MetricName& metric, const EvaluationSentences& sentences,
                    const EvaluationOptions& options) {
  const auto refuse = [&metric](const char* missing) {
    throw UsageError("metric " + metric.text() + " needs " + missing);
  };
  const Needs needs = metric.card->needs;
  if (needs == Needs::kVectors) {
    if (sentences.vectors || learns_vectors(sentences, options)) return;
    refuse(
        "vectors: give `hypothesis_vectors` and `reference_vectors`, or `references`, of which an "
        "LSTM or your `encoder` makes some");
  }
  if (sentences.hypotheses.size() == 0) {
    if (sentences.vectors) refuse("sentences: give `hypotheses`");
    throw InputError("there is no hypothesis to measure");
  }
  if (needs == Needs::kReferences && !sentences.references) refuse("references: give `references`");
  if (needs == Needs::kTraining && !sentences.training)
    refuse("the training text: give `training`");
  if (needs == Needs::kGrammar && !options.grammar) refuse("a grammar: give `grammar`");
  if (metric.card->trains_network && !options.language_model) {
    refuse("a language model, which needs torch");
  }
  if (needs == Needs::kModel) refuse("a model: name a run");
}

/// The note of a value whose vectors the user's encoder did not make.
constexpr const char* kLearntVectors =
    "no encoder is named: an LSTM that learns the references gives the vectors, and the value "
    "compares with others of these references alone";

MetricValue measure(const MetricName& metric, EvaluationCounts& counts) {
  return value_or_reason(metric, [&]() -> MetricValue {
    const bool learnt = metric.card->needs == Needs::kVectors && !counts.sentences().vectors;
    const double value = metric.card->value(counts, metric.order);
    return {.name = metric.text(),
            .value = value,
            .note = learnt ? kLearntVectors : "",
            .signature = signature_of(metric, counts)};
  });
}

}  // namespace

// Corpus BLEU and sacreBLEU take 4, smoothings 5 and 7 look at 5.
int longest_order(const std::vector<MetricName>& metrics) {
  int longest = 5;
  for (const MetricName& metric : metrics) longest = std::max(longest, metric.order);
  return longest;
}

MetricValue value_or_reason(const MetricName& metric, const std::function<MetricValue()>& measure) {
  try {
    return measure();
  } catch (const NoValue& reason) {
    return {.name = metric.text(),
            .value = std::numeric_limits<double>::quiet_NaN(),
            .note = reason.what()};
  }
}

bool any_needs(const EvaluationOptions& options, Needs needs) {
  if (options.metrics.empty()) return needs != Needs::kModel;
  const auto metrics = parse_metrics(options.metrics, options.max_order);
  return std::any_of(metrics.begin(), metrics.end(),
                     [&](const MetricName& metric) { return metric.card->needs == needs; });
}

bool any_reads_text(const EvaluationOptions& options) {
  if (options.metrics.empty()) return options.grammar != nullptr;
  const auto metrics = parse_metrics(options.metrics, options.max_order);
  return std::ranges::any_of(metrics, [](const auto& metric) { return metric.card->reads_text; });
}

EvaluationCounts::EvaluationCounts(const EvaluationSentences& sentences,
                                   const EvaluationOptions& options, int max_order)
    : sentences_(sentences),
      protocol_(find_card(protocols(), options.protocol, "protocol")),
      smoothing_(options.smoothing.value_or(protocol_.smoothing)),
      tokenize_(options.tokenize),
      grammar_(options.grammar),
      language_model_(options.language_model),
      ends_on_interrupt_(options.ends_on_interrupt),
      max_order_(max_order) {}

const EvaluationTexts& EvaluationCounts::texts() const {
  if (!sentences_.texts)
    throw UsageError("a metric that reads text was given sentences without it");
  return *sentences_.texts;
}

BleuOptions EvaluationCounts::bleu(int order) const { return bleu_of_order(order, smoothing_); }

const SentenceList& EvaluationCounts::reference_sentences() const {
  if (sentences_.references->tokens() == 0) {
    throw NoValue("there is no reference with a word to compare with");
  }
  return *sentences_.references;
}

const SentenceList& EvaluationCounts::training_sentences() const {
  if (sentences_.training->tokens() == 0) {
    throw NoValue("there is no training text to compare with");
  }
  return *sentences_.training;
}

const LanguageModel& EvaluationCounts::model_of_references() {
  if (!model_of_references_) model_of_references_ = language_model_(*sentences_.references);
  return *model_of_references_;
}

const VectorPair& EvaluationCounts::vectors() {
  if (sentences_.vectors) return *sentences_.vectors;
  if (!learnt_vectors_) {
    const LanguageModel& model = model_of_references();
    learnt_vectors_ = {.hypotheses = model.vectors(sentences_.hypotheses),
                       .references = model.vectors(*sentences_.references),
                       .encoder = "lstm-of-refs"};
  }
  return *learnt_vectors_;
}

BleuSentences EvaluationCounts::compared() const {
  return {sentences_.hypotheses, reference_sentences(), sentences_.reference_sets};
}

const NgramMatches& EvaluationCounts::references() {
  if (!references_) {
    references_ = count_bleu(protocol_, compared(), max_order_);
  }
  return *references_;
}

const NgramMatches& EvaluationCounts::backward() {
  if (!backward_) {
    backward_ = count_backward_bleu(protocol_, compared(), max_order_);
  }
  return *backward_;
}

const NgramMatches& EvaluationCounts::self() {
  if (!self_) self_ = count_self_bleu(protocol_, sentences_.hypotheses, max_order_);
  return *self_;
}

std::vector<MetricName> wanted_metrics(const EvaluationSentences& sentences,
                                       const EvaluationOptions& options) {
  auto metrics =
      parse_metrics(options.metrics.empty() ? default_metrics(sentences, options) : options.metrics,
                    options.max_order);
  for (const MetricName& metric : metrics) require_inputs(metric, sentences, options);
  return metrics;
}

std::vector<MetricValue> evaluate(const EvaluationSentences& sentences,
                                  const EvaluationOptions& options) {
  const auto metrics = wanted_metrics(sentences, options);
  EvaluationCounts counts(sentences, options, longest_order(metrics));
  return evaluate(metrics, counts);
}

std::vector<MetricValue> evaluate(const std::vector<MetricName>& metrics,
                                  EvaluationCounts& counts) {
  std::vector<MetricValue> values;
  values.reserve(metrics.size());
  for (const MetricName& metric : metrics) {
    if (counts.ends_on_interrupt()) throw_if_interrupted();
    values.push_back(measure(metric, counts));
  }
  return values;
}

}  // namespace lingan::metrics

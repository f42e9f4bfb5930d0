/// One evaluation: sentences in, named values out. The program, the trainer and comparisons use it.
#pragma once

#include <any>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <typeindex>
#include <unordered_map>
#include <vector>

#include <lingan/metrics/bleu.h>
#include <lingan/metrics/language_model.h>
#include <lingan/metrics/metric_cards.h>
#include <lingan/metrics/protocol.h>
#include <lingan/metrics/sentence_list.h>
#include <lingan/metrics/sentence_vectors.h>

namespace lingan {
struct Grammar;
}

namespace lingan::metrics {

/// Sentences as text, or as lists of tokens (metrics/token_line.h), one a line.
struct EvaluationTexts {
  std::vector<std::string> hypotheses = {};
  std::optional<std::vector<std::string>> references = std::nullopt;  ///< set after set
  std::optional<std::vector<std::string>> training = std::nullopt;
  int64_t reference_sets = 1;  ///< as in EvaluationSentences
};

/// Sentences that share one numbering of words.
struct EvaluationSentences {
  SentenceList hypotheses = {};  ///< are measured
  std::optional<SentenceList> references = std::nullopt;
  std::optional<SentenceList> training = std::nullopt;  ///< for novelty and copies
  /// References of each hypothesis under a paired protocol: so many lists of their number, one
  /// after the other. Other protocols take all references as one list.
  int64_t reference_sets = 1;
  std::string tokenization = {};                        ///< what split them, for signatures
  std::optional<EvaluationTexts> texts = std::nullopt;  ///< the same, for metrics that read text
  std::optional<VectorPair> vectors = std::nullopt;  ///< with them alone, hypotheses may be empty
};

/// What to measure, and how.
struct EvaluationOptions {
  /// Names of metric_cards.h; empty: bleu, self-bleu, distinct, unique and novelty as far as
  /// sentences are given, and all of vectors or of a grammar if those are.
  std::vector<std::string> metrics = {};
  std::string protocol = "exact";                     ///< see protocol.h
  std::optional<Smoothing> smoothing = std::nullopt;  ///< nothing: the protocol's
  int max_order = 5;                                  ///< longest n-gram of families, 1..8
  /// Tokenization of `sacrebleu` (text/sacrebleu/tokenization.h). `none`: the tokens of the
  /// sentences. Empty: 13a of text; none of sentences without text, and of lists of tokens.
  std::string tokenize = {};
  std::shared_ptr<const Grammar> grammar = nullptr;  ///< that sentences should follow; null: none
  /// Of `lm`, of `reverse-lm`, and of vectors where none are given: those of a model of the
  /// references. Null: none.
  LanguageModelTrainer language_model = nullptr;
  /// Whether a signal (base/interrupt.h) ends it between two metrics, by Interrupted.
  bool ends_on_interrupt = false;
};

/// Whether one of the metrics needs that; without names, whether one can use it.
/// @throws UsageError if a name is unknown.
bool any_needs(const EvaluationOptions& options, Needs needs);

/// Whether one of the metrics reads text; without names those of a grammar do.
/// @throws UsageError if a name is unknown.
bool any_reads_text(const EvaluationOptions& options);

/// The 95 % confidence interval of a value, were other hypotheses drawn in their place.
struct ConfidenceInterval {
  double low;           ///< NaN: there is none, and the value's note says why
  double high;          ///< the same
  std::string by = {};  ///< `bootstrap` or `jackknife`; empty: there is none
};

/// What real text has in the place of the hypotheses, and their own value for as many sentences;
/// NaN where one has no value.
struct Anchors {
  int64_t hypotheses;  ///< sentences measured, of each
  int64_t references;  ///< that they are compared with; 0 without
  double value;        ///< of the hypotheses
  double real;         ///< of held-out text: the ceiling
  double shuffled;     ///< of the same with its words shuffled across sentences: the floor
};

/// A metric with training text for references, and with held-out text; NaN as in Anchors.
struct GeneralizationGap {
  int64_t references;  ///< sentences of each
  double training;
  double held_out;

  double gap() const { return training - held_out; }
};

struct MetricValue {
  std::string name;
  double value;           ///< NaN: there is none
  std::string note = {};  ///< why there is no value, or what was left out; empty: nothing to say
  std::string signature = {};  ///< what the value depends on (metrics/signature.h); empty: no value
  /// What stands beside the value (metrics/yardsticks); nothing: not asked for.
  std::optional<ConfidenceInterval> interval = std::nullopt;
  std::optional<Anchors> anchors = std::nullopt;
  std::optional<GeneralizationGap> gap = std::nullopt;
};

/// What measure() gives, or why a metric has no value (NoValue).
MetricValue value_or_reason(const MetricName& metric, const std::function<MetricValue()>& measure);

/// Computes the metrics in the order in which they were named, each by itself; a name that comes
/// twice counts once.
/// @throws UsageError if a name is unknown, or what a metric needs was not given; InputError if
/// there are no hypotheses.
std::vector<MetricValue> evaluate(const EvaluationSentences& sentences,
                                  const EvaluationOptions& options);

/// The metrics that options name, or those that the sentences allow, each once.
/// @throws UsageError, InputError as evaluate().
std::vector<MetricName> wanted_metrics(const EvaluationSentences& sentences,
                                       const EvaluationOptions& options);

/// Longest n-gram over all metrics, 5 at least: what EvaluationCounts needs to know of them.
int longest_order(const std::vector<MetricName>& metrics);

/// The counts that the metrics of one evaluation share, made when first asked for.
class EvaluationCounts {
 public:
  /// @param sentences  must live as long as the counts.
  /// @param max_order  longest n-gram that will be asked for.
  EvaluationCounts(const EvaluationSentences& sentences, const EvaluationOptions& options,
                   int max_order);

  const EvaluationSentences& sentences() const { return sentences_; }
  const Protocol& protocol() const { return protocol_; }
  /// The references.  REQUIRES: they were given.  @throws NoValue if there is no word in them.
  const SentenceList& reference_sentences() const;
  /// The training text.  REQUIRES: it was given.  @throws NoValue if there is no word in it.
  const SentenceList& training_sentences() const;
  /// @throws UsageError if the sentences come without text.
  const EvaluationTexts& texts() const;
  const Grammar& grammar() const { return *grammar_; }  ///< REQUIRES: one was given
  const LanguageModelTrainer& language_model() const { return language_model_; }  ///< or null
  bool ends_on_interrupt() const { return ends_on_interrupt_; }
  /// The model that has learnt the references.  REQUIRES: language_model() and references.
  const LanguageModel& model_of_references();
  /// The vectors that were given, or those that the model of the references gives.
  /// REQUIRES: vectors, or language_model() and references.
  const VectorPair& vectors();
  const std::string& tokenize() const { return tokenize_; }  ///< EvaluationOptions::tokenize
  Smoothing smoothing() const { return smoothing_; }
  BleuOptions bleu(int order) const;  ///< BLEU-`order` with the evaluation's smoothing
  const NgramMatches& references();   ///< hypotheses against references
  const NgramMatches& backward();     ///< references against hypotheses
  const NgramMatches& self();         ///< hypotheses against one another

  /// What several metrics of a family share: the one object of a type, which make() gives when it
  /// is first asked for.
  template <class Shared, class Make>
  const Shared& shared(const Make& make) {
    std::any& object = shared_[typeid(Shared)];
    if (!object.has_value()) object = Shared(make());
    return std::any_cast<const Shared&>(object);
  }

 private:
  BleuSentences compared() const;  ///< hypotheses and references

  const EvaluationSentences& sentences_;
  const Protocol& protocol_;
  Smoothing smoothing_;
  std::string tokenize_;
  std::shared_ptr<const Grammar> grammar_;
  LanguageModelTrainer language_model_;
  bool ends_on_interrupt_;
  int max_order_;
  std::shared_ptr<const LanguageModel> model_of_references_;
  std::optional<VectorPair> learnt_vectors_;
  std::optional<NgramMatches> references_, backward_, self_;
  std::unordered_map<std::type_index, std::any> shared_;
};

/// Computes metrics whose inputs are there, by counts that others may go on to use.
std::vector<MetricValue> evaluate(const std::vector<MetricName>& metrics, EvaluationCounts& counts);

}  // namespace lingan::metrics

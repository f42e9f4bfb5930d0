/// Likelihood under a Kneser-Ney model of other sentences: fluency one way, diversity the other.
///
/// Mean of -ln p over the tokens of sentences, nats, >= 0, under the 5-gram model of other ones
/// (kneser_ney.h), with the discounts of lmplz --discount_fallback where those have too few. Words
/// that the model does not have count as `<unk>`; what a tokenizer does not know is each a word of
/// its own, as for all metrics (UnknownWords). Linear in the tokens of both.
///
///   kn-lm          of the hypotheses under a model of the references: fluency
///   kn-reverse-lm  of the references under a model of the hypotheses: fluency and diversity, for a
///                  model of few different sentences is surprised by the rest
///   ppl-f, ppl-r   exp of the same two without `</s>`: TextGAN-PyTorch's PPL-F and PPL-R
///
/// The first two count `</s>` as a token of every sentence. Lower is better, but kn-lm by itself
/// rewards samples without diversity. There is no value without a word to learn from, or a token to
/// measure. Sources: Zhao et al. 2018 (ARAE); TextGAN-PyTorch, metrics/ppl.py; kenlm 0.3.0 gives
/// the same to single precision.
#include <cmath>
#include <numbers>
#include <span>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <lingan/base/parallel.h>
#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/language_model/learnt_model.h>
#include <lingan/metrics/language_model/ngram_likelihood.h>
#include <lingan/metrics/metric_cards.h>
#include <lingan/metrics/no_value.h>
#include <lingan/metrics/sentence_list.h>
#include <lingan/metrics/sentence_sums.h>

namespace lingan::metrics {
namespace {

constexpr int kOrder = 5;
constexpr int64_t kGrain = 256;  // sentences that one call of a parallel body takes
constexpr SentenceMarks kWithEnd{.bos = true, .eos = true};
constexpr SentenceMarks kWithoutEnd{.bos = true, .eos = false};

/// What is measured, how, and by a model of what.
struct Measured {
  const SentenceList& sentences;
  const SentenceList& learnt;
  SentenceMarks marks;

  int64_t tokens() const { return sentences.tokens() + (marks.eos ? sentences.size() : 0); }
};

/// @throws NoValue if there is no word to learn from, or no token to measure.
void require_tokens(const Measured& measured) {
  if (measured.learnt.tokens() == 0) {
    throw NoValue("there is no word to learn a language model from");
  }
  if (measured.tokens() == 0) throw NoValue("there is no token to score");
}

// [sentences], base 10.
std::vector<double> log_probabilities(const Measured& measured, const LearntModel& learnt) {
  const NgramLikelihood likelihood(learnt.model);
  std::vector<double> sums(static_cast<size_t>(measured.sentences.size()));
  parallel_for(measured.sentences.size(), kGrain, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      sums[i] =
          likelihood.log10_probability(learnt.words.words(measured.sentences[i]), measured.marks);
    }
  });
  return sums;
}

// The models that metrics of one evaluation share.
struct OfReferences : LearntModel {};
struct OfHypotheses : LearntModel {};

template <class Model>
const LearntModel& shared_model(EvaluationCounts& counts, const SentenceList& sentences) {
  return counts.shared<Model>([&] { return Model{learn_model(sentences, kOrder)}; });
}

template <class Model>
double shared_nll(EvaluationCounts& counts, const Measured& measured) {
  require_tokens(measured);
  double sum = 0;
  for (const double each :
       log_probabilities(measured, shared_model<Model>(counts, measured.learnt))) {
    sum -= each;
  }
  return sum * std::numbers::ln10 / static_cast<double>(measured.tokens());
}

/// Fields of a signature.
std::string settings_of(const LearntModel& learnt) {
  const std::vector<int>& orders = learnt.model.fallback_orders;
  return fmt::format(
      "order:{}|discounts:{}|", kOrder,
      orders.empty() ? "estimated" : fmt::format("fallback-{}", fmt::join(orders, ",")));
}
std::string settings_of_references(EvaluationCounts& counts) {
  return settings_of(shared_model<OfReferences>(counts, *counts.sentences().references));
}
std::string settings_of_hypotheses(EvaluationCounts& counts) {
  return settings_of(shared_model<OfHypotheses>(counts, counts.sentences().hypotheses));
}

Measured hypotheses(EvaluationCounts& counts, SentenceMarks marks) {
  const EvaluationSentences& all = counts.sentences();
  return {all.hypotheses, *all.references, marks};
}

double fluency(EvaluationCounts& counts, SentenceMarks marks) {
  return shared_nll<OfReferences>(counts, hypotheses(counts, marks));
}
/// Nats over tokens.
SentenceSums fluency_sums(EvaluationCounts& counts, SentenceMarks marks) {
  const Measured measured = hypotheses(counts, marks);
  require_tokens(measured);
  const LearntModel& learnt = shared_model<OfReferences>(counts, measured.learnt);
  std::vector<double> nats = log_probabilities(measured, learnt);
  std::vector<double> tokens;
  for (int64_t i = 0; i < measured.sentences.size(); ++i) {
    nats[i] *= -std::numbers::ln10;
    tokens.push_back(static_cast<double>(measured.sentences.length(i) + (marks.eos ? 1 : 0)));
  }
  return ratio_of_sums(nats, tokens);
}
double coverage(EvaluationCounts& counts, SentenceMarks marks) {
  const EvaluationSentences& all = counts.sentences();
  return shared_nll<OfHypotheses>(counts, {*all.references, all.hypotheses, marks});
}

double kn_lm(EvaluationCounts& counts, int) { return fluency(counts, kWithEnd); }
double kn_reverse_lm(EvaluationCounts& counts, int) { return coverage(counts, kWithEnd); }
double ppl_f(EvaluationCounts& counts, int) { return std::exp(fluency(counts, kWithoutEnd)); }
double ppl_r(EvaluationCounts& counts, int) { return std::exp(coverage(counts, kWithoutEnd)); }

SentenceSums kn_lm_sums(EvaluationCounts& counts, int) { return fluency_sums(counts, kWithEnd); }
SentenceSums ppl_f_sums(EvaluationCounts& counts, int) {
  SentenceSums sums = fluency_sums(counts, kWithoutEnd);
  sums.score = [](std::span<const double> totals) { return std::exp(totals[0] / totals[1]); };
  return sums;
}

}  // namespace

MetricCard kn_lm_card() {
  return {
      .name = "kn-lm",
      .summary = "nats per token under a Kneser-Ney 5-gram model of the references, ends counted",
      .paper = "Zhao et al. 2018; as KenLM",
      .direction = Direction::kLowerIsBetter,
      .needs = Needs::kReferences,
      .value = kn_lm,
      .settings = settings_of_references,
      .sums = kn_lm_sums};
}

MetricCard kn_reverse_lm_card() {
  return {.name = "kn-reverse-lm",
          .summary = "nats per token of the references under such a model of the hypotheses",
          .paper = "Zhao et al. 2018; as KenLM",
          .direction = Direction::kLowerIsBetter,
          .needs = Needs::kReferences,
          .value = kn_reverse_lm,
          .settings = settings_of_hypotheses};
}

MetricCard ppl_f_card() {
  return {.name = "ppl-f",
          .summary = "perplexity per word under the model of kn-lm, ends not counted",
          .paper = "TextGAN-PyTorch, metrics/ppl.py",
          .direction = Direction::kLowerIsBetter,
          .needs = Needs::kReferences,
          .value = ppl_f,
          .settings = settings_of_references,
          .sums = ppl_f_sums};
}

MetricCard ppl_r_card() {
  return {.name = "ppl-r",
          .summary = "perplexity per word of the references under the model of kn-reverse-lm",
          .paper = "TextGAN-PyTorch, metrics/ppl.py",
          .direction = Direction::kLowerIsBetter,
          .needs = Needs::kReferences,
          .value = ppl_r,
          .settings = settings_of_hypotheses};
}

}  // namespace lingan::metrics

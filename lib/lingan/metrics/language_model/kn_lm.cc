#include <lingan/metrics/language_model/kn_lm.h>

#include <cmath>
#include <numbers>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <lingan/base/parallel.h>
#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/language_model/kneser_ney.h>
#include <lingan/metrics/metric_cards.h>
#include <lingan/metrics/no_value.h>
#include <lingan/metrics/sentence_sums.h>

namespace lingan::metrics {
namespace {

constexpr int kOrder = 5;
constexpr int64_t kGrain = 256;  // sentences that one call of a parallel body takes
constexpr SentenceMarks kWithEnd{.bos = true, .eos = true};
constexpr SentenceMarks kWithoutEnd{.bos = true, .eos = false};

/// Ids of any numbering as words of a model, in the order in which they come.
class ModelWords {
 public:
  SentenceList learn(const SentenceList& sentences) {
    SentenceList words = sentences;
    for (int32_t& id : words.ids) id = words_.try_emplace(id, size()).first->second;
    return words;
  }

  int32_t size() const { return kFirstWord + static_cast<int32_t>(words_.size()); }

  std::vector<int32_t> words(std::span<const int32_t> ids) const {
    std::vector<int32_t> words;
    for (const int32_t id : ids) {
      const auto known = words_.find(id);
      words.push_back(known == words_.end() ? kUnknownWord : known->second);
    }
    return words;
  }

 private:
  std::unordered_map<int32_t, int32_t> words_;
};

/// A model of sentences, and their words.
struct Learnt {
  ModelWords words;
  NgramModel model;
};

Learnt learn(const SentenceList& sentences) {
  Learnt learnt;
  const SentenceList text = learnt.words.learn(sentences);
  learnt.model =
      estimate_kneser_ney(text, learnt.words.size(), {.order = kOrder, .discount_fallback = true});
  return learnt;
}

/// What is scored, how, and by a model of what.
struct Scored {
  const SentenceList& sentences;
  const SentenceList& learnt;
  SentenceMarks marks;

  int64_t tokens() const { return sentences.tokens() + (marks.eos ? sentences.size() : 0); }
};

/// @throws NoValue if there is no word to learn from, or no token to measure.
void require_tokens(const Scored& scored) {
  if (scored.learnt.tokens() == 0) {
    throw NoValue("there is no word to learn a language model from");
  }
  if (scored.tokens() == 0) throw NoValue("there is no token to score");
}

// [sentences], base 10.
std::vector<double> log_probabilities(const Scored& scored, const Learnt& learnt) {
  const NgramScorer scorer(learnt.model);
  std::vector<double> sums(static_cast<size_t>(scored.sentences.size()));
  parallel_for(scored.sentences.size(), kGrain, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      sums[i] = scorer.log10_probability(learnt.words.words(scored.sentences[i]), scored.marks);
    }
  });
  return sums;
}

double nll(const Scored& scored, const Learnt& learnt) {
  double sum = 0;
  for (const double each : log_probabilities(scored, learnt)) sum -= each;
  return sum * std::numbers::ln10 / static_cast<double>(scored.tokens());
}

// The models that metrics of one evaluation share.
struct OfReferences : Learnt {};
struct OfHypotheses : Learnt {};

template <class Model>
const Learnt& shared_model(EvaluationCounts& counts, const SentenceList& sentences) {
  return counts.shared<Model>([&] { return Model{learn(sentences)}; });
}

template <class Model>
double shared_nll(EvaluationCounts& counts, const Scored& scored) {
  require_tokens(scored);
  return nll(scored, shared_model<Model>(counts, scored.learnt));
}

/// Fields of a signature.
std::string settings_of(const Learnt& learnt) {
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

Scored hypotheses(EvaluationCounts& counts, SentenceMarks marks) {
  const EvaluationSentences& all = counts.sentences();
  return {all.hypotheses, *all.references, marks};
}

double fluency(EvaluationCounts& counts, SentenceMarks marks) {
  return shared_nll<OfReferences>(counts, hypotheses(counts, marks));
}
/// Nats over tokens.
SentenceSums fluency_sums(EvaluationCounts& counts, SentenceMarks marks) {
  const Scored scored = hypotheses(counts, marks);
  require_tokens(scored);
  const Learnt& learnt = shared_model<OfReferences>(counts, scored.learnt);
  std::vector<double> nats = log_probabilities(scored, learnt);
  std::vector<double> tokens;
  for (int64_t i = 0; i < scored.sentences.size(); ++i) {
    nats[i] *= -std::numbers::ln10;
    tokens.push_back(static_cast<double>(scored.sentences.length(i) + (marks.eos ? 1 : 0)));
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

double kneser_ney_nll(const SentenceList& sentences, const SentenceList& learnt,
                      SentenceMarks marks) {
  const Scored scored{sentences, learnt, marks};
  require_tokens(scored);
  return nll(scored, learn(learnt));
}

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

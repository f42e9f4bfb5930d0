/// Likelihood under a network that has learnt other sentences. The network is none of this room's:
/// EvaluationOptions::language_model.
#include <string_view>

#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/likelihood.h>
#include <lingan/metrics/metric_cards.h>
#include <lingan/metrics/sentence_sums.h>

namespace lingan::metrics {
namespace {

TokenLikelihoods likelihoods_in(const SentenceLogProbabilities& sentences) {
  return {sentences.log_probabilities, sentences.lengths, sentences.width};
}

SentenceLogProbabilities of_hypotheses(EvaluationCounts& counts) {
  return counts.model_of_references().log_probabilities(counts.sentences().hypotheses);
}

double lm(EvaluationCounts& counts, int) {
  return nll_per_token(likelihoods_in(of_hypotheses(counts)));
}

SentenceSums lm_sums(EvaluationCounts& counts, int) {
  return nll_sums(likelihoods_in(of_hypotheses(counts)));
}

double reverse_lm(EvaluationCounts& counts, int) {
  const EvaluationSentences& all = counts.sentences();
  const auto model = counts.language_model()(all.hypotheses);
  return nll_per_token(likelihoods_in(model->log_probabilities(*all.references)));
}

MetricCard card(std::string_view name, std::string_view summary, std::string_view paper) {
  return {.name = name,
          .summary = summary,
          .paper = paper,
          .direction = Direction::kLowerIsBetter,
          .needs = Needs::kReferences,
          .trains_network = true};
}

}  // namespace

MetricCard lm_card() {
  MetricCard made = card(
      "lm", "nats per token under an LSTM that learns from the references, ends counted; trains it",
      "Zhao et al. 2018 (ARAE); Caccia et al. 2020");
  made.value = lm;
  made.sums = lm_sums;
  return made;
}

MetricCard reverse_lm_card() {
  MetricCard made =
      card("reverse-lm", "nats per token of the references under such an LSTM of the hypotheses",
           "Zhao et al. 2018 (ARAE); Semeniuta et al. 2018");
  made.value = reverse_lm;
  return made;
}

}  // namespace lingan::metrics

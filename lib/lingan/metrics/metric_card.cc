#include <lingan/metrics/metric_cards.h>

#include <lingan/metrics/bleu.h>
#include <lingan/metrics/diversity.h>
#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/sentence_sums.h>

namespace lingan::metrics {
namespace {

constexpr auto kHigher = Direction::kHigherIsBetter;
constexpr auto kLower = Direction::kLowerIsBetter;
constexpr int kCorpusOrder = 4;

double bleu(EvaluationCounts& counts, int order) {
  return mean_sentence_bleu(counts.references(), counts.bleu(order));
}
double self_bleu(EvaluationCounts& counts, int order) {
  return mean_sentence_bleu(counts.self(), counts.bleu(order));
}
double corpus_bleu(EvaluationCounts& counts, int) {
  return metrics::corpus_bleu(counts.references(), counts.bleu(kCorpusOrder));
}
std::string corpus_bleu_settings(EvaluationCounts&) {
  return "order:" + std::to_string(kCorpusOrder) + "|";
}
SentenceSums bleu_sums(EvaluationCounts& counts, int order) {
  return mean_of_sentences(sentence_bleu(counts.references(), counts.bleu(order)));
}
SentenceSums corpus_bleu_sums(EvaluationCounts& counts, int) {
  return metrics::corpus_bleu_sums(counts.references(), counts.bleu(kCorpusOrder));
}
double distinct(EvaluationCounts& counts, int order) {
  return distinct_ngrams(counts.sentences().hypotheses, order);
}
double unique(EvaluationCounts& counts, int) { return unique_share(counts.sentences().hypotheses); }
double novel(EvaluationCounts& counts, int) {
  return novelty(counts.sentences().hypotheses, counts.training_sentences());
}
SentenceSums novel_sums(EvaluationCounts& counts, int) {
  return mean_of_sentences(
      novel_sentences(counts.sentences().hypotheses, counts.training_sentences()));
}

}  // namespace

MetricCard bleu_card() {
  return {.name = "bleu",
          .summary = "n-grams shared with the references, mean over sentences, 0..1",
          .paper = "Papineni et al. 2002; as NLTK's sentence_bleu",
          .direction = kHigher,
          .needs = Needs::kReferences,
          .first_order = 2,
          .value = bleu,
          .by_protocol = true,
          .smoothed = true,
          .sums = bleu_sums};
}

MetricCard self_bleu_card() {
  return {.name = "self-bleu",
          .summary = "n-grams shared among the hypotheses, 0..1",
          .paper = "Zhu et al. 2018 (Texygen)",
          .direction = kLower,
          .needs = Needs::kHypotheses,
          .first_order = 2,
          .value = self_bleu,
          .by_protocol = true,
          .smoothed = true};
}

MetricCard corpus_bleu_card() {
  return {.name = "corpus-bleu",
          .summary = "BLEU-4 of all sentences as one text, 0..1",
          .paper = "Papineni et al. 2002; as NLTK's corpus_bleu",
          .direction = kHigher,
          .needs = Needs::kReferences,
          .value = corpus_bleu,
          .by_protocol = true,
          .smoothed = true,
          .settings = corpus_bleu_settings,
          .sums = corpus_bleu_sums};
}

MetricCard distinct_card() {
  return {.name = "distinct",
          .summary = "different n-grams over all n-grams, 0..1",
          .paper = "Li et al. 2016",
          .direction = kHigher,
          .needs = Needs::kHypotheses,
          .first_order = 1,
          .value = distinct};
}

MetricCard unique_card() {
  return {.name = "unique",
          .summary = "share of different sentences, 0..1",
          .paper = "share of the sample",
          .direction = kHigher,
          .needs = Needs::kHypotheses,
          .value = unique};
}

MetricCard novelty_card() {
  return {.name = "novelty",
          .summary = "share of sentences that the training text does not have, 0..1",
          .paper = "share of the sample",
          .direction = kHigher,
          .needs = Needs::kTraining,
          .value = novel,
          .sums = novel_sums};
}

MetricCard nll_oracle_card() {
  return {.name = "nll-oracle",
          .summary = "nats per token of samples under the oracle",
          .paper = "Yu et al. 2017 (SeqGAN)",
          .direction = kLower,
          .needs = Needs::kModel};
}

MetricCard nll_oracle_real_card() {
  return {.name = "nll-oracle-real",
          .summary = "nats per token of the oracle's own sentences: nll-oracle of a perfect run",
          .paper = "Caccia et al. 2020",
          .direction = kLower,
          .needs = Needs::kModel,
          .measures_real = true};
}

MetricCard nll_gen_card() {
  return {.name = "nll-gen",
          .summary = "nats per token of real sentences under the generator",
          .paper = "Zhu et al. 2018 (Texygen), without padding",
          .direction = kLower,
          .needs = Needs::kModel,
          .measures_real = true};
}

MetricCard nll_gen_padded_card() {
  return {.name = "nll-gen-padded",
          .summary = "the same over whole batches, padding counted as free tokens",
          .paper = "Zhu et al. 2018 (Texygen)",
          .direction = kLower,
          .needs = Needs::kModel,
          .padded = true,
          .measures_real = true};
}

MetricCard nll_div_card() {
  return {.name = "nll-div",
          .summary = "nats per token of samples under their own generator",
          .paper = "TextGAN-PyTorch",
          .direction = kHigher,
          .needs = Needs::kModel};
}

MetricCard perplexity_card() {
  return {.name = "perplexity",
          .summary = "exp of nll-gen",
          .paper = "perplexity per token",
          .direction = kLower,
          .needs = Needs::kModel,
          .measures_real = true};
}

}  // namespace lingan::metrics

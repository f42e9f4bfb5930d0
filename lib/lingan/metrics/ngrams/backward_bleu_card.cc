#include <lingan/metrics/bleu.h>
#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/metric_cards.h>

namespace lingan::metrics {
namespace {

double backward_bleu(EvaluationCounts& counts, int order) {
  return mean_sentence_bleu(counts.backward(), counts.bleu(order));
}

double bleu_f1(EvaluationCounts& counts, int order) {
  const double forward = mean_sentence_bleu(counts.references(), counts.bleu(order));
  const double backward = backward_bleu(counts, order);
  return forward + backward == 0 ? 0 : 2 * forward * backward / (forward + backward);
}

}  // namespace

// RelGAN's users ask for it in the issue 6 of its repository; Shi et al. have the pair and its
// harmonic mean. A reference without a word counts as 0, as an empty hypothesis does in BLEU.
MetricCard backward_bleu_card() {
  return {.name = "backward-bleu",
          .summary = "BLEU of the references against the hypotheses, mean over references, 0..1",
          .paper = "Shi et al. 2018 (arXiv:1804.11258); NLTK's sentence_bleu",
          .direction = Direction::kHigherIsBetter,
          .needs = Needs::kReferences,
          .first_order = 2,
          .value = backward_bleu,
          .by_protocol = true,
          .smoothed = true};
}

MetricCard bleu_f1_card() {
  return {.name = "bleu-f1",
          .summary = "harmonic mean of bleu and backward-bleu, 0..1",
          .paper = "Shi et al. 2018 (arXiv:1804.11258)",
          .direction = Direction::kHigherIsBetter,
          .needs = Needs::kReferences,
          .first_order = 2,
          .value = bleu_f1,
          .by_protocol = true,
          .smoothed = true};
}

}  // namespace lingan::metrics

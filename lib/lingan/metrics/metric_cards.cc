#include <lingan/metrics/metric_cards.h>

#include <algorithm>
#include <array>

#include <lingan/base/error.h>
#include <lingan/metrics/bleu.h>
#include <lingan/metrics/diversity.h>
#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/sacrebleu.h>

namespace lingan::metrics {
namespace {

constexpr auto kHigher = Direction::kHigherIsBetter;
constexpr auto kLower = Direction::kLowerIsBetter;

double bleu(EvaluationCounts& counts, int order) {
  return mean_sentence_bleu(counts.references(), counts.bleu(order));
}
double self_bleu(EvaluationCounts& counts, int order) {
  return mean_sentence_bleu(counts.self(), counts.bleu(order));
}
double corpus_bleu(EvaluationCounts& counts, int) {
  return metrics::corpus_bleu(counts.references(), counts.bleu(4));
}
double sacrebleu(EvaluationCounts& counts, int) {
  return sacrebleu_corpus(counts.references(), {}).score;
}
double distinct(EvaluationCounts& counts, int order) {
  return distinct_ngrams(counts.sentences().hypotheses, order);
}
double unique(EvaluationCounts& counts, int) { return unique_share(counts.sentences().hypotheses); }
double novel(EvaluationCounts& counts, int) {
  return novelty(counts.sentences().hypotheses, *counts.sentences().training);
}

const std::array kCards = {
    MetricCard{"bleu", "n-grams shared with the references, mean over sentences, 0..1",
               "Papineni et al. 2002; as NLTK's sentence_bleu", kHigher, Needs::kReferences, 2,
               bleu},
    MetricCard{"self-bleu", "n-grams shared among the hypotheses, 0..1",
               "Zhu et al. 2018 (Texygen)", kLower, Needs::kHypotheses, 2, self_bleu},
    MetricCard{"corpus-bleu", "BLEU-4 of all sentences as one text, 0..1",
               "Papineni et al. 2002; as NLTK's corpus_bleu", kHigher, Needs::kReferences, 0,
               corpus_bleu},
    MetricCard{"sacrebleu", "corpus BLEU-4 with exponential smoothing, 0..100",
               "Post 2018; as sacreBLEU with tokenization none", kHigher, Needs::kReferences, 0,
               sacrebleu},
    MetricCard{"distinct", "different n-grams over all n-grams, 0..1", "Li et al. 2016", kHigher,
               Needs::kHypotheses, 1, distinct},
    MetricCard{"unique", "share of different sentences, 0..1", "share of the sample", kHigher,
               Needs::kHypotheses, 0, unique},
    MetricCard{"novelty", "share of sentences that the training text does not have, 0..1",
               "share of the sample", kHigher, Needs::kTraining, 0, novel},
    MetricCard{"nll-oracle", "nats per token of samples under the oracle",
               "Yu et al. 2017 (SeqGAN)", kLower, Needs::kModel},
    MetricCard{"nll-gen", "nats per token of real sentences under the generator",
               "Zhu et al. 2018 (Texygen), without padding", kLower, Needs::kModel},
    MetricCard{"nll-gen-padded", "the same over whole batches, padding counted as free tokens",
               "Zhu et al. 2018 (Texygen)", kLower, Needs::kModel},
    MetricCard{"nll-div", "nats per token of samples under their own generator", "TextGAN-PyTorch",
               kHigher, Needs::kModel},
    MetricCard{"perplexity", "exp of nll-gen", "perplexity per token", kLower, Needs::kModel},
};

UsageError unknown(std::string_view name) {
  std::string known;
  for (const MetricCard& card : kCards) {
    known += (known.empty() ? "" : ", ") + std::string(card.name) +
             (card.first_order > 0 ? "[-1..8]" : "");
  }
  return UsageError("metric " + std::string(name) + " is unknown; there are " + known);
}

// The order in `bleu-4` after `bleu`, or 0.
int order_behind(std::string_view name, std::string_view family) {
  if (name.size() != family.size() + 2 || !name.starts_with(family)) return 0;
  const std::string_view rest = name.substr(family.size());
  return rest[0] == '-' && rest[1] >= '1' && rest[1] <= '0' + kMaxOrder ? rest[1] - '0' : 0;
}

}  // namespace

std::span<const MetricCard> metric_cards() { return kCards; }

std::string MetricName::text() const {
  return order == 0 ? std::string(card->name)
                    : std::string(card->name) + '-' + std::to_string(order);
}

std::vector<MetricName> parse_metric(std::string_view name, int max_order) {
  if (max_order < 1 || max_order > kMaxOrder) {
    throw UsageError("n-gram order " + std::to_string(max_order) + " is out of range; use 1 to 8");
  }
  for (const MetricCard& card : kCards) {
    if (card.first_order == 0) {
      if (name == card.name) return {{&card, 0}};
      continue;
    }
    if (const int order = order_behind(name, card.name)) return {{&card, order}};
    if (name != card.name) continue;
    std::vector<MetricName> family;
    for (int order = std::min(card.first_order, max_order); order <= max_order; ++order) {
      family.push_back({&card, order});
    }
    return family;
  }
  throw unknown(name);
}

}  // namespace lingan::metrics

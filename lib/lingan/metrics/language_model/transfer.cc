#include <lingan/metrics/language_model/transfer.h>

#include <numeric>
#include <utility>

#include <lingan/metrics/ngram_matches.h>
#include <lingan/metrics/sacrebleu.h>

namespace lingan::metrics {
namespace {

constexpr int kOrder = 5;

double content_bleu(const Transfers& transfers) {
  ReferenceGroups own;
  own.hypotheses.resize(static_cast<size_t>(transfers.sources.size()));
  std::iota(own.hypotheses.begin(), own.hypotheses.end(), 0);
  own.references = own.hypotheses;
  const SacreBleuOptions options;
  const NgramMatches matches =
      match_ngrams(transfers.rewritten, transfers.sources, own, options.max_order);
  const SegmentStatistics statistics = sacrebleu_statistics(matches, options.max_order);
  return sacrebleu_of_sums(statistics.sums(), options).score;
}

}  // namespace

StyleModels::StyleModels(std::span<const SentenceList> styles) {
  for (const SentenceList& sentences : styles) styles_.emplace_back(learn_model(sentences, kOrder));
}

double StyleModels::log10_probability(size_t style, std::span<const int32_t> sentence) const {
  const Style& own = styles_.at(style);
  return own.likelihood.log10_probability(own.learnt.words.words(sentence));
}

size_t StyleModels::likeliest(std::span<const int32_t> sentence) const {
  size_t best = 0;
  for (size_t style = 1; style < styles_.size(); ++style) {
    if (log10_probability(style, sentence) > log10_probability(best, sentence)) best = style;
  }
  return best;
}

TransferScores transfer_scores(const StyleModels& models, const Transfers& transfers) {
  require_sentences(transfers.rewritten);
  const int64_t count = transfers.rewritten.size();
  int64_t right = 0;
  double log10_probability = 0;
  for (int64_t i = 0; i < count; ++i) {
    const auto style = static_cast<size_t>(transfers.styles.at(i));
    if (models.likeliest(transfers.rewritten[i]) == style) ++right;
    log10_probability += models.log10_probability(style, transfers.rewritten[i]);
  }
  return {.accuracy = static_cast<double>(right) / static_cast<double>(count),
          .content_bleu = content_bleu(transfers),
          .perplexity = perplexity_of(log10_probability, transfers.rewritten.tokens() + count)};
}

}  // namespace lingan::metrics

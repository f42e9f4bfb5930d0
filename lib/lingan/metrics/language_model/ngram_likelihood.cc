#include <lingan/metrics/language_model/ngram_likelihood.h>

#include <cmath>

namespace lingan::metrics {

double NgramLikelihood::log10_probability(std::span<const int32_t> words,
                                          SentenceMarks marks) const {
  uint32_t state = marks.bos && model_.order() > 1 ? kSentenceBegin : NgramModel::kNone;
  double sum = 0;
  for (const int32_t word : words) sum += predict(state, word);
  return marks.eos ? sum + predict(state, kSentenceEnd) : sum;
}

/// @param state  the longest n-gram that may be a context and that the words so far end with;
/// kNone: there is none.
double NgramLikelihood::predict(uint32_t& state, int32_t word) const {
  double backoffs = 0;
  uint32_t ngram = static_cast<uint32_t>(word);
  for (; state != NgramModel::kNone; state = model_.suffixes[state]) {
    const uint32_t longer = index_.find(state, word);
    if (longer != NgramModel::kNone) {
      ngram = longer;
      break;
    }
    backoffs += model_.log10_backoff[state];
  }
  const bool has_highest_order = ngram >= model_.starts[model_.order() - 1];
  state = has_highest_order ? model_.suffixes[ngram] : ngram;
  return backoffs + model_.log10_probability[ngram];
}

double perplexity_of(double log10_probability, int64_t predictions) {
  return std::pow(10, -log10_probability / static_cast<double>(predictions));
}

}  // namespace lingan::metrics

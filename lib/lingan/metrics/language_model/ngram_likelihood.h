/// Probabilities of sentences under a back-off n-gram model.
#pragma once

#include <cstdint>
#include <span>

#include <lingan/metrics/language_model/ngram_index.h>
#include <lingan/metrics/language_model/ngram_model.h>

namespace lingan::metrics {

/// Which marks are around a sentence, as in KenLM's Model.score.
struct SentenceMarks {
  bool bos = true;  ///< the first word comes after `<s>`, not after nothing
  bool eos = true;  ///< `</s>` is predicted, too
};

/// May be used from several threads.
class NgramLikelihood {
 public:
  /// @param model  must live as long.
  explicit NgramLikelihood(const NgramModel& model) : model_(model), index_(model) {}

  /// log10 p(words), of words of the model; kUnknownWord is one. Of nothing without eos: 0.
  double log10_probability(std::span<const int32_t> words, SentenceMarks marks = {}) const;

 private:
  double predict(uint32_t& state, int32_t word) const;

  const NgramModel& model_;
  NgramIndex index_;
};

/// 10^(-sum / predictions), where KenLM predicts every word and one `</s>` for each sentence.
double perplexity_of(double log10_probability, int64_t predictions);

}  // namespace lingan::metrics

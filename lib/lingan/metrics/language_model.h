/// What the metrics ask of a language model that is none of this room's.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include <lingan/metrics/sentence_list.h>
#include <lingan/metrics/sentence_vectors.h>

namespace lingan::metrics {

/// ln p of the tokens of N sentences, the end of each among them.
struct SentenceLogProbabilities {
  std::vector<float> log_probabilities;  ///< [N, T]; after a length: ignored
  std::vector<int32_t> lengths;          ///< [N], 1..T, ends counted
  int32_t width = 0;                     ///< T
};

/// A language model that has learnt sentences.
class LanguageModel {
 public:
  virtual ~LanguageModel() = default;

  /// What each token of sentences is to it after those before it. Words that it has not learnt are
  /// all one unknown word.
  /// @throws NoValue if there is no sentence.
  virtual SentenceLogProbabilities log_probabilities(const SentenceList& sentences) const = 0;

  /// Sentences as vectors: what it has in mind while it reads them.
  /// @throws NoValue if there is no sentence.
  virtual SentenceVectors vectors(const SentenceList& sentences) const = 0;
};

/// Trains a model of sentences; for the same ones it is the same model.
/// @throws NoValue if they are too few to learn from.
using LanguageModelTrainer =
    std::function<std::shared_ptr<const LanguageModel>(const SentenceList& learnt)>;

}  // namespace lingan::metrics

/// A Kneser-Ney model of sentences whose words have any numbers.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include <lingan/metrics/language_model/ngram_model.h>
#include <lingan/metrics/sentence_list.h>

namespace lingan::metrics {

/// Ids of any numbering as words of a model, in the order in which they come.
class ModelWords {
 public:
  /// The sentences as the model's words; new ones get the next numbers.
  SentenceList learn(const SentenceList& sentences);

  /// Of the model's vocabulary.
  int32_t size() const { return kFirstWord + static_cast<int32_t>(words_.size()); }

  /// A sentence as the model's words; those that it has not learnt are kUnknownWord.
  std::vector<int32_t> words(std::span<const int32_t> ids) const;

 private:
  std::unordered_map<int32_t, int32_t> words_;
};

/// A model of sentences, and their words.
struct LearntModel {
  ModelWords words;
  NgramModel model;
};

/// Discounts are those of lmplz --discount_fallback where the sentences have too few n-grams.
/// @param sentences  one word at least.  @param order  as in KneserNeyOptions.
LearntModel learn_model(const SentenceList& sentences, int order);

}  // namespace lingan::metrics

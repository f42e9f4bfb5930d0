/// Finds the n-grams of a model by context and word.
#pragma once

#include <cstdint>
#include <vector>

#include <lingan/metrics/language_model/ngram_model.h>

namespace lingan::metrics {

/// An open-addressing table of numbers of n-grams, 8 to 16 bytes for each; unigrams need none.
class NgramIndex {
 public:
  /// Of the n-grams that the model has now; it must live as long.
  explicit NgramIndex(const NgramModel& model);

  /// Adds the model's newest n-gram.
  void add(uint32_t ngram);

  /// The n-gram of a context and a word after it; NgramModel::kNone if there is none.
  uint32_t find(uint32_t context, int32_t word) const { return slots_[slot_of(context, word)]; }

  /// The longest n-gram that is a word after a context or after a suffix of it, in the model
  /// always.
  uint32_t find_longest(uint32_t context, int32_t word) const {
    for (; context != NgramModel::kNone; context = model_.suffixes[context]) {
      const uint32_t ngram = find(context, word);
      if (ngram != NgramModel::kNone) return ngram;
    }
    return static_cast<uint32_t>(word);
  }

 private:
  size_t slot_of(uint32_t context, int32_t word) const;
  void resize(size_t ngrams);

  const NgramModel& model_;
  std::vector<uint32_t> slots_;  // a power of two many
  size_t size_ = 0;
};

}  // namespace lingan::metrics

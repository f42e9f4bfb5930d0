/// Sentences as the metrics see them: rows of token ids of any length, packed without padding.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <lingan/base/token_batch.h>

namespace lingan::metrics {

/// Rows of token ids. What an id stands for does not matter; equal ids are equal tokens. Ids are
/// >= 0. No eos and no pads: a metric counts the words of a sentence.
struct SentenceList {
  std::vector<int32_t> ids;  ///< all tokens, sentence after sentence
  std::vector<int64_t> offsets = {
      0};  ///< [size() + 1]: sentence i is ids[offsets[i]..offsets[i+1])

  int64_t size() const { return static_cast<int64_t>(offsets.size()) - 1; }
  int64_t tokens() const { return static_cast<int64_t>(ids.size()); }
  int64_t length(int64_t index) const { return offsets[index + 1] - offsets[index]; }
  std::span<const int32_t> operator[](int64_t index) const {
    return {ids.data() + offsets[index], static_cast<size_t>(length(index))};
  }

  void append(std::span<const int32_t> sentence) {
    ids.insert(ids.end(), sentence.begin(), sentence.end());
    offsets.push_back(static_cast<int64_t>(ids.size()));
  }
};

/// A sentence as bytes, for sets of sentences; points into the list.
inline std::string_view bytes_of(std::span<const int32_t> sentence) {
  return {reinterpret_cast<const char*>(sentence.data()), sentence.size_bytes()};
}

/// @throws UsageError if there is no sentence.
void require_sentences(const SentenceList& sentences);

/// The mean of a number for each sentence.
/// @param numbers  one at least.
double mean_of(std::span<const int32_t> numbers);

/// The rows of a batch without what is no word: a row ends before its first eos, and pads and bos
/// inside it are left out. Without eos every id is a word,
/// as it is to a generator.
SentenceList strip_specials(const TokenBatch& batch, const SpecialTokens& specials);

/// Makes unknown words match nothing: what an unk stood for is not known, so two of them are no
/// more the same word than an unk and a word of the vocabulary are.
class UnknownWords {
 public:
  /// @param unk  -1: there is none.  @param vocabulary_size  all other ids are below it.
  UnknownWords(int32_t unk, int32_t vocabulary_size) : unk_(unk), next_(vocabulary_size) {}

  /// Gives every unk of a list an id that no other word of any list has.
  void separate(SentenceList& list);

 private:
  int32_t unk_;
  int32_t next_;
};

/// Sentences [begin, end) of a list.  REQUIRES: 0 <= begin <= end <= list.size().
SentenceList slice(const SentenceList& list, int64_t begin, int64_t end);

/// The sentences of `first`, then those of `second`.
SentenceList concatenate(const SentenceList& first, const SentenceList& second);

}  // namespace lingan::metrics

/// Words to ids for metrics: every different word gets an id of its own, so that no two unknown
/// words are taken for the same.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lingan::metrics {

/// Numbers words 0, 1, 2, ... in the order in which they come. Exact: bytes are compared.
class WordInterner {
 public:
  WordInterner();

  /// The id of a word, a new one at its first time.
  /// @throws UsageError after 2^31 - 1 words.
  int32_t id(std::string_view word);

  /// The id of a word that has one, or -1.
  int32_t find(std::string_view word) const;

  /// The word of an id, 0..size() - 1, until the next word gets one.
  std::string_view word(int32_t id) const { return text(words_[id]); }

  /// How many different words there are.
  int32_t size() const { return static_cast<int32_t>(words_.size()); }

 private:
  struct Word {
    uint64_t hash;
    size_t begin;  // in bytes_
    size_t length;
  };
  std::string_view text(const Word& word) const {
    return {bytes_.data() + word.begin, word.length};
  }
  size_t slot_of(std::string_view word, uint64_t hash) const;
  void grow();

  std::string bytes_;
  std::vector<Word> words_;
  std::vector<int32_t> slots_;  // id or -1; a power of two many
};

}  // namespace lingan::metrics

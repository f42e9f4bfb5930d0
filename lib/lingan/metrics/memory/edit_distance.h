/// Levenshtein distance between sentences of tokens, bit-parallel.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace lingan::metrics {

/// Distances of one sentence after another to one pattern: how many tokens must be inserted, left
/// out or replaced to turn one into the other. A word of bits does 64 rows of the table of partial
/// distances at once.
/// Source: Myers 1999, "A fast bit-vector algorithm for approximate string matching"; Hyyro 2003,
/// "A bit-vector algorithm for computing Levenshtein and Damerau edit distances", for whole
/// sentences and several words.
class EditDistance {
 public:
  /// @param vocabulary  all tokens are in 0..vocabulary - 1.
  explicit EditDistance(int32_t vocabulary) : numbers_(static_cast<size_t>(vocabulary)) {}

  /// Sets the pattern.  Cost: linear in its length and the last one's, for up to 64 tokens.
  void set_pattern(std::span<const int32_t> pattern);

  /// The smaller of `limit` and the distance of a sentence to the pattern.
  int32_t distance(std::span<const int32_t> sentence, int32_t limit) const;

 private:
  template <typename Next>
  int32_t last_row(std::span<const int32_t> sentence, int32_t limit, const Next& next) const;

  std::vector<int32_t> pattern_;
  size_t words_ = 0;
  std::vector<int32_t> numbers_;  // [vocabulary]: of the pattern's tokens 1, 2, ...; 0: not in it
  std::vector<uint64_t> rows_;    // [numbers, words]: the rows that have a token
};

}  // namespace lingan::metrics

/// What a corpus looks like before anything is trained on it.
#pragma once

#include <cstdint>

#include <lingan/text/corpus/corpus_lines.h>
#include <lingan/text/corpus/length_percentile.h>
#include <lingan/text/tokenizer/tokenizer.h>

namespace lingan {

/// Counts over the lines of a corpus.
struct CorpusStatistics {
  int64_t lines = 0;       ///< lines read, bad ones included
  int64_t empty = 0;       ///< lines without a token
  int64_t bad = 0;         ///< lines of bad text, repaired or skipped
  int64_t duplicates = 0;  ///< lines that repeat an earlier one, by their ids' 64-bit hash
  int64_t tokens = 0;
  int64_t types = 0;     ///< distinct ids, unk included
  int64_t unknown = 0;   ///< tokens that are unk
  LengthCounts lengths;  ///< lines of each length in tokens; empty lines left out

  /// The least length that covers a share of the lines that are not empty; 0 if there are none.
  /// @param share  in (0, 1].
  int32_t length_percentile(double share) const;
  /// Tokens per line that is not empty; 0 if there are none.
  double mean_length() const;
};

/// Reads all lines. Memory grows by 8 bytes for each distinct line and for the vocabulary.
CorpusStatistics measure_corpus(CorpusLines& lines, const Tokenizer& tokenizer);

}  // namespace lingan

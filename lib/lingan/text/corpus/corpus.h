/// Corpora: lines of text as token matrices.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <lingan/base/token_batch.h>
#include <lingan/text/corpus/corpus_lines.h>

namespace lingan {

/// Of CorpusOptions::length_percentile.
inline constexpr double kSmallestLengthPercentile = 0.01;

/// How lines become rows.
struct CorpusOptions {
  int32_t max_length = 0;           ///< longest sentence in tokens, eos counted; 0: by percentile
  double length_percentile = 0.99;  ///< in [kSmallestLengthPercentile, 1]: with max_length 0, the
                                    ///< length that covers this share
};

/// What was read and what was left out.
struct CorpusReport {
  int64_t lines = 0;      ///< lines read
  int64_t sentences = 0;  ///< rows kept
  int64_t empty = 0;      ///< lines without a token, dropped
  int64_t too_long = 0;   ///< lines over the longest length, dropped
  int64_t bad_text = 0;   ///< lines of bad text, repaired or skipped
  int64_t tokens = 0;     ///< tokens kept, eos counted
  int64_t unknown = 0;    ///< tokens kept that are unk
  int32_t max_length =
      0;  ///< the width of the matrix: CorpusOptions::max_length where that is given
};

/// A corpus as tokens.
struct EncodedCorpus {
  TokenBatch sentences;  ///< [N, T]
  CorpusReport report;
  std::vector<int64_t> lines;  ///< [N], of each sentence: its number, from 0, of lines not blank
};

class LineEncoder;

/// Encodes every line; a sentence gets an eos where the tokenizer has one. Memory grows with the
/// tokens that are kept, not with the text.
/// @param encoder  see text/corpus/line_encoder.h
/// @throws InputError if no line is left, or if the tokenizer has no eos and sentences differ in
/// length; Interrupted after SIGINT or SIGTERM.
EncodedCorpus read_corpus(CorpusLines& lines, const LineEncoder& encoder,
                          const CorpusOptions& options);

/// The same of several files as one corpus: all have one longest length, and lines are numbered
/// through all.
/// @param files  one at least.
EncodedCorpus read_corpus(std::span<CorpusLines> files, const LineEncoder& encoder,
                          const CorpusOptions& options);

}  // namespace lingan

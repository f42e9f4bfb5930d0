#include <lingan/engine/rollouts/row_chunks.h>

#include <algorithm>
#include <string>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>

namespace lingan::engine {

int64_t row_grain(const Stepper& stepper, int64_t rows) {
  // Wide weights come from beyond the second-level cache and want more rows for each pass.
  const int64_t least = stepper.output().hidden_width() > 128 ? 32 : 8;
  const int64_t share = rows / (4 * thread_count()) / 8 * 8;
  return std::clamp(share, least, int64_t{256});
}

void check_tokens(std::span<const int32_t> tokens, int64_t vocabulary, const char* what) {
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i] >= 0 && tokens[i] < vocabulary) continue;
    throw UsageError(std::string(what) + ": token " + std::to_string(tokens[i]) + " at position " +
                     std::to_string(i) + " is outside the vocabulary (0.." +
                     std::to_string(vocabulary - 1) + ")");
  }
}

void check_batch(const TokenBatch& sentences, int64_t vocabulary) {
  const size_t rows = static_cast<size_t>(sentences.rows);
  if (sentences.rows < 0 || sentences.width < 0 || sentences.lengths.size() != rows ||
      sentences.tokens.size() != rows * static_cast<size_t>(sentences.width)) {
    throw UsageError(
        "token batch: tokens and lengths do not have the shape that rows and width say");
  }
  for (int64_t r = 0; r < sentences.rows; ++r) {
    if (sentences.lengths[r] < 0 || sentences.lengths[r] > sentences.width) {
      throw UsageError("token batch: length " + std::to_string(sentences.lengths[r]) + " of row " +
                       std::to_string(r) + " is outside 0.." + std::to_string(sentences.width));
    }
    check_tokens(sentences.row(r), vocabulary, ("token batch row " + std::to_string(r)).c_str());
  }
}

}  // namespace lingan::engine

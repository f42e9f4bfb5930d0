#include <lingan/engine/rollouts/request_checks.h>

#include <algorithm>
#include <span>
#include <string>

#include <lingan/base/error.h>
#include <lingan/engine/rollouts/token_drawer.h>

namespace lingan::engine {
namespace {

/// @throws UsageError if a token is outside 0..vocabulary-1; `what` names the tokens.
void check_tokens(std::span<const int32_t> tokens, int64_t vocabulary, const std::string& what) {
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i] >= 0 && tokens[i] < vocabulary) continue;
    throw UsageError(what + ": token " + std::to_string(tokens[i]) + " at position " +
                     std::to_string(i) + " is outside the vocabulary (0.." +
                     std::to_string(vocabulary - 1) + ")");
  }
}

}  // namespace

void check_specials(const SpecialTokens& specials, int64_t vocabulary) {
  const int32_t bos[] = {specials.bos};
  check_tokens(bos, vocabulary, "bos");
}

void check_request(const SampleRequest& request, const SpecialTokens& specials,
                   int64_t vocabulary) {
  check_sampling_options(request.options);
  if (request.rows < 0) throw UsageError("sample: rows must be 0 or more");
  if (request.length < 1) throw UsageError("sample: length must be at least 1 token");
  if (request.prompt.size() >= static_cast<size_t>(request.length)) {
    throw UsageError("sample: the prompt has " + std::to_string(request.prompt.size()) +
                     " tokens; it must be shorter than the length, " +
                     std::to_string(request.length));
  }
  check_tokens(request.prompt, vocabulary, "prompt");
  if (std::find(request.prompt.begin(), request.prompt.end(), specials.eos) !=
      request.prompt.end()) {
    throw UsageError("sample: the prompt holds the token that ends a sentence");
  }
}

void check_request(const RolloutRequest& request) {
  check_sampling_options(request.options);
  if (request.rollouts < 1) {
    throw UsageError("complete: rollouts " + std::to_string(request.rollouts) +
                     ": expected at least 1");
  }
  if (request.every < 1) {
    throw UsageError("complete: every " + std::to_string(request.every) +
                     ": expected at least 1 token");
  }
}

void check_states(std::span<const float> states, int64_t rows, int64_t width) {
  if (states.empty() || static_cast<int64_t>(states.size()) == rows * width) return;
  throw UsageError("initial states: " + std::to_string(states.size()) + " numbers; expected " +
                   std::to_string(rows) + " rows of " + std::to_string(width));
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
    check_tokens(sentences.row(r), vocabulary, "token batch row " + std::to_string(r));
  }
}

}  // namespace lingan::engine

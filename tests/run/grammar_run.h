/// A run, as far as a distribution of its sentences needs one, and a grammar of two words.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <lingan/grammar/grammar.h>
#include <lingan/run/run_directory.h>

namespace lingan::testing {

/// A run of sentences over the words of a text.
/// @param length  tokens of the longest, its end counted.
inline RunSpec run_of_words(const std::string& text, int32_t length) {
  bool is_read = false;
  TokenizerOptions options;
  options.kind = "whitespace";
  RunSpec spec;
  spec.tokenizer = train_tokenizer(options, [&]() -> std::optional<std::string> {
    if (std::exchange(is_read, true)) return std::nullopt;
    return text;
  });
  spec.length = length;
  return spec;
}

/// a^n b with probability 1 / 2^(n + 1).
inline std::shared_ptr<const Grammar> geometric_grammar() {
  return std::make_shared<const Grammar>(parse_grammar("S -> a S [1] | b [1]", "g"));
}

}  // namespace lingan::testing

/// How sacreBLEU 2.6.0 splits a line into tokens before it computes BLEU.
///
/// Source: sacrebleu/tokenizers (Post 2018, "A call for clarity in reporting BLEU scores"), token
/// by token; `intl` where this ICU and Python's `regex` know the same version of Unicode.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <lingan/base/card.h>

namespace lingan {

/// One of them.
struct SacrebleuTokenization {
  std::string_view name;  ///< as sacreBLEU's signature has it after `tok:`
  std::string_view summary;
  /// The line with white space around every token.
  /// @param line  valid UTF-8 without white space at its end.
  std::string (*separate)(std::string_view line);
};

/// `13a`, sacreBLEU's default, first.
std::span<const SacrebleuTokenization> sacrebleu_tokenizations();

/// The tokens of a line.
/// @param line  valid UTF-8.  @param buffer  what the tokens are views of.
std::vector<std::string_view> split_as_sacrebleu(const SacrebleuTokenization& tokenization,
                                                 std::string_view line, std::string& buffer);

}  // namespace lingan

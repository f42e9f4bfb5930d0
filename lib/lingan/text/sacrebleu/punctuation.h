/// Punctuation set apart from words, by the rules of sacreBLEU's tokenizers.
#pragma once

#include <string>
#include <string_view>

namespace lingan {

/// Text as mteval-v13a.pl unpacks it: no `<skipped>`, no line ends, and `"`, `&`, `<` and `>` for
/// their entities, in that order.
std::string plain_text_of_sgml(std::string_view line);

/// tokenizer_re.py: spaces around ASCII punctuation and symbols but for the apostrophe; around `.`
/// and `,` unless between digits, and around `-` after a digit.
std::string separate_western_punctuation(std::string_view line);

/// tokenizer_intl.py: spaces around punctuation (category P) with something that is no number (N)
/// before or after it, and around symbols (S).  @param line  valid UTF-8.
std::string separate_unicode_punctuation(std::string_view line);

}  // namespace lingan

/// Word and character boundaries by ICU's break iterators, root locale.
///
/// Source: Unicode Standard Annex 29, with ICU's dictionaries for Chinese, Japanese, Thai, Lao,
/// Khmer and Burmese, which are written without spaces. Functions may be called from several
/// threads.
#pragma once

#include <string_view>
#include <vector>

namespace lingan {

/// The parts of a text between word boundaries: words, punctuation marks, runs of spaces. Joined
/// they are the text.
/// @param text  valid UTF-8, below 2^31 bytes.
std::vector<std::string_view> split_words(std::string_view text);

/// The extended grapheme clusters of a text: what a reader takes for one character. Joined they are
/// the text.
/// @param text  valid UTF-8, below 2^31 bytes.
std::vector<std::string_view> split_graphemes(std::string_view text);

}  // namespace lingan

/// UTF-8: checking and mending.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lingan {

/// How many bytes at the front of `text` are well formed UTF-8 (Unicode 15, table 3-7): text.size()
/// if all are. Over-long forms, surrogates and numbers above U+10FFFF are malformed.
size_t valid_utf8_prefix(std::string_view text);

/// The text with U+FFFD in place of every maximal ill-formed part (Unicode 15, section 3.9, "U+FFFD
/// Substitution of Maximal Subparts").
std::string replace_malformed_utf8(std::string_view text);

/// How many bytes the code point that starts with this byte has, 1..4; 1 for a byte that starts
/// none.
size_t utf8_length(unsigned char lead);

}  // namespace lingan

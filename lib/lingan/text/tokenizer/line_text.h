/// Text of ids as a line of a file.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <lingan/text/tokenizer/tokenizer.h>

namespace lingan {

/// Tokenizer::decode with U+FFFD in place of what cannot stand in a line: line feeds and NUL, which
/// pieces for single bytes may spell. No line of text becomes such ids.
std::string decode_line(const Tokenizer& tokenizer, std::span<const int32_t> ids);

/// The ids whose text would break a line for some reader: it has a line feed, a carriage return or
/// a NUL. Nothing that a generator draws should be one of them.
std::vector<int32_t> line_breaking_ids(const Tokenizer& tokenizer);

}  // namespace lingan

/// Code points as text.
#pragma once

#include <cstddef>
#include <string>

namespace lingan::testing {

/// A code point in UTF-8; surrogates come out malformed, as they should.
inline std::string utf8_of(size_t c) {
  std::string text;
  const auto trail = [&](int shift) { text += static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
  if (c < 0x80) {
    text += static_cast<char>(c);
  } else if (c < 0x800) {
    text += static_cast<char>(0xC0 | c >> 6);
    trail(0);
  } else if (c < 0x10000) {
    text += static_cast<char>(0xE0 | c >> 12);
    trail(6);
    trail(0);
  } else {
    text += static_cast<char>(0xF0 | c >> 18);
    trail(12);
    trail(6);
    trail(0);
  }
  return text;
}

}  // namespace lingan::testing

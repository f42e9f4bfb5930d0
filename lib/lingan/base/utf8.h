/// UTF-8: checking and repairing. What runs over every character of a text runs on a device, too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <lingan/base/host_device.h>

namespace lingan {

/// How many bytes a character has by its first byte alone; 1 for a byte that starts none.
LINGAN_HD inline uint32_t bytes_by_lead(char first) {
  const auto lead = static_cast<uint8_t>(first);
  if (lead < 0xC0) return 1;
  return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

LINGAN_HD inline bool is_utf8_trail(char byte) {
  return (static_cast<uint8_t>(byte) & 0xC0) == 0x80;
}

/// The bytes of the well formed character at the front of a text (Unicode 15, table 3-7); 0 if
/// there is none. Over-long forms, surrogates and numbers above U+10FFFF are malformed.
/// @param size  at least 1.
LINGAN_HD inline uint32_t well_formed_bytes(const char* text, uint32_t size) {
  const auto lead = static_cast<uint8_t>(text[0]);
  if (lead < 0x80) return 1;
  const uint32_t bytes = bytes_by_lead(text[0]);
  if (lead < 0xC2 || lead > 0xF4 || bytes > size) return 0;
  for (uint32_t i = 1; i < bytes; ++i) {
    if (!is_utf8_trail(text[i])) return 0;
  }
  const auto second = static_cast<uint8_t>(text[1]);
  if (lead == 0xE0 && second < 0xA0) return 0;
  if (lead == 0xED && second > 0x9F) return 0;
  if (lead == 0xF0 && second < 0x90) return 0;
  if (lead == 0xF4 && second > 0x8F) return 0;
  return bytes;
}

/// How many bytes at the front of a text are well formed: text.size() if all are.
size_t valid_utf8_prefix(std::string_view text);

/// The text with U+FFFD in place of every maximal ill-formed part (Unicode 15, section 3.9, "U+FFFD
/// Substitution of Maximal Subparts").
std::string replace_malformed_utf8(std::string_view text);

}  // namespace lingan

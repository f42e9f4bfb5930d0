#include <lingan/text/utf8.h>

#include <cstdint>
#include <cstring>

namespace lingan {
namespace {

/// What a lead byte allows: bytes in all (0: no lead byte), and the range of the second one.
struct Lead {
  uint8_t length;
  uint8_t second_low;
  uint8_t second_high;
};

Lead classify(unsigned char lead) {
  if (lead < 0x80) return {1, 0, 0};
  if (lead < 0xC2) return {0, 0, 0};
  if (lead < 0xE0) return {2, 0x80, 0xBF};
  if (lead == 0xE0) return {3, 0xA0, 0xBF};
  if (lead == 0xED) return {3, 0x80, 0x9F};
  if (lead < 0xF0) return {3, 0x80, 0xBF};
  if (lead == 0xF0) return {4, 0x90, 0xBF};
  if (lead < 0xF4) return {4, 0x80, 0xBF};
  if (lead == 0xF4) return {4, 0x80, 0x8F};
  return {0, 0, 0};
}

/// The part at the front of a text: a code point, or the longest start of one.
struct Part {
  size_t bytes;
  bool valid;
};

Part first_part(std::string_view text) {
  const Lead lead = classify(static_cast<unsigned char>(text[0]));
  if (lead.length == 0) return {1, false};
  for (size_t i = 1; i < lead.length; ++i) {
    if (i == text.size()) return {i, false};
    const auto byte = static_cast<unsigned char>(text[i]);
    const uint8_t low = i == 1 ? lead.second_low : uint8_t{0x80};
    const uint8_t high = i == 1 ? lead.second_high : uint8_t{0xBF};
    if (byte < low || byte > high) return {i, false};
  }
  return {lead.length, true};
}

}  // namespace

size_t valid_utf8_prefix(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    uint64_t eight;
    if (at + sizeof eight <= text.size()) {
      std::memcpy(&eight, text.data() + at, sizeof eight);
      if ((eight & 0x8080808080808080u) == 0) {
        at += sizeof eight;
        continue;
      }
    }
    const Part part = first_part(text.substr(at));
    if (!part.valid) return at;
    at += part.bytes;
  }
  return at;
}

std::string replace_malformed_utf8(std::string_view text) {
  std::string mended;
  while (!text.empty()) {
    const size_t good = valid_utf8_prefix(text);
    mended.append(text.substr(0, good));
    text.remove_prefix(good);
    if (text.empty()) break;
    mended.append("\xEF\xBF\xBD");
    text.remove_prefix(first_part(text).bytes);
  }
  return mended;
}

size_t utf8_length(unsigned char lead) {
  const size_t length = classify(lead).length;
  return length == 0 ? 1 : length;
}

}  // namespace lingan

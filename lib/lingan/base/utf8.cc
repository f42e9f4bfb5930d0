#include <lingan/base/utf8.h>

#include <algorithm>
#include <cstring>

namespace lingan {
namespace {

constexpr size_t kLongest = 4;  // bytes of a character

/// The bytes of the ill-formed part at the front of a text: the longest start of a character that
/// more bytes could complete, or a byte that starts none.
size_t ill_formed_bytes(std::string_view text) {
  for (size_t bytes = std::min(text.size(), kLongest - 1); bytes > 1; --bytes) {
    // If any bytes complete a start, then so do the lowest or the highest ones.
    for (const char trail : {'\x80', '\xBF'}) {
      char completed[kLongest] = {trail, trail, trail, trail};
      std::memcpy(completed, text.data(), bytes);
      if (well_formed_bytes(completed, kLongest) > bytes) return bytes;
    }
  }
  return 1;
}

}  // namespace

size_t valid_utf8_prefix(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    const size_t left = text.size() - at;
    uint64_t eight;
    if (left >= sizeof eight) {
      std::memcpy(&eight, text.data() + at, sizeof eight);
      if ((eight & 0x8080808080808080u) == 0) {
        at += sizeof eight;
        continue;
      }
    }
    const auto in_reach = static_cast<uint32_t>(std::min(left, kLongest));
    const uint32_t bytes = well_formed_bytes(text.data() + at, in_reach);
    if (bytes == 0) return at;
    at += bytes;
  }
  return at;
}

std::string replace_malformed_utf8(std::string_view text) {
  std::string repaired;
  while (!text.empty()) {
    const size_t good = valid_utf8_prefix(text);
    repaired.append(text.substr(0, good));
    text.remove_prefix(good);
    if (text.empty()) break;
    repaired.append("\xEF\xBF\xBD");
    text.remove_prefix(ill_formed_bytes(text));
  }
  return repaired;
}

}  // namespace lingan

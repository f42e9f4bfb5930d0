/// Base64 (RFC 4648, section 4): bytes as text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lingan {

/// With padding, without line breaks.
std::string encode_base64(std::string_view bytes);

/// The bytes of what encode_base64 writes; nothing for any other text.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace lingan

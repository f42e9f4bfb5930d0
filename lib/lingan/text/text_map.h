/// Hash maps from text that are looked up by string views.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace lingan {

/// Hash that takes string views, so that a look-up makes no string.
struct TextHash {
  using is_transparent = void;
  size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

/// A map from text.
template <typename Value>
using TextMap = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

}  // namespace lingan

/// Numbers in text from outside: decimal alone, and nothing but the number.
#pragma once

#include <charconv>
#include <cmath>
#include <concepts>
#include <optional>
#include <string_view>
#include <system_error>
#include <type_traits>

namespace lingan {

/// The number that a text is: digits after an optional sign; for a floating-point one a fraction
/// and an exponent, too. Leading zeros mean nothing: `010` is ten; nor does the sign of a zero.
/// @return nothing for any other text (`0x10`, `1_000`, ` 1`, `nan`, `inf`, `1.0` as an integer),
/// or if the number does not fit into the type.
template <class Number>
requires std::integral<Number> || std::floating_point<Number> std::optional<Number> parse_number(
    std::string_view text) {
  const bool plus = text.size() > 1 && text[0] == '+' && text[1] != '-';
  const bool minus_zero = std::is_unsigned_v<Number> && text.size() > 1 && text[0] == '-' &&
                          text.find_first_not_of('0', 1) == std::string_view::npos;
  if (plus || minus_zero) text.remove_prefix(1);
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if constexpr (std::is_floating_point_v<Number>) {
    if (!std::isfinite(number)) return std::nullopt;
  }
  return number;
}

}  // namespace lingan

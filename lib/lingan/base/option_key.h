/// Options as text sees them: each field of a plain struct with its name, its allowed values and
/// its meaning, stated once for reading, writing, checking and help. Its default is the struct's.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lingan {

/// Allowed numbers. For a list, those of each entry.
struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_open = false;   ///< low itself is not allowed
  bool high_open = false;  ///< high itself is not allowed

  /// False also for NaN and infinity.
  bool contains(double value) const;
};

/// Ranges that several options have.
namespace ranges {
inline constexpr Range kAny = {};
inline constexpr Range kPositive = {.low = 0, .low_open = true};
inline constexpr Range kNotNegative = {.low = 0};
inline constexpr Range kShare = {.low = 0, .high = 1, .high_open = true};  // [0, 1)
inline constexpr Range kFactor = {.low = 0, .high = 1, .low_open = true};  // (0, 1]
inline constexpr Range kAtLeastOne = {.low = 1};
inline constexpr Range kWidth = {.low = 1, .high = 65536};
inline constexpr Range kLayers = {.low = 1, .high = 16};
inline constexpr Range kCount = {.low = 0, .high = 1e9};
}  // namespace ranges

/// Lists have 1..64 entries.
inline constexpr size_t kLongestOptionList = 64;

/// Where a value lies in the struct that the pointer points to.
using OptionField =
    std::variant<std::string& (*)(void*), bool& (*)(void*), int32_t& (*)(void*),
                 int64_t& (*)(void*), double& (*)(void*), std::vector<int64_t>& (*)(void*)>;

/// The names that an option may have.
using OptionChoices = std::vector<std::string> (*)();

/// One option. Make it with option() below.
struct OptionKey {
  std::string_view name;
  OptionField field;
  Range range;               ///< of numbers
  OptionChoices choices;     ///< allowed strings; null: any
  std::string_view meaning;  ///< one line

  /// Whether the value in `options` is allowed.
  /// @param options  the struct that the key belongs to.
  bool allows(const void* options) const;

  /// What is allowed, in words: "an integer in 1..65536", "one of lstm, gru", "a number in [0, 1)".
  std::string allowed() const;

  /// The value in `options` as TOML, which reads back to the same value.
  std::string text(const void* options) const;
};

/// @throws UsageError "generator.layers = 17: expected an integer in 1..16" for the first option
/// whose value is not allowed.
/// @param table  where the options stand in a recipe: `generator`.
/// @param options  the struct that the keys belong to.
void check_options(std::string_view table, std::span<const OptionKey> keys, const void* options);

/// A TOML string with quotes: escapes quotes, backslashes and control characters.
std::string quote_toml(std::string_view text);

namespace detail {
template <auto Member>
struct FieldOf;
template <class Options, class Value, Value Options::*Member>
struct FieldOf<Member> {
  static Value& get(void* options) { return static_cast<Options*>(options)->*Member; }
};
}  // namespace detail

/// The key of a number, or of a list of them: option<&Options::field>("field", range, meaning).
template <auto Member>
constexpr OptionKey option(std::string_view name, Range range, std::string_view meaning) {
  return {.name = name,
          .field = &detail::FieldOf<Member>::get,
          .range = range,
          .choices = nullptr,
          .meaning = meaning};
}

/// The key of one of several names.
template <auto Member>
constexpr OptionKey option(std::string_view name, OptionChoices choices, std::string_view meaning) {
  return {.name = name,
          .field = &detail::FieldOf<Member>::get,
          .range = ranges::kAny,
          .choices = choices,
          .meaning = meaning};
}

/// The key of a truth value, or of any string.
template <auto Member>
constexpr OptionKey option(std::string_view name, std::string_view meaning) {
  return {.name = name,
          .field = &detail::FieldOf<Member>::get,
          .range = ranges::kAny,
          .choices = nullptr,
          .meaning = meaning};
}

}  // namespace lingan

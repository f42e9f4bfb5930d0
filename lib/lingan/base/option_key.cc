#include <lingan/base/option_key.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <lingan/base/error.h>

namespace lingan {
namespace {

std::string list_of(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) {
    list += (list.empty() ? "" : ", ") + (name.empty() ? "\"\"" : name);
  }
  return list;
}

std::string interval(const Range& range) {
  const bool above = range.low > -std::numeric_limits<double>::infinity();
  const bool below = range.high < std::numeric_limits<double>::infinity();
  if (!above && !below) return "";
  if (!below) return fmt::format(" {} {}", range.low_open ? ">" : ">=", range.low);
  return fmt::format(" in {}{}, {}{}", range.low_open ? "(" : "[", range.low, range.high,
                     range.high_open ? ")" : "]");
}

std::string integers(const Range& range) {
  return fmt::format("{}..{}", static_cast<int64_t>(range.low), static_cast<int64_t>(range.high));
}

/// Calls a visitor with the value of a key.
template <class Visitor>
auto visit_value(const OptionKey& key, const void* options, const Visitor& visitor) {
  // A field gives out a reference that could be written through; the visitors here only read.
  const auto read = [&](auto field) { return visitor(field(const_cast<void*>(options))); };
  return std::visit(read, key.field);
}

struct IsAllowed {
  const OptionKey& key;

  bool operator()(const std::string& text) const {
    if (key.choices == nullptr) return true;
    const auto choices = key.choices();
    return std::ranges::find(choices, text) != choices.end();
  }
  bool operator()(bool) const { return true; }
  bool operator()(int32_t number) const { return key.range.contains(number); }
  bool operator()(int64_t number) const { return key.range.contains(static_cast<double>(number)); }
  bool operator()(double number) const { return key.range.contains(number); }
  bool operator()(const std::vector<int64_t>& list) const {
    return !list.empty() && list.size() <= kLongestOptionList && std::ranges::all_of(list, *this);
  }
};

struct DescribeField {
  const Range& range;
  std::string operator()(std::string& (*)(void*)) const { return "a string"; }
  std::string operator()(bool& (*)(void*)) const { return "true or false"; }
  std::string operator()(int32_t& (*)(void*)) const { return "an integer in " + integers(range); }
  std::string operator()(int64_t& (*)(void*)) const { return "an integer in " + integers(range); }
  std::string operator()(double& (*)(void*)) const { return "a number" + interval(range); }
  std::string operator()(std::vector<int64_t>& (*)(void*)) const {
    return fmt::format("a list of 1..{} integers in {}", kLongestOptionList, integers(range));
  }
};

struct FormatValue {
  std::string operator()(const std::string& text) const { return quote_toml(text); }
  std::string operator()(bool truth) const { return truth ? "true" : "false"; }
  std::string operator()(int32_t number) const { return fmt::to_string(number); }
  std::string operator()(int64_t number) const { return fmt::to_string(number); }
  std::string operator()(const std::vector<int64_t>& list) const {
    return fmt::format("[{}]", fmt::join(list, ", "));
  }
  /// The shortest decimal that reads back as the same double, with a point or an exponent, as TOML
  /// tells floats from integers; `inf` and `nan` as they are.
  std::string operator()(double value) const {
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    std::string text(buffer, end);
    if (text.find_first_of(".en") == std::string::npos) text += ".0";
    return text;
  }
};

}  // namespace

bool Range::contains(double value) const {
  const bool high_enough = low_open ? value > low : value >= low;
  const bool low_enough = high_open ? value < high : value <= high;
  return high_enough && low_enough && std::isfinite(value);
}

bool OptionKey::allows(const void* options) const {
  return visit_value(*this, options, IsAllowed{*this});
}

std::string OptionKey::allowed() const {
  if (choices != nullptr) return "one of " + list_of(choices());
  return std::visit(DescribeField{range}, field);
}

std::string OptionKey::text(const void* options) const {
  return visit_value(*this, options, FormatValue{});
}

void check_options(std::string_view table, std::span<const OptionKey> keys, const void* options) {
  for (const OptionKey& key : keys) {
    if (key.allows(options)) continue;
    throw UsageError(
        fmt::format("{}.{} = {}: expected {}", table, key.name, key.text(options), key.allowed()));
  }
}

std::string quote_toml(std::string_view text) {
  std::string quoted = "\"";
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (letter == '"' || letter == '\\') {
      quoted += '\\';
      quoted += letter;
    } else if (byte < 0x20 || byte == 0x7F) {
      quoted += fmt::format("\\u{:04X}", byte);
    } else {
      quoted += letter;
    }
  }
  return quoted + '"';
}

}  // namespace lingan

#include <lingan/gan/recipe/recipe_toml.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include <lingan/base/closest_name.h>
#include <lingan/base/error.h>

namespace lingan {
namespace {

constexpr size_t kLargestRecipe = size_t{1} << 20;
constexpr size_t kMaxDots =
    2000;  // dotted keys nest tables, which the TOML library frees by recursion

/// An integer that is written in decimal.
std::optional<int64_t> decimal(const toml::node& node) {
  const toml::value<int64_t>* number = node.as_integer();
  if (number == nullptr || number->flags() != toml::value_flags::none) return std::nullopt;
  return number->get();
}

/// Puts a TOML value into a field of a struct; false where it is not of the field's type.
struct SetField {
  const toml::node& node;
  void* options;

  bool operator()(std::string& (*field)(void*)) const {
    return set(field, node.value_exact<std::string>());
  }
  bool operator()(bool& (*field)(void*)) const { return set(field, node.value_exact<bool>()); }
  bool operator()(int64_t& (*field)(void*)) const { return set(field, decimal(node)); }

  bool operator()(int32_t& (*field)(void*)) const {
    const auto number = decimal(node);
    const bool fits = number && std::in_range<int32_t>(*number);
    return set(field, fits ? std::optional(static_cast<int32_t>(*number)) : std::nullopt);
  }

  bool operator()(double& (*field)(void*)) const {
    if (const auto whole = decimal(node)) {
      return set(field, std::optional(static_cast<double>(*whole)));
    }
    return set(field, node.value_exact<double>());
  }

  bool operator()(std::vector<int64_t>& (*field)(void*)) const {
    const toml::array* list = node.as_array();
    if (list == nullptr || list->size() > kLongestOptionList) return false;
    std::vector<int64_t> numbers;
    for (const toml::node& entry : *list) {
      const auto number = decimal(entry);
      if (!number) return false;
      numbers.push_back(*number);
    }
    return set(field, std::optional(std::move(numbers)));
  }

 private:
  template <class Value>
  bool set(Value& (*field)(void*), std::optional<Value> value) const {
    if (!value) return false;
    field(options) = *std::move(value);
    return true;
  }
};

}  // namespace

void refuse(const RecipePlace& place, const std::string& message) {
  throw InputError(place.text() + ": " + message);
}

std::string shown(std::string_view text) {
  constexpr size_t kLongest = 64;
  if (text.size() <= kLongest) return quote_toml(text);
  size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return quote_toml(text.substr(0, end)) + "...";
}

std::string shown(const toml::node& node) {
  if (const auto text = node.value_exact<std::string>()) return shown(*text);
  if (const auto number = node.value_exact<int64_t>()) return std::to_string(*number);
  if (const auto number = node.value_exact<double>()) return fmt::format("{}", *number);
  if (const auto truth = node.value_exact<bool>()) return *truth ? "true" : "false";
  if (node.is_array()) return "this list";
  return node.is_table() ? "a table" : "a date or time";
}

toml::table parse_toml(std::string_view text, const std::string& file) {
  if (text.size() > kLargestRecipe) {
    throw InputError(file + ": larger than " + std::to_string(kLargestRecipe) +
                     " bytes; this is no recipe");
  }
  if (static_cast<size_t>(std::ranges::count(text, '.')) > kMaxDots) {
    throw InputError(file + ": more than " + std::to_string(kMaxDots) +
                     " dots; keys of a recipe are not nested so deep");
  }
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    const auto [line, column] = error.source().begin;
    throw InputError(fmt::format(
        "{}:{}: malformed TOML at column {}; a line is a [table] or key = value, a text stands in "
        "quotes, and each key once",
        file, line, column));
  }
}

void assign(const RecipeKey& key, const toml::node& node, Recipe& recipe,
            const RecipePlace& place) {
  void* options = key.options(recipe);
  if (std::visit(SetField{node, options}, key.option.field) && key.option.allows(options)) return;
  std::string hint;
  const auto text = node.value_exact<std::string>();
  if (text && key.option.choices != nullptr) hint = did_you_mean(*text, key.option.choices());
  if (node.is_integer() && !decimal(node)) hint = " (not written in decimal)";
  refuse(place, key.path() + " = " + shown(node) + hint + ": expected " + key.option.allowed());
}

}  // namespace lingan

#include <charconv>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <lingan/gan/recipe/recipe.h>
#include <lingan/gan/recipe/recipe_keys.h>

namespace lingan {
namespace {

/// The shortest decimal that reads back as the same double, with a point or an exponent, as TOML
/// tells floats from integers.
std::string format_double(double value) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  std::string text(buffer, end);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

struct FormatField {
  Recipe& recipe;
  std::string operator()(std::string& (*field)(Recipe&)) const { return quote_toml(field(recipe)); }
  std::string operator()(bool& (*field)(Recipe&)) const { return field(recipe) ? "true" : "false"; }
  std::string operator()(int32_t& (*field)(Recipe&)) const { return fmt::to_string(field(recipe)); }
  std::string operator()(int64_t& (*field)(Recipe&)) const { return fmt::to_string(field(recipe)); }
  std::string operator()(double& (*field)(Recipe&)) const { return format_double(field(recipe)); }
  std::string operator()(std::vector<int64_t>& (*field)(Recipe&)) const {
    return fmt::format("[{}]", fmt::join(field(recipe), ", "));
  }
};

}  // namespace

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

std::string format_recipe(const Recipe& recipe) {
  Recipe copy = recipe;
  std::string text;
  std::string_view table;
  for (const RecipeKey& key : recipe_keys()) {
    if (key.table != table) {
      table = key.table;
      text += fmt::format("\n[{}]\n", table);
    }
    text += fmt::format("# {}: {}.\n", key.meaning, key.allowed());
    text += fmt::format("{} = {}\n", key.key, std::visit(FormatField{copy}, key.field));
  }
  return text;
}

}  // namespace lingan

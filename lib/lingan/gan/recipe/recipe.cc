#include <lingan/gan/recipe/recipe.h>

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

#include <lingan/base/closest_name.h>
#include <lingan/base/error.h>
#include <lingan/base/number.h>
#include <lingan/gan/recipe/earlier_keys.h>
#include <lingan/gan/recipe/recipe_keys.h>
#include <lingan/gan/recipe/recipe_rules.h>

namespace lingan {
namespace {

constexpr size_t kLargestRecipe = size_t{1} << 20;
constexpr size_t kMaxDots =
    2000;  // dotted keys nest tables, which the TOML library frees by recursion

/// A place in a recipe, for messages.
struct Place {
  const std::string& file;
  toml::source_index line;  // 0: a value of the command line

  std::string text() const { return line == 0 ? file : file + ":" + std::to_string(line); }
};

[[noreturn]] void refuse(const Place& place, const std::string& message) {
  throw InputError(place.text() + ": " + message);
}

/// Text of the file, safe to show in one line.
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

void assign(const RecipeKey& key, const toml::node& node, Recipe& recipe, const Place& place) {
  void* options = key.options(recipe);
  if (std::visit(SetField{node, options}, key.option.field) && key.option.allows(options)) return;
  std::string hint;
  const auto text = node.value_exact<std::string>();
  if (text && key.option.choices != nullptr) hint = did_you_mean(*text, key.option.choices());
  if (node.is_integer() && !decimal(node)) hint = " (not written in decimal)";
  refuse(place, key.path() + " = " + shown(node) + hint + ": expected " + key.option.allowed());
}

const RecipeKey* find_key(std::string_view table, std::string_view name) {
  for (const RecipeKey& key : recipe_keys()) {
    if (key.table == table && key.option.name == name) return &key;
  }
  return nullptr;
}

/// Whether it is the name of a table, or of what tables lie in, such as `optimizer`.
bool is_table_name(std::string_view path) {
  const std::string prefix = std::string(path) + ".";
  return std::ranges::any_of(recipe_keys(), [&](const RecipeKey& key) {
    return key.table == path || key.table.starts_with(prefix);
  });
}

/// What may stand directly in a table: its keys, and the tables inside it.
std::vector<std::string> names_in(std::string_view table) {
  std::vector<std::string> names;
  const std::string prefix = table.empty() ? "" : std::string(table) + ".";
  for (const RecipeKey& key : recipe_keys()) {
    if (key.table == table) names.emplace_back(key.option.name);
    if (key.table.size() <= prefix.size() || !key.table.starts_with(prefix)) continue;
    const std::string_view inside = key.table.substr(prefix.size());
    const std::string name(inside.substr(0, inside.find('.')));
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  return names;
}

std::string list_in(std::string_view table) {
  return fmt::format("{}", fmt::join(names_in(table), ", "));
}

[[noreturn]] void refuse_unknown(const std::string& table, std::string_view name,
                                 const Place& place) {
  refuse(place, "unknown key " + shown(name) + did_you_mean(name, names_in(table)) + "; " +
                    (table.empty() ? "a recipe" : "[" + table + "]") + " knows " + list_in(table));
}

/// A file that a recipe is read from.
struct Source {
  const std::string& file;
  bool is_of_a_run;  ///< an earlier version may have written it
};

/// Gives a value to the keys that have taken an earlier one's place.
void assign(const EarlierKey& earlier, const toml::node& node, Recipe& recipe, const Place& place) {
  for (const std::string_view path : earlier.now) {
    const size_t dot = path.rfind('.');
    assign(*find_key(path.substr(0, dot), path.substr(dot + 1)), node, recipe, place);
  }
}

void read_table(const toml::table& values, const std::string& table, Recipe& recipe,
                const Source& source) {
  for (const auto& [name, node] : values) {
    const Place place{source.file, node.source().begin.line};
    const std::string path =
        table.empty() ? std::string(name.str()) : table + "." + std::string(name.str());
    if (const RecipeKey* key = find_key(table, name.str())) {
      assign(*key, node, recipe, place);
    } else if (const EarlierKey* earlier = source.is_of_a_run ? earlier_key(path) : nullptr) {
      assign(*earlier, node, recipe, place);
    } else if (!is_table_name(path)) {
      refuse_unknown(table, name.str(), place);
    } else if (const toml::table* inner = node.as_table()) {
      read_table(*inner, path, recipe, source);
    } else {
      refuse(place, path + " = " + shown(node) + ": expected a table, [" + path + "]");
    }
  }
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

/// A value of an override as TOML: a string needs no quotes there, and a number is read as on the
/// command line.
std::string as_toml(const RecipeKey& key, const std::string& value, const Place& place) {
  const auto number = [&](auto read) {
    if (!read) {
      refuse(place, key.path() + " = " + shown(value) + ": expected " + key.option.allowed());
    }
    return fmt::format("{}", *read);
  };
  const OptionField& field = key.option.field;
  const bool quoted = value.starts_with('"') || value.starts_with('\'');
  if (std::holds_alternative<std::string& (*)(void*)>(field) && !quoted) return quote_toml(value);
  if (std::holds_alternative<double& (*)(void*)>(field)) return number(parse_number<double>(value));
  const bool whole = std::holds_alternative<int32_t& (*)(void*)>(field) ||
                     std::holds_alternative<int64_t& (*)(void*)>(field);
  return whole ? number(parse_number<int64_t>(value)) : value;
}

/// The key that an override names.
const RecipeKey& key_of_override(const std::string& path, const Place& place) {
  const bool is_table = !path.empty() && is_table_name(path);
  if (is_table) refuse(place, path + " is a table; name a key of it: " + list_in(path));
  const size_t dot = path.rfind('.');
  const std::string table = dot == std::string::npos ? "" : path.substr(0, dot);
  if (!table.empty() && !is_table_name(table)) {
    std::vector<std::string> tables;
    for (const RecipeKey& key : recipe_keys()) tables.emplace_back(key.table);
    refuse(place, "unknown table " + shown(table) + did_you_mean(table, tables));
  }
  const std::string name = dot == std::string::npos ? path : path.substr(dot + 1);
  const RecipeKey* key = find_key(table, name);
  if (key == nullptr) refuse_unknown(table, name, place);
  return *key;
}

/// The value of an override, in a table as `value`.
toml::table value_of_override(const RecipeKey& key, const std::string& value, const Place& place) {
  const std::string text = "value = " + as_toml(key, value, place);
  try {
    return parse_toml(text, place.file);
  } catch (const InputError&) {
    refuse(place, key.path() + " = " + shown(value) + ": expected " + key.option.allowed());
  }
}

/// Applies `table.key=value`.
void apply_override(const std::string& text, Recipe& recipe) {
  const bool printable =
      std::ranges::none_of(text, [](unsigned char byte) { return byte < 0x20 || byte == 0x7F; });
  const std::string where = "`overrides` " + (printable ? text : shown(text));
  const Place place{where, 0};
  const size_t equals = text.find('=');
  if (equals == std::string::npos)
    refuse(place, "expected KEY=VALUE, as in training.batch_size=32");
  const RecipeKey& key = key_of_override(text.substr(0, equals), place);
  const toml::table parsed = value_of_override(key, text.substr(equals + 1), place);
  const toml::node* node = parsed.get("value");
  if (node == nullptr || parsed.size() != 1) refuse(place, "expected KEY=VALUE with one value");
  assign(key, *node, recipe, place);
}

void apply_overrides(std::span<const std::string> overrides, Recipe& recipe) {
  try {
    for (const std::string& text : overrides) apply_override(text, recipe);
  } catch (const InputError& error) {
    throw UsageError(error.what());
  }
}

}  // namespace

Recipe parse_recipe(std::string_view toml, const std::string& where,
                    std::span<const std::string> overrides) {
  Recipe recipe;
  read_table(parse_toml(toml, where), "", recipe, {where, false});
  const std::string own_problem = combination_problem(recipe);
  apply_overrides(overrides, recipe);
  const std::string problem = combination_problem(recipe);
  if (problem.empty()) return recipe;
  if (own_problem.empty()) {
    throw UsageError("`overrides`, of the recipe " + shown(recipe.name) + ": " + problem);
  }
  throw InputError(where + ": " + problem);
}

Recipe parse_run_recipe(std::string_view toml, const std::string& where) {
  Recipe recipe;
  const toml::table table = parse_toml(toml, where);
  if (table.empty()) throw InputError(where + ": is empty, where a run's recipe has all keys");
  read_table(table, "", recipe, {where, true});
  const std::string problem = combination_problem(recipe);
  if (!problem.empty()) throw InputError(where + ": " + problem);
  return recipe;
}

}  // namespace lingan

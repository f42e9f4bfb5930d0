#include <lingan/gan/recipe/recipe.h>

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <lingan/base/closest_name.h>
#include <lingan/base/error.h>
#include <lingan/base/number.h>
#include <lingan/gan/recipe/earlier_keys.h>
#include <lingan/gan/recipe/recipe_keys.h>
#include <lingan/gan/recipe/recipe_rules.h>
#include <lingan/gan/recipe/recipe_toml.h>

namespace lingan {
namespace {

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
                                 const RecipePlace& place) {
  refuse(place, "unknown key " + shown(name) + did_you_mean(name, names_in(table)) + "; " +
                    (table.empty() ? "a recipe" : "[" + table + "]") + " knows " + list_in(table));
}

/// A file that a recipe is read from.
struct Source {
  const std::string& file;
  bool is_of_a_run;  ///< an earlier version may have written it
};

/// Gives a value to the keys that have taken an earlier one's place.
void assign(const EarlierKey& earlier, const toml::node& node, Recipe& recipe,
            const RecipePlace& place) {
  for (const std::string_view path : earlier.now) {
    const size_t dot = path.rfind('.');
    assign(*find_key(path.substr(0, dot), path.substr(dot + 1)), node, recipe, place);
  }
}

void read_table(const toml::table& values, const std::string& table, Recipe& recipe,
                const Source& source) {
  for (const auto& [name, node] : values) {
    const RecipePlace place{source.file, node.source().begin.line};
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

/// A value of an override as TOML: a string needs no quotes there, and a number is read as on the
/// command line.
std::string as_toml(const RecipeKey& key, const std::string& value, const RecipePlace& place) {
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
const RecipeKey& key_of_override(const std::string& path, const RecipePlace& place) {
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
toml::table value_of_override(const RecipeKey& key, const std::string& value,
                              const RecipePlace& place) {
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
  const RecipePlace place{where, 0};
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

/// TOML of recipes: parsing it, and putting its values into a recipe's keys.
#pragma once

#include <string>
#include <string_view>

#include <toml++/toml.h>

#include <lingan/gan/recipe/recipe_keys.h>

namespace lingan {

/// A place in a recipe, for messages.
struct RecipePlace {
  const std::string& file;
  toml::source_index line;  ///< 0: a value of the command line

  std::string text() const { return line == 0 ? file : file + ":" + std::to_string(line); }
};

/// @throws InputError always.
[[noreturn]] void refuse(const RecipePlace& place, const std::string& message);

/// Text of a file, safe to show in one line.
std::string shown(std::string_view text);
/// A value; what a list, a table or a date is, in words.
std::string shown(const toml::node& node);

/// Parses the text of a file of a recipe, or of a part of one.
/// @throws InputError if it is malformed, too large or nested too deep.
toml::table parse_toml(std::string_view text, const std::string& file);

/// Gives a value to a key.
/// @throws InputError naming the place and what is allowed.
void assign(const RecipeKey& key, const toml::node& node, Recipe& recipe, const RecipePlace& place);

}  // namespace lingan

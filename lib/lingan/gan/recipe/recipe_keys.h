/// The keys of recipes: one table that parsing, formatting and help read.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <lingan/gan/recipe/recipe.h>

namespace lingan {

/// Where a key's value lives in a recipe.
using RecipeField =
    std::variant<std::string& (*)(Recipe&), bool& (*)(Recipe&), int32_t& (*)(Recipe&),
                 int64_t& (*)(Recipe&), double& (*)(Recipe&), std::vector<int64_t>& (*)(Recipe&)>;

/// Allowed numbers. For a list, those of each entry.
struct RecipeRange {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_open = false;   ///< low itself is not allowed
  bool high_open = false;  ///< high itself is not allowed

  bool contains(double value) const;
};

/// One key.
struct RecipeKey {
  std::string_view table;  ///< "" at the top, "training", "strategy.policy-gradient", ...
  std::string_view key;
  RecipeField field;
  RecipeRange range;                      ///< of numbers
  std::vector<std::string> (*choices)();  ///< allowed strings; null: any
  std::string_view meaning;               ///< one line

  /// "training.batch_size".
  std::string path() const;
  /// What is allowed, in words: "an integer in 1..65536", "one of lstm, gru", "a number in [0, 1)".
  std::string allowed() const;
};

/// All keys, in the order in which they are written; keys of one table are together.
std::span<const RecipeKey> recipe_keys();

/// A TOML string with quotes: escapes quotes, backslashes and control characters.
std::string quote_toml(std::string_view text);

/// Checks what no single key shows: networks whose options do not fit together, strategies with
/// objectives or options that make no sense together.
/// @param where  starts the message.
/// @throws InputError naming the keys and the reason.
void check_combinations(const Recipe& recipe, const std::string& where);

}  // namespace lingan

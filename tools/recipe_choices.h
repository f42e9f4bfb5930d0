/// What recipes and commands may choose from: the text of `lingan recipe choices`.
#pragma once

#include <string>
#include <string_view>

namespace lingan::tools {

/// The variants of every kind: name, summary and paper.
std::string describe_choices();

/// The variants of one kind (`strategy`), and the keys of its tables in a recipe.
/// @throws UsageError for an unknown kind, listing the known ones.
std::string describe_choices(std::string_view kind);

/// The kinds, as in "tokenizer, generator, ...".
std::string known_kinds();

}  // namespace lingan::tools

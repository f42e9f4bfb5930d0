/// The library's names in the words of the command line.
#pragma once

#include <string>

namespace lingan::tools {

/// A message of the library, which names fields and functions in backticks, for a user of the
/// program: `bad_text` becomes --on-bad-text. Other words in backticks stay.
std::string in_words_of_the_command_line(std::string message);

}  // namespace lingan::tools

/// The option --on-bad-text, the same for every command that reads lines of text.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace lingan::tools {

/// @param value  for parse_bad_text (text/corpus/corpus_lines.h); must live as long as the command.
/// @param skip  what help calls `skip`.
inline void add_bad_text(CLI::App& command, std::string& value, const std::string& skip = "skip") {
  command
      .add_option("--on-bad-text", value,
                  "Lines that are not UTF-8: error, replace (by U+FFFD) or " + skip +
                      "; those over 1 MiB: error, or skip")
      ->check(CLI::IsMember({"error", "replace", "skip"}))
      ->capture_default_str();
}

}  // namespace lingan::tools

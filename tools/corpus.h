/// Parts of `lingan corpus`, one function for each subcommand.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace lingan::tools {

void add_corpus_generate(CLI::App& group);
void add_corpus_score(CLI::App& group);
void add_corpus_stats(CLI::App& group);
void add_corpus_split(CLI::App& group);

/// Adds --on-bad-text.
void add_corpus_bad_text(CLI::App& command, std::string& value);

}  // namespace lingan::tools

/// Parts of `lingan corpus`, one function for each subcommand.
#pragma once

#include <CLI/CLI.hpp>

namespace lingan::tools {

void add_corpus_generate(CLI::App& group);
void add_corpus_score(CLI::App& group);
void add_corpus_stats(CLI::App& group);
void add_corpus_split(CLI::App& group);

}  // namespace lingan::tools

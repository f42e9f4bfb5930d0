/// A subcommand of the program: each file of this folder adds one to the command line.
#pragma once

#include <CLI/CLI.hpp>

namespace lingan::tools {

/// Each adds its subcommand (help with examples, options, and a callback that does the work).
void add_corpus_command(CLI::App& program);
void add_tokenizer_command(CLI::App& program);
void add_eval_command(CLI::App& program);
void add_recipe_command(CLI::App& program);
void add_train_command(CLI::App& program);
void add_sample_command(CLI::App& program);
void add_compare_command(CLI::App& program);

}  // namespace lingan::tools

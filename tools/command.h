/// A subcommand of the program: each file of this folder adds one to the command line.
///
/// Two programs have these same commands. `lingan` starts in milliseconds, since it links no torch;
/// a command that needs it (train.h, sample.h, label.h, encode.h, fill.h, rank.h, compare.h, eval.h
/// and gradients.h declare it) has its work done by `lingan-torch`, whose folder torch/ is;
/// hand_over.cc makes the one into the other.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace lingan::tools {

/// The arguments that the process was started with, as execv takes them.
extern char** given_arguments;

/// For CLI::Option::check: what is wrong with a folder's name. Elsewhere `-` is standard output.
inline std::string a_folder(const std::string& name) {
  return name == "-" ? "expected a folder, which - (stdout) is not" : "";
}

/// Adds all subcommands, by the functions below.
void add_commands(CLI::App& program);

/// Each adds its subcommand (help with examples, options, and a callback that does the work).
void add_corpus_command(CLI::App& program);
void add_lm_command(CLI::App& program);
void add_tokenizer_command(CLI::App& program);
void add_eval_command(CLI::App& program);
void add_recipe_command(CLI::App& program);
void add_train_command(CLI::App& program);
void add_sample_command(CLI::App& program);
void add_label_command(CLI::App& program);
void add_encode_command(CLI::App& program);
void add_fill_command(CLI::App& program);
void add_rank_command(CLI::App& program);
void add_compare_command(CLI::App& program);
void add_gradients_command(CLI::App& program);

}  // namespace lingan::tools

#include "tools/command.h"

namespace lingan::tools {

namespace {

/// What an option names has a name. A prompt may be of no word.
std::string not_empty(const std::string& value) {
  return value.empty() ? "is empty; it needs a value" : "";
}

void refuse_empty_values(CLI::App& command) {
  for (CLI::Option* option : command.get_options()) {
    if (option->get_name() != "--prompt") option->check(not_empty);
  }
  for (CLI::App* inner : command.get_subcommands(nullptr)) refuse_empty_values(*inner);
}

}  // namespace

void add_commands(CLI::App& program) {
  add_train_command(program);
  add_sample_command(program);
  add_label_command(program);
  add_encode_command(program);
  add_fill_command(program);
  add_rank_command(program);
  add_eval_command(program);
  add_compare_command(program);
  add_gradients_command(program);
  add_tokenizer_command(program);
  add_corpus_command(program);
  add_lm_command(program);
  add_recipe_command(program);
  refuse_empty_values(program);
}

}  // namespace lingan::tools

#include "tools/command.h"

namespace lingan::tools {

void add_commands(CLI::App& program) {
  add_train_command(program);
  add_sample_command(program);
  add_eval_command(program);
  add_compare_command(program);
  add_tokenizer_command(program);
  add_corpus_command(program);
  add_recipe_command(program);
}

}  // namespace lingan::tools

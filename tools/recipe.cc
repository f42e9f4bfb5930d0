/// `lingan recipe list|show`.
#include "tools/recipe.h"

#include <memory>
#include <string>

#include "tools/command.h"

namespace lingan::tools {

void add_recipe_command(CLI::App& program) {
  CLI::App* command = program.add_subcommand("recipe", "List the recipes that ship; show one");
  command->require_subcommand(1);
  command->footer(
      "Examples:\n"
      "  lingan recipe list\n"
      "  lingan recipe show seqgan > mine.toml\n"
      "  lingan recipe show mine.toml --set training.batch_size=32 --set generator.cell=gru");

  CLI::App* list = command->add_subcommand("list", "Names, strategies, objectives and summaries");
  list->callback(list_recipes);

  auto options = std::make_shared<RecipeOptions>();
  CLI::App* show = command->add_subcommand(
      "show", "Print a recipe as TOML with every key, its meaning and its allowed values");
  show->add_option("recipe", options->recipe, "name of a recipe, or a .toml file")
      ->required()
      ->type_name("NAME|FILE");
  show->add_option("--set", options->settings, "change a key, as in training.batch_size=32")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  show->callback([options] { show_recipe(*options); });
}

}  // namespace lingan::tools

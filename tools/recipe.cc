/// `lingan recipe list|show|choices`.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <lingan/gan/recipe/recipe.h>
#include <lingan/gan/strategies/strategy_cards.h>

#include "tools/command.h"
#include "tools/recipe_choices.h"
#include "tools/terminal.h"

namespace lingan::tools {
namespace {

/// What recipes are grouped by: how D's judgement reaches G.
struct Group {
  std::string strategy;  ///< empty: there is none
  std::string summary;
  bool has_discriminator;
};

std::vector<Group> groups() {
  std::vector<Group> all{{"", "maximum likelihood alone", false}};
  for (const StrategyCard& card : strategies()) {
    all.push_back({std::string(card.name), fmt::format("{}: {}", card.name, card.summary),
                   card.traits.has_discriminator});
  }
  return all;
}

void list_recipes() {
  std::vector<Recipe> recipes;
  size_t name_width = 0, objective_width = 0;
  for (const std::string& name : recipe_names()) {
    recipes.push_back(load_recipe(name));
    name_width = std::max(name_width, name.size());
    objective_width = std::max(objective_width, recipes.back().objective.size());
  }
  std::string list;
  for (const Group& group : groups()) {
    std::string rows;
    for (const Recipe& recipe : recipes) {
      if (recipe.strategy != group.strategy) continue;
      rows += fmt::format("  {:<{}}  {:<{}}  {}\n", recipe.name, name_width,
                          group.has_discriminator ? recipe.objective : "-", objective_width,
                          recipe.summary);
    }
    if (!rows.empty()) list += (list.empty() ? "" : "\n") + group.summary + "\n" + rows;
  }
  write_stdout(list);
}

struct ShowOptions {
  std::string recipe;
  std::vector<std::string> overrides;
};

}  // namespace

void add_recipe_command(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "recipe", "List the recipes that ship; show one; list what recipes choose from");
  command->require_subcommand(1);
  command->footer(
      "Examples:\n"
      "  lingan recipe list\n"
      "  lingan recipe show seqgan > mine.toml\n"
      "  lingan recipe show mine.toml --set training.batch_size=32 --set generator.cell=gru\n"
      "  lingan recipe choices strategy");

  CLI::App* list = command->add_subcommand("list", "Names, objectives and summaries, by strategy");
  list->callback(list_recipes);

  auto options = std::make_shared<ShowOptions>();
  CLI::App* show = command->add_subcommand(
      "show", "Print a recipe as TOML with every key, its meaning and its allowed values");
  show->add_option("recipe", options->recipe, "name of a recipe, or a .toml file")
      ->required()
      ->type_name("NAME|FILE");
  show->add_option("--set", options->overrides, "Change a key, as in training.batch_size=32")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  show->callback(
      [options] { write_stdout(format_recipe(load_recipe(options->recipe, options->overrides))); });

  auto kind = std::make_shared<std::string>();
  CLI::App* choices = command->add_subcommand("choices",
                                              "Print what there is to choose from, with its "
                                              "papers; of one kind, also the keys that it has");
  choices->add_option("kind", *kind, known_kinds())->type_name("KIND");
  choices->callback(
      [kind] { write_stdout(kind->empty() ? describe_choices() : describe_choices(*kind)); });
}

}  // namespace lingan::tools

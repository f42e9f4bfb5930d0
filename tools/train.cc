/// `lingan train`: one generator by one recipe.
#include "tools/train.h"

#include <memory>
#include <string>

#include "tools/command.h"

namespace lingan::tools {
namespace {

constexpr const char* kExamples = R"(
Examples:
  lingan train --recipe mle --corpus sentences.txt --run runs/mle
  lingan train --recipe seqgan --corpus coco.txt --tokenizer whitespace --run runs/seqgan --seed 7
  lingan train --recipe relgan-lstm --oracle seed:1 --run runs/oracle --set training.adversarial_steps=500
  zcat news.txt.gz | lingan train --recipe mle --corpus - --tokenizer bpe --vocab-size 4000 --run runs/news
  lingan train --resume --run runs/seqgan
)";

}  // namespace

void add_train_command(CLI::App& program) {
  auto* command = program.add_subcommand("train", "Train a generator by a recipe");
  command->footer(kExamples);
  auto options = std::make_shared<TrainOptions>();
  command->add_option("--recipe", options->recipe, "Name of a recipe that ships, or a TOML file");
  command->add_option("--run", options->run, "Folder of the run")->required()->check(a_folder);
  auto* seed = command->add_option("--seed", options->seed, "Seed of everything random")
                   ->capture_default_str();
  command->add_option("--set", options->settings, "Override a key of the recipe: table.key=value")
      ->take_all();
  command
      ->add_option_function<std::string>(
          "--precision",
          [options](const std::string& name) {
            options->settings.push_back("engine.precision=" + name);
          },
          "float32 or bf16, short for --set engine.precision=")
      ->check(CLI::IsMember({"float32", "bf16"}));
  command->add_flag("--resume", options->resume, "Continue the run from its last checkpoint");
  options->data.add_to(*command);
  options->machine.add_to(*command);
  command->callback([options, seed] {
    options->seed_given = seed->count() > 0;
    train(*options);
  });
}

}  // namespace lingan::tools

/// `lingan label`: the labels of sentences, as a run's discriminator tells them.
#include "tools/label.h"

#include <memory>

#include "tools/command.h"

namespace lingan::tools {
namespace {

constexpr const char* kExamples = R"(
Each line of the output is a label, a tab, and the probability of the label if the sentence is a real one.

Examples:
  lingan train --recipe semi-supervised --corpus reviews.txt --labels few.txt --run runs/few
  lingan label runs/few new.txt > labels.txt
  head -3 new.txt | lingan label runs/few)";

}  // namespace

void add_label_command(CLI::App& program) {
  auto* command = program.add_subcommand(
      "label", "Tell the labels of sentences by the discriminator of a trained run");
  command->footer(kExamples);
  auto options = std::make_shared<LabelOptions>();
  command->add_option("run", options->run, "Folder of the run")->required();
  command->add_option("file", options->sentences, "Sentences, one a line; default: stdin");
  options->machine.add_to(*command);
  command->callback([options] { label(*options); });
}

}  // namespace lingan::tools

/// `lingan fill`: words for the holes of sentences.
#include "tools/fill.h"

#include <memory>

#include "tools/command.h"
#include "tools/drawing_options.h"
#include "tools/number_option.h"
#include "tools/option_modes.h"

namespace lingan::tools {
namespace {

constexpr const char* kExamples = R"(
A _ between white space is a hole, for one word. A run of the recipe maskgan fills it by what stands before and after;
a language model draws --candidates by what stands before, and one is chosen by what stands after. Of a generator with a latent
code each of these has a code, too, and --steps times one of them or the one before is chosen; the first half of the steps finds,
by the encoder of the run (vae, bigan), which codes to try.

Examples:
  echo "a man _ a _ ." | lingan fill runs/maskgan
  lingan fill runs/maskgan gapped.txt > filled.txt
  lingan fill runs/maskgan gapped.txt -n 5 --temperature 0.8 --seed 7
  lingan fill runs/mle gapped.txt --greedy --candidates 500
  lingan fill runs/vae gapped.txt --steps 20)";

}  // namespace

void add_fill_command(CLI::App& program) {
  auto* command = program.add_subcommand("fill", "Fill the holes of sentences by a trained run");
  command->footer(kExamples);
  auto options = std::make_shared<FillOptions>();
  FillRequest& request = options->request;
  command->add_option("run", options->run, "Folder of the run")->required();
  command->add_option("file", options->file, "Sentences with holes (_), one a line")
      ->capture_default_str();
  add_number(*command, "-n,--fillings", request.fillings, "How many fillings of each sentence",
             {1, int64_t{1} << 32});
  add_number(*command, "--candidates", request.candidates,
             "Of a run that is not maskgan's: how many fillings one is chosen from; default: 64",
             {1, 1 << 20});
  add_number(*command, "--steps", request.steps,
             "Of a generator with a latent code: how often fillings are drawn; default: 8",
             {1, 1 << 20});
  add_drawing_options(*command, request.options);
  command->add_flag("--greedy", request.options.greedy,
                    "Take the likeliest word; among candidates, the likeliest of them");
  add_number(*command, "--seed", request.seed, "The same seed fills the same");
  options->machine.add_to(*command);
  command->callback([options] { fill(*options); });
}

}  // namespace lingan::tools

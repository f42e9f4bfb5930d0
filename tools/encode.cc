/// `lingan encode`: codes of sentences by a run's encoder.
#include "tools/encode.h"

#include <memory>

#include "tools/command.h"
#include "tools/distinct_files.h"
#include "tools/number_option.h"
#include "tools/option_modes.h"

namespace lingan::tools {
namespace {

constexpr const char* kExplanation = R"(
A code is a line: the numbers of the encoder's mean, with tabs between them, or by --bits their
signs, 1 for 0 or more. With --labels the codes are measured, not printed: each sentence ranks all
others by the bits in which their codes differ; precision@K is the share of its K nearest that have
its label, map the mean average precision of the whole ranking, chance the precision of an order by
chance. Ties count by their mean over all orders; sentences whose label no other has are left out.
The last three of a number's nine digits may differ with how many sentences are read together.

Examples:
  lingan encode runs/hashing sentences.txt --bits > codes.txt
  lingan encode runs/hashing held-out.txt --labels topics.txt --nearest 10
  echo 'a man riding a wave' | lingan encode runs/vae
  lingan eval --hypotheses a.txt --references b.txt --metrics frechet --encoder 'lingan encode runs/vae')";

}  // namespace

void add_encode_command(CLI::App& program) {
  auto* command =
      program.add_subcommand("encode", "Print codes of sentences by the encoder of a trained run");
  command->footer(kExplanation);
  auto options = std::make_shared<EncodeOptions>();
  command->add_option("run", options->run, "Folder of the run, of a recipe with an encoder")
      ->required();
  command->add_option("FILE", options->input, "Sentences, one a line; - for stdin")
      ->capture_default_str();
  command->add_flag("--bits", options->bits,
                    "Signs in place of numbers, of a run with binary codes");
  command->add_option(
      "--labels", options->labels,
      "Measure the binary codes: a file with the label of each sentence, one a line; "
      "- for stdin");
  add_number(*command, "--nearest", options->nearest, "K of precision@K", {1, int64_t{1} << 30});
  options->machine.add_to(*command);
  OptionModes modes;
  modes.only(
      {"--bits"}, [options] { return options->labels.empty(); }, "with --labels, which takes bits");
  modes.only(
      {"--nearest"}, [options] { return !options->labels.empty(); }, "without --labels");
  command->callback([options, command, modes] {
    modes.check(*command);
    require_distinct({{"FILE", options->input}, {"--labels", options->labels}}, {{"stdout", "-"}});
    encode(*options);
  });
}

}  // namespace lingan::tools

/// `lingan sample`: sentences out of a run.
#include "tools/sample.h"

#include <memory>
#include <string>

#include <lingan/model/generators/generator_options.h>

#include "tools/command.h"
#include "tools/drawing_options.h"
#include "tools/judge_option.h"
#include "tools/number_option.h"
#include "tools/option_modes.h"

namespace lingan::tools {
namespace {

constexpr const char* kExamples = R"(
Examples:
  lingan sample runs/mle -n 5
  lingan sample runs/seqgan -n 10000 --temperature 0.9 --seed 7 > samples.txt
  lingan sample runs/mle -n 3 --prompt "a man" --top-p 0.9
  lingan sample runs/reviews -n 5 --label positive
  lingan sample runs/infogan -n 5 --code 1
  lingan sample runs/bayesian -n 100 --posterior --format jsonl
  lingan sample runs/german --sources english.txt > translated.txt
  lingan sample runs/style --sources plain.txt --label b --greedy > rewritten.txt
  lingan sample runs/seqgan -n 1000 --judge reject
  lingan sample runs/mle -n 100 --format jsonl | head -1)";

}  // namespace

void add_sample_command(CLI::App& program) {
  auto* command = program.add_subcommand("sample", "Draw sentences from a trained run");
  command->footer(kExamples);
  auto options = std::make_shared<SampleOptions>();
  auto& request = options->request;
  command->add_option("run", options->run, "Folder of the run")->required();
  const auto* sentences = add_number(
      *command, "-n,--sentences", request.sentences,
      "How many sentences; with --sources: of each source, by itself 1", {0, int64_t{1} << 48});
  add_drawing_options(*command, request.options);
  command->add_flag("--greedy", request.options.greedy, "Always take the likeliest token");
  command->add_option("--prompt", request.prompt, "Text that every sentence begins with");
  command->add_option("--label", request.label,
                      "Label that every sentence has, of a run with --labels or --corpus-b (a, b); "
                      "default: all, as often as in the training text. A run that writes sentences "
                      "again (cyclegan), or by sources and labels (gat), takes it for those of "
                      "--sources");
  add_number(*command, "--code", request.code,
             "Number of the drawn label that every sentence is made of, of a run with "
             "generator.labels = \"drawn\"; default: one is drawn for each",
             {0, kMaximumDrawnLabels - 1});
  command->add_flag("--posterior", request.posterior,
                    "Each sentence by one of the samples of the weights that the run has kept "
                    "(training.posterior_samples)");
  command->add_option("--sources", options->sources,
                      "What the sentences are conditioned on, one source a line, of a run with "
                      "--sources, or that writes sentences again; - is stdin; default: sources of "
                      "the training text");
  add_judge(*command, options->judge);
  add_number(*command, "--seed", request.seed, "The same seed draws the same sentences");
  command
      ->add_option("--format", options->format,
                   "text (of a run on pairs without --label: query, tab, item), jsonl or ids")
      ->check(CLI::IsMember({"text", "jsonl", "ids"}))
      ->capture_default_str();
  command->add_option("--precision", options->precision, "float32, or bf16: faster, and rounds")
      ->check(CLI::IsMember({"float32", "bf16"}))
      ->capture_default_str();
  options->machine.add_to(*command);
  OptionModes modes;
  modes.only(
      {"--temperature", "--top-k", "--top-p", "--seed"},
      [options] { return !options->request.options.greedy; }, "with --greedy, which draws nothing");
  modes.only(
      {"--temperature", "--top-k", "--top-p", "--greedy", "--label", "--code", "--posterior",
       "--sources"},
      [options] { return options->judge.empty(); }, kWithJudge);
  modes.only(
      {"--label", "--code", "--sources"}, [options] { return !options->request.posterior; },
      "with --posterior: such a run has no labels and no sources");
  modes.only(
      {"--code"}, [options] { return options->sources.empty(); },
      "with --sources: a run has drawn labels or sources");
  modes.only(
      {"--code"}, [options] { return options->request.label.empty(); },
      "with --label: labels are the text's or drawn");
  command->callback([options, command, modes, sentences] {
    modes.check(*command);
    if (!options->sources.empty() && sentences->count() == 0) options->request.sentences = 1;
    sample(*options);
  });
}

}  // namespace lingan::tools

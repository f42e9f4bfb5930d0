/// `lingan eval`: measures sentences.
#include "tools/eval.h"

#include <memory>
#include <string>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/engine/cuda_library.h>
#include <lingan/metrics/evaluation_text.h>

#include "tools/command.h"
#include "tools/eval_report.h"
#include "tools/terminal.h"

namespace lingan::tools {
namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  lingan eval --hypotheses samples.txt --references test.txt\n"
    "  lingan sample runs/mle -n 10000 | lingan eval --hypotheses - --references test.txt --train "
    "train.txt\n"
    "  lingan eval --hypotheses a.txt --references b.txt --metrics bleu-4,self-bleu-4 --format "
    "json\n"
    "  lingan eval runs/mle -n 10000 --references test.txt\n";

std::string describe_metrics() {
  std::string text = "Metrics (a bare family name means its orders up to --max-order):\n";
  for (const auto& card : metrics::metric_cards()) {
    text += "  " + std::string(card.name) + (card.first_order > 0 ? "-N" : "") + ": " +
            std::string(card.summary) + " [" + std::string(card.paper) + "]" +
            (card.needs == metrics::Needs::kModel ? " (of a run)\n" : "\n");
  }
  text += "Protocols:\n";
  for (const auto& protocol : metrics::protocols()) {
    text += "  " + std::string(protocol.name) + ": " + std::string(protocol.summary) + "\n";
  }
  return text;
}

/// BLEU counts on the device; torch is not needed for it.
void use_cuda_engine() { engine::set_active_cuda(&engine::cuda_table()); }

metrics::EvaluationTexts read_files(const EvalOptions& options) {
  const auto read = metrics::read_evaluation_lines;
  metrics::EvaluationTexts texts{.hypotheses = read(options.hypotheses)};
  if (!options.references.empty()) texts.references = read(options.references);
  if (!options.training.empty()) texts.training = read(options.training);
  return texts;
}

void run_eval(const EvalOptions& options) {
  if (options.run.empty() == options.hypotheses.empty()) {
    throw UsageError("name what to measure: a run's folder, or --hypotheses FILE");
  }
  if (!options.run.empty()) return eval_run(options);
  options.machine.apply(use_cuda_engine);
  const std::string tokenizer = options.tokenizer.empty() ? "whitespace" : options.tokenizer;
  print_values(options, metrics::evaluate(metrics::split_texts(read_files(options), tokenizer),
                                          evaluation_options(options)));
}

}  // namespace

metrics::EvaluationOptions evaluation_options(const EvalOptions& options) {
  metrics::EvaluationOptions evaluation{
      .metrics = options.metrics, .protocol = options.protocol, .max_order = options.max_order};
  if (options.smoothing >= 0) evaluation.smoothing = metrics::parse_smoothing(options.smoothing);
  return evaluation;
}

void print_values(const EvalOptions& options, const std::vector<metrics::MetricValue>& values) {
  write_stdout(options.format == "json" ? format_metric_json(values)
                                        : format_metric_table(values, colour_wanted()));
}

void add_eval_command(CLI::App& program) {
  auto* command =
      program.add_subcommand("eval", "Measure sentences: BLEU, Self-BLEU, diversity, novelty");
  auto options = std::make_shared<EvalOptions>();
  command->add_option("run", options->run,
                      "Folder of a run: its samples are measured, against its held-out text");
  command->add_option("--hypotheses", options->hypotheses,
                      "Sentences to measure, one a line; - is stdin");
  command->add_option("--references", options->references, "Real sentences to compare with");
  command->add_option("--train", options->training, "Training text, for novelty");
  command->add_option("-n,--sentences", options->sentences, "Sentences to draw from the run")
      ->check(CLI::Range(int64_t{2}, int64_t{1} << 32))
      ->capture_default_str();
  command->add_option("--seed", options->seed, "Seed of the sentences drawn from the run")
      ->capture_default_str();
  command
      ->add_option("--metrics", options->metrics,
                   "Metrics, comma-separated (default: all that the files allow)")
      ->delimiter(',');
  command->add_option("--protocol", options->protocol, "Which sentences are compared with which")
      ->capture_default_str();
  command->add_option(
      "--tokenizer", options->tokenizer,
      "whitespace, word, character, or a model file (default: whitespace; for a run, the ids of "
      "its own)");
  command
      ->add_option("--smoothing", options->smoothing,
                   "NLTK's smoothing method (default: the protocol's; exact: 1)")
      ->check(CLI::Range(0, 7));
  command->add_option("--max-order", options->max_order, "Longest n-gram of a bare family name")
      ->check(CLI::Range(1, metrics::kMaxOrder))
      ->capture_default_str();
  command->add_option("--format", options->format, "table or json")
      ->check(CLI::IsMember({"table", "json"}))
      ->capture_default_str();
  options->machine.add_to(*command);
  command->footer(describe_metrics() + kExamples);
  command->callback([options] { run_eval(*options); });
}

}  // namespace lingan::tools

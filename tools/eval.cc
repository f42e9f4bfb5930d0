/// `lingan eval`: measures sentences.
#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/metrics/evaluation.h>

#include "tools/command.h"
#include "tools/eval_report.h"
#include "tools/eval_text.h"
#include "tools/machine_options.h"
#include "tools/run_texts.h"
#include "tools/terminal.h"

namespace lingan::tools {
namespace {

struct EvalOptions {
  std::string run;  // empty: files
  std::string hypotheses;
  std::string references;
  std::string training;
  std::string tokenizer;
  std::vector<std::string> metrics;
  std::string protocol = "exact";
  int smoothing = -1;
  int max_order = 5;
  int64_t sentences = 2000;
  uint64_t seed = 1;
  std::string format = "table";
  MachineOptions machine;
};

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

EvalTexts read_files(const EvalOptions& options) {
  const std::array names = {options.hypotheses, options.references, options.training};
  if (std::count(names.begin(), names.end(), "-") > 1) {
    throw UsageError("- (stdin) can stand for one file only");
  }
  EvalTexts texts{read_eval_lines(options.hypotheses), {}, {}};
  if (!options.references.empty()) texts.references = read_eval_lines(options.references);
  if (!options.training.empty()) texts.training = read_eval_lines(options.training);
  return texts;
}

bool needs_model(const std::string& metric, int max_order) {
  return metrics::parse_metric(metric, max_order).front().card->needs == metrics::Needs::kModel;
}

std::vector<metrics::MetricValue> measure_texts(const EvalOptions& options, const EvalTexts& texts,
                                                const std::string& tokenizer) {
  metrics::EvaluationRequest request;
  for (const auto& name : options.metrics) {
    const bool of_run = !options.run.empty() && needs_model(name, options.max_order);
    if (!of_run) request.metrics.push_back(name);
  }
  if (request.metrics.empty() && !options.metrics.empty()) return {};
  request.protocol = options.protocol;
  request.max_order = options.max_order;
  if (options.smoothing >= 0) request.smoothing = metrics::parse_smoothing(options.smoothing);
  EvalSentences sentences = tokenize_eval_texts(texts, tokenizer);
  request.hypotheses = std::move(sentences.hypotheses);
  request.references = std::move(sentences.references);
  request.training = std::move(sentences.training);
  return metrics::evaluate(request);
}

std::vector<metrics::MetricValue> measure_run(const EvalOptions& options) {
  const RunTexts run(RunDirectory::open(options.run), options.sentences, options.seed);
  EvalTexts texts{run.samples(), {}, {}};
  texts.references =
      options.references.empty() ? run.held_out() : read_eval_lines(options.references);
  texts.training = options.training.empty() ? run.training() : read_eval_lines(options.training);
  if (texts.references->empty()) texts.references.reset();
  auto values = measure_texts(options, texts,
                              options.tokenizer.empty() ? run.tokenizer() : options.tokenizer);
  const auto wanted = [&](const std::string& name) {
    return options.metrics.empty() ||
           std::find(options.metrics.begin(), options.metrics.end(), name) != options.metrics.end();
  };
  for (const auto& value : run.likelihoods(options.references)) {
    if (wanted(value.name)) values.push_back(value);
  }
  return values;
}

void run_eval(const EvalOptions& options) {
  if (options.run.empty() == options.hypotheses.empty()) {
    throw UsageError("name what to measure: a run's folder, or --hypotheses FILE");
  }
  options.machine.apply();
  const auto values =
      options.run.empty()
          ? measure_texts(options, read_files(options),
                          options.tokenizer.empty() ? "whitespace" : options.tokenizer)
          : measure_run(options);
  write_stdout(options.format == "json" ? format_metric_json(values)
                                        : format_metric_table(values, colour_wanted()));
}

}  // namespace

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
      "whitespace, word, character, or a model file (default: whitespace; for a run, "
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
